import { HOUR_MS } from '../../../src-shared/durations.ts';
import { groupPoints } from '../../history/group-points.ts';
import { type GroupPlan, SUM_WIDTHS_MS } from '../../history/plan-history.ts';
import { SlotSums } from '../../history/slot-sums.ts';
import type { GroupSeries, Store } from '../../store/store.ts';

/** How many miners are added up in one call: other calls are served between two of them. */
const IN_ONE_CALL = 200;
/** How many calls are in progress at a time: the store handles two in parallel. */
const CALLS_AT_ONCE = 2;
/**
 * Hours of single miners that are read minute by minute; of more than that five minutes will do.
 */
const MOST_FINE_HOURS = 6000;
/** Days of single miners that are read by five minutes; of more than that hours will do. */
const MOST_FINE_DAYS = 20_000;
const FEWEST_POINTS = 10;

/**
 * What is asked of so many miners. Of thousands the readings of each minute take seconds to add up,
 * and a chart of them looks the same by five minutes; so do the five minutes of their weeks, by
 * hours.
 */
export function thinned<
  S extends { readonly from: number; readonly to?: number | undefined; readonly max_points: number },
>(span: S, miners: number): S {
  const hours = ((span.to ?? Date.now()) - span.from) / HOUR_MS;
  if (miners * hours <= MOST_FINE_HOURS) return span;
  const points = (miners * hours) / 24 <= MOST_FINE_DAYS ? hours * 12 : hours;
  return { ...span, max_points: Math.max(FEWEST_POINTS, Math.min(span.max_points, Math.ceil(points) + 1)) };
}

/**
 * Sums over these miners, each algorithm by itself, from what is kept of each of them. Throws when
 * the signal aborts: a sum without a waiting caller does not delay the next request.
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
    // Added in the order of the miners, so that the same question has the same answer to the bit.
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
