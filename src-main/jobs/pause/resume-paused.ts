import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import type { Actor, Job, NewEvent, PauseEnd } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { StoredJob, StoredJobItem } from '../../store/job-records.ts';
import type { JobStore } from '../job-dependencies.ts';
import { type Draft, undoDraftOf } from '../plan/draft.ts';
import { jobOf } from '../plan/job-rows.ts';
import type { PlanContext } from '../plan/planner.ts';
import { JOB_WORDS } from '../words/job-words.ts';
import { notResumedWords, waitWords } from './pause-end-words.ts';
import { type NotResumed, type StillPaused, stillPaused } from './still-paused.ts';
import { type Outcome, outcomeOf } from './tried-resume.ts';

/** The next try, where another job has miners now, or the pause itself has not ended. */
const AGAIN_MS = 60_000;

/** How long miners that are offline are waited for. */
const MOST_RETRIED_MS = DAY_MS;

export interface ResumePausedOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly isOn: () => boolean;
  readonly context: () => PlanContext;
  /** Starts a job; null if the program ends. */
  readonly start: (draft: Draft, actor: Actor) => Promise<Job | null>;
  /** Sends nothing more for a pause whose end has come. Resolves when each miner has its verdict. */
  readonly stopPause: (jobId: string, hasPaused: boolean) => Promise<void>;
  /** The end of a pause has changed, and is on disk. */
  readonly onChanged: (job: Job) => void;
}

/** The moments that are waited for, as far as carrying out an end changes them. */
interface AwaitedEnds {
  /** An end is waited for from now on. */
  wait(jobId: string, items: readonly StoredJobItem[], end: PauseEnd): void;
  /** The same end is tried again at a moment. */
  again(jobId: string, at: number): void;
  /** A job resumes the miners now. */
  isCarriedOut(jobId: string): void;
  /** Nothing is resumed by this pause any more. */
  forget(jobId: string): void;
  /** An end has changed, and is on disk. */
  changed(): void;
}

/** Carries out the end of a pause: by a job that resumes its miners, once or as often as it takes. */
export class ResumePaused {
  readonly #options: ResumePausedOptions;
  readonly #waiting: AwaitedEnds;

  constructor(options: ResumePausedOptions, waiting: AwaitedEnds) {
    this.#options = options;
    this.#waiting = waiting;
  }

  /** The end of a pause has come, if it is still at this moment. */
  async end(jobId: string, at: number | undefined): Promise<void> {
    const { store, clock, isOn, start, stopPause, context } = this.#options;
    let found = await store.job(jobId);
    if (found?.job.pause_end?.state !== 'waiting' || found.job.pause_end.at !== at) return;
    if (found.job.finished_at === null) {
      // Nothing more is paused once the others are resumed.
      await stopPause(
        jobId,
        found.items.some(({ sent }) => sent.length > 0),
      );
      found = await store.job(jobId);
      if (found?.job.finished_at == null) return this.#waiting.again(jobId, clock.nowMs() + AGAIN_MS);
    }
    const { job, items } = found;
    const paused = await this.#stillPaused(found);
    const { resume, failed, left, nextAt } = paused;
    if (resume.size > 0 && !isOn()) {
      const count = resume.size + failed.length;
      return this.close(jobId, { state: 'missed', reason: JOB_WORDS.endWhileOff(count) }, count);
    }
    const undo = undoDraftOf(
      job,
      items.filter(({ id }) => resume.has(id)),
      context(),
    );
    if (typeof undo === 'string') throw new Error(undo);
    const draft: Draft = { ...undo, undo_of: null, resume_of: jobId, skipped: [...undo.skipped, ...left] };
    if (draft.planned.length > 0) {
      // Nothing is awaited since the plan, so that no other job has taken one of the miners.
      const resuming = await start(draft, job.actor);
      if (resuming === null) throw new Error(`The pause ${jobId} could not be ended now.`);
      this.#waiting.isCarriedOut(jobId);
      const pause_end = { ...(job.pause_end as PauseEnd), state: 'resuming', job_id: resuming.job_id } as const;
      this.#options.onChanged(jobOf({ ...job, pause_end }));
      return;
    }
    const isOver = this.#isOver(job);
    const skipped = undo.skipped.map((item) => ({ ...item, outcome: skippedOutcome(item) }));
    const passes = (outcome: Outcome): boolean => outcome === 'offline' || outcome === 'unsent';
    const again = skipped.filter(({ outcome }) => outcome === 'locked' || (passes(outcome) && !isOver));
    if (again.length > 0 || nextAt !== null) {
      return this.#waitOn(job, new Map(again.map(({ id, outcome }) => [id, outcome])), paused);
    }
    const rest = skipped.filter(({ outcome }) => outcome !== 'settled');
    await this.#finish(job, [...failed, ...rest.map(({ id, reason }) => ({ id, why: reason, isTried: true }))], null);
  }

