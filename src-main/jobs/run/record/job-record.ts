import type { Actor, Job, NewEvent } from '../../../../src-shared/model/index.ts';
import type { StoredJob, StoredJobItem } from '../../../store/job-records.ts';
import { jobItemOf, jobOf } from '../../plan/job-rows.ts';
import type { LiveItem } from '../live-item.ts';
import type { RunJobOptions } from '../run-options.ts';
import { jobAbout } from './event-data.ts';
import { type ItemWrite, ItemWrites } from './item-writes.ts';
import { VerdictCounts } from './verdict-counts.ts';

type Changes = Partial<Pick<StoredJob, 'state' | 'reason' | 'wave' | 'waves' | 'finished_at' | 'pause_end'>>;

/** A running job as it is stored and shown, with the verdicts of its miners. */
export class JobRecord {
  readonly #options: Pick<RunJobOptions, 'store' | 'listener'>;
  readonly #verdicts: VerdictCounts;
  readonly #writes: ItemWrites;
  #row: StoredJob;

  constructor(row: StoredJob, items: readonly StoredJobItem[], options: Pick<RunJobOptions, 'store' | 'listener'>) {
    this.#row = row;
    this.#options = options;
    this.#verdicts = new VerdictCounts(row, items);
    this.#writes = new ItemWrites((together) => this.#write(together));
  }

  get row(): StoredJob {
    return this.#row;
  }

  get job(): Job {
    return jobOf(this.#row, this.#verdicts.now);
  }

  /** Whether it is paused, by the operator or after a sleep of this computer. */
  get isHeld(): boolean {
    return this.#row.state === 'paused';
  }

  hasBegun(minerId: string): boolean {
    return this.#verdicts.of(minerId) !== 'planned';
  }

  /** Changes what is shown. It is stored with the next update. */
  set(changes: Changes): void {
    this.#row = { ...this.#row, ...changes };
  }

  /** If the write fails, the change is reverted, unless it was changed again in the meantime. */
  async update(changes: Changes, event?: NewEvent): Promise<void> {
    const before = this.#row;
    const after = { ...before, ...changes, ...this.#verdicts.now };
    this.#row = after;
    try {
      await this.#options.store.updateJob(after, event);
    } catch (error) {
      const { state, reason, wave, waves } = before;
      const now = this.#row;
      if (now.state === after.state && now.reason === after.reason) this.set({ state, reason });
      if (now.wave === after.wave) this.set({ wave });
      if (now.waves === after.waves) this.set({ waves });
      throw error;
    }
    this.#options.listener.onStep(this.job, []);
  }

  /** Stores miners of the job, with an audit entry if given. */
  async save(rows: readonly StoredJobItem[], event?: NewEvent): Promise<void> {
    this.#verdicts.note(rows, event);
    await this.#writes.add({ rows, events: event === undefined ? [] : [event] });
  }

  async #write({ rows, events }: ItemWrite): Promise<void> {
    await this.#options.store.updateJobItems(this.#row.job_id, rows, events);
    this.#verdicts.written(rows);
    this.#options.listener.onStep(this.job, rows.map(jobItemOf));
  }

  /** Counts verdicts that are not on disk; `saveUnwritten` stores them. */
  note(rows: readonly StoredJobItem[]): void {
    this.#verdicts.note(rows);
  }

  saveUnwritten(items: readonly LiveItem[]): Promise<void> {
    const rows = items.map(({ row }) => row);
    return this.#verdicts.writeRest(rows, (rest) => this.#writes.add(rest));
  }

  /** The audit entry of a pause or a continuation. Without an actor it has a reason. */
  said(event: 'job_paused' | 'job_continued', actor: Actor | null, reason?: string): NewEvent {
    return { event, actor, data: { ...jobAbout(this.job), ...(reason !== undefined && { reason }) } };
  }
}
