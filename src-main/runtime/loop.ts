import { HOUR_MS } from '../../src-shared/milliseconds.ts';
import type { LoopHealth } from '../../src-shared/model/index.ts';
import { type Clock, systemClock } from './clock.ts';
import { messageOf } from './message-of.ts';

/**
 * Result of a run: counts for the health report, and when to run next if not after the interval.
 */
export interface LoopRun {
  /** What a run that did not fail could not do. Reported as the loop's last error. */
  readonly trouble?: string | null;
  readonly counts?: Readonly<Record<string, number>>;
  readonly nextInMs?: number;
}

/**
 * Reason of the aborts that end a sleep. Without one, each abort creates an error with a stack, and
 * a busy loop is woken a thousand times a second.
 */
const OVER = 'woken';

const LONGEST_SLEEP_MS = HOUR_MS;

export interface LoopOptions {
  readonly name: string;
  /** Called after each run, so that a changed setting applies to the next one. */
  readonly intervalMs: () => number;
  /** One run. If it throws, the run has failed: that is reported, and the loop continues. */
  readonly run: (signal: AbortSignal) => Promise<LoopRun>;
  readonly onError?: (error: unknown) => void;
  readonly clock?: Clock;
}

/**
 * Runs periodic work. Runs never overlap: the next one starts an interval after the last one
 * started, or right after it if that took longer. `wake()` requests a run now; `stop()` aborts the
 * current run and waits for it.
 */
export class Loop {
  readonly #options: LoopOptions;
  readonly #clock: Clock;
  readonly #stopping = new AbortController();
  #finished: Promise<void> | null = null;
  #sleep = new AbortController();
  #woken = false;
  #paused = false;
  #health: LoopHealth;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#health = {
      name: options.name,
      running: false,
      paused: false,
      interval_ms: options.intervalMs(),
      runs: 0,
      failures: 0,
      last_started_at: null,
      last_success_at: null,
      last_duration_ms: null,
      last_error: null,
      next_run_at: null,
      counts: {},
    };
  }

  start(): void {
    this.#finished ??= this.#goRound(this.#stopping.signal);
  }

  /** Runs at once, or right after the current run. */
  wake(): void {
    this.#woken = true;
    this.#sleep.abort(OVER);
  }

  /** No further run until `resume()`. The current one is not aborted. */
  pause(): void {
    this.#paused = true;
    this.#health = { ...this.#health, paused: true, next_run_at: null };
  }

  resume(): void {
    this.#paused = false;
    this.#health = { ...this.#health, paused: false };
    this.wake();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#sleep.abort(OVER);
    await this.#finished;
  }

  health(): LoopHealth {
    return { ...this.#health, interval_ms: this.#options.intervalMs() };
  }

  async #goRound(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const startedMs = this.#clock.monotonicMs();
      this.#woken = false;
      const wantedMs = this.#paused ? null : await this.#runOnce(signal);
      if (signal.aborted) return;
      const waitMs =
        (wantedMs ?? this.#options.intervalMs()) - (wantedMs === null ? this.#clock.monotonicMs() - startedMs : 0);
      await this.#rest(this.#paused ? Number.POSITIVE_INFINITY : Math.max(0, waitMs));
    }
  }

  async #runOnce(signal: AbortSignal): Promise<number | null> {
    const startedMs = this.#clock.monotonicMs();
    this.#health = { ...this.#health, running: true, last_started_at: this.#clock.nowMs(), next_run_at: null };
    let failure: string | null = null;
    let run: LoopRun = {};
    try {
      run = await this.#options.run(signal);
    } catch (error) {
      if (signal.aborted) return null;
      failure = messageOf(error);
      this.#options.onError?.(error);
    }
    this.#health = {
      ...this.#health,
      running: false,
      runs: this.#health.runs + 1,
      failures: this.#health.failures + (failure === null ? 0 : 1),
      last_success_at: failure === null ? this.#clock.nowMs() : this.#health.last_success_at,
      last_duration_ms: Math.round(this.#clock.monotonicMs() - startedMs),
      last_error: failure ?? run.trouble ?? null,
      counts: run.counts === undefined ? this.#health.counts : { ...run.counts },
    };
    return run.nextInMs ?? null;
  }

  async #rest(ms: number): Promise<void> {
    if (this.#woken || this.#stopping.signal.aborted) return;
    this.#sleep = new AbortController();
    if (Number.isFinite(ms)) this.#health = { ...this.#health, next_run_at: Math.round(this.#clock.nowMs() + ms) };
    // Node's timers take at most 24.8 days, and a loop may rest without end: it sleeps an hour at a
    // time.
    const untilMs = this.#clock.monotonicMs() + ms;
    for (let leftMs = ms; leftMs > 0 && !this.#sleep.signal.aborted; leftMs = untilMs - this.#clock.monotonicMs())
      await this.#clock.sleep(Math.min(leftMs, LONGEST_SLEEP_MS), this.#sleep.signal);
  }
}
