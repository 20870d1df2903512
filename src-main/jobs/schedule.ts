import type { Clock } from '../runtime/clock.ts';
import { TaskGroup } from '../runtime/task-group.ts';

/** The clock is read at least so often: the computer may have slept, or its time may have been set. */
const LONGEST_NAP_MS = 30_000;

/** Waits for the time of each scheduled job, and begins it then. */
export class Schedule {
  readonly #clock: Clock;
  readonly #begin: (jobId: string) => Promise<void>;
  readonly #waiting = new Map<string, AbortController>();
  readonly #beginning = new Map<string, Promise<void>>();
  readonly #tasks: TaskGroup;

  constructor(clock: Clock, begin: (jobId: string) => Promise<void>, onError: (error: unknown) => void) {
    this.#clock = clock;
    this.#begin = begin;
    this.#tasks = new TaskGroup(onError);
  }

  get ids(): string[] {
    return [...this.#waiting.keys()];
  }

  /** Begins a job at `atMs`, by the wall clock. */
  add(jobId: string, atMs: number): void {
    const off = new AbortController();
    this.#waiting.set(jobId, off);
    this.#tasks.run(async () => {
      while (!off.signal.aborted) {
        const waitMs = atMs - this.#clock.nowMs();
        if (waitMs <= 0) break;
        await this.#clock.sleep(Math.min(LONGEST_NAP_MS, waitMs), off.signal);
      }
      if (!this.#waiting.delete(jobId)) return;
      const beginning = this.#begin(jobId).finally(() => this.#beginning.delete(jobId));
      this.#beginning.set(jobId, beginning);
      await beginning;
    });
  }

  /** True where it will not begin any more; false where it has begun, which is over then. */
  async cancel(jobId: string): Promise<boolean> {
    const off = this.#waiting.get(jobId);
    if (off !== undefined) {
      this.#waiting.delete(jobId);
      off.abort();
      return true;
    }
    await this.#beginning.get(jobId)?.catch(() => undefined);
    return false;
  }

  /** The program ends: what waits stays on disk. */
  async close(): Promise<void> {
    for (const off of this.#waiting.values()) off.abort();
    this.#waiting.clear();
    await this.#tasks.idle();
  }
}
