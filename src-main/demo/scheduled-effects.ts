/** Effects on a miner at a later time, in fleet seconds. */
export class ScheduledEffects {
  readonly #effects: { readonly atS: number; readonly run: (atS: number) => unknown }[] = [];

  /** When the next one is due; infinite if there is none. */
  get dueS(): number {
    return this.#effects.reduce((next, { atS }) => Math.min(next, atS), Number.POSITIVE_INFINITY);
  }

  add(atS: number, run: (atS: number) => unknown): void {
    this.#effects.push({ atS, run });
  }

  /** Runs the next one. */
  doNext(): void {
    const { dueS } = this;
    const index = this.#effects.findIndex(({ atS }) => atS === dueS);
    for (const { run } of this.#effects.splice(index, 1)) run(dueS);
  }

  clear(): void {
    this.#effects.length = 0;
  }
}
