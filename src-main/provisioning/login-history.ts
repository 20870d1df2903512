import { HOUR_MS } from '../../src-shared/durations.ts';
import type { Clock } from '../runtime/clock.ts';

/**
 * How many wrong passwords firmware forgives is not documented. So few are tried in a row, and the
 * next ones after a pause, whoever's they are.
 */
const WRONG_IN_A_ROW = 3;
/**
 * A key that the miner ignored is made once more in this time: a miner that was reset has its new
 * one at the first scan, and one that honours none is not logged in to at each.
 */
const RENEWED_AT_MOST_EVERY_MS = HOUR_MS;

interface Logins {
  /** Refused passwords since the last pause. */
  readonly wrong: number;
  /** No login before this moment. */
  readonly pausedUntilMs: number;
  /** The miner asked for that itself. */
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
 * What the logins of each miner came to while PowerHive runs, by its MAC: what its firmware counts
 * against PowerHive it counts whatever password is set here, and whether the miner is of the farm.
 * All times are on the monotonic clock.
 */
export class LoginHistory {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #logins = new Map<string, Logins>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** Whether it was logged in to, or refused it, since the start. */
  has(id: string): boolean {
    return this.#logins.has(id);
  }

  /** For how long it is not to be logged in to; 0 where it may be. */
  pausedMs(id: string): number {
    return Math.max(0, this.#of(id).pausedUntilMs - this.#clock.monotonicMs());
  }

  /** Whether the last pause was that of a miner that blocks logins. */
  wasBlocked(id: string): boolean {
    return this.#of(id).isBlocked;
  }

  /** A password was wrong. Returns whether a pause is due. */
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

  /** Whether its key was replaced so short a time ago that another new one would be ignored too. */
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
