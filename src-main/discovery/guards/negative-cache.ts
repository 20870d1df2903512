import type { Clock } from '../../runtime/clock.ts';
import type { OtherDevice } from '../other-devices.ts';

const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 600_000;
/** What has not said what it is may be a miner in trouble. */
const LONGEST_PAUSE_UNIDENTIFIED_MS = 300_000;

interface Known {
  readonly device: OtherDevice;
  readonly pauseMs: number;
  readonly probedMs: number;
}

/**
 * Remembers addresses at which other devices respond, and skips them for ever longer: a printer
 * stays a printer. An address that accepts no connection any more is forgotten: its next host may
 * be a miner.
 */
export class NegativeCache {
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What is there and need not be asked now; null where it has to be. */
  known(ip: string): OtherDevice | null {
    const known = this.#known.get(ip);
    return known !== undefined && this.#clock.monotonicMs() < known.probedMs + known.pauseMs ? known.device : null;
  }

  add(ip: string, device: OtherDevice): void {
    const longestMs = device.kind === 'not_identified' ? LONGEST_PAUSE_UNIDENTIFIED_MS : LONGEST_PAUSE_MS;
    const pauseMs = Math.max(FIRST_PAUSE_MS, Math.min((this.#known.get(ip)?.pauseMs ?? 0) * 2, longestMs));
    this.#known.set(ip, { device, pauseMs, probedMs: this.#clock.monotonicMs() });
  }

  /** When it was asked last, as far as that is known; for putting addresses in turn. */
  probedAtMs(ip: string): number {
    return this.#known.get(ip)?.probedMs ?? Number.NEGATIVE_INFINITY;
  }

  forget(ip: string): void {
    this.#known.delete(ip);
  }

  /**
   * The operator requested a scan: everything is checked again. When each was asked last is kept:
   * where a scan has no time for all, the next goes on with the others.
   */
  endPauses(): void {
    for (const [ip, known] of this.#known) this.#known.set(ip, { ...known, pauseMs: 0 });
  }
}
