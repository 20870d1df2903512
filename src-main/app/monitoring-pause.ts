import type { Actor } from '../../src-shared/model/index.ts';
import type { Clock } from '../runtime/clock.ts';
import { Loop } from '../runtime/loop.ts';
import { SleepDetector } from '../runtime/sleep-detector.ts';

/** Why PowerHive does not watch for a while, in the words that the screens show. */
const PAUSE_REASONS = { operator: 'You paused it.', asleep: 'This computer was asleep.' } as const;
export type PauseReason = keyof typeof PAUSE_REASONS;

export interface MonitoringPauseOptions {
  readonly clock: Clock;
  /** The time between two scans. */
  readonly intervalMs: () => number;
  readonly discovery: { pause(reason: string, actor: Actor | null): void; resume(actor: Actor | null): void };
  readonly polling: { pause(): void; resume(): void };
  /** What asks miners for what was missed. */
  readonly gaps: { pause(): void; resume(): void };
  readonly onError: (error: unknown) => void;
}

const INTERVAL_MS = 1000;
/**
 * Half the time between two scans counts as a sleep, within these bounds: nothing is concluded from
 * timeouts that ran out meanwhile.
 */
const LEAST_SLEEP_MS = 10_000;
const MOST_SLEEP_MS = 30_000;
/**
 * After so long without a gap the computer is awake, whatever it announced: longer than the network
 * is waited for after an announced sleep.
 */
const AWAKE_AFTER_MS = 60_000;

/**
 * Whether PowerHive may conclude anything from silence: not while it is paused, and not from what
 * was under way when the computer slept.
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
   * Drops what is under way if the computer has slept since the last look. For whoever is about to
   * conclude something from silence: after a sleep every timeout has run out, and the loop's own
   * next run may come later than they do.
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
   * Stops watching: what is under way is dropped, and no miner is marked offline until a whole scan
   * has been through.
   */
  pause(reason: PauseReason, actor: Actor | null = null): void {
    this.#pauses.add(reason);
    this.#awakeSinceMs = this.#options.clock.monotonicMs();
    this.#options.gaps.pause();
    this.#options.polling.pause();
    this.#options.discovery.pause(PAUSE_REASONS[reason], actor);
  }

  /** Watches again, if nothing else speaks against it. */
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

  /** The system said that it was going to sleep, and never that it woke up. */
  #endOverduePause(): void {
    if (!this.#pauses.has('asleep')) return;
    if (this.#options.clock.monotonicMs() - this.#awakeSinceMs >= AWAKE_AFTER_MS) this.resume('asleep');
  }
}
