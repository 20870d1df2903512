import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import type { Actor, Job, JobItem, NewEvent, PauseEnd } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import { KeyedLock } from '../../runtime/keyed-lock.ts';
import { TaskGroup } from '../../runtime/task-group.ts';
import type { StoredJob, StoredJobItem } from '../../store/job-records.ts';
import type { JobStore } from '../job-dependencies.ts';
import { type Draft, undoDraftOf } from '../plan/draft.ts';
import { jobOf } from '../plan/job-rows.ts';
import type { PlanContext } from '../plan/planner.ts';
import { Schedule, WARM_UP_MS } from '../run/schedule.ts';
import { JOB_WORDS } from '../words/job-words.ts';
import { type Held, HeldMiners, type SeenState } from './held-miners.ts';
import { notResumedWords, waitWords } from './pause-end-words.ts';
import { isHeld, type NotResumed, type StillPaused, stillPaused } from './still-paused.ts';
import { type Outcome, outcomeOf } from './tried-resume.ts';

/** The next try, where another job has miners now, or the pause itself has not ended. */
const AGAIN_MS = 60_000;

/** How long miners that are offline are waited for. */
const MOST_RETRIED_MS = DAY_MS;

export interface PauseEndsOptions {
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
  /** Until when a miner is paused; null for never. */
  readonly onHeld: (minerId: string, held: Held | null) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Resumes the miners that a job has paused, at the end of the pause: by a job of its own, for those
 * that are still paused by that job alone. An end is on disk with its job, and is carried out at the
 * next start of PowerHive if that was not running.
 */
export class PauseEnds {
  readonly #options: PauseEndsOptions;
  readonly #schedule: Schedule;
  readonly #held: HeldMiners;
  readonly #turns = new KeyedLock();
  readonly #tasks: TaskGroup;
  /** The moments that are waited for. One that was changed meanwhile is not carried out. */
  readonly #awaited = new Map<string, number>();
  #isRecounting = false;

  constructor(options: PauseEndsOptions) {
    this.#options = options;
    this.#held = new HeldMiners(options.onHeld);
    this.#tasks = new TaskGroup(options.onError);
    const end = (jobId: string): Promise<void> => {
      const at = this.#awaited.get(jobId);
      return this.#turns.run(jobId, () => this.#end(jobId, at));
    };
    this.#schedule = new Schedule(options.clock, end, options.onError);
  }

  /** Waits again for the ends that an earlier run of the program left. */
  async recover(): Promise<void> {
    const { store, clock } = this.#options;
    for (const id of await store.pausesToEnd()) {
      const found = await store.job(id);
      const end = found?.job.pause_end;
      if (found == null || end == null) continue;
      if (end.state === 'waiting') this.#wait(id, found.items, end, clock.nowMs() + WARM_UP_MS);
      else this.#later(id, () => this.#afterResuming(end.job_id ?? ''));
    }
    this.#recount();
  }

  /** Called with each step of a job, once it is on disk. */
  stepped(job: Job, items: readonly JobItem[]): void {
    const { job_id, pause_end, resume_of, finished_at, counts } = job;
    if (items.some(({ code }) => code === 'already_there')) this.#recount();
    if (pause_end?.state === 'waiting') {
      if (!this.#awaited.has(job_id)) this.#wait(job_id, items, pause_end, 0);
      else this.#hold(job_id, pause_end, items);
      if (finished_at !== null && (counts.in_force ?? 0) === 0) {
        this.#later(job_id, () => this.#close(job_id, { state: 'cancelled', reason: JOB_WORDS.nothingPaused }));
      }
    }
    if (resume_of != null && finished_at !== null) this.#later(resume_of, () => this.#afterResuming(job_id));
  }

  /** A status of a miner was read: someone may have resumed it, or it may have stopped itself. */
  seen(minerId: string, state: SeenState): void {
    const { store, clock } = this.#options;
    if (!this.#held.isGone(minerId, state, clock.nowMs())) return;
    const jobId = this.#held.release(minerId);
    if (jobId === null) return;
    this.#later(jobId, async () => {
      await store.releasePaused(jobId, [minerId], clock.nowMs());
      if (this.#held.of(jobId).length > 0) return;
      const found = await store.job(jobId);
      const isOver = found !== null && found.job.finished_at !== null && found.job.pause_end?.state === 'waiting';
      if (isOver && !found.items.some(isHeld)) {
        await this.#close(jobId, { state: 'done', reason: JOB_WORDS.noneLeft });
      }
    });
  }

  /**
   * Sets, changes or, with null, cancels the end of a pause. A text is the reason why that is not
   * possible; false if there is no such job.
   */
  change(jobId: string, at: number | null, by: Actor): Promise<string | boolean> {
    return this.#turns.run(jobId, async () => {
      const { store, clock } = this.#options;
      const found = await store.job(jobId);
      if (found === null) return false;
      const { job, items } = found;
      const before = job.pause_end;
      if (job.action !== 'pause') return JOB_WORDS.noPause;
      if (before?.state === 'resuming') return JOB_WORDS.isResuming;
      if (at === null && before?.state !== 'waiting') return JOB_WORDS.hasNoEnd;
      if (at !== null && job.finished_at !== null) {
        const tries = { isAnew: true, isOver: false };
        const { resume, nextAt } = stillPaused(items, await store.ordersSince(jobId), clock.nowMs(), tries);
        if (resume.size === 0 && nextAt === null) return JOB_WORDS.noneWaits;
      }
      const end: PauseEnd =
        at === null
          ? { ...(before as PauseEnd), state: 'cancelled', reason: null }
          : { at, state: 'waiting', reason: null, job_id: null };
      const was = before?.state === 'waiting' ? before.at : null;
      const event = {
        event: 'pause_end_changed',
        actor: by,
        data: { job_id: jobId, resume_at: at, before: was },
      } as const;
      await this.#write(job, end, event);
      if (at === null) this.#forget(jobId);
      else this.#wait(jobId, items, end, 0);
      return true;
    });
  }

