import type { StoredJobItem } from '../../../store/job-records.ts';
import type { Goal } from '../../goal/goal.ts';
import { type KnownMiner, keptReading, observed } from '../../goal/known-miner.ts';
import { riseWatts, startWatts, throttleRiseWatts } from '../../goal/start-watts.ts';
import { type Cost, isStart } from '../../plan/start-cost.ts';

/** A miner of a job to which something was sent. */
export type SentItem = Pick<StoredJobItem, 'id' | 'sent' | 'goal' | 'kept'>;

const UNKNOWN = { presets: [], max_preset: null } as const;

/**
 * What requests of an earlier run took of the start limit since then, so that a restart of PowerHive
 * does not begin a new minute.
 */
export function earlierStarts(
  items: readonly SentItem[],
  miner: (id: string) => KnownMiner | null,
  sinceAt: number,
): Cost[] {
  return items.flatMap((item) => {
    const requests = item.sent.filter(({ at, answer }) => at >= sinceAt && answer !== 'not_sent');
    return requests.flatMap(({ request }) => costsOf(request, item, miner(item.id) ?? UNKNOWN));
  });
}

function costsOf(
  request: string,
  { goal, kept }: SentItem,
  miner: Pick<KnownMiner, 'presets' | 'max_preset'>,
): readonly Cost[] {
  const before = keptReading(kept) ?? observed({});
  if (isStart(request)) return [{ starts: 1, kw: startWatts(miner, before) / 1000 }];
  const rise = riseOf(goal as Goal | null, before, miner);
  return rise === null ? [] : [{ starts: 0, kw: rise / 1000 }];
}

function riseOf(
  goal: Goal | null,
  before: ReturnType<typeof observed>,
  miner: Pick<KnownMiner, 'presets' | 'max_preset'>,
): number | null {
  if (goal?.kind === 'preset') return riseWatts(miner, before, goal.power_w);
  return goal?.kind === 'throttle' ? throttleRiseWatts(miner, before, goal.percent) : null;
}
