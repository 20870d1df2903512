import { HOUR_MS } from '../../src-shared/milliseconds.ts';
import type { Clock } from '../runtime/clock.ts';

/**
 * How many wrong passwords firmware accepts before it blocks is not documented. So few are tried in
 * a row, then the next ones after a pause, whatever their source.
 */
const WRONG_IN_A_ROW = 3;
/**
 * A key that the miner ignores is replaced once in this time: a miner that was reset gets a new key
 * at the first scan, and one that accepts no key is not logged in to at every scan.
 */
const RENEWED_AT_MOST_EVERY_MS = HOUR_MS;

interface Logins {
  /** Refused passwords since the last pause. */
  readonly wrong: number;
  /** No login before this time. */
  readonly pausedUntilMs: number;
  /** The miner itself requested the pause. */
  readonly isBlocked: boolean;
  /** When a key that did not work was last replaced. */
  readonly renewedMs: number;
}

const NONE: Logins = {
  wrong: 0,
  pausedUntilMs: Number.NEGATIVE_INFINITY,
  isBlocked: false,
  renewedMs: Number.NEGATIVE_INFINITY,
};

/**
 * The results of logins by MAC while PowerHive runs. They are kept when a password is changed or a
 * miner is removed, because the firmware keeps counting too. All times are on the monotonic clock.
 */
export class LoginHistory {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #logins = new Map<string, Logins>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** Whether a login to this miner has succeeded or was refused since the start. */
  has(id: string): boolean {
    return this.#logins.has(id);
  }

  /** The remaining time without logins; 0 if they are allowed. */
  pausedMs(id: string): number {
    return Math.max(0, this.#of(id).pausedUntilMs - this.#clock.monotonicMs());
  }

  /** Whether the last pause was requested by a miner that blocks logins. */
  wasBlocked(id: string): boolean {
    return this.#of(id).isBlocked;
  }

  /** Records a wrong password. Returns whether a pause is due. */
  noteWrong(id: string): boolean {
    const wrong = this.#of(id).wrong + 1;
    this.#set(id, { wrong });
    return wrong >= WRONG_IN_A_ROW;
  }

  pause(id: string, waitMs: number, isBlocked: boolean): void {
    this.#set(id, { wrong: 0, pausedUntilMs: this.#clock.monotonicMs() + waitMs, isBlocked });
  }

  noteUnlocked(id: string): void {
    this.#set(id, { wrong: 0, pausedUntilMs: Number.NEGATIVE_INFINITY });
  }

  noteRenewed(id: string): void {
    this.#set(id, { renewedMs: this.#clock.monotonicMs() });
  }

  /** Whether its key was replaced so recently that another new one would be ignored too. */
  wasRenewedLately(id: string): boolean {
    return this.#clock.monotonicMs() < this.#of(id).renewedMs + RENEWED_AT_MOST_EVERY_MS;
  }

  #of(id: string): Logins {
    return this.#logins.get(id) ?? NONE;
  }

  #set(id: string, changes: Partial<Logins>): void {
    this.#logins.set(id, { ...this.#of(id), ...changes });
  }
}
