import { HOUR_MS } from '../../src-shared/milliseconds.ts';
import type { DestinationState, NewEvent } from '../../src-shared/model/index.ts';
import { slotStart } from '../history/tiers.ts';
import type { Clock } from '../runtime/clock.ts';
import { Loop, type LoopRun } from '../runtime/loop.ts';
import { messageOf } from '../runtime/message-of.ts';
import type { DestinationPosition, DestinationProgress, StoredDestination } from '../store/destination-records.ts';
import { clampFuturePosition } from './clamp-future-position.ts';
import { Lateness, TOO_SLOW } from './lateness.ts';
import type { OpenDestination, OutgoingTask, SendFailure, StepResult } from './outgoing-task.ts';
import { type Backoff, jitteredRetryMs } from './retry.ts';

/** Time until a reading of a slot that has just ended is written. */
const WRITE_MARGIN_MS = 10_000;
const LEAST_WAIT_MS = 1000;
const REPORT_REFUSED_EVERY_MS = HOUR_MS;

export const SAFE_MS = 60_000;

export interface DestinationLoopParts {
  readonly clock: Clock;
  readonly backoff: Backoff;
  /**
   * Milliseconds after which the server has flushed what it accepted, so that a kill loses none.
   */
  readonly safeMs: number;
  readonly step: (task: OutgoingTask, signal: AbortSignal) => Promise<StepResult>;
  /** Stores the progress; resolves when it is on disk. */
  readonly keep: (id: string, progress: DestinationProgress) => Promise<void>;
  readonly open: (destination: StoredDestination) => OpenDestination | null;
  /** The time of the oldest reading that is not on disk yet; null if all are. */
  readonly oldestUnwrittenAt: () => number | null;
  readonly watchingSinceAt: () => number | null;
  /** How often each miner is read. Milliseconds. */
  readonly statusMs: () => number;
  readonly publish: (event: NewEvent) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Sends the history to one destination, step by step, and stores the position after each step. A
 * failed step is retried with back-off, and nothing is skipped. Rows or samples that the server
 * refuses are counted and not sent again.
 */
export class DestinationLoop {
  readonly #parts: DestinationLoopParts;
  readonly #loop: Loop;
  #stored: StoredDestination;
  /** The newest safe position and those after it, each with the monotonic time it was reached. */
  #steps: { readonly ms: number; readonly position: DestinationPosition }[];
  #position: DestinationPosition;
  #failures = 0;
  /** Time up to which history has arrived, including the share of the span that is being sent. */
  #reachedAt: number;
  readonly #lateness = new Lateness();
  /** How much was refused since the last event about it, and the latest reason. */
  #unreported = { refused: 0, reason: '' };
  #refusedReportedMs = Number.NEGATIVE_INFINITY;

