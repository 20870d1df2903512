import type { SkipCode } from '../../../src-shared/model/index.ts';
import { minuteText } from '../../../src-shared/text/iso-time.ts';
import type { LaterOrder, StoredJobItem } from '../../store/job-records.ts';
import type { SkippedItem } from '../plan/planner.ts';
import { SKIP_WORDS } from '../words/skip-words.ts';

/** The miners of a pause when it ends. */
export interface StillPaused {
  /** Paused by it and by nothing else: they are resumed. */
  readonly resume: readonly string[];
  /** Someone resumed them since, or wants them paused: they are left alone. */
  readonly left: readonly SkippedItem[];
  /** A later job wants them paused for longer; the first of these moments. */
  readonly nextAt: number | null;
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
): StillPaused {
  const ordersOf = Map.groupBy(orders, ({ id }) => id);
  const resume: string[] = [];
  const left: SkippedItem[] = [];
  let nextAt: number | null = null;
  const leave = (id: string, reason: string, code: SkipCode = 'changed_meanwhile') => left.push({ id, code, reason });
  for (const item of items) {
    if (item.verdict !== 'in_force' || item.finished_at === null) continue;
    const { id } = item;
    const others = ordersOf.get(id) ?? [];
    const sent = others.find(({ was_sent }) => was_sent);
    const until = Math.max(nowMs, ...others.map(({ resume_at }) => resume_at ?? Number.POSITIVE_INFINITY));
    if (sent !== undefined) leave(id, SKIP_WORDS.actedSince(sent.action));
    else if (!isHeld(item)) leave(id, SKIP_WORDS.resumedSince);
    else if (until === nowMs) resume.push(id);
    else if (until === Number.POSITIVE_INFINITY) leave(id, SKIP_WORDS.wantedPaused);
    else {
      nextAt = Math.min(nextAt ?? until, until);
      leave(id, SKIP_WORDS.wantedPausedUntil(minuteText(until)));
    }
  }
  return { resume, left, nextAt };
}
