import { type LostTime, lostTime } from './lost-time.ts';

/** How many times its own length the deadline is extended at most: a call always ends. */
const MOST_GIVEN_BACK = 2;
/** Less than this is lost now and then, and given back also to a shorter deadline. */
const LATE_FROM_MS = 1000;
/** Less than this is no wait that could bring a response. */
const WORTH_WAITING_MS = 20;

/**
 * The time of a call, which may be one request or several. Time that this thread loses meanwhile is
 * given back, so that a response that came in time is read.
 *
 * The caller names the timeout: `polling.timeout_ms` for a poll, and
 * `network.miner_probe_timeout_ms` for a probe of a scan. Both are settings, with their defaults in
 * `src-shared/setting-defaults.ts`. A job multiplies the former for its readings, and waits longer
 * for a write (`app/miner-port.ts`).
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

  /** To be called when no time is left: puts the end off by what was lost. False where it stays. */
  extend(): boolean {
    const mostMs = Math.max(this.timeoutMs, LATE_FROM_MS) * MOST_GIVEN_BACK;
    const backMs = Math.min(this.#lostMs(), mostMs) - this.#givenBackMs;
    if (backMs < WORTH_WAITING_MS) return false;
    this.#givenBackMs += backMs;
    this.#endMs = performance.now() + backMs;
    return true;
  }

  /** As much was lost as the miner had: its silence is no fault of it. */
  isLost(): boolean {
    return this.#lostMs() >= Math.max(this.timeoutMs, LATE_FROM_MS);
  }

  #lostMs(): number {
    return this.#lost.totalMs() - this.#lostBeforeMs;
  }
}

/** The options of a call that takes several requests: all of them have this one deadline. */
export function withOneDeadline<T extends { readonly timeoutMs?: number | undefined }>(
  defaultMs: number,
  call: T | undefined,
) {
  return { ...call, deadline: new ExtendableDeadline(call?.timeoutMs ?? defaultMs) };
}