  /** Called when the program ends: ends stay on disk. */
  async close(): Promise<void> {
    await this.#schedule.close();
    await this.#tasks.idle();
  }

  #later(jobId: string, what: () => Promise<void>): void {
    this.#tasks.run(() => this.#turns.run(jobId, what));
  }

  #wait(jobId: string, items: readonly JobItem[], end: PauseEnd, earliestAt: number): void {
    this.#hold(jobId, end, items);
    this.#awaited.set(jobId, end.at);
    this.#schedule.add(jobId, Math.max(end.at, earliestAt), true);
  }

  #forget(jobId: string): void {
    this.#awaited.delete(jobId);
    this.#schedule.drop(jobId);
    this.#held.releaseAll(jobId);
  }

  #hold(job_id: string, { at }: PauseEnd, items: readonly (JobItem | StoredJobItem)[]): void {
    for (const item of items) {
      if (isHeld(item as StoredJobItem)) this.#held.hold(item.id, { job_id, until_at: at }, item.finished_at ?? 0);
    }
  }

  /** The end of a pause has come, if it is still at this moment. */
  async #end(jobId: string, at: number | undefined): Promise<void> {
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
      if (found?.job.finished_at == null) return this.#schedule.add(jobId, clock.nowMs() + AGAIN_MS);
    }
    const { job, items } = found;
    const paused = await this.#stillPaused(found);
    const { resume, failed, left, nextAt } = paused;
    if (resume.size > 0 && !isOn()) {
      const count = resume.size + failed.length;
      return this.#close(jobId, { state: 'missed', reason: JOB_WORDS.endWhileOff(count) }, count);
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
      this.#awaited.delete(jobId);
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
  async #afterResuming(resumeId: string): Promise<void> {
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
    await this.#write(job, end, isSaid ? undefined : { event: 'pause_end_changed', actor: null, data });
    this.#wait(job.job_id, (await this.#options.store.job(job.job_id))?.items ?? [], end, 0);
  }

  /** All miners of a pause were tried. `why`: why the last job ended early. */
  async #finish(job: StoredJob, failed: readonly NotResumed[], why: string | null): Promise<void> {
    const { job_id, pause_end } = job;
    if (failed.length === 0) {
      const reason = pause_end?.job_id == null ? JOB_WORDS.noneLeft : null;
      return this.#close(job_id, { state: 'done', reason });
    }
    const reason = notResumedWords(failed, why, this.#options.context().miner);
    await this.#close(job_id, { state: 'missed', reason }, failed.length);
  }

  /** Nothing is resumed by this pause any more. `count`: how many miners stay paused. */
  async #close(jobId: string, change: Pick<PauseEnd, 'state' | 'reason'>, count = 0): Promise<void> {
    const found = await this.#options.store.job(jobId);
    if (found?.job.pause_end == null) return;
    const { job } = found;
    const data = { job_id: jobId, count, reason: change.reason ?? '' };
    const missed = { event: 'pause_end_missed', actor: job.actor, data } as const;
    const { retried_since_at: _, ...before } = found.job.pause_end;
    const end: PauseEnd = { ...before, ...change };
    await this.#write(job, end, change.state === 'missed' ? missed : undefined);
    this.#forget(jobId);
  }

  async #write(job: StoredJob, pause_end: PauseEnd, event?: NewEvent): Promise<void> {
    await this.#options.store.updatePauseEnd(job.job_id, pause_end, event);
    this.#options.onChanged(jobOf({ ...job, pause_end }));
    this.#recount();
  }

  /** Reads again until when later jobs want the held miners paused: ends of jobs have changed. */
  #recount(): void {
    if (this.#isRecounting) return;
    this.#isRecounting = true;
    this.#tasks.run(async () => {
      // What changes from here on is counted again.
      await Promise.resolve();
      this.#isRecounting = false;
      for (const id of this.#held.jobs()) {
        const orders = await this.#options.store.ordersSince(id);
        this.#held.want(
          id,
          orders.filter(({ was_sent, tried }) => !was_sent && tried === null),
        );
      }
    });
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
