import type { Actor } from '../../src-shared/model/index.ts';
import type { Clock } from '../runtime/clock.ts';
import { Loop } from '../runtime/loop.ts';
import { LEAST_SLEEP_MS, SleepDetector } from '../runtime/sleep-detector.ts';

/** The reasons of a pause in monitoring, as the screens display them. */
const PAUSE_REASONS = { operator: 'You paused it.', asleep: 'This computer was asleep.' } as const;
export type PauseReason = keyof typeof PAUSE_REASONS;

export interface MonitoringPauseOptions {
  readonly clock: Clock;
  /** The time between two scans. */
  readonly intervalMs: () => number;
  readonly discovery: { pause(reason: string, actor: Actor | null): void; resume(actor: Actor | null): void };
  readonly polling: { pause(): void; resume(): void };
  /** Requests missed history from miners. */
  readonly gaps: { pause(): void; resume(): void };
  readonly onError: (error: unknown) => void;
}

const INTERVAL_MS = 1000;
/**
 * A gap of half the time between two scans, within these bounds, counts as a sleep: timeouts that
 * expired during it prove nothing.
 */
const MOST_SLEEP_MS = 30_000;
/**
 * After this time without a gap the computer is awake, even if it never reported so. Longer than
 * the wait for the network after a reported sleep.
 */
const AWAKE_AFTER_MS = 60_000;

/**
 * Decides when silence proves nothing: during a pause, and for requests that were in progress when
 * the computer slept.
 */
export class MonitoringPause {
  readonly loop: Loop;
  readonly #options: MonitoringPauseOptions;
  readonly #detector: SleepDetector;
  readonly #pauses = new Set<PauseReason>();
  #awakeSinceMs: number;

  constructor(options: MonitoringPauseOptions) {
    this.#options = options;
    this.#detector = new SleepDetector(options.clock, INTERVAL_MS);
    this.#awakeSinceMs = options.clock.monotonicMs();
    this.loop = new Loop({
      name: 'wakefulness',
      intervalMs: () => INTERVAL_MS,
      run: async () => {
        this.check();
        this.#endOverduePause();
        return {};
      },
      onError: options.onError,
      clock: options.clock,
    });
  }

  /**
   * Drops what is in progress if the computer has slept since the last check. Call it before a
   * decision based on silence: after a sleep all timeouts have expired, and they may fire before
   * the next run of this loop.
   */
  check(): void {
    const { intervalMs, clock, discovery, polling, gaps } = this.#options;
    const thresholdMs = Math.min(MOST_SLEEP_MS, Math.max(LEAST_SLEEP_MS, intervalMs() / 2));
    if (!this.#detector.hasSlept(thresholdMs)) return;
    this.#awakeSinceMs = clock.monotonicMs();
    if (this.#pauses.size > 0) return;
    gaps.pause();
    polling.pause();
    discovery.pause(PAUSE_REASONS.asleep, null);
    discovery.resume(null);
    polling.resume();
    gaps.resume();
  }

  /**
   * Stops monitoring: what is in progress is dropped, and no miner is marked offline until a whole
   * scan has ended.
   */
  pause(reason: PauseReason, actor: Actor | null = null): void {
    this.#pauses.add(reason);
    this.#awakeSinceMs = this.#options.clock.monotonicMs();
    this.#options.gaps.pause();
    this.#options.polling.pause();
    this.#options.discovery.pause(PAUSE_REASONS[reason], actor);
  }

  /** Resumes monitoring, unless there is another reason to pause. */
  resume(reason: PauseReason, actor: Actor | null = null): void {
    if (!this.#pauses.delete(reason)) return;
    const { discovery, polling, gaps } = this.#options;
    const [other] = this.#pauses;
    if (other !== undefined) {
      discovery.pause(PAUSE_REASONS[other], actor);
      return;
    }
    discovery.resume(actor);
    polling.resume();
    gaps.resume();
  }

  /** Ends the pause if the system announced a sleep, but never that it woke up. */
  #endOverduePause(): void {
    if (!this.#pauses.has('asleep')) return;
    if (this.#options.clock.monotonicMs() - this.#awakeSinceMs >= AWAKE_AFTER_MS) this.resume('asleep');
  }
}
