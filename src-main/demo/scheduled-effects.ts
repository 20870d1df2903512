/** What happens to a miner at a later moment of its own, in fleet seconds. */
export class ScheduledEffects {
  readonly #effects: { readonly atS: number; readonly run: (atS: number) => unknown }[] = [];

  /** When the next one is due, infinite when none is. */
  get dueS(): number {
    return this.#effects.reduce((next, { atS }) => Math.min(next, atS), Number.POSITIVE_INFINITY);
  }

  add(atS: number, run: (atS: number) => unknown): void {
    this.#effects.push({ atS, run });
  }

  /** Does the one that is due next. */
  doNext(): void {
    const { dueS } = this;
    const index = this.#effects.findIndex(({ atS }) => atS === dueS);
    for (const { run } of this.#effects.splice(index, 1)) run(dueS);
  }

  clear(): void {
    this.#effects.length = 0;
  }
}
