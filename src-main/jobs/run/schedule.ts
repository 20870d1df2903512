import type { Clock } from '../../runtime/clock.ts';
import { SleepDetector } from '../../runtime/sleep-detector.ts';
import { TaskGroup } from '../../runtime/task-group.ts';

/**
 * A job whose time came while PowerHive was closed, or this computer slept, begins so long after
 * that: with readings of now.
 */
export const WARM_UP_MS = 60_000;
/**
 * The clock is read at least so often: the computer may have slept, or its time may have been set.
 */
const LONGEST_SLEEP_MS = 30_000;
/** Less is a busy computer. */
const LEAST_SLEEP_MS = 10_000;
/** A job that could not be begun, as when the disk is full, is tried again after so long. */
const RETRY_MS = 30_000;

/** Waits for the time of each scheduled job, and begins it then. */
export class Schedule {
  readonly #clock: Clock;
  readonly #begin: (jobId: string) => Promise<void>;
  readonly #waiting = new Map<string, { readonly atMs: number; readonly off: AbortController }>();
  readonly #beginning = new Map<string, Promise<void>>();
  readonly #tasks: TaskGroup;
  #isClosed = false;

  constructor(clock: Clock, begin: (jobId: string) => Promise<void>, onError: (error: unknown) => void) {
    this.#clock = clock;
    this.#begin = begin;
    this.#tasks = new TaskGroup(onError);
  }

  /** Those that wait, and those that begin at this moment. */
  get ids(): string[] {
    return [...new Set([...this.#waiting.keys(), ...this.#beginning.keys()])];
  }

  /** Begins a job at `atMs`, by the wall clock. */
  add(jobId: string, atMs: number): void {
    if (this.#isClosed) return;
    this.#waiting.get(jobId)?.off.abort();
    const off = new AbortController();
    this.#waiting.set(jobId, { atMs, off });
    this.#tasks.run(async () => {
      while (!off.signal.aborted) {
        const waitMs = atMs - this.#clock.nowMs();
        if (waitMs <= 0) break;
        const restMs = Math.min(LONGEST_SLEEP_MS, waitMs);
        const detector = new SleepDetector(this.#clock, restMs);
        await this.#clock.sleep(restMs, off.signal);
        if (detector.hasSlept(LEAST_SLEEP_MS)) await this.#clock.sleep(WARM_UP_MS, off.signal);
      }
      if (off.signal.aborted) return;
      this.#waiting.delete(jobId);
      const beginning = this.#tryToBegin(jobId).finally(() => this.#beginning.delete(jobId));
      this.#beginning.set(jobId, beginning);
      await beginning;
    });
  }

  async #tryToBegin(jobId: string): Promise<void> {
    try {
      await this.#begin(jobId);
    } catch (error) {
      this.add(jobId, this.#clock.nowMs() + RETRY_MS);
      throw error;
    }
  }

  /**
   * Takes a job out, and returns its time; null where it does not wait. One that begins at this
   * moment is waited for first.
   */
  async cancel(jobId: string): Promise<number | null> {
    await this.#beginning.get(jobId)?.catch(() => undefined);
    const waiting = this.#waiting.get(jobId);
    if (waiting === undefined) return null;
    this.#waiting.delete(jobId);
    waiting.off.abort();
    return waiting.atMs;
  }

  /** The program ends: what waits stays on disk. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { off } of this.#waiting.values()) off.abort();
    this.#waiting.clear();
    await this.#tasks.idle();
  }
}
