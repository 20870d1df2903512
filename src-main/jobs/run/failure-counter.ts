import { haltReason } from '../plan/halt-rules.ts';
import { type WaveRules, waitsForProof } from '../plan/split-into-waves.ts';
import { hasFailed, type LiveItem } from './live-item.ts';

/** Counts the miners that fail, and reports when the job must halt. */
export class FailureCounter {
  readonly #planned: number;
  readonly #rules: WaveRules | null;
  readonly #hasFailed: (item: LiveItem) => boolean;
  readonly #onTooMany: (reason: string) => void;
  #failed: number;

  /** Without rules no number of failures is too many. */
  constructor(items: readonly LiveItem[], rules: WaveRules | null, onTooMany: (reason: string) => void) {
    // If the next wave waits for proofs, a miner without proof counts as failed.
    const mustProve = ({ wave }: LiveItem['row']) => rules !== null && waitsForProof(wave ?? 0, rules);
    this.#hasFailed = (item) => hasFailed(item) || (item.row.code === 'not_proven' && mustProve(item.row));
    this.#planned = items.length;
    this.#failed = items.filter(this.#hasFailed).length;
    this.#rules = rules;
    this.#onTooMany = onTooMany;
  }

  /** Judges a wave, counted from 1, now and again with each of its miners that ends. */
  judgeOf(wave: number, items: readonly LiveItem[]): (item: LiveItem) => void {
    const count = { wave: wave - 1, size: items.length, failed: items.filter(this.#hasFailed).length };
    const judge = (why: string | null): void => {
      if (this.#rules === null) return;
      const reason = haltReason(count, { planned: this.#planned, failed: this.#failed }, this.#rules, why);
      if (reason !== null) this.#onTooMany(reason);
    };
    judge(items.find(this.#hasFailed)?.row.message ?? null);
    return (item) => {
      if (this.#hasFailed(item)) {
        count.failed += 1;
        this.#failed += 1;
      }
      judge(item.row.message);
    };
  }
}
