import type { Job, LeftOut } from '../model/index.ts';
import { numberText } from '../text/count-text.ts';

/** Reasons that are kept and said. The miners of the others are counted together. */
const MOST_REASONS = 5;

/** The reasons why miners were left out, the most frequent first; the rarer ones as one without words. */
export function mainReasons(reasons: readonly LeftOut[]): LeftOut[] {
  // Those that are already summed up stay last.
  const named = reasons.filter(({ reason }) => reason !== null).sort((a, b) => b.miners - a.miners);
  const rest = [...named.slice(MOST_REASONS), ...reasons.filter(({ reason }) => reason === null)];
  const main = named.slice(0, MOST_REASONS);
  return rest.length === 0 ? main : [...main, { code: null, reason: null, miners: sum(rest) }];
}

type OfJob = Pick<Job, 'counts' | 'left_out'>;

/** How many planned miners a job has left out at their turn. */
export function leftOutCount({ left_out }: Pick<Job, 'left_out'>): number {
  return sum(left_out ?? []);
}

/** Whether a job has left out all of its planned miners: it has sent nothing, and did not end early. */
export function didNothing(job: OfJob): boolean {
  return leftOutCount(job) > 0 && Object.keys(job.counts).every((verdict) => verdict === 'skipped');
}

/** Whether some of those that were left out are not as ordered: they were not so already. */
export function leftOutUndone({ left_out }: Pick<Job, 'left_out'>): boolean {
  return (left_out ?? []).some(({ code }) => code !== 'already_there');
}

/** Why miners were left out: `it is offline`, or with numbers where the reasons differ. */
export function leftOutReasons({ left_out }: Pick<Job, 'left_out'>): string {
  const parts = (left_out ?? []).map(({ reason, miners }) => ({ why: reason ?? 'other reasons', miners }));
  if (parts.length === 1) return parts.map(({ why }) => why).join('');
  return parts.map(({ why, miners }) => `${numberText(miners)}: ${why}`).join('; ');
}

/**
 * How many miners a job left out, without the reasons: `Nothing was done: 24 left out`, `Done for 20,
 * 4 left out`. Null if it left out none.
 */
export function leftOutTitle(job: OfJob & Pick<Job, 'state'>): string | null {
  if (leftOutCount(job) === 0) return null;
  const left = `${numberText(leftOutCount(job))} left out`;
  if (didNothing(job)) return `Nothing was done: ${left}`;
  // Of others, the verdicts say what became of them.
  const { skipped: _, in_force = 0, proven = 0, ...others } = job.counts;
  const isDone = job.state === 'done' && Object.keys(others).length === 0;
  return isDone ? `Done for ${numberText(in_force + proven)}, ${left}` : left;
}

function sum(reasons: readonly LeftOut[]): number {
  return reasons.reduce((total, { miners }) => total + miners, 0);
}
