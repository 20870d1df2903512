import type { SkipCode } from '../../../src-shared/model/index.ts';
import { minuteText } from '../../../src-shared/text/iso-time.ts';
import type { LaterOrder, StoredJobItem } from '../../store/job-records.ts';
import type { SkippedItem } from '../plan/planner.ts';
import { SKIP_WORDS } from '../words/skip-words.ts';
import { type Outcome, outcomeOf } from './tried-resume.ts';

/** A miner that stays paused although it was to be resumed. */
export interface NotResumed {
  readonly id: string;
  readonly why: string;
  /** Whether its turn had come. */
  readonly isTried: boolean;
}

/** The miners of a pause when it ends. */
export interface StillPaused {
  /** Paused by it and by nothing else: they are resumed, with what the last try was. */
  readonly resume: ReadonlyMap<string, Outcome | null>;
  /** They could not be resumed, and are not tried again. */
  readonly failed: readonly NotResumed[];
  /** Someone resumed them since, or wants them paused: they are left alone. */
  readonly left: readonly SkippedItem[];
  /** A later job wants some paused for longer; the first of these moments. */
  readonly nextAt: number | null;
  /** How many these are. */
  readonly wanted: number;
}

/** How the miners of a pause are resumed, where that was tried before. */
export interface Tries {
  /** Someone set the end since: what failed is tried again. */
  readonly isAnew: boolean;
  /** It was tried for long enough: only those that another job has are still waited for. */
  readonly isOver: boolean;
}

/** Whether this job paused a miner, and nobody was seen to resume it since. */
export function isHeld({ verdict, finished_at, released_at }: StoredJobItem): boolean {
  return verdict === 'in_force' && finished_at !== null && (released_at ?? null) === null;
}

/** Which miners of a pause are still paused by it alone. `orders`: of other jobs, since then. */
export function stillPaused(
  items: readonly StoredJobItem[],
  orders: readonly LaterOrder[],
  nowMs: number,
  { isAnew, isOver }: Tries,
): StillPaused {
  const ordersOf = Map.groupBy(orders, ({ id }) => id);
  const resume = new Map<string, Outcome | null>();
  const failed: NotResumed[] = [];
  const left: SkippedItem[] = [];
  let nextAt: number | null = null;
  let wanted = 0;
  const leave = (id: string, reason: string, code: SkipCode = 'changed_meanwhile') => left.push({ id, code, reason });
  for (const item of items) {
    if (item.verdict !== 'in_force' || item.finished_at === null) continue;
    const { id } = item;
    const all = ordersOf.get(id) ?? [];
    const tries = all.flatMap(({ tried }) => (tried === null ? [] : [tried]));
    const last = tries.at(-1);
    const outcome = last === undefined ? null : outcomeOf(last);
    const others = all.filter(({ tried }) => tried === null);
    const acted = tries.some((tried) => outcomeOf(tried) === 'resumed')
      ? 'resume'
      : others.find(({ was_sent }) => was_sent)?.action;
    const until = Math.max(nowMs, ...others.map(({ resume_at }) => resume_at ?? Number.POSITIVE_INFINITY));
    if (acted !== undefined) leave(id, SKIP_WORDS.actedSince(acted));
    else if (!isHeld(item)) leave(id, SKIP_WORDS.resumedSince);
    else if (outcome === 'settled') leave(id, last?.message ?? SKIP_WORDS.notAsLeft);
    else if (until === Number.POSITIVE_INFINITY) leave(id, SKIP_WORDS.wantedPaused);
    else if (until > nowMs) {
      nextAt = Math.min(nextAt ?? until, until);
      wanted += 1;
      leave(id, SKIP_WORDS.wantedPausedUntil(minuteText(until)));
    } else if (isAnew || isAgain(outcome, isOver)) resume.set(id, outcome);
    else failed.push({ id, why: last?.message ?? '', isTried: last?.verdict !== 'cancelled' });
  }
  return { resume, failed, left, nextAt, wanted };
}

function isAgain(outcome: Outcome | null, isOver: boolean): boolean {
  return outcome === null || outcome === 'locked' || (!isOver && outcome !== 'failed');
}
