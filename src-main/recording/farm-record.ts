import { MINUTE_MS } from '../../src-shared/milliseconds.ts';
import type { Clock } from '../runtime/clock.ts';
import { Loop } from '../runtime/loop.ts';
import type { FarmSlot, Store } from '../store/store.ts';

/** What the miners of one algorithm do now. Rates in hashes per second. */
export interface FarmSample {
  expectedHs: number;
  hashedHs: number;
  /** Of that, what the farm is paid for. */
  paidHs: number;
  /** Of how many it is known whether they hash, and how many do. */
  known: number;
  hashing: number;
  /** Lost hash rate by cause. */
  readonly lostHs: Map<string, number>;
}

export interface FarmRecordOptions {
  readonly store: Pick<Store, 'addToFarmSlots'>;
  /** Whether PowerHive monitors and records at present. */
  readonly isWatching: () => boolean;
  /** What the farm does now, by algorithm. */
  readonly sample: () => ReadonlyMap<string, FarmSample>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

const INTERVAL_MS = 30_000;
/** After a longer time between two samples nothing is known of what lies between. */
const MOST_BETWEEN_MS = 3 * INTERVAL_MS;
/** In every time zone a day begins with one. */
const QUARTER_MS = 15 * MINUTE_MS;

/**
 * Adds up what the farm is expected to hash, what it hashes, and what is lost by which cause: the
 * history of miners does not say why, and a day of ten thousand of them takes too long to read.
 */
export class FarmRecord {
  readonly loop: Loop;
  readonly #options: FarmRecordOptions;
  #last: { readonly at: number; readonly monotonicMs: number } | null = null;

  constructor(options: FarmRecordOptions) {
    this.#options = options;
    this.loop = new Loop({
      name: 'farm_sums',
      intervalMs: () => INTERVAL_MS,
      clock: options.clock,
      onError: options.onError,
      run: async () => {
        await this.#record();
        return {};
      },
    });
  }

  async #record(): Promise<void> {
    const { clock, store, isWatching, sample } = this.#options;
    const before = this.#last;
    this.#last = isWatching() ? { at: clock.nowMs(), monotonicMs: clock.monotonicMs() } : null;
    if (before === null || this.#last === null) return;
    const spanMs = this.#last.at - before.at;
    const isUnbroken = this.#last.monotonicMs - before.monotonicMs <= MOST_BETWEEN_MS;
    // Also after the clock was set.
    if (!isUnbroken || spanMs <= 0 || spanMs > MOST_BETWEEN_MS) return;
    const at = Math.floor(before.at / QUARTER_MS) * QUARTER_MS;
    const slots = [...sample()].map(([algorithm, one]) => slotOf(at, algorithm, one, spanMs));
    if (slots.length > 0) await store.addToFarmSlots(slots);
  }
}

function slotOf(at: number, algorithm: string, sample: FarmSample, spanMs: number): FarmSlot {
  const { expectedHs, hashedHs, paidHs, known, hashing, lostHs } = sample;
  const seconds = spanMs / 1000;
  return {
    at,
    algorithm,
    recorded_ms: spanMs,
    expected_hash: expectedHs * seconds,
    hashed_hash: hashedHs * seconds,
    paid_hash: paidHs * seconds,
    known_miner_ms: known * spanMs,
    hashing_miner_ms: hashing * spanMs,
    lost: [...lostHs].map(([cause, hs]) => ({ cause, lost_hash: hs * seconds })),
  };
}
