import type { Goal } from '../../goal/goal.ts';
import { actedState, keptReading } from '../../goal/known-miner.ts';
import { END_WORDS } from '../../words/end-words.ts';
import { endItem } from '../item/run-item.ts';
import type { LiveItem } from '../live-item.ts';
import { end, LeftError, lastSent, type RunEnv, unsentEnd, withoutRestart } from '../run-env.ts';
import { watchMiner } from '../watch/watch-miner.ts';

/** Ends a miner whose request was sent in an earlier run, only by reading. */
export async function resolveSentItem(item: Pick<LiveItem, 'row'>, env: RunEnv): Promise<void> {
  const { row } = item;
  const sent = lastSent(row);
  const goal = row.goal as Goal | null;
  if (sent === null) return;
  try {
    if (goal === null) return await endItem(item, end('unknown', 'unreadable', END_WORDS.goalUnknown), null, env);
    if (row.verdict === 'in_force') {
      return await endItem(item, end('in_force', 'not_proven', END_WORDS.endedUnproven), null, env);
    }
    const restarted = sent.request === 'restart' && goal.kind !== 'restart';
    if (sent.answer === 'not_sent') {
      return await endItem(item, restarted ? withoutRestart(sent.message) : unsentEnd(sent), null, env);
    }
    const watch = await watchMiner(
      row.id,
      {
        goal,
        base: keptReading(row.kept),
        sentMs: env.clock.monotonicMs() - Math.max(0, env.clock.nowMs() - sent.at),
        answer: sent.answer ?? 'unknown',
        answerText: sent.message,
        restarted,
        fromStart: false,
        mayBeUnsent: sent.answer === null,
      },
      env,
    );
    if (watch.at === 'end') return await endItem(item, watch.end, watch.now, env);
    if (watch.at === 'in_force') {
      item.row = { ...item.row, after: actedState(watch.now) };
      return await endItem(item, end('in_force', 'not_proven', END_WORDS.readAfterEnd), watch.now, env);
    }
    await endItem(item, withoutRestart(END_WORDS.endedBeforeRestart), watch.now, env);
  } catch (error) {
    if (!(error instanceof LeftError)) throw error;
  }
}
