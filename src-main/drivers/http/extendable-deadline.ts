import { type LostTime, lostTime } from './lost-time.ts';

/** The deadline is extended by at most this multiple of its length, so that a call always ends. */
const MOST_GIVEN_BACK = 2;
/** A shorter deadline counts as this long here: up to that much time is lost now and then. */
const LATE_FROM_MS = 1000;
/** A shorter extension would not bring a response. */
const WORTH_WAITING_MS = 20;

/**
 * The deadline of a call of one or several requests. It is extended by the time that this thread
 * was blocked, so that a response that came in time is still read.
 *
 * The caller names the timeout: `polling.timeout_ms` for a poll, and
 * `network.miner_probe_timeout_ms` for a probe of a scan. Both are settings, with their defaults in
 * `src-shared/setting-defaults/`. A job multiplies the former for its readings, and waits longer for
 * a write (`app/jobs/miner-access.ts`).
 */
export class ExtendableDeadline {
  readonly timeoutMs: number;
  readonly #lost: Pick<LostTime, 'totalMs'>;
  readonly #lostBeforeMs: number;
  #endMs: number;
  #givenBackMs = 0;

  constructor(timeoutMs: number, lost: Pick<LostTime, 'totalMs'> = lostTime) {
    this.timeoutMs = timeoutMs;
    this.#lost = lost;
    this.#lostBeforeMs = lost.totalMs();
    this.#endMs = performance.now() + timeoutMs;
  }

  leftMs(): number {
    return Math.max(0, Math.ceil(this.#endMs - performance.now()));
  }

  /**
   * To be called when no time is left. Extends the deadline by the lost time; false if none is due.
   */
  extend(): boolean {
    const mostMs = Math.max(this.timeoutMs, LATE_FROM_MS) * MOST_GIVEN_BACK;
    const backMs = Math.min(this.#lostMs(), mostMs) - this.#givenBackMs;
    if (backMs < WORTH_WAITING_MS) return false;
    this.#givenBackMs += backMs;
    this.#endMs = performance.now() + backMs;
    return true;
  }

  /** Whether the lost time is as long as the deadline: then a missing response proves nothing. */
  isLost(): boolean {
    return this.#lostMs() >= Math.max(this.timeoutMs, LATE_FROM_MS);
  }

  #lostMs(): number {
    return this.#lost.totalMs() - this.#lostBeforeMs;
  }
}

/** The options for a call of several requests that share one deadline. */
export function withOneDeadline<T extends { readonly timeoutMs?: number | undefined }>(
  defaultMs: number,
  call: T | undefined,
) {
  return { ...call, deadline: new ExtendableDeadline(call?.timeoutMs ?? defaultMs) };
}
