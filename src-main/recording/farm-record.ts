import { DAY_MS, MINUTE_MS } from '../../src-shared/milliseconds.ts';
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
  /** What is lost by problems that began before they were recognised. */
  readonly late: LateLoss[];
}

/** By how much a miner was counted wrongly from when its problem began until it was recognised. */
interface LateLoss {
  /** Identifies the problem of this miner. */
  readonly key: string;
  readonly sinceAt: number;
  readonly hashedHs: number;
  readonly paidHs: number;
  readonly known: number;
  readonly hashing: number;
  readonly lostHs: number;
  readonly cause: string;
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
/** What was counted longer ago is not corrected. */
const MOST_LATE_MS = DAY_MS;

/**
 * Adds up what the farm is expected to hash, what it hashes, and what is lost by which cause: the
 * history of miners does not say why, and a day of ten thousand of them takes too long to read.
 */
export class FarmRecord {
  readonly loop: Loop;
  readonly #options: FarmRecordOptions;
  /** What this run has counted, oldest first: what another run counted is not corrected. */
  #counted: Span[] = [];
  /** Until when a problem is counted, by its key. */
  readonly #countedTo = new Map<string, number>();
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
    const samples = [...sample()];
    const slots = samples.map(([algorithm, one]) => slotOf(at, algorithm, one, spanMs));
    const late = samples.flatMap(([algorithm, one]) =>
      one.late.flatMap((loss) => this.#lateSlots(algorithm, loss, before.at)),
    );
    if (slots.length > 0) await store.addToFarmSlots([...slots, ...late]);
    const toAt = before.at + spanMs;
    this.#noteCounted({ fromAt: before.at, toAt });
    for (const [, one] of samples) for (const { key } of one.late) this.#countedTo.set(key, toAt);
  }

  /**
   * What was counted wrongly of a problem until now, by quarters of an hour. Nothing for one that is
   * counted already: also after a restart, because a run corrects only what it counted itself.
   */
  #lateSlots(algorithm: string, loss: LateLoss, toAt: number): FarmSlot[] {
    const fromAt = Math.max(loss.sinceAt, this.#countedTo.get(loss.key) ?? 0);
    return this.#counted
      .flatMap((span) => quartersOf({ fromAt: Math.max(span.fromAt, fromAt), toAt: Math.min(span.toAt, toAt) }))
      .map((span) => lateSlotOf(algorithm, loss, span));
  }

  #noteCounted(span: Span): void {
    const last = this.#counted.at(-1);
    if (last?.toAt === span.fromAt) last.toAt = span.toAt;
    else this.#counted.push(span);
    const oldestAt = span.toAt - MOST_LATE_MS;
    this.#counted = this.#counted.filter(({ toAt }) => toAt > oldestAt);
    for (const [key, at] of this.#countedTo) if (at <= oldestAt) this.#countedTo.delete(key);
  }
}

interface Span {
  readonly fromAt: number;
  toAt: number;
}

/** The parts of a span by quarters of an hour; none of an empty one. */
function quartersOf({ fromAt, toAt }: Span): Span[] {
  const parts: Span[] = [];
  for (let at = fromAt; at < toAt; at = parts.at(-1)?.toAt ?? toAt)
    parts.push({ fromAt: at, toAt: Math.min(toAt, (Math.floor(at / QUARTER_MS) + 1) * QUARTER_MS) });
  return parts;
}

/** A correction: it adds no time and no expected hashes to what was sampled then. */
function lateSlotOf(algorithm: string, loss: LateLoss, { fromAt, toAt }: Span): FarmSlot {
  const seconds = (toAt - fromAt) / 1000;
  return {
    at: Math.floor(fromAt / QUARTER_MS) * QUARTER_MS,
    algorithm,
    recorded_ms: 0,
    expected_hash: 0,
    hashed_hash: loss.hashedHs * seconds,
    paid_hash: loss.paidHs * seconds,
    known_miner_ms: loss.known * (toAt - fromAt),
    hashing_miner_ms: loss.hashing * (toAt - fromAt),
    lost: loss.lostHs === 0 ? [] : [{ cause: loss.cause, lost_hash: loss.lostHs * seconds }],
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