  constructor(stored: StoredDestination, parts: DestinationLoopParts) {
    this.#stored = stored;
    this.#parts = parts;
    const { safe, ...present } = stored.position;
    this.#position = safe ?? present;
    this.#reachedAt = this.#position.at;
    this.#steps = [{ ms: parts.clock.monotonicMs(), position: this.#position }];
    this.#loop = new Loop({
      name: `destination ${stored.name}`,
      intervalMs: () => stored.sample_seconds * 1000,
      clock: parts.clock,
      onError: parts.onError,
      run: (signal) => this.#run(signal),
    });
  }

  get stored(): StoredDestination {
    return this.#stored;
  }

  start(): void {
    if (this.#stored.enabled) this.#loop.start();
  }

  /** Resolves when no step is running any more. */
  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** More than an hour behind, and not catching up. */
  get isLate(): boolean {
    return this.#stored.enabled && this.#lateness.isLate;
  }

  state(): DestinationState {
    const { enabled, position, sent, refused, last_success_at, last_error } = this.#stored;
    const lag_seconds = enabled ? Math.max(0, Math.round((this.#parts.clock.nowMs() - position.at) / 1000)) : null;
    return { cursor_at: position.at, lag_seconds, sent, refused, last_success_at, last_error };
  }

  async #run(signal: AbortSignal): Promise<LoopRun> {
    const { clock, watchingSinceAt, statusMs } = this.#parts;
    const sampleMs = this.#stored.sample_seconds * 1000;
    const destination = this.#parts.open(this.#stored);
    if (destination === null) {
      await this.#fail({
        message: 'its secret cannot be decrypted here: enter it again',
        retryAfterMs: null,
        isCut: false,
      });
      return { nextInMs: this.#parts.backoff.mostMs };
    }
    for (;;) {
      const upToAt = slotStart(this.#persistedUntilAt(), sampleMs);
      const nextAt = upToAt + sampleMs + WRITE_MARGIN_MS;
      const now = { watchingSinceAt: watchingSinceAt(), statusMs: statusMs() };
      const task = { destination, position: this.#from(upToAt), upToAt, ...now };
      const result = await this.#step(task, signal);
      await this.#took(result, signal);
      this.#reportRefused();
      if (signal.aborted) return {};
      if (result.failure !== null) {
        if (result.failure.isCut) this.#goBack();
        return { nextInMs: await this.#fail(result.failure) };
      }
      this.#failures = 0;
      this.#reachedAt = result.reachedAt ?? result.position.at;
      if (result.isDone || result.reachedAt === null) this.#lateness.restart();
      this.#judgeLag();
      // At least LEAST_WAIT_MS, for when writing is behind. At most one sample, for when the clock
      // was set back.
      const waitMs = Math.max(LEAST_WAIT_MS, Math.min(nextAt - clock.nowMs(), sampleMs + WRITE_MARGIN_MS));
      if (result.isDone) return { nextInMs: waitMs };
    }
  }

  /** Every reading before this moment is on disk. */
  #persistedUntilAt(): number {
    const untilAt = this.#parts.clock.nowMs() - WRITE_MARGIN_MS;
    return Math.min(untilAt, this.#parts.oldestUnwrittenAt() ?? untilAt);
  }

  /** The position, moved back to `upToAt` if it is in the future. */
  #from(upToAt: number): DestinationPosition {
    return clampFuturePosition(this.#position, upToAt, this.#stored.sample_seconds * 2000 + WRITE_MARGIN_MS);
  }

  /** Records a position that was just reached. Returns the newest that is old enough to be safe. */
  #safe(position: DestinationPosition): DestinationPosition {
    const ms = this.#parts.clock.monotonicMs();
    this.#steps.push({ ms, position });
    this.#dropOld(ms);
    return this.#steps[0]?.position ?? position;
  }

  #dropOld(ms: number): void {
    while (this.#steps.length > 1 && (this.#steps[1]?.ms ?? 0) <= ms - this.#parts.safeMs) this.#steps.shift();
  }

  /**
   * The server may have lost what it accepted a moment ago, so that is sent again. Duplicates are
   * harmless: they are the same points.
   */
  #goBack(): void {
    this.#dropOld(this.#parts.clock.monotonicMs());
    // The position keeps its time, so it counts as safe no later than before.
    this.#steps = this.#steps.slice(0, 1);
    this.#position = this.#steps[0]?.position ?? this.#position;
  }

  async #step(task: OutgoingTask, signal: AbortSignal): Promise<StepResult> {
    try {
      return await this.#parts.step(task, signal);
    } catch (error) {
      const message = messageOf(error);
      const failure = { message, retryAfterMs: null, isCut: false };
      return { position: task.position, sent: 0, refused: 0, refusal: null, failure, isDone: false, reachedAt: null };
    }
  }

  async #took(result: StepResult, signal: AbortSignal): Promise<void> {
    const before = this.#stored;
    const { position, sent, refused, refusal, failure } = result;
    const isMoved = JSON.stringify(position) !== JSON.stringify(this.#position);
    const error = failure?.message ?? refusal ?? (sent > 0 || !isMoved ? null : before.last_error);
    if (!isMoved && sent === 0 && refused === 0 && error === before.last_error) return;
    this.#position = position;
    const progress: DestinationProgress = {
      position: { ...position, safe: this.#safe(position) },
      sent: before.sent + sent,
      refused: before.refused + refused,
      last_success_at: sent > 0 ? this.#parts.clock.nowMs() : before.last_success_at,
      last_error: signal.aborted ? before.last_error : error,
    };
    // Before it is on disk: with a full disk, what was sent is still counted.
    this.#stored = { ...before, ...progress };
    if (refusal !== null) this.#unreported = { refused: this.#unreported.refused + refused, reason: refusal };
    await this.#parts.keep(before.id, progress);
  }

  /** Returns the milliseconds until the retry. */
  async #fail({ message, retryAfterMs }: SendFailure): Promise<number> {
    if (this.#stored.last_error !== message) {
      const { position, sent, refused, last_success_at } = this.#stored;
      const progress = { position, sent, refused, last_success_at, last_error: message };
      this.#stored = { ...this.#stored, ...progress };
      await this.#parts.keep(this.#stored.id, progress);
    }
    this.#failures += 1;
    this.#judgeLag();
    return jitteredRetryMs(this.#failures, this.#parts.backoff, retryAfterMs);
  }

  #judgeLag(): void {
    const { clock, publish } = this.#parts;
    const { name, position, last_error } = this.#stored;
    const change = this.#lateness.note(clock.nowMs() - this.#reachedAt, clock.monotonicMs());
    if (change === 'late') {
      const lag_seconds = Math.round((clock.nowMs() - position.at) / 1000);
      publish({ event: 'destination_late', data: { name, lag_seconds, reason: last_error ?? TOO_SLOW } });
    }
    if (change === 'caught_up') publish({ event: 'destination_caught_up', data: { name } });
  }

  #reportRefused(): void {
    const { refused, reason } = this.#unreported;
    const ms = this.#parts.clock.monotonicMs();
    if (refused === 0 || ms - this.#refusedReportedMs < REPORT_REFUSED_EVERY_MS) return;
    this.#refusedReportedMs = ms;
    this.#unreported = { refused: 0, reason: '' };
    this.#parts.publish({ event: 'destination_refused', data: { name: this.#stored.name, refused, reason } });
  }
}
