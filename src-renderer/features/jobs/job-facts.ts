import { numberText } from '../../../src-shared/count-text.ts';
import type { Job, Verdict } from '../../../src-shared/model/index.ts';
import { formatDuration } from '../../../src-shared/units.ts';
import type { SeenRunning } from '../../api/job-steps.ts';
import { jobProgress, orderTitle } from './job-words.ts';
import { jobsTexts } from './jobs-texts.ts';

/** What became of a job's undo. */
export interface Undone {
  readonly job_id: string;
  readonly isRunning: boolean;
  /** Miners that are put back, of those that the undo was planned for. */
  readonly back: number;
  readonly planned: number;
}

/** The latest undo of a job; null where there is none. `jobs` has the newest first. */
export function undoneBy(jobId: string, jobs: readonly Job[]): Undone | null {
  const undo = jobs.find(({ undo_of }) => undo_of === jobId);
  if (undo === undefined) return null;
  const { planned } = jobProgress(undo);
  const back = (undo.counts.in_force ?? 0) + (undo.counts.proven ?? 0);
  return { job_id: undo.job_id, isRunning: undo.finished_at === null, back, planned };
}

/** Whether nothing can take a job back: a restart and a reboot leave nothing to put back. */
export function isFinal({ action }: Pick<Job, 'action'>): boolean {
  return action === 'restart' || action === 'reboot';
}

/** How many miners of a job have each verdict: `5 in force · 37 not sent`. */
export function countsWords({ counts }: Pick<Job, 'counts'>): string {
  return (Object.keys(jobsTexts.verdicts) as Verdict[])
    .flatMap((verdict) => {
      const count = counts[verdict] ?? 0;
      return count === 0 ? [] : [`${numberText(count)} ${jobsTexts.verdicts[verdict].toLowerCase()}`];
    })
    .join(' · ');
}

/** What a screen reader hears of a job: its waves and its end, and not each miner. */
export function spokenWords({ action, params, state, wave, waves }: Job): string {
  const now = state === 'running' ? jobsTexts.job.wave(wave, waves.length) : jobsTexts.states[state];
  return `${orderTitle(action, params)}: ${now}`;
}

/**
 * What a screen reader hears when jobs have changed: the words of each that are others than before.
 */
export function newlySpoken(before: ReadonlyMap<string, string>, jobs: readonly Job[]): string[] {
  return jobs.flatMap((job) => {
    const words = spokenWords(job);
    return before.get(job.job_id) === words ? [] : [words];
  });
}

/** How long a job took, or has taken so far, in seconds; null before it begins. */
export function jobSeconds(job: Job, nowMs: number): number | null {
  const { state, start_at, created_at, finished_at } = job;
  if (state === 'scheduled') return null;
  return Math.max(0, (finished_at ?? nowMs) - Math.max(start_at ?? 0, created_at)) / 1000;
}

/** How many miners must have ended since then before a pace means anything. */
const LEAST_ENDED = 3;

/**
 * How many miners a running job ends a minute, and how many seconds are left at that pace, by what
 * has ended since it was seen to run; null where it does not run, or too few have ended.
 */
function jobPace(job: Job, since: SeenRunning | null, nowMs: number) {
  if (job.state !== 'running' || since === null) return null;
  const { planned, ended } = jobProgress(job);
  const seconds = (nowMs - since.atMs) / 1000;
  const lately = ended - jobProgress(since.job).ended;
  if (seconds < 1 || lately < LEAST_ENDED || ended >= planned) return null;
  return { perMinute: (lately / seconds) * 60, leftSeconds: ((planned - ended) * seconds) / lately };
}

/** The pace of a job and the time that is left, in words; none where they are not known. */
export function paceWords(job: Job, since: SeenRunning | null, nowMs: number): string[] {
  const pace = jobPace(job, since, nowMs);
  if (pace === null) return [];
  const { perMinute, leftSeconds } = pace;
  const figure = perMinute < 10 ? perMinute.toFixed(1) : numberText(Math.round(perMinute));
  return [jobsTexts.job.pace(figure), jobsTexts.job.left(formatDuration(leftSeconds))];
}
