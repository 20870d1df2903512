import type { Actor, Job } from '../../../src-shared/model/index.ts';
import { messageOf } from '../../runtime/message-of.ts';
import type { StoredJob } from '../../store/job-records.ts';
import { canaries } from '../plan/canaries.ts';
import type { TransitionKey } from '../plan/planner.ts';
import { waitsForProof } from '../plan/waves.ts';
import { FailureCounter } from './count-failures.ts';
import { JobPacer } from './job-pacer.ts';
import { JobRecord } from './job-record.ts';
import { Latch } from './latch.ts';
import { brokenVerdict, isInForce, isPlanned, isUnderWay, mayBeSentMore } from './live-item.ts';
import { isPerson, OLD_AFTER_MS, sleptReason } from './old-preview.ts';
import { resolveItem } from './resolve-item.ts';
import { end, type RunEnv } from './run-env.ts';
import { endItem, runItem } from './run-item.ts';
import { END_AGAIN_MS, type RunJobOptions, type WaveItem } from './run-options.ts';

/** A running job: wave after wave, until it ends, is stopped or halts by itself. */
export class RunningJob {
  readonly #options: RunJobOptions;
  readonly #items: readonly WaveItem[];
  readonly #noMoreWrites = new AbortController();
  readonly #endNow = new AbortController();
  readonly #leave = new AbortController();
  readonly #record: JobRecord;
  readonly #pacer: JobPacer;
  readonly #failures: FailureCounter;
  readonly #restarts = new Latch();
  readonly #env: RunEnv;
  /** How long this computer slept since the job began or was continued. */
  #sleptMs = 0;
  #halt: { readonly state: 'stopped' | 'halted'; readonly reason: string } | null = null;
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
    this.#failures = new FailureCounter(items, options.isWaved ? options.rules : null, (reason) =>
      this.#haltBecause(reason),
    );
    const spreadMs = (row.spread_minutes ?? 0) * 60_000;
    this.#pacer = new JobPacer(options.clock, spreadMs / Math.max(1, items.length));
    if (row.state === 'paused') this.#pacer.close();
    this.#env = {
      ...options.env,
      job: { job_id: row.job_id, action: row.action, actor: row.actor, allow_untuned: row.allow_untuned },
      noMoreWrites: this.#noMoreWrites.signal,
      endNow: this.#endNow.signal,
      leave: this.#leave.signal,
      wake: AbortSignal.any([this.#endNow.signal, this.#leave.signal]),
      pacer: this.#pacer,
      restarts: this.#restarts,
      save: (item, event) => this.#record.save([item], event),
      keepBackup: (id, bytes) => options.store.keepJobBackup(row.job_id, id, bytes),
    };
  }

  get job(): Job {
    return this.#record.job;
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
  async stop(reason: string): Promise<void> {
    this.#halt ??= { state: 'stopped', reason };
    this.#noMoreWrites.abort();
    this.#endNow.abort();
    await this.#judged.promise;
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
    const reason = sleptReason(this.#sleptMs, actor);
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
      await this.#runWaves(tails);
    } catch (error) {
      this.#options.onError(error);
      this.#haltBecause(`PowerHive could not go on: ${messageOf(error)}`);
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
    const { job_id, action, actor, state, reason } = this.#record.row;
    for (;;) {
      try {
        await this.#record.saveUnwritten(this.#items);
        const data = { job_id, action, state, reason, counts: this.#record.counts };
        return await this.#record.update({}, { event: 'job_ended', actor, data });
      } catch (error) {
        onError(error);
      } finally {
        this.#judged.resolve();
      }
      await clock.sleep(END_AGAIN_MS, this.#leave.signal);
      if (this.#leave.signal.aborted) return;
    }
  }

  async #runWaves(tails: Promise<void>[]): Promise<void> {
    const signal = this.#noMoreWrites.signal;
    const waves = [...this.#byWave()].map(([wave, items]) => {
      const judge = this.#failures.judgeOf(wave, items);
      return { wave, items, resolving: items.filter(isUnderWay).map((item) => this.#resolve(item, judge)) };
    });
    tails.push(...waves.flatMap(({ resolving }) => resolving));
    for (const { wave, items, resolving } of waves) {
      // What an earlier run has sent may halt the job before anything else is sent.
      if (this.#options.isWaved) await Promise.all(resolving);
      let left = items.filter(isPlanned);
      while (left.length > 0) {
        await this.#pacer.opened(signal);
        if (signal.aborted) return;
        if (!this.#options.isWaved || wave === 1 || this.#items.some(isInForce)) {
          const ofWave = items.filter(({ row }) => row.wave === wave);
          await this.#record.update({ wave });
          await this.#runWave(ofWave, tails, this.#failures.judgeOf(wave, ofWave));
          break;
        }
        const standIns = await this.#moveToFirstWave(left);
        left = left.slice(standIns.length);
        await this.#runWave(standIns, tails, this.#failures.judgeOf(1, standIns));
      }
    }
  }

  /**
   * Moves as many of the waiting miners to the first wave as it has by the rules, and returns them:
   * no miner has shown the change yet, because those of the first wave were left out at their turn.
   */
  async #moveToFirstWave(waiting: readonly WaveItem[]): Promise<readonly WaveItem[]> {
    const standIns = waiting.slice(0, this.#options.rules.first_wave);
    const waves = [...this.#record.row.waves];
    for (const item of standIns) {
      const from = (item.row.wave ?? 1) - 1;
      waves[from] = (waves[from] ?? 0) - 1;
      waves[0] = (waves[0] ?? 0) + 1;
      item.row = { ...item.row, wave: 1 };
    }
    await this.#record.save(standIns.map(({ row }) => row));
    await this.#record.update({ wave: 1, waves });
    return standIns;
  }

  /** The miners of each wave. Waves are counted from 1. */
  #byWave(): Map<number, WaveItem[]> {
    const waves = new Map<number, WaveItem[]>(this.#record.row.waves.map((_, index) => [index + 1, []]));
    for (const item of this.#items) waves.get(item.row.wave ?? 0)?.push(item);
    return waves;
  }

  /** Ends a miner to which an earlier run has sent something, by reading. */
  async #resolve(item: WaveItem, judge: (item: WaveItem) => void): Promise<void> {
    const env = { ...this.#env, noMoreWrites: AbortSignal.abort() };
    await resolveItem(item, env).catch((error: unknown) => this.#broke(item, error));
    judge(item);
    if (item.row.finished_at !== null) this.#options.onEnded(item.row.id);
  }

  async #runWave(items: readonly WaveItem[], tails: Promise<void>[], judge: (item: WaveItem) => void): Promise<void> {
    // One miner proves a change before the others get it.
    let waiting = items.filter(isPlanned);
    while (waiting.length > 0 && !this.#noMoreWrites.signal.aborted) {
      const { first, others } = canaries(waiting, (key) => !this.#options.isWaved || this.#options.isProven(key));
      await Promise.all(first.map((item) => this.#begin(item, tails, judge)));
      waiting = others;
    }
  }

  /**
   * Resolves when the change is in force or the miner has ended; if its figures must prove it
   * first, only when the miner has ended.
   */
  async #begin(item: WaveItem, tails: Promise<void>[], onJudged: (item: WaveItem) => void): Promise<void> {
    const { transition } = item;
    const mustProve = transition !== null && this.#options.isWaved && !this.#options.isProven(transition);
    const { isWaved, rules } = this.#options;
    const isWaitedFor = mustProve || (isWaved && waitsForProof(item.row.wave ?? 0, rules));
    const inForce = Promise.withResolvers<void>();
    const tail = runItem(item, this.#env, () => {
      if (isWaitedFor) return;
      // The next job need not wait until the figures prove it.
      this.#options.onEnded(item.row.id);
      inForce.resolve();
    })
      .catch((error: unknown) => this.#broke(item, error))
      .then(() => {
        onJudged(item);
        if (mustProve) this.#checkProof(item, transition);
        if (item.row.finished_at !== null) this.#options.onEnded(item.row.id);
        inForce.resolve();
      });
    tails.push(tail);
    await inForce.promise;
  }

  /** Halts the job if a change was not proven on its first miner. */
  #checkProof(item: WaveItem, key: TransitionKey): void {
    const { verdict, message } = item.row;
    if (verdict !== 'in_force' || this.#options.isProven(key)) return;
    const isUntuned = (item.row.goal as { untuned?: boolean } | null)?.untuned === true;
    if (isUntuned || this.#items.length === 1) return;
    this.#haltBecause(`The change from ${key.from} to ${key.to} was not proven on the first miner: ${message ?? ''}.`);
  }

  #haltBecause(reason: string): void {
    this.#halt ??= { state: 'halted', reason };
    this.#noMoreWrites.abort();
  }

  /** A write failed, or there was a fault of PowerHive: nothing more is sent. */
  async #broke(item: WaveItem, error: unknown): Promise<void> {
    this.#options.onError(error);
    const words = messageOf(error);
    this.#haltBecause(`PowerHive could not go on: ${words}`);
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
      item.row = { ...item.row, verdict: 'cancelled', message: 'nothing was sent to it', finished_at };
      this.#record.note([item.row]);
      this.#options.onEnded(item.row.id);
    }
  }
}
