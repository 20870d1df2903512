import { DAY_MS, MINUTE_MS } from '../../../../src-shared/milliseconds.ts';
import type { ActionRecord } from '../../../../src-shared/model/index.ts';
import { JOB_DAYS } from '../../../history/fixed-retention.ts';
import type { PastAction, PastCures, PastFault } from '../../../store/store.ts';

/** How far back jobs and incidents are counted: as long as jobs are kept. */
export const CURES_WITHIN_MS = JOB_DAYS * DAY_MS;
/** How long after an action its effect is waited for, in addition to the time of the rule. */
export const CURE_MS = 30 * MINUTE_MS;
/** A fault that is back within this time was not cured. */
export const CURED_AFTER_MS = 3 * DAY_MS;

/** A time in which a miner had a fault, without a break. */
interface Episode {
  readonly sinceAt: number;
  /** Null while the fault is there. */
  readonly leftAt: number | null;
  readonly isClosed: boolean;
}

/** Which action is counted, and for which miner it is counted separately. */
export interface Counted {
  readonly action: string;
  /** How long the fault must be absent for its end, after its rule. */
  readonly clearForMs: number;
  readonly minerId: string | null;
  readonly nowMs: number;
}

type Result = 'worked' | 'failed' | 'unknown';

/**
 * How often an action was carried out on a miner that had the fault, and how often it cured it: the
 * fault was over soon after, before anything else was sent, and was not back within days. One that
 * failed counts at once. What is not decided yet, and what ended for another reason, does not count.
 */
export function countCures({ actions, faults }: PastCures, counted: Counted): ActionRecord {
  const episodes = new Map(
    [...Map.groupBy(faults, ({ miner_id }) => miner_id)].map(([id, own]) => [id, episodesOf(own)]),
  );
  const ofMiner = Map.groupBy(actions, ({ miner_id }) => miner_id);
  const results = [...ofMiner].flatMap(([minerId, own]) =>
    own.flatMap((one, index) => {
      if (one.action !== counted.action) return [];
      const result = resultOf(one, own[index + 1]?.at ?? null, episodes.get(minerId) ?? [], counted);
      return result === 'unknown' ? [] : [{ minerId, result }];
    }),
  );
  const sum = (some: typeof results) => ({
    tried: some.length,
    worked: some.filter(({ result }) => result === 'worked').length,
  });
  const { minerId } = counted;
  return { ...sum(results), here: minerId === null ? null : sum(results.filter((one) => one.minerId === minerId)) };
}

function resultOf(
  { at, carried_out_at: carriedOutAt, has_failed: hasFailed }: PastAction,
  nextAt: number | null,
  episodes: readonly Episode[],
  { clearForMs, nowMs }: Counted,
): Result {
  const index = episodes.findIndex(({ sinceAt, leftAt }) => sinceAt <= at && (leftAt === null || leftAt > at));
  const episode = episodes[index];
  if (episode === undefined) return 'unknown';
  if (carriedOutAt === null) return hasFailed ? 'failed' : 'unknown';
  const { leftAt, isClosed } = episode;
  const untilAt = carriedOutAt + CURE_MS + clearForMs;
  if (leftAt !== null && leftAt <= untilAt && (nextAt === null || leftAt <= nextAt)) {
    if (isClosed) return 'unknown';
    const backAt = episodes[index + 1]?.sinceAt ?? null;
    return backAt !== null && backAt - leftAt < CURED_AFTER_MS ? 'failed' : 'worked';
  }
  return hasFailed || nowMs > untilAt || nextAt !== null ? 'failed' : 'unknown';
}

/** A fault that moved to the incident of a group is one fault, from its beginning to its end. */
function episodesOf(faults: readonly PastFault[]): Episode[] {
  const episodes: Episode[] = [];
  for (const { since_at: sinceAt, left_at: leftAt, is_closed: isClosed } of faults) {
    const last = episodes.at(-1);
    if (last === undefined || (last.leftAt !== null && sinceAt > last.leftAt)) {
      episodes.push({ sinceAt, leftAt, isClosed });
    } else if (last.leftAt !== null && (leftAt === null || leftAt > last.leftAt)) {
      episodes[episodes.length - 1] = { ...last, leftAt, isClosed };
    }
  }
  return episodes;
}
