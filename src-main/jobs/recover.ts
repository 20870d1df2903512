import type { StoredJob, StoredJobItem } from '../store/job-records.ts';
import type { Goal } from './goal.ts';
import { actedState } from './known-miner.ts';
import type { JobStore } from './ports.ts';
import { end, LeftError, lastSent, type RunEnv } from './run-env.ts';
import { endItem, keptReading, type LiveItem } from './run-item.ts';
import { watchMiner } from './watch-miner.ts';

const NOT_BEGUN = 'nothing was sent to it: PowerHive ended before its turn';

/**
 * Ends a job that was under way when PowerHive ended. What was sent is resolved by reading alone,
 * and nothing is sent any more: not the rest of the job, because what its preview showed is old, and
 * not the restart that a stored setting waits for.
 */
export async function recoverJob(
  job: StoredJob,
  items: readonly StoredJobItem[],
  env: RunEnv,
  store: JobStore,
): Promise<void> {
  const rest = items.filter(
    (item) => item.finished_at === null && lastSent(item) === null && item.verdict !== 'skipped',
  );
  const cancelled = rest.map((item) => ({
    ...item,
    verdict: 'cancelled' as const,
    code: null,
    message: NOT_BEGUN,
    finished_at: env.clock.nowMs(),
  }));
  if (cancelled.length > 0) await store.updateJobItems(job.job_id, cancelled);
  const begun = items.filter((item) => item.finished_at === null && lastSent(item) !== null);
  await Promise.all(begun.map((item) => resolveItem(item, env)));
}

async function resolveItem(row: StoredJobItem, env: RunEnv): Promise<void> {
  const item: LiveItem = { row, order: { action: 'locate', on: true }, mustBe: null, cost: null };
  const sent = lastSent(row);
  const goal = row.goal as Goal | null;
  if (sent === null || goal === null) return;
  try {
    if (row.verdict === 'in_force') {
      return await endItem(
        item,
        end('in_force', 'not_proven', 'PowerHive ended before its figures had settled'),
        null,
        env,
      );
    }
    if (sent.answer === 'not_sent') {
      return await endItem(item, end('failed', 'not_sent', sent.message), null, env);
    }
    const restarted = sent.request === 'restart' && goal.kind !== 'restart';
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
      },
      env,
    );
    if (watch.at === 'end') return await endItem(item, watch.end, watch.now, env);
    if (watch.at === 'in_force') {
      item.row = { ...item.row, after: actedState(watch.now) };
      return await endItem(item, end('in_force', 'not_proven', 'read back after PowerHive had ended'), watch.now, env);
    }
    const message = 'it is stored, and takes effect at its next restart: PowerHive ended before it sent one';
    await endItem(item, end('stored', 'restart_not_sent', message), watch.now, env);
  } catch (error) {
    if (!(error instanceof LeftError)) throw error;
  }
}
