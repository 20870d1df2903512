/**
 * Rows under a key, with an array of them that stays the same object while nothing changes. A row
 * may carry an overlay: what the operator just decided and PowerHive has not confirmed yet. It is
 * shown over whatever arrives meanwhile.
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
   * What a call returned of a row. It comes back by another way than the stream of rows: one that
   * was removed meanwhile stays so, and one that must be sent again is sent.
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

  /** Shows `change` over the row until the returned function takes it off again. */
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

  /** From here on rows must be sent again; what is shown stays until `endRenewal`. */
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
