/**
 * The polled miners. Kept up to date with each change, because it is read every second, and judging
 * ten thousand miners each time would take too long.
 */
export class PolledIds {
  readonly #ids = new Set<string>();
  #list: readonly string[] | null = null;

  get size(): number {
    return this.#ids.size;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** The same array until a member changes. */
  list(): readonly string[] {
    this.#list ??= [...this.#ids];
    return this.#list;
  }

  note(id: string, isPolled: boolean): void {
    if (isPolled === this.#ids.has(id)) return;
    if (isPolled) this.#ids.add(id);
    else this.#ids.delete(id);
    this.#list = null;
  }
}
