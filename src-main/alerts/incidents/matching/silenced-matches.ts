/**
 * Since when rules have matched miners while maintenance silences them. A rule whose fault outlasts
 * the maintenance does not wait for it again: its wait counts from when the fault began.
 */
export class SilencedMatches {
  readonly #byMiner = new Map<string, Map<string, number>>();

  /** `sinceAt`: when the match began, if it is not known already (UNIX milliseconds). */
  note(minerId: string, ruleId: string, sinceAt: number): void {
    const ofMiner = this.#byMiner.get(minerId) ?? new Map<string, number>();
    if (!ofMiner.has(ruleId)) ofMiner.set(ruleId, sinceAt);
    this.#byMiner.set(minerId, ofMiner);
  }

  has(minerId: string): boolean {
    return this.#byMiner.has(minerId);
  }

  /** Since when a rule has matched; null if it has not. It is not known afterwards. */
  take(minerId: string, ruleId: string): number | null {
    const ofMiner = this.#byMiner.get(minerId);
    const sinceAt = ofMiner?.get(ruleId) ?? null;
    ofMiner?.delete(ruleId);
    if (ofMiner?.size === 0) this.#byMiner.delete(minerId);
    return sinceAt;
  }

  /** The farm was not seen, or other rules apply: nothing is known of what was silenced. */
  clear(): void {
    this.#byMiner.clear();
  }
}
