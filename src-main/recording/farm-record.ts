import type { Clock } from '../runtime/clock.ts';
import { Loop } from '../runtime/loop.ts';
import type { FarmSlot, Store } from '../store/store.ts';
import { type Correction, CountedMiners, type CountedRates, type LateLoss, QUARTER_MS } from './counted-miners.ts';

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
  /** With what each miner is counted in this, by its id. */
  readonly miners: Map<string, CountedRates>;
  /** What is lost by problems that began before they were recognised. */
  readonly late: LateLoss[];
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

/**
 * Adds up what the farm is expected to hash, what it hashes, and what is lost by which cause: the
 * history of miners does not say why, and a day of ten thousand of them takes too long to read.
 */
export class FarmRecord {
  readonly loop: Loop;
  readonly #options: FarmRecordOptions;
  /** By algorithm. What another run counted is not corrected. */
  readonly #counted = new Map<string, CountedMiners>();
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
    const found = sample();
    const samples = [...found];
    const slots = samples.map(([algorithm, one]) => slotOf(at, algorithm, one, spanMs));
    const late = samples.flatMap(([algorithm, one]) =>
      one.late.flatMap((loss) =>
        this.#countedOf(algorithm)
          .correct(loss)
          .map((correction) => lateSlotOf(algorithm, loss.cause, correction)),
      ),
    );
    if (slots.length > 0) await store.addToFarmSlots([...slots, ...late]);
    // Only what is stored can be corrected.
    for (const algorithm of this.#counted.keys()) if (!found.has(algorithm)) this.#counted.delete(algorithm);
    for (const [algorithm, { miners, late: noted }] of samples)
      this.#countedOf(algorithm).note(miners, noted, before.at, before.at + spanMs);
  }

  #countedOf(algorithm: string): CountedMiners {
    const counted = this.#counted.get(algorithm) ?? new CountedMiners();
    this.#counted.set(algorithm, counted);
    return counted;
  }
}

/** A correction: it adds no time and no expected hashes to what was sampled then. */
function lateSlotOf(algorithm: string, cause: string, correction: Correction): FarmSlot {
  const { fromAt, hashed, paid, lost, hashingMs } = correction;
  return {
    at: Math.floor(fromAt / QUARTER_MS) * QUARTER_MS,
    algorithm,
    recorded_ms: 0,
    expected_hash: 0,
    hashed_hash: -hashed,
    paid_hash: -paid,
    known_miner_ms: 0,
    hashing_miner_ms: -hashingMs,
    lost: lost === 0 ? [] : [{ cause, lost_hash: lost }],
  };
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
