import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { Clock } from '../../runtime/clock.ts';

/**
 * Maximum number of new miners at one address within the time: a host that invents MACs would fill
 * the database.
 */
const MOST_NEWCOMERS = 8;
const WITHIN_MS = HOUR_MS;

/** Remembers at which addresses new miners were found recently. */
export class ChurningHosts {
  readonly #clock: Clock;
  readonly #metAt = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether one more unknown miner is accepted at this address. If so, it is counted. */
  admits(ip: string): boolean {
    const now = this.#clock.monotonicMs();
    const lately = (this.#metAt.get(ip) ?? []).filter((at) => now - at < WITHIN_MS);
    const isAdmitted = lately.length < MOST_NEWCOMERS;
    this.#metAt.set(ip, isAdmitted ? [...lately, now] : lately);
    return isAdmitted;
  }
}
