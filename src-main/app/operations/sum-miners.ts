import { HOUR_MS } from '../../../src-shared/durations.ts';
import { groupPoints } from '../../history/group-points.ts';
import { type GroupPlan, SUM_WIDTHS_MS } from '../../history/plan-history.ts';
import { SlotSums } from '../../history/slot-sums.ts';
import type { GroupSeries, Store } from '../../store/store.ts';

/** So many miners are added up in one call: others are served between two of them. */
const AT_ONCE = 200;
/**
 * Hours of single miners that are read minute by minute; of more than that five minutes will do.
 */
const MOST_FINE_HOURS = 6000;
const FEWEST_POINTS = 10;

/**
 * What is asked of so many miners. Of thousands the readings of each minute take seconds to add up,
 * and a chart of them looks the same by five minutes.
 */
export function thinned<
  S extends { readonly from: number; readonly to?: number | undefined; readonly max_points: number },
>(span: S, miners: number): S {
  const hours = ((span.to ?? Date.now()) - span.from) / HOUR_MS;
  if (miners * hours <= MOST_FINE_HOURS) return span;
  return { ...span, max_points: Math.max(FEWEST_POINTS, Math.min(span.max_points, Math.ceil(hours * 12) + 1)) };
}

/**
 * Sums over these miners, each algorithm by itself, from what is kept of each of them. Throws when
 * the signal aborts: what nobody waits for does not delay what is asked next.
 */
export async function sumMiners(
  store: Pick<Store, 'minersSums'>,
  ids: readonly string[],
  plan: GroupPlan,
  signal?: AbortSignal,
): Promise<GroupSeries[]> {
  const { fromAt, toAt, slotMs, tier, settledTo = toAt } = plan;
  const narrowMs = SUM_WIDTHS_MS[tier];
  const byAlgorithm = new Map<string | null, SlotSums>();
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    signal?.throwIfAborted();
    for (const { algorithm, sums } of await store.minersSums(ids.slice(first, first + AT_ONCE), plan)) {
      const all = byAlgorithm.get(algorithm) ?? new SlotSums(fromAt, toAt, narrowMs);
      byAlgorithm.set(algorithm, all);
      all.addPacked(sums);
    }
  }
  return [...byAlgorithm].map(([algorithm, sums]) => ({
    algorithm,
    points: groupPoints(sums.all(), { fromAt, toAt, slotMs, narrowMs, settledTo }),
  }));
}
