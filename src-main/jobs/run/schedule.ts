import type { Clock } from '../../runtime/clock.ts';
import { LEAST_SLEEP_MS, SleepDetector } from '../../runtime/sleep-detector.ts';
import { TaskGroup } from '../../runtime/task-group.ts';

/**
 * A job that was due while PowerHive was closed, or this computer slept, starts this long after
 * that, when current readings are there.
 */
export const WARM_UP_MS = 60_000;
/** The clock is read at least this often: the computer may sleep, or its time may be set. */
const LONGEST_SLEEP_MS = 30_000;
/** Retry interval of a job that could not be started, for example because the disk is full. */
const RETRY_MS = 30_000;

/** Starts each scheduled job at its time. */
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

  /** Jobs that wait, and those that are starting now. */
  get ids(): string[] {
    return [...new Set([...this.#waiting.keys(), ...this.#beginning.keys()])];
  }

  /**
   * Starts a job at `atMs`, on the wall clock. `isElapsed`: also once that much time has passed, so
   * that it does not come later where the clock is set back.
   */
  add(jobId: string, atMs: number, isElapsed = false): void {
    if (this.#isClosed) return;
    const dueMs = isElapsed ? this.#clock.monotonicMs() + atMs - this.#clock.nowMs() : Number.POSITIVE_INFINITY;
    this.#waiting.get(jobId)?.off.abort();
    const off = new AbortController();
    this.#waiting.set(jobId, { atMs, off });
    this.#tasks.run(async () => {
      while (!off.signal.aborted) {
        const waitMs = Math.min(atMs - this.#clock.nowMs(), dueMs - this.#clock.monotonicMs());
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
   * Removes a job, and returns its time; null if it does not wait. Waits first for a start that is
   * in progress.
   */
  async cancel(jobId: string): Promise<number | null> {
    await this.#beginning.get(jobId)?.catch(() => undefined);
    return this.drop(jobId);
  }

  /** The same, without waiting for a start that is in progress. */
  drop(jobId: string): number | null {
    const waiting = this.#waiting.get(jobId);
    if (waiting === undefined) return null;
    this.#waiting.delete(jobId);
    waiting.off.abort();
    return waiting.atMs;
  }

  /** Called when the program ends: waiting jobs stay on disk. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { off } of this.#waiting.values()) off.abort();
    this.#waiting.clear();
    await this.#tasks.idle();
  }
}
