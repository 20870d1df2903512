import { hasTrait } from '../../../../src-shared/actions/action-traits.ts';
import type { JobAction } from '../../../../src-shared/model/index.ts';
import type { StoredJobItem } from '../../../store/job-records.ts';
import type { RunEnv } from '../run-env.ts';

/**
 * The longest wait of a write or a reading. If a computer can never keep up with its polls, a job
 * still progresses slowly.
 */
const MOST_MS = 5000;
const CHECK_AGAIN_MS = 100;

/** Waits, for a limited time, while polls are late: jobs of thousands must not delay them. */
export async function yieldToPolls(env: Pick<RunEnv, 'clock' | 'arePollsBehind'>, signal: AbortSignal): Promise<void> {
  const { clock, arePollsBehind } = env;
  const untilMs = clock.monotonicMs() + MOST_MS;
  while (!signal.aborted && arePollsBehind() && clock.monotonicMs() < untilMs) {
    await clock.sleep(CHECK_AGAIN_MS, signal);
  }
}

/** Whether it takes load off a miner, which may be urgent: such a write does not wait for polls. */
export function isRelief(action: JobAction, { before, expect }: Pick<StoredJobItem, 'before' | 'expect'>): boolean {
  if (hasTrait(action, 'relief')) return true;
  if (action !== 'throttle' || expect?.throttled_percent == null) return false;
  return expect.throttled_percent < (before?.throttled_percent ?? 100);
}
