import { countsByVerdict } from '../../../../src-shared/actions/action-words.ts';
import { leftOutCount, leftOutReasons, leftOutTitle } from '../../../../src-shared/actions/left-out.ts';
import type { Job, JobAction, JobDetail, Verdict } from '../../../../src-shared/model/index.ts';
import { numberText } from '../../../../src-shared/text/count-text.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import type { SeenRunning } from '../../../api/live/job-steps.ts';
import { jobProgress, jobStateText, orderTitle } from '../job-words.ts';
import { jobsTexts } from '../jobs-texts.ts';

/** The result of a job's undo. */
export interface Undone {
  readonly job_id: string;
  readonly isRunning: boolean;
  /** Miners that have been restored, out of those in the plan of the undo. */
  readonly back: number;
  readonly planned: number;
}

/** The latest undo of each job that has one, by the id of the job. `jobs` has the newest first. */
export function undosOf(jobs: readonly Job[]): ReadonlyMap<string, Undone> {
  const undos = new Map<string, Undone>();
  for (const job of jobs.toReversed()) {
    if (job.undo_of === null) continue;
    const back = (job.counts.in_force ?? 0) + (job.counts.proven ?? 0);
    const { planned } = jobProgress(job);
    undos.set(job.undo_of, { job_id: job.job_id, isRunning: job.finished_at === null, back, planned });
  }
  return undos;
}

/**
 * The latest jobs for what was left of a job, each with its planned miners, without those that it did
 * not come to either or left out; null if there is none.
 */
export interface DoneSince {
  /** For those that failed. */
  readonly retry: { readonly job_id: string; readonly planned: number } | null;
  /** For those that were not sent. */
  readonly notSent: { readonly job_id: string; readonly planned: number } | null;
}

/** What was done since for the failed and for the unsent miners of a job. `jobs` has the newest first. */
export function doneSince({ job_id, retries }: Pick<Job, 'job_id' | 'retries'>, jobs: readonly Job[]): DoneSince {
  const later = jobs.filter(({ retry_of }) => retry_of === job_id);
  const latest = (isRetry: boolean) => {
    const done = later
      .filter((job) => job.retries > retries === isRetry)
      .map((job) => ({
        job_id: job.job_id,
        planned: jobProgress(job).planned - (job.counts.cancelled ?? 0) - leftOutCount(job),
      }));
    return done.find(({ planned }) => planned > 0) ?? null;
  };
  return { retry: latest(true), notSent: latest(false) };
}

/** The result of an undo: `Undone 9/9`. */
export function undoneWords({ isRunning, back, planned }: Undone): string {
  return (isRunning ? jobsTexts.list.undoing : jobsTexts.list.undone)(back, planned);
}

/** Whether a job cannot be undone: a restart or reboot changes nothing that could be restored. */
function isFinal({ action }: Pick<Job, 'action'>): boolean {
  return action === 'restart' || action === 'reboot';
}

const UNCHANGED: ReadonlySet<Verdict> = new Set<Verdict>(['planned', 'skipped', 'cancelled', 'refused']);
/** What failed of these is never undone: someone else may have done it since. */
const COMMON: ReadonlySet<JobAction> = new Set<JobAction>(['pause', 'resume', 'start', 'stop']);

/** Whether a job may have changed a miner, so that an undo may take that back. */
function mayBeUndone(action: JobAction, verdict: Verdict): boolean {
  return !UNCHANGED.has(verdict) && !(COMMON.has(action) && verdict === 'failed');
}

/** How many miners of a job an undo may take back at most. Its preview says which it still can. */
export function undoableMiners({ action, counts }: Pick<Job, 'action' | 'counts'>): number {
  if (isFinal({ action })) return 0;
  const verdicts = Object.entries(counts) as [Verdict, number][];
  return verdicts.reduce((sum, [verdict, miners]) => sum + (mayBeUndone(action, verdict) ? miners : 0), 0);
}

/** Whether a job that was not undone can be. */
export function undoStateWords(job: Pick<Job, 'action' | 'counts' | 'finished_at'>): string {
  const texts = jobsTexts.list;
  if (isFinal(job)) return texts.final;
  if (job.finished_at === null) return texts.afterEnd;
  const miners = undoableMiners(job);
  return miners === 0 ? texts.nothingChanged : texts.possible(miners);
}

