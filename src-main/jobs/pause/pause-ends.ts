import type { Actor, Job, JobItem, PauseEnd } from '../../../src-shared/model/index.ts';
import { KeyedLock } from '../../runtime/keyed-lock.ts';
import { TaskGroup } from '../../runtime/task-group.ts';
import type { StoredJobItem } from '../../store/job-records.ts';
import { Schedule, WARM_UP_MS } from '../run/schedule.ts';
import { JOB_WORDS } from '../words/job-words.ts';
import { type Held, HeldMiners, type SeenState } from './held-miners.ts';
import { ResumePaused, type ResumePausedOptions } from './resume-paused.ts';
import { isHeld, stillPaused } from './still-paused.ts';

export interface PauseEndsOptions extends ResumePausedOptions {
  /** Until when a miner is paused; null for never. */
  readonly onHeld: (minerId: string, held: Held | null) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Waits for the ends of pauses, at which a job of its own resumes those miners of each that are still
 * paused by it alone. An end is on disk with its job, and is carried out at the next start of
 * PowerHive if that was not running.
 */
export class PauseEnds {
  readonly #options: PauseEndsOptions;
  readonly #schedule: Schedule;
  readonly #resume: ResumePaused;
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
      return this.#turns.run(jobId, () => this.#resume.end(jobId, at));
    };
    this.#schedule = new Schedule(options.clock, end, options.onError);
    this.#resume = new ResumePaused(options, {
      wait: (jobId, items, one) => this.#wait(jobId, items, one, 0),
      again: (jobId, at) => this.#schedule.add(jobId, at),
      isCarriedOut: (jobId) => this.#awaited.delete(jobId),
      forget: (jobId) => this.#forget(jobId),
      changed: () => this.#recount(),
    });
  }

  /** Waits again for the ends that an earlier run of the program left. */
  async recover(): Promise<void> {
    const { store, clock } = this.#options;
    for (const id of await store.pausesToEnd()) {
      const found = await store.job(id);
      const end = found?.job.pause_end;
      if (found == null || end == null) continue;
      if (end.state === 'waiting') this.#wait(id, found.items, end, clock.nowMs() + WARM_UP_MS);
      else this.#later(id, () => this.#resume.afterResuming(end.job_id ?? ''));
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
        this.#later(job_id, () => this.#resume.close(job_id, { state: 'cancelled', reason: JOB_WORDS.nothingPaused }));
      }
    }
    if (resume_of != null && finished_at !== null) this.#later(resume_of, () => this.#resume.afterResuming(job_id));
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
        await this.#resume.close(jobId, { state: 'done', reason: JOB_WORDS.noneLeft });
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
      await this.#resume.write(job, end, event);
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
