import { DAY_MS, HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { WeakChips } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import { Loop } from '../../runtime/loop.ts';
import type { ChipCounts, Store, StoredChipDay, StoredDelivery } from '../../store/store.ts';
import { type ChipsOfMiner, chipCounts, compareChips } from './compare-chips.ts';

export interface ChipDaysOptions {
  readonly store: Pick<Store, 'chipDays' | 'keepChipDay'>;
  /** The managed miners. */
  readonly miners: () => readonly ChipsOfMiner[];
  readonly outbox: {
    /** The list for the next digest of each channel that accepts it; not on disk yet. */
    digestParts(list: WeakChips, at: number): StoredDelivery[];
    /** Takes deliveries that are on disk. */
    take(deliveries: readonly StoredDelivery[]): void;
  };
  /** The time for deleting old days, which a wrong clock cannot advance too far. */
  readonly retentionNowMs: () => Promise<number>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/**
 * The list compares with the latest day that is at least this old. One hour less than a week,
 * because an hourly loop stores the days, so that the same weekday may be slightly younger.
 */
const NEARLY_A_WEEK_MS = 7 * DAY_MS - HOUR_MS;
/** Days are kept longer than the list looks back, because the program may not have run on one. */
const KEPT_MS = 9 * DAY_MS;
/** The first minute is for the screens and the first scan. */
const FIRST_AFTER_MS = 60_000;

/**
 * Stores the number of weak chips of each miner once a day. Once a week, on the first day on which
 * the program runs, the list is added to the digests of the channels: it is not urgent.
 */
export class ChipDays {
  readonly loop: Loop;
  readonly #options: ChipDaysOptions;
  /** The oldest first. */
  #days: readonly StoredChipDay[] = [];

  constructor(options: ChipDaysOptions) {
    this.#options = options;
    const { clock, onError } = options;
    const startedMs = clock.monotonicMs();
    this.loop = new Loop({
      name: 'weak_chips',
      intervalMs: () => HOUR_MS,
      run: async () => {
        const waitMs = FIRST_AFTER_MS - (clock.monotonicMs() - startedMs);
        return waitMs > 0 ? { nextInMs: waitMs } : { counts: { kept: await this.tick() } };
      },
      onError,
      clock,
    });
  }

  async load(): Promise<void> {
    this.#days = await this.#options.store.chipDays();
  }

  /** The weak chips now, and their change over the week. */
  list(): WeakChips {
    const { clock, miners } = this.#options;
    const nowMs = clock.nowMs();
    const past = this.#past(nowMs);
    const before = past.findLast(({ at }) => nowMs - at >= NEARLY_A_WEEK_MS) ?? past[0] ?? null;
    return compareChips(miners(), nowMs, before);
  }

  /** Stores today, if that is not done. Returns the number of miners. */
  async tick(): Promise<number> {
    const { clock, miners, store, outbox, retentionNowMs } = this.#options;
    const at = clock.nowMs();
    const last = this.#past(at).at(-1) ?? null;
    if (last !== null && dayOf(last.at) === dayOf(at)) return 0;
    const counts: Record<string, ChipCounts> = {};
    for (const miner of miners()) {
      const known = chipCounts(miner, at);
      if (known !== null) counts[miner.id] = known;
    }
    const read = Object.keys(counts).length;
    if (read === 0) return 0;
    const list = last !== null && mondayOf(last.at) < mondayOf(at) ? this.list() : null;
    const parts = list !== null && list.miners.length > 0 ? outbox.digestParts(list, at) : [];
    const day = { at, counts };
    const keptFrom = (await retentionNowMs()) - KEPT_MS;
    await store.keepChipDay(day, keptFrom, parts);
    const others = this.#days.filter((one) => one.at >= keptFrom && one.at !== at);
    this.#days = [...others, day].sort((a, b) => a.at - b.at);
    outbox.take(parts);
    return read;
  }

  /**
   * Days in the future were stored before the clock was set back. They count again when it is
   * right; if it was wrong then, they are deleted when they are old.
   */
  #past(nowMs: number): readonly StoredChipDay[] {
    return this.#days.filter(({ at }) => at <= nowMs);
  }
}

/** The midnight at its beginning, in local time. */
function dayOf(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** The midnight at the beginning of the Monday of its week. */
function mondayOf(at: number): number {
  const day = new Date(at);
  day.setDate(day.getDate() - ((day.getDay() + 6) % 7));
  return day.setHours(0, 0, 0, 0);
}
