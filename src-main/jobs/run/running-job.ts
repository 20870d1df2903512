import type { Actor, Job } from '../../../src-shared/model/index.ts';
import { messageOf } from '../../runtime/message-of.ts';
import type { StoredJob, StoredJobItem } from '../../store/job-records.ts';
import { END_WORDS } from '../words/end-words.ts';
import { JOB_WORDS, sleptWords } from '../words/job-words.ts';
import { endItem } from './item/run-item.ts';
import { JobWaves } from './job-waves.ts';
import { JobPacer } from './limits/job-pacer.ts';
import { Latch } from './limits/latch.ts';
import { brokenVerdict, isPlanned, mayBeSentMore } from './live-item.ts';
import { doneChanges } from './record/change-summary.ts';
import { jobAbout } from './record/event-data.ts';
import { JobRecord } from './record/job-record.ts';
import type { Stopped } from './recovery/end-unbegun.ts';
import { isPerson, OLD_AFTER_MS } from './recovery/old-preview.ts';
import { end, type RunEnv } from './run-env.ts';
import { END_AGAIN_MS, type RunJobOptions, type WaveItem } from './run-options.ts';

/**
 * A stop waits no longer for responses of requests. A request of which nothing was sent is stopped
 * within this time, unless this computer hangs.
 */
const ANSWERED_WITHIN_MS = 500;

/** A running job: wave after wave, until it ends, is stopped or halts by itself. */
export class RunningJob {
  readonly #options: RunJobOptions;
  readonly #items: readonly WaveItem[];
  readonly #noMoreWrites = new AbortController();
  readonly #endNow = new AbortController();
  readonly #noAnswer = new AbortController();
  readonly #leave = new AbortController();
  readonly #record: JobRecord;
  readonly #pacer: JobPacer;
  readonly #restarts = new Latch();
  readonly #env: RunEnv;
  readonly #waves: JobWaves;
  /** How long this computer slept since the job began or was continued. */
  #sleptMs = 0;
  #halt: (Stopped & { readonly state: 'stopped' | 'halted' }) | null = null;
  /** Resolves when every miner has its verdict, on disk if it could be written. */
  readonly #judged = Promise.withResolvers<void>();
  /** Resolves when the end of the job is on disk. */
  #done: Promise<void> | null = null;

