/**
 * Rows by key, with an array of them that stays the same object while nothing changes. A row may
 * have an overlay: a change by the operator that PowerHive has not confirmed yet. It is shown over
 * all updates of the row.
 */
export class KeyedRows<Row extends object> {
  readonly #keyOf: (row: Row) => string;
  readonly #known = new Map<string, Row>();
  readonly #overlays = new Map<string, Partial<Row>[]>();
  readonly #shown = new Map<string, Row>();
  #unconfirmed = new Set<string>();
  #array: readonly Row[] | null = null;

  constructor(keyOf: (row: Row) => string) {
    this.#keyOf = keyOf;
  }

  get(key: string): Row | undefined {
    return this.#shown.get(key);
  }

  /** All rows in the order in which they were first seen. */
  get array(): readonly Row[] {
    this.#array ??= [...this.#shown.values()];
    return this.#array;
  }

  set(row: Row): void {
    const key = this.#keyOf(row);
    this.#known.set(key, row);
    this.#unconfirmed.delete(key);
    this.#show(key);
  }

  /**
   * Takes a row from the response of a call. Unlike a row from the stream, it does not bring back a
   * row that was removed in the meantime, and it does not count as sent again in a renewal.
   */
  renew(row: Row): void {
    const key = this.#keyOf(row);
    if (!this.#known.has(key)) return;
    this.#known.set(key, row);
    this.#show(key);
  }

  remove(key: string): void {
    this.#known.delete(key);
    this.#unconfirmed.delete(key);
    this.#show(key);
  }

  /** Shows `change` over the row until the returned function is called. */
  overlay(key: string, change: Partial<Row>): () => void {
    this.#overlays.set(key, [...(this.#overlays.get(key) ?? []), change]);
    this.#show(key);
    return () => {
      const rest = (this.#overlays.get(key) ?? []).filter((other) => other !== change);
      if (rest.length === 0) this.#overlays.delete(key);
      else this.#overlays.set(key, rest);
      this.#show(key);
    };
  }

  /** From now on, each row must be sent again. All rows stay visible until `endRenewal`. */
  beginRenewal(): void {
    this.#unconfirmed = new Set(this.#known.keys());
  }

  /** Drops the rows that were not sent again. */
  endRenewal(): void {
    for (const key of this.#unconfirmed) this.remove(key);
    this.#unconfirmed = new Set();
  }

  #show(key: string): void {
    const row = this.#known.get(key);
    const overlays = this.#overlays.get(key);
    this.#array = null;
    if (row === undefined) this.#shown.delete(key);
    else this.#shown.set(key, overlays === undefined ? row : Object.assign({}, row, ...overlays));
  }
}
