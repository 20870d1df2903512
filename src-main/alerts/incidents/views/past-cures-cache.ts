import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import type { PastCures } from '../../../store/store.ts';

/** How long it is remembered without a change: what is too old to count must go. */
const REMEMBERED_MS = HOUR_MS;

interface Remembered {
  readonly cures: Promise<PastCures>;
  /** The miners that had the fault; null until it is read. */
  minerIds: ReadonlySet<string> | null;
  readonly readAt: number;
}

/**
 * The past faults of each rule and what was sent to their miners, read once until one of them
 * changes: a page that shows an incident requests them with every change of it.
 */
export class PastCuresCache {
  readonly #read: (ruleId: string, nowMs: number) => Promise<PastCures>;
  readonly #known = new Map<string, Remembered>();

  constructor(read: (ruleId: string, nowMs: number) => Promise<PastCures>) {
    this.#read = read;
  }

  of(ruleId: string, nowMs: number): Promise<PastCures> {
    const before = this.#known.get(ruleId);
    if (before !== undefined && Math.abs(nowMs - before.readAt) < REMEMBERED_MS) return before.cures;
    const cures = this.#read(ruleId, nowMs);
    const remembered: Remembered = { cures, minerIds: null, readAt: nowMs };
    this.#known.set(ruleId, remembered);
    cures.then(
      ({ faults }) => {
        remembered.minerIds = new Set(faults.map(({ miner_id }) => miner_id));
      },
      () => {
        if (this.#known.get(ruleId) === remembered) this.#known.delete(ruleId);
      },
    );
    return cures;
  }

  /** Faults of this rule have changed on disk. */
  faultsChanged(ruleId: string): void {
    this.#known.delete(ruleId);
  }

  /** What was sent to these miners, or its result, has changed on disk. */
  actionsChanged(minerIds: readonly string[]): void {
    for (const [ruleId, { minerIds: concerned }] of this.#known) {
      if (concerned === null || minerIds.some((id) => concerned.has(id))) this.#known.delete(ruleId);
    }
  }
}
