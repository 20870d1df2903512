import type { Clock } from '../../runtime/clock.ts';
import type { OtherDevice } from '../other-devices.ts';

const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 600_000;
/** What has not said what it is may be a miner in trouble. */
const LONGEST_PAUSE_UNIDENTIFIED_MS = 300_000;

/**
 * Remembers addresses at which other devices respond, and skips them for ever longer: a printer
 * stays a printer. One at which nobody accepts any more is forgotten: who comes next may be a miner.
 */
export class NegativeCache {
  readonly #clock: Clock;
  readonly #known = new Map<
    string,
    { readonly device: OtherDevice; readonly pauseMs: number; readonly until: number }
  >();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What is there and need not be asked now; null where it has to be. */
  known(ip: string): OtherDevice | null {
    const known = this.#known.get(ip);
    return known !== undefined && this.#clock.monotonicMs() < known.until ? known.device : null;
  }

  add(ip: string, device: OtherDevice): void {
    const longestMs = device.kind === 'not_identified' ? LONGEST_PAUSE_UNIDENTIFIED_MS : LONGEST_PAUSE_MS;
    const before = this.#known.get(ip);
    const pauseMs = before === undefined ? FIRST_PAUSE_MS : Math.min(before.pauseMs * 2, longestMs);
    this.#known.set(ip, { device, pauseMs, until: this.#clock.monotonicMs() + pauseMs });
  }

  /** When it was asked last, as far as that is known; for putting addresses in turn. */
  askedAtMs(ip: string): number {
    const known = this.#known.get(ip);
    return known === undefined ? Number.NEGATIVE_INFINITY : known.until - known.pauseMs;
  }

  forget(ip: string): void {
    this.#known.delete(ip);
  }

  /** The operator requested a scan: everything is checked again. */
  clear(): void {
    this.#known.clear();
  }
}
