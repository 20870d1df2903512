import { effectOf } from '../../goal/effect.ts';
import { partsAfter } from '../../goal/goal.ts';
import { judgeMiner, judgeRestart } from '../../goal/judge.ts';
import { type Observed, observed } from '../../goal/known-miner.ts';
import { startWatts } from '../../goal/start-watts.ts';
import { END_WORDS } from '../../words/end-words.ts';
import { SKIP_WORDS } from '../../words/skip-words.ts';
import { NO_ROOM } from '../limits/start-rate-limit.ts';
import type { LiveItem } from '../live-item.ts';
import { type End, end, LeftError, type RunEnv, withoutRestart } from '../run-env.ts';
import { unreadWords } from '../watch/unread-words.ts';
import type { Way } from '../watch/watch-ends.ts';
import { readOnce } from '../watch/watch-miner.ts';
import { yieldToPolls } from '../watch/yield-to-polls.ts';
import { readBefore, sendOnce, wayOf } from './send-once.ts';

/** Progress of a stored change: its restart was sent, it is in force without, or it ends. */
export type Restart =
  | { readonly at: 'end'; readonly end: End; readonly now: Observed | null }
  | { readonly at: 'in_force'; readonly now: Observed }
  | { readonly at: 'sent'; readonly way: Way };

/** This computer slept for long: the restart waits until the job is continued. */
const HELD = 'held';

/** Sends the restart that applies a stored setting: within the start limit, and once. */
export async function restartItem(item: LiveItem, way: Way, env: RunEnv): Promise<Restart> {
  for (;;) {
    await env.restarts.opened(env.noMoreWrites);
    const restart = await tryToRestart(item, way, env);
    if (restart !== HELD) return restart;
  }
}

async function tryToRestart(item: LiveItem, way: Way, env: RunEnv): Promise<Restart | typeof HELD> {
  const { startLimit, lock, writing, noMoreWrites } = env;
  const { goal } = way;
  const miner = env.farm.miner(item.row.id);
  const known = goal.kind === 'preset' ? goal.power_w : null;
  const watts = known ?? (miner === null ? 0 : startWatts(miner, way.base ?? observed({})));
  let isSpent = false;
  try {
    const restart = await startLimit.within({ starts: 1, kw: watts / 1000 }, noMoreWrites, (spend) => {
      if (env.leave.aborted) throw new LeftError();
      const onSpent = (): void => {
        isSpent = true;
        spend();
      };
      return writing.run(async () => {
        await yieldToPolls(env, noMoreWrites);
        return lock.run(item.row.id, () => judgeAndRestart(item, way, env, onSpent), noMoreWrites);
      });
    });
    if (restart !== NO_ROOM) return restart;
    if (env.leave.aborted) throw new LeftError();
    return notRestarted(END_WORDS.stopped);
  } catch (error) {
    if (error instanceof LeftError || isSpent || !noMoreWrites.aborted) throw error;
    return notRestarted(END_WORDS.stopped);
  }
}

function notRestarted(why: string, now: Observed | null = null): Restart {
  return { at: 'end', end: withoutRestart(why), now };
}

/**
 * A restart may wait for minutes in the start limit. As before any other request, the miner is read
 * and judged again, because it may have been changed in the meantime.
 */
async function judgeAndRestart(
  item: LiveItem,
  way: Way,
  env: RunEnv,
  onSpent: () => void,
): Promise<Restart | typeof HELD> {
  const { clock, farm, awake, restarts, noMoreWrites } = env;
  const awakeSinceMs = awake.sinceMs();
  const { id } = item.row;
  const { goal, base } = way;
  const miner = farm.miner(id);
  if (miner === null) return notRestarted(SKIP_WORDS.removed);
  const no = judgeMiner(item.order, miner);
  if (no !== null) return notRestarted(no.reason);
  const read = await readBefore(
    () => readOnce(id, partsAfter(goal, false), env),
    env,
    () => true,
  );
  if (noMoreWrites.aborted) return notRestarted(END_WORDS.stopped);
  // Readings before a sleep of this computer are old.
  if (awake.sinceMs() !== awakeSinceMs || restarts.isClosed) return HELD;
  if (!read.ok) return notRestarted(unreadWords(read.error));
  const now = read.value;
  const elapsedMs = clock.monotonicMs() - way.sentMs;
  const effect = effectOf(goal, now, { base, elapsedMs, moved: false, switched: false, restarted: false });
  if (effect === 'in_force') return { at: 'in_force', now };
  if (now.stored === null) return notRestarted(SKIP_WORDS.settingsUnread, now);
  if (effect === 'none') {
    return { at: 'end', end: end('failed', 'moved_away', END_WORDS.changedBeforeRestart), now };
  }
  const why = judgeRestart(now);
  if (why !== null) return notRestarted(why, now);
  let sentMs = clock.monotonicMs();
  const answer = await sendOnce(item, { kind: 'restart' }, now, env, () => {
    sentMs = clock.monotonicMs();
    onSpent();
  });
  if (answer === null) return notRestarted(END_WORDS.stopped, now);
  if (answer.sent === 'not_sent') return notRestarted(answer.message, now);
  return { at: 'sent', way: wayOf(goal, now, answer, sentMs, true) };
}
