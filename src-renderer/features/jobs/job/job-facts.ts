import { countsByVerdict } from '../../../../src-shared/actions/action-words.ts';
import type { Job, Verdict } from '../../../../src-shared/model/index.ts';
import { numberText } from '../../../../src-shared/text/count-text.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import type { SeenRunning } from '../../../api/live/job-steps.ts';
import { jobProgress, orderTitle } from '../job-words.ts';
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

/** The result of an undo: `Undone 9/9`. */
export function undoneWords({ isRunning, back, planned }: Undone): string {
  return (isRunning ? jobsTexts.list.undoing : jobsTexts.list.undone)(back, planned);
}

/** Whether a job cannot be undone: a restart or reboot changes nothing that could be restored. */
export function isFinal({ action }: Pick<Job, 'action'>): boolean {
  return action === 'restart' || action === 'reboot';
}

const UNCHANGED: ReadonlySet<string> = new Set<Verdict>(['planned', 'skipped', 'cancelled', 'refused']);

/** Whether a job may have changed a miner, which could be undone. */
export function mayHaveChanged({ counts }: Pick<Job, 'counts'>): boolean {
  return Object.entries(counts).some(([verdict, miners]) => miners > 0 && !UNCHANGED.has(verdict));
}

/** Number of miners of a job by verdict: `5 in force · 37 not sent`. */
export function countsText(job: Pick<Job, 'action' | 'counts'>): string {
  return countsByVerdict(job).join(' · ');
}

/** Text of a job for screen readers: its waves and its end, not each miner. */
export function spokenWords({ action, params, state, wave, waves }: Job): string {
  const now = state === 'running' ? jobsTexts.job.wave(wave, waves.length) : jobsTexts.states[state];
  return `${orderTitle(action, params)}: ${now}`;
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
