import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import { groupPoints } from '../../../history/group-points.ts';
import { type GroupPlan, SUM_WIDTHS_MS } from '../../../history/plan-history.ts';
import { SlotSums } from '../../../history/slot-sums.ts';
import { planSlotMs } from '../../../history/slots.ts';
import { FIVE_MINUTES_MS } from '../../../history/tiers.ts';
import type { GroupSeries, Store } from '../../../store/store.ts';

type SumsStore = Pick<Store, 'minersSums' | 'monitored'>;

/** Miners in one call: other calls are served between two of them. */
const IN_ONE_CALL = 200;
/** Calls in progress at a time: the store handles two in parallel. */
const CALLS_AT_ONCE = 2;
/**
 * Limits of what is read where the points themselves are as narrow as minutes (in miner hours), or
 * as five minutes (in miner days). Above them, wider sums are enough.
 */
const MOST_AS_NARROW = { minerHours: 6000, minerDays: 20_000 } as const;
/**
 * The same where the points are wider than these sums, which then only show short outages in them:
 * about half a second.
 */
const MOST_NARROWER = { minerHours: 3000, minerDays: 3000 } as const;

/**
 * The narrowest sums that are read of so many miners. Adding up the minutes of thousands takes
 * seconds, and a chart looks the same with five minutes; for weeks, with hours.
 */
export function leastSumMs(
  span: { readonly from: number; readonly to?: number | undefined; readonly max_points: number },
  miners: number,
  nowMs: number,
): number {
  const { from, to = nowMs, max_points } = span;
  const pointMs = planSlotMs(from, to, max_points);
  const minerHours = (miners * (to - from)) / HOUR_MS;
  const most = (sumMs: number) => (pointMs < sumMs ? MOST_AS_NARROW : MOST_NARROWER);
  if (minerHours <= most(FIVE_MINUTES_MS).minerHours) return 0;
  return minerHours / 24 <= most(HOUR_MS).minerDays ? FIVE_MINUTES_MS : HOUR_MS;
}

/**
 * The sums over these miners by algorithm, from the history of each. Throws when the signal aborts,
 * so that a sum without a caller does not delay the next request.
 */
export async function sumMiners(
  store: SumsStore,
  ids: readonly string[],
  plan: GroupPlan,
  signal?: AbortSignal,
): Promise<GroupSeries[]> {
  const signalled = { store, ids, signal };
  const sums = await addedUp(signalled, plan);
  const minutes = plan.withMinutes === true ? await addedUp(signalled, { ...plan, tier: '1min' }) : null;
  const monitored = await store.monitored(ids, plan);
  const monitoredMinutes = minutes === null ? undefined : await store.monitored(ids, { ...plan, tier: '1min' });
  const algorithms = new Set([...sums.keys(), ...monitored.due.keys()]);
  return [...algorithms].map((algorithm) => ({
    algorithm,
    points: groupPoints(
      { sums: sums.get(algorithm)?.all() ?? [], monitored },
      { ...plan, algorithm },
      minutes === null ? null : { sums: minutes.get(algorithm)?.all() ?? [], monitored: monitoredMinutes },
    ),
  }));
}

async function addedUp(
  { store, ids, signal }: { store: SumsStore; ids: readonly string[]; signal: AbortSignal | undefined },
  plan: GroupPlan,
): Promise<Map<string | null, SlotSums>> {
  const byAlgorithm = new Map<string | null, SlotSums>();
  const portions = Array.from({ length: Math.ceil(ids.length / IN_ONE_CALL) }, (_, i) =>
    ids.slice(i * IN_ONE_CALL, (i + 1) * IN_ONE_CALL),
  );
  for (let next = 0; next < portions.length; next += CALLS_AT_ONCE) {
    signal?.throwIfAborted();
    const calls = portions.slice(next, next + CALLS_AT_ONCE).map((portion) => store.minersSums(portion, plan));
    // Added in the order of the miners, so that equal requests have exactly equal results.
    for (const { algorithm, sums } of (await Promise.all(calls)).flat()) {
      const all = byAlgorithm.get(algorithm) ?? new SlotSums(plan.fromAt, plan.toAt, SUM_WIDTHS_MS[plan.tier]);
      byAlgorithm.set(algorithm, all);
      all.addPacked(sums);
    }
  }
  return byAlgorithm;
}
