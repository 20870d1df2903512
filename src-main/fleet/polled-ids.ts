/**
 * Who is polled. It is kept with each change of a miner, because it is asked for each second and
 * ten thousand would have to be judged.
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

  /** The same list as long as nothing changes. */
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
