import type { Settings } from '../../../src-shared/model/index.ts';
import type { Clock } from '../../runtime/clock.ts';
import { KeyedLock } from '../../runtime/keyed-lock.ts';
import type { StoredJob } from '../../store/job-records.ts';
import type { JobStore } from '../job-dependencies.ts';
import { jobItemOf, jobOf } from '../plan/job-rows.ts';
import type { PlanContext } from '../plan/planner.ts';
import { rulesOf, type WaveRules } from '../plan/split-into-waves.ts';
import { JOB_WORDS } from '../words/job-words.ts';
import { plannedChanges } from './record/change-summary.ts';
import { jobAbout } from './record/event-data.ts';
import { VerdictCounts } from './record/verdict-counts.ts';
import { endUnbegun, missedStartReason, type Stopped } from './recovery/end-unbegun.ts';
import { planAgain } from './recovery/plan-again.ts';
import { idsOf } from './run-options.ts';
import type { RunningJobs } from './running-jobs.ts';
import { Schedule } from './schedule.ts';

export interface ScheduledJobsOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly settings: () => Settings['actions'];
  readonly running: RunningJobs;
  /** What plans are made from now. */
  readonly context: (allowUntuned: boolean, rules: WaveRules) => PlanContext;
  /** Aborts when the program ends. */
  readonly leaving: AbortSignal;
  readonly onError: (error: unknown) => void;
}

/** Jobs that wait for their time: each is started then, if its miners are as its preview showed them. */
export class ScheduledJobs {
  readonly #options: ScheduledJobsOptions;
  readonly #schedule: Schedule;
  readonly #ending = new KeyedLock();

  constructor(options: ScheduledJobsOptions) {
    this.#options = options;
    this.#schedule = new Schedule(options.clock, (jobId) => this.#begin(jobId), options.onError);
  }

  add(jobId: string, atMs: number): void {
    this.#schedule.add(jobId, atMs);
  }

  /** Ends all of them. */
  async cancelAll(stopped: Stopped): Promise<void> {
    await Promise.all(this.#schedule.ids.map((id) => this.cancel(id, stopped)));
  }

  /** Called when the program ends: they stay on disk. */
  close(): Promise<void> {
    return this.#schedule.close();
  }

  /**
   * Ends a job that has not begun, according to its rows on disk. If that cannot be written, it
   * stays scheduled.
   */
  async cancel(jobId: string, stopped: Stopped): Promise<void> {
    const atMs = await this.#schedule.cancel(jobId);
    try {
      await this.#ending.run(jobId, () => this.#endUnbegun(jobId, 'stopped', stopped));
    } catch (error) {
      if (atMs !== null) this.#schedule.add(jobId, atMs);
      throw error;
    }
  }

  /** Starts a scheduled job at its time. */
  async #begin(jobId: string): Promise<void> {
    const { store, clock, settings, running, context, leaving } = this.#options;
    const found = await store.job(jobId);
    if (found === null || found.job.state !== 'scheduled' || leaving.aborted) return;
    const why = settings().enabled ? missedStartReason(found.job, clock.nowMs()) : JOB_WORDS.wasOffWhenDue;
    if (why !== null) return this.#endUnbegun(jobId, 'halted', { reason: why, by: null });
    const { job } = found;
    const rules = job.rules ?? rulesOf(settings());
    const again = planAgain(job, found.items, context(job.allow_untuned, rules), clock.nowMs());
    const { items, waves, isWaved, skipped } = again;
    await running.locked(jobId, idsOf(items), async () => {
      if (skipped.length > 0) await store.updateJobItems(jobId, skipped);
      if (items.length === 0) return this.#endUnbegun(jobId, 'halted', { reason: JOB_WORDS.noneAsPreviewed, by: null });
      const rows = items.map((item) => item.row);
      await store.updateJobItems(jobId, rows);
      const verdicts = new VerdictCounts(job, found.items);
      verdicts.note(skipped);
      const row: StoredJob = { ...job, state: 'running', waves, ...verdicts.now };
      const { actor, undo_of } = row;
      const changes = plannedChanges(row.action, rows);
      const resume_at = row.pause_end?.at ?? null;
      const data = { ...jobAbout(jobOf(row)), count: items.length, undo_of, resume_at, changes };
      await store.updateJob(row, { event: 'job_started', actor, data });
      if (skipped.length > 0) running.onStep(jobOf(row), skipped.map(jobItemOf));
      running.run(row, items, isWaved);
    });
  }

  async #endUnbegun(jobId: string, state: 'stopped' | 'halted', stopped: Stopped): Promise<void> {
    const { store, clock, running } = this.#options;
    const ended = await endUnbegun(store, jobId, state, stopped, clock.nowMs());
    if (ended !== null) running.onStep(ended, []);
  }
}