  /** A job that resumes miners of a pause has ended: some may be tried again. */
  async afterResuming(resumeId: string): Promise<void> {
    const { store } = this.#options;
    const ended = await store.job(resumeId);
    if (ended?.job.resume_of == null || ended.job.finished_at === null) return;
    const found = await store.job(ended.job.resume_of);
    if (found === null || found.job.pause_end?.state !== 'resuming' || found.job.pause_end.job_id !== resumeId) return;
    const paused = await this.#stillPaused(found);
    const { resume, failed, nextAt } = paused;
    if (resume.size > 0 || nextAt !== null) return this.#waitOn(found.job, resume, paused);
    await this.#finish(found.job, failed, ended.job.reason);
  }

  async #stillPaused({ job, items }: Ended): Promise<StillPaused> {
    const { store, clock } = this.#options;
    const orders = await store.ordersSince(job.job_id);
    const isAnew = job.pause_end?.job_id == null;
    return stillPaused(items, orders, clock.nowMs(), { isAnew, isOver: this.#isOver(job) });
  }

  #isOver({ pause_end }: StoredJob): boolean {
    const nowMs = this.#options.clock.nowMs();
    return nowMs - (pause_end?.retried_since_at ?? nowMs) >= MOST_RETRIED_MS;
  }

  /** Miners of a pause are resumed later than it was to end: these soon, others at `nextAt`. */
  async #waitOn(job: StoredJob, again: ReadonlyMap<string, Outcome | null>, { nextAt, wanted }: Wanted): Promise<void> {
    const nowMs = this.#options.clock.nowMs();
    const before = job.pause_end as PauseEnd;
    const at = Math.min(nextAt ?? Infinity, again.size > 0 ? nowMs + AGAIN_MS : Infinity);
    const reason = waitWords(again, wanted);
    const retried_since_at = again.size > 0 ? (before.retried_since_at ?? nowMs) : null;
    const end: PauseEnd = { ...before, at, state: 'waiting', reason, retried_since_at };
    const data = { job_id: job.job_id, resume_at: at, before: before.at, reason };
    // It is tried every minute, which is said once.
    const isSaid = before.retried_since_at != null && before.reason === reason;
    await this.write(job, end, isSaid ? undefined : { event: 'pause_end_changed', actor: null, data });
    this.#waiting.wait(job.job_id, (await this.#options.store.job(job.job_id))?.items ?? [], end);
  }

  /** All miners of a pause were tried. `why`: why the last job ended early. */
  async #finish(job: StoredJob, failed: readonly NotResumed[], why: string | null): Promise<void> {
    const { job_id, pause_end } = job;
    if (failed.length === 0) {
      const reason = pause_end?.job_id == null ? JOB_WORDS.noneLeft : null;
      return this.close(job_id, { state: 'done', reason });
    }
    const reason = notResumedWords(failed, why, this.#options.context().miner);
    await this.close(job_id, { state: 'missed', reason }, failed.length);
  }

  /** Nothing is resumed by this pause any more. `count`: how many miners stay paused. */
  async close(jobId: string, change: Pick<PauseEnd, 'state' | 'reason'>, count = 0): Promise<void> {
    const found = await this.#options.store.job(jobId);
    if (found?.job.pause_end == null) return;
    const { job } = found;
    const data = { job_id: jobId, count, reason: change.reason ?? '' };
    const missed = { event: 'pause_end_missed', actor: job.actor, data } as const;
    const { retried_since_at: _, ...before } = found.job.pause_end;
    const end: PauseEnd = { ...before, ...change };
    await this.write(job, end, change.state === 'missed' ? missed : undefined);
    this.#waiting.forget(jobId);
  }

  async write(job: StoredJob, pause_end: PauseEnd, event?: NewEvent): Promise<void> {
    await this.#options.store.updatePauseEnd(job.job_id, pause_end, event);
    this.#options.onChanged(jobOf({ ...job, pause_end }));
    this.#waiting.changed();
  }
}

type Wanted = Pick<StillPaused, 'nextAt' | 'wanted'>;

interface Ended {
  readonly job: StoredJob;
  readonly items: readonly StoredJobItem[];
}

function skippedOutcome({ code, reason }: Draft['skipped'][number]): Outcome {
  // What was planned and what was not are said in the same way.
  return outcomeOf({
    verdict: 'skipped',
    code: code === 'changed_meanwhile' ? 'not_allowed' : code,
    message: reason,
    reason: null,
  });
}
