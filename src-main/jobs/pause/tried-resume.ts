import type { SkipCode } from '../../../src-shared/model/index.ts';
import type { TriedResume } from '../../store/job-records.ts';
import { END_WORDS } from '../words/end-words.ts';
import { JOB_WORDS } from '../words/job-words.ts';
import { SKIP_WORDS } from '../words/skip-words.ts';

/**
 * What follows for a paused miner from the last job that was to resume it. `resumed`: or it may have
 * been. `settled`: it is no longer paused by that pause. `locked`, `offline`, `unsent`: that may pass,
 * and it is tried again. `failed`: it is not. What became of a request is `unsent` too where the
 * database failed at that moment: the next try reads the miner first.
 */
export type Outcome = 'resumed' | 'settled' | 'locked' | 'offline' | 'unsent' | 'failed';

/** Whether a job ended because of PowerHive itself, and not because of its miners. */
function isCutShort(reason: string | null): boolean {
  return reason === JOB_WORDS.programEnded || reason?.startsWith(JOB_WORDS.couldNotGoOn('')) === true;
}

export function outcomeOf({ verdict, code, message, reason }: TriedResume): Outcome {
  if (verdict === 'skipped') return skippedOutcome(code as SkipCode, message);
  if (verdict === 'cancelled') return isCutShort(reason) || code === 'not_sent' ? 'unsent' : 'failed';
  // It was recorded when the program ended, and a reading shows no effect.
  if (verdict === 'failed' && message?.endsWith(END_WORDS.maybeNotSent) === true) return 'unsent';
  if (verdict === 'failed' || verdict === 'refused') return 'failed';
  if (verdict === 'unknown') return code === 'database' ? 'unsent' : 'failed';
  return 'resumed';
}

function skippedOutcome(code: SkipCode | 'not_asked', message: string | null): Outcome {
  if (code === 'locked') return 'locked';
  if (code === 'offline' || code === 'stale') return 'offline';
  // A miner that starts is hashing or has failed at the next try.
  if (code === 'not_asked' || code === 'busy') return 'unsent';
  if (code === 'already_there') return 'settled';
  if (code !== 'changed_meanwhile') return 'failed';
  return message?.startsWith(SKIP_WORDS.wantedPausedUntil('')) === true ? 'unsent' : 'settled';
}
