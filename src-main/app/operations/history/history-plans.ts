import { DAY_MS } from '../../../../src-shared/milliseconds.ts';
import type { HistorySource } from '../../../../src-shared/model/index.ts';
import { findGaps } from '../../../history/find-gaps.ts';
import {
  type GroupPlan,
  type HistoryPlan,
  type HistorySpan,
  planChipHistory,
  planGroupHistory,
  planStatusHistory,
} from '../../../history/plan-history.ts';
import { FIVE_MINUTES_MS } from '../../../history/tiers.ts';
import type { OperationsParts } from '../operations-parts.ts';

/** The requested time of a history. */
interface RequestedSpan {
  readonly from: number;
  /** Until now without it. */
  readonly to?: number | undefined;
  readonly max_points: number;
}

/** Two days of readings every 15 s are some ten thousand times. */
const MOST_READ_MS = 2 * DAY_MS;
/** A gap of half a point is shown, which is twice this interval (find-gaps.ts). */
const SHOWN_SHARE = 4;

type Point = { readonly at: number; readonly source: HistorySource };

/** Plans a requested history by the settings, and finds the gaps in what was read. */
export class HistoryPlans {
  readonly #parts: Pick<OperationsParts, 'fleet' | 'store' | 'settings' | 'clock'>;

  constructor(parts: Pick<OperationsParts, 'fleet' | 'store' | 'settings' | 'clock'>) {
    this.#parts = parts;
  }

  /** Of the figures of one miner, or of one of its boards. */
  status(requested: RequestedSpan): HistoryPlan {
    return planStatusHistory(this.#span(requested), this.#kept, this.#nowMs);
  }

  chips(requested: RequestedSpan): HistoryPlan {
    return planChipHistory(this.#span(requested), this.#kept, this.#nowMs);
  }

  /** Of the sums of many miners, which are at least `leastMs` wide. */
  async group(requested: RequestedSpan, leastMs = 0): Promise<GroupPlan> {
    const span = this.#span(requested);
    const plan = planGroupHistory(span, this.#kept, this.#nowMs, this.#statusMs, leastMs);
    // Sums by minute contain only readings, without points from the memory of miners.
    const isFilled = plan.tier === '1min' && (await this.#parts.store.hasFilled(span.fromAt, span.toAt));
    return isFilled ? { ...plan, tier: '5min', withMinutes: true } : plan;
  }

  gaps(points: readonly Point[], plan: HistoryPlan, sinceAt: number) {
    return gapsIn(points, plan, this.#statusMs, sinceAt);
  }

  /**
   * Whether an outage can lie within a point of a miner, and is found quickly by the times of its
   * readings. Not in a point that is wider than those that are filled, which may be filled in part.
   */
  hidesOutages({ fromAt, toAt, slotMs }: HistoryPlan): boolean {
    const isKept = fromAt >= this.#nowMs - this.#kept.status_days * DAY_MS;
    const isWide = slotMs > 2 * this.#statusMs && slotMs <= FIVE_MINUTES_MS;
    return isKept && isWide && toAt - fromAt <= MOST_READ_MS;
  }

  /** The gaps between these readings. Those that no chart of this plan shows are left out. */
  gapsBetween(times: readonly number[], points: readonly Point[], plan: HistoryPlan, sinceAt: number) {
    const { fromAt, toAt, slotMs } = plan;
    const read = times.map((at) => ({ at, widthMs: this.#statusMs }));
    const filled = points
      .filter(({ source }) => source === 'filled')
      .map(({ at }) => ({ at, widthMs: filledMs(plan) }));
    return findGaps(
      [...read, ...filled].sort((a, b) => a.at - b.at),
      {
        fromAt: Math.min(toAt, Math.max(fromAt, sinceAt)),
        toAt,
        slotMs: this.#statusMs,
        intervalMs: Math.max(2 * this.#statusMs, slotMs / SHOWN_SHARE),
      },
    );
  }

  chipGaps(points: readonly Point[], plan: HistoryPlan, sinceAt: number) {
    const { telemetry_seconds } = this.#parts.settings.current.intervals;
    return gapsIn(points, plan, telemetry_seconds * 1000, sinceAt);
  }

  knownSince(minerId: string): number {
    return this.#parts.fleet.entry(minerId)?.stored.first_seen_at ?? 0;
  }

  /** When the first miner of a model, or of the farm, was found; infinite if there is none. */
  firstKnown(alias: string | null): number {
    const known = [...this.#parts.fleet.entries()].filter(
      ({ stored }) => alias === null || stored.model_alias === alias,
    );
    return known.reduce((first, { stored }) => Math.min(first, stored.first_seen_at), Number.POSITIVE_INFINITY);
  }

  #span({ from, to = this.#nowMs, max_points }: RequestedSpan): HistorySpan {
    return { fromAt: from, toAt: to, maxPoints: max_points };
  }

  get #nowMs(): number {
    return this.#parts.clock.nowMs();
  }

  get #kept() {
    return this.#parts.settings.current.retention;
  }

  get #statusMs(): number {
    return this.#parts.settings.current.intervals.status_seconds * 1000;
  }
}

/** A filled point covers five minutes, even if the slots of readings are narrower. */
function filledMs({ slotMs }: HistoryPlan): number {
  return Math.max(FIVE_MINUTES_MS, slotMs);
}

/** The times without a reading, of which one was due each `intervalMs` since `sinceAt`. */
function gapsIn(points: readonly Point[], plan: HistoryPlan, intervalMs: number, sinceAt: number) {
  const { fromAt, toAt, slotMs } = plan;
  return findGaps(
    points.map(({ at, source }) => (source === 'filled' ? { at, widthMs: filledMs(plan) } : { at })),
    { fromAt: Math.min(toAt, Math.max(fromAt, sinceAt)), toAt, slotMs, intervalMs },
  );
}
