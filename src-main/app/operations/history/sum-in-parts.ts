import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import { groupPoints } from '../../../history/group-points.ts';
import { type GroupPlan, SUM_WIDTHS_MS } from '../../../history/plan-history.ts';
import { SlotSums } from '../../../history/slot-sums.ts';
import type { GroupSeries, Store } from '../../../store/store.ts';

/** Miners in one call: other calls are served between two of them. */
const IN_ONE_CALL = 200;
/** Calls in progress at a time: the store handles two in parallel. */
const CALLS_AT_ONCE = 2;
/** Limit of miner hours that are read by minutes; above it, five minutes are enough. */
const MOST_FINE_HOURS = 6000;
/** Limit of miner days that are read by five minutes; above it, hours are enough. */
const MOST_FINE_DAYS = 20_000;
const FEWEST_POINTS = 10;

/**
 * Reduces the points of a span for many miners. Adding up the minutes of thousands takes seconds,
 * and a chart looks the same with five minutes; for weeks, with hours.
 */
export function thinned<
  S extends { readonly from: number; readonly to?: number | undefined; readonly max_points: number },
>(span: S, miners: number, nowMs: number): S {
  const hours = ((span.to ?? nowMs) - span.from) / HOUR_MS;
  if (miners * hours <= MOST_FINE_HOURS) return span;
  const points = (miners * hours) / 24 <= MOST_FINE_DAYS ? hours * 12 : hours;
  return { ...span, max_points: Math.max(FEWEST_POINTS, Math.min(span.max_points, Math.ceil(points) + 1)) };
}

/**
 * The sums over these miners by algorithm, from the history of each. Throws when the signal aborts,
 * so that a sum without a caller does not delay the next request.
 */
export async function sumMiners(
  store: Pick<Store, 'minersSums'>,
  ids: readonly string[],
  plan: GroupPlan,
  signal?: AbortSignal,
): Promise<GroupSeries[]> {
  const { fromAt, toAt, slotMs, tier, completeUntilAt = toAt } = plan;
  const narrowMs = SUM_WIDTHS_MS[tier];
  const byAlgorithm = new Map<string | null, SlotSums>();
  const portions = Array.from({ length: Math.ceil(ids.length / IN_ONE_CALL) }, (_, i) =>
    ids.slice(i * IN_ONE_CALL, (i + 1) * IN_ONE_CALL),
  );
  for (let next = 0; next < portions.length; next += CALLS_AT_ONCE) {
    signal?.throwIfAborted();
    const calls = portions.slice(next, next + CALLS_AT_ONCE).map((portion) => store.minersSums(portion, plan));
    // Added in the order of the miners, so that equal requests have exactly equal results.
    for (const { algorithm, sums } of (await Promise.all(calls)).flat()) {
      const all = byAlgorithm.get(algorithm) ?? new SlotSums(fromAt, toAt, narrowMs);
      byAlgorithm.set(algorithm, all);
      all.addPacked(sums);
    }
  }
  return [...byAlgorithm].map(([algorithm, sums]) => ({
    algorithm,
    points: groupPoints(sums.all(), { fromAt, toAt, slotMs, narrowMs, completeUntilAt }),
  }));
}