  constructor(row: StoredJob, items: readonly WaveItem[], options: RunJobOptions) {
    this.#items = items;
    this.#options = options;
    this.#record = new JobRecord(
      row,
      items.map((item) => item.row),
      options,
    );
    const spreadMs = (row.spread_minutes ?? 0) * 60_000;
    this.#pacer = new JobPacer(options.clock, spreadMs / Math.max(1, items.length));
    if (row.state === 'paused') this.#pacer.close();
    this.#env = {
      ...options.env,
      job: { job_id: row.job_id, action: row.action, actor: row.actor, allow_untuned: row.allow_untuned },
      noMoreWrites: this.#noMoreWrites.signal,
      endNow: this.#endNow.signal,
      noAnswer: this.#noAnswer.signal,
      leave: this.#leave.signal,
      wake: AbortSignal.any([this.#endNow.signal, this.#leave.signal]),
      pacer: this.#pacer,
      restarts: this.#restarts,
      save: (item, event) => this.#record.save([item], event),
      keepBackup: (id, bytes) => options.store.keepJobBackup(row.job_id, id, bytes),
    };
    this.#waves = new JobWaves(items, {
      ...options,
      env: this.#env,
      record: this.#record,
      halt: (reason) => this.#haltBecause(reason),
      onBroken: (item, error) => this.#broke(item, error),
    });
  }

  get job(): Job {
    return this.#record.job;
  }

  /** Its miners as they ended, also before that is on disk; null while the job is running. */
  get endedRows(): readonly StoredJobItem[] | null {
    return this.job.finished_at === null ? null : this.#items.map(({ row }) => row);
  }

  hasBegun(minerId: string): boolean {
    return this.#record.hasBegun(minerId);
  }

  /** Resolves when every miner has its verdict and the end is on disk; never rejects. */
  run(): Promise<void> {
    this.#done ??= this.#run();
    return this.#done;
  }

  /** Sends nothing more, and ends every miner with a verdict at once. */
  async stop(stopped: Stopped): Promise<void> {
    this.#halt ??= { state: 'stopped', ...stopped };
    this.#noMoreWrites.abort();
    this.#endNow.abort();
    const judged = this.#judged.promise;
    await Promise.race([judged, this.#options.clock.sleep(ANSWERED_WITHIN_MS, this.#leave.signal)]);
    this.#noAnswer.abort();
    await judged;
  }

  /** Resolves when every miner has its verdict, and the end of the job was written, or could not be. */
  judged(): Promise<void> {
    return this.#judged.promise;
  }

  /** Begins no more miners until the job is continued. False if it has ended, or is about to. */
  async pause(by: Actor): Promise<boolean> {
    if (this.#record.isHeld) return true;
    if (this.#record.row.state !== 'running' || this.#halt !== null) return false;
    this.#pacer.close();
    try {
      await this.#record.update({ state: 'paused' }, this.#record.said('job_paused', by));
      return true;
    } catch (error) {
      if (!this.#record.isHeld) this.#pacer.open();
      throw error;
    }
  }

  /** Continues a paused job. False if it is not paused. */
  async continue(by: Actor): Promise<boolean> {
    if (!this.#record.isHeld || this.#halt !== null) return false;
    this.#sleptMs = 0;
    await this.#record.update({ state: 'running', reason: null }, this.#record.said('job_continued', by));
    // This computer may have slept during that write.
    if (this.#record.isHeld) return false;
    this.#restarts.open();
    this.#pacer.open();
    return true;
  }

  /**
   * Called after a sleep of this computer. After ten minutes the preview is old: nothing more is
   * sent until the operator continues the job. A job of a rule halts, because no operator waits for
   * it.
   */
  slept(ms: number): void {
    this.#sleptMs += ms;
    if (this.#sleptMs < OLD_AFTER_MS || this.#halt !== null || !this.#items.some(mayBeSentMore)) return;
    const { actor } = this.#record.row;
    const reason = sleptWords(this.#sleptMs, isPerson(actor));
    if (!isPerson(actor)) {
      this.#haltBecause(reason);
      return;
    }
    this.#pacer.close();
    this.#restarts.close();
    // If this cannot be written, the job is still held.
    const event = this.#record.isHeld ? undefined : this.#record.said('job_paused', null, reason);
    this.#record.set({ state: 'paused', reason });
    this.#record.update({}, event).catch(this.#options.onError);
  }

  /** The end of the pause has changed, and is on disk. */
  notePauseEnd(pause_end: StoredJob['pause_end']): void {
    this.#record.set({ pause_end });
  }

  /**
   * Called when the program ends. Nothing more is sent or written; what is running is resolved at
   * the next start.
   */
  async leave(): Promise<void> {
    this.#leave.abort();
    this.#noMoreWrites.abort();
    await this.#done;
  }

  async #run(): Promise<void> {
    const tails: Promise<void>[] = [];
    try {
      await this.#waves.run(tails);
    } catch (error) {
      this.#options.onError(error);
      this.#haltBecause(JOB_WORDS.couldNotGoOn(messageOf(error)));
    }
    await Promise.all(tails);
    if (this.#leave.signal.aborted) return this.#judged.resolve();
    const { state, reason } = this.#halt ?? { state: 'done' as const, reason: null };
    const finished_at = this.#options.clock.nowMs();
    this.#cancelRest(finished_at);
    this.#record.set({ state, reason, finished_at });
    await this.#writeEnd();
  }

  /** Stores each miner and the end of the job, with retries until that succeeds. */
  async #writeEnd(): Promise<void> {
    const { clock, onError } = this.#options;
    const { actor, state, reason } = this.#record.row;
    const { job } = this.#record;
    const rows = this.#items.map(({ row }) => row);
    const changes = doneChanges(job.action, rows);
    const about = { ...jobAbout(job), undo_of: job.undo_of, state, reason, changes };
    for (;;) {
      try {
        await this.#record.saveUnwritten(this.#items);
        const { counts, left_out } = this.#record.job;
        const data = { ...about, counts, left_out: left_out ?? [] };
        return await this.#record.update({}, { event: 'job_ended', actor: this.#halt?.by ?? actor, data });
      } catch (error) {
        onError(error);
      } finally {
        this.#judged.resolve();
      }
      await clock.sleep(END_AGAIN_MS, this.#leave.signal);
      if (this.#leave.signal.aborted) return;
    }
  }

  #haltBecause(reason: string): void {
    this.#halt ??= { state: 'halted', reason, by: null };
    this.#noMoreWrites.abort();
  }

  /** A write failed, or there was a fault of PowerHive: nothing more is sent. */
  async #broke(item: WaveItem, error: unknown): Promise<void> {
    this.#options.onError(error);
    const words = messageOf(error);
    this.#haltBecause(JOB_WORDS.couldNotGoOn(words));
    const { row } = item;
    // A known verdict stays. What cannot be written now is written with the end of the job.
    const saved =
      row.finished_at === null
        ? endItem(item, end(brokenVerdict(row), 'database', words), null, this.#env)
        : this.#record.saveUnwritten([item]);
    await saved.catch(this.#options.onError);
  }

  #cancelRest(finished_at: number): void {
    for (const item of this.#items.filter(isPlanned)) {
      item.row = { ...item.row, verdict: 'cancelled', message: END_WORDS.notSent, finished_at };
      this.#record.note([item.row]);
      this.#options.onEnded(item.row.id);
    }
  }
}