/**
 * Which miners of a job an undo cannot take back now, but may later: those that another job has, and
 * those that are offline. `isInJob` and `isOffline` are about now. Null if there are none.
 */
export function undoWaitsWords(
  { action, items, counts }: Pick<JobDetail, 'action' | 'items' | 'counts'>,
  isInJob: (minerId: string) => boolean,
  isOffline: (minerId: string) => boolean,
): string | null {
  const ids = items.filter(({ verdict }) => mayBeUndone(action, verdict)).map(({ id }) => id);
  const inJob = ids.filter(isInJob).length;
  const offline = ids.filter((id) => !isInJob(id) && isOffline(id)).length;
  const all = undoableMiners({ action, counts });
  return inJob + offline === 0 || all === 0 ? null : jobsTexts.job.undoWaits(all, inJob, offline);
}

/** Number of miners of a job by verdict: `5 in force · 37 not sent`. */
export function countsText(job: Pick<Job, 'action' | 'counts' | 'left_out'>): string {
  return countsByVerdict(job).join(' · ');
}

/** How many planned miners a job left out at their turn, and why; null if it left out none. */
export function leftOutText(job: Pick<Job, 'state' | 'counts' | 'left_out'>): string | null {
  const title = leftOutTitle(job);
  return title === null ? null : jobsTexts.job.leftOut(title, leftOutReasons(job));
}

/** Text of a job for screen readers: its waves and its end, not each miner. */
export function spokenWords(job: Job): string {
  const { action, params, state, wave, waves } = job;
  const end = (state === 'done' ? leftOutTitle(job) : null) ?? jobStateText(job);
  return `${orderTitle(action, params)}: ${state === 'running' ? jobsTexts.job.wave(wave, waves.length) : end}`;
}

/** Texts for screen readers after jobs have changed: those that differ from before. */
export function newlySpoken(before: ReadonlyMap<string, string>, jobs: readonly Job[]): string[] {
  return jobs.flatMap((job) => {
    const words = spokenWords(job);
    return before.get(job.job_id) === words ? [] : [words];
  });
}

/** Duration of a job so far or in total, in seconds; null before it begins. */
export function jobSeconds(job: Job, nowMs: number): number | null {
  const { state, start_at, created_at, finished_at } = job;
  if (state === 'scheduled') return null;
  return Math.max(0, (finished_at ?? nowMs) - Math.max(start_at ?? 0, created_at)) / 1000;
}

/** How many miners must have ended since then before a pace is meaningful. */
const LEAST_ENDED = 3;

/**
 * How many waves of a job have passed, the present one in part. Waves take about the same time,
 * whatever their size: most of it is the restart of a miner.
 */
function wavesPassed(job: Job): number {
  const { planned, ended } = jobProgress(job);
  const all = job.waves.reduce((sum, size) => sum + size, 0);
  let over = Math.max(0, all - (planned - ended));
  for (const [passed, size] of job.waves.entries()) {
    if (over < size) return passed + over / size;
    over -= size;
  }
  return job.waves.length;
}

/**
 * How many miners of a running job end per minute, and the seconds left as its waves go. It is
 * computed since the job was first seen running. Null if it is not running or too few have ended.
 */
function jobPace(job: Job, since: SeenRunning | null, nowMs: number) {
  if (job.state !== 'running' || since === null) return null;
  const { planned, ended } = jobProgress(job);
  const seconds = (nowMs - since.atMs) / 1000;
  const lately = ended - jobProgress(since.job).ended;
  if (seconds < 1 || lately < LEAST_ENDED || ended >= planned) return null;
  const passed = wavesPassed(job);
  const leftSeconds = ((job.waves.length - passed) * seconds) / (passed - wavesPassed(since.job));
  return { perMinute: (lately / seconds) * 60, leftSeconds };
}

/** The pace of a job and the remaining time, in words; empty if they are not known. */
export function paceWords(job: Job, since: SeenRunning | null, nowMs: number): string[] {
  const pace = jobPace(job, since, nowMs);
  if (pace === null) return [];
  const { perMinute, leftSeconds } = pace;
  const figure = perMinute < 10 ? perMinute.toFixed(1) : numberText(Math.round(perMinute));
  return [jobsTexts.job.pace(figure), jobsTexts.job.left(formatDuration(leftSeconds))];
}
