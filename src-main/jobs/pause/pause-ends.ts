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
import { isHeld, stillPaused } from './still-paused.ts';

/** The next try, where another job has miners now, or the pause itself has not ended. */
const AGAIN_MS = 60_000;

/** Whether a job ended because of PowerHive itself, and not because of its miners. */
function isCutShort(reason: string | null): boolean {
  return reason === JOB_WORDS.programEnded || reason?.startsWith(JOB_WORDS.couldNotGoOn('')) === true;
}

export interface PauseEndsOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly isOn: () => boolean;
  readonly context: () => PlanContext;
  /** Starts a job; null if the program ends. */
  readonly start: (draft: Draft, actor: Actor) => Promise<Job | null>;
  /** Sends nothing more for a pause whose end has come. Resolves when each miner has its verdict. */
  readonly stopPause: (jobId: string) => Promise<void>;
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
  }

  /** Called with each step of a job, once it is on disk. */
  stepped(job: Job, items: readonly JobItem[]): void {
    const { job_id, action, pause_end, resume_of, finished_at, counts } = job;
    if (action === 'pause' || action === 'stop') this.#held.prolong(items, pause_end ?? null);
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
        const { resume, nextAt } = stillPaused(items, await store.ordersSince(jobId), clock.nowMs());
        if (resume.length === 0 && nextAt === null) return JOB_WORDS.noneWaits;
      }
      const end: PauseEnd =
        at === null
          ? { ...(before as PauseEnd), state: 'cancelled', reason: null }
          : { at, state: 'waiting', reason: null, job_id: before?.job_id ?? null };
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
      await stopPause(jobId);
      found = await store.job(jobId);
      if (found?.job.finished_at == null) return this.#schedule.add(jobId, clock.nowMs() + AGAIN_MS);
    }
    const { job, items } = found;
    const { resume, left, nextAt } = stillPaused(items, await store.ordersSince(jobId), clock.nowMs());
    if (resume.length > 0 && !isOn()) return this.#close(jobId, { state: 'missed', reason: JOB_WORDS.endWhileOff });
    const due = new Set(resume);
    const undo = undoDraftOf(
      job,
      items.filter(({ id }) => due.has(id)),
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
    const isTaken = undo.skipped.some(({ code }) => code === 'locked');
    if (isTaken || nextAt !== null)
      return this.#waitOn(job, items, Math.min(nextAt ?? Infinity, this.#againAt(isTaken)));
    const why = undo.skipped.find(({ code }) => code !== 'already_there');
    if (why === undefined) return this.#close(jobId, { state: 'done', reason: JOB_WORDS.noneLeft });
    return this.#close(jobId, { state: 'missed', reason: JOB_WORDS.noneResumed(undo.skipped.length, why.reason) });
  }

  /** A job that resumes miners of a pause has ended: some may wait for another job. */
  async #afterResuming(resumeId: string): Promise<void> {
    const { store, clock } = this.#options;
    const ended = await store.job(resumeId);
    if (ended?.job.resume_of == null || ended.job.finished_at === null) return;
    const found = await store.job(ended.job.resume_of);
    if (found === null || found.job.pause_end?.state !== 'resuming' || found.job.pause_end.job_id !== resumeId) return;
    const { resume, nextAt } = stillPaused(found.items, await store.ordersSince(found.job.job_id), clock.nowMs());
    const taken = new Set(ended.items.filter(({ code }) => code === 'locked').map(({ id }) => id));
    const { state, reason } = ended.job;
    const isCut = state === 'halted' && isCutShort(reason) && resume.length > 0;
    const again = this.#againAt(isCut || resume.some((id) => taken.has(id)));
    const at = Math.min(nextAt ?? Infinity, again);
    if (at !== Infinity) return this.#waitOn(found.job, found.items, at);
    const rest = resume.length === 0 ? null : JOB_WORDS.restStaysPaused(resume.length, reason);
    await this.#close(found.job.job_id, {
      state: state === 'halted' && rest !== null ? 'missed' : 'done',
      reason: rest,
    });
  }

  #againAt(isNeeded: boolean): number {
    return isNeeded ? this.#options.clock.nowMs() + AGAIN_MS : Number.POSITIVE_INFINITY;
  }

  /** Miners of a pause are resumed later than it was to end. */
  async #waitOn(job: StoredJob, items: readonly StoredJobItem[], at: number): Promise<void> {
    const before = job.pause_end as PauseEnd;
    const reason = JOB_WORDS.heldLonger(items.filter(isHeld).length);
    const end: PauseEnd = { ...before, at, state: 'waiting', reason };
    const data = { job_id: job.job_id, resume_at: at, before: before.at, reason };
    await this.#write(job, end, { event: 'pause_end_changed', actor: null, data });
    this.#wait(job.job_id, items, end, 0);
  }

  /** Nothing is resumed by this pause any more. */
  async #close(jobId: string, change: Pick<PauseEnd, 'state' | 'reason'>): Promise<void> {
    const found = await this.#options.store.job(jobId);
    if (found?.job.pause_end == null) return;
    const { job, items } = found;
    const reason = change.reason ?? '';
    const count = items.filter(({ verdict }) => verdict === 'in_force').length;
    const missed = { event: 'pause_end_missed', actor: job.actor, data: { job_id: jobId, count, reason } } as const;
    await this.#write(
      job,
      { ...(job.pause_end as PauseEnd), ...change },
      change.state === 'missed' ? missed : undefined,
    );
    this.#forget(jobId);
  }

  async #write(job: StoredJob, pause_end: PauseEnd, event?: NewEvent): Promise<void> {
    await this.#options.store.updatePauseEnd(job.job_id, pause_end, event);
    this.#options.onChanged(jobOf({ ...job, pause_end }));
  }
}
