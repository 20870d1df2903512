import { MINUTE_MS } from '../../../../src-shared/milliseconds.ts';
import type { MatchInput } from '../../rules/match-state.ts';

interface Interrupted {
  readonly sinceAt: number;
  /** When it was last impossible to see. */
  unseenAt: number;
}

/**
 * Faults that a stop of their miner has ended. One that is there again within the duration of its rule after the
 * miner runs was never over: it began when it was found first.
 */
export class InterruptedMatches {
  readonly #byMiner = new Map<string, Map<string, Interrupted>>();

  /** A stop ends an open match. Times are UNIX milliseconds. */
  note(minerId: string, ruleId: string, sinceAt: number, nowMs: number): void {
    const ofMiner = this.#byMiner.get(minerId) ?? new Map<string, Interrupted>();
    ofMiner.set(ruleId, { sinceAt, unseenAt: nowMs });
    this.#byMiner.set(minerId, ofMiner);
  }

  has(minerId: string): boolean {
    return this.#byMiner.has(minerId);
  }

  /** What a rule sees now: since when its fault is there, if it was interrupted and is there again; else null. */
  see(minerId: string, ruleId: string, input: MatchInput, times: { nowMs: number; forMs: number }): number | null {
    const ofMiner = this.#byMiner.get(minerId);
    const known = ofMiner?.get(ruleId);
    if (ofMiner === undefined || known === undefined) return null;
    const { nowMs, forMs } = times;
    const isLate = nowMs - known.unseenAt > Math.max(forMs, MINUTE_MS);
    if (!isLate && (input === 'end' || input === 'hold')) known.unseenAt = nowMs;
    else if (isLate || input === 'match') {
      ofMiner.delete(ruleId);
      if (ofMiner.size === 0) this.#byMiner.delete(minerId);
    }
    return !isLate && input === 'match' ? known.sinceAt : null;
  }

  forget(minerId: string): void {
    this.#byMiner.delete(minerId);
  }

  /** The farm was not seen: whether they went on is not known. */
  clear(): void {
    this.#byMiner.clear();
  }
}
