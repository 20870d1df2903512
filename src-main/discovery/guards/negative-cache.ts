import type { Clock } from '../../runtime/clock.ts';
import type { OtherDevice } from '../other-devices.ts';

const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 600_000;
/** Shorter, because a host that was not identified may be a miner in trouble. */
const LONGEST_PAUSE_UNIDENTIFIED_MS = 300_000;

interface Known {
  readonly device: OtherDevice;
  readonly pauseMs: number;
  readonly probedMs: number;
}

/**
 * Remembers addresses of other devices, and skips them for longer each time: a printer stays a
 * printer. An address that accepts no connection any more is forgotten, because its next host may
 * be a miner.
 */
export class NegativeCache {
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The device there, if it need not be probed now; null if it has to be. */
  known(ip: string): OtherDevice | null {
    const known = this.#known.get(ip);
    return known !== undefined && this.#clock.monotonicMs() < known.probedMs + known.pauseMs ? known.device : null;
  }

  add(ip: string, device: OtherDevice): void {
    const longestMs = device.kind === 'not_identified' ? LONGEST_PAUSE_UNIDENTIFIED_MS : LONGEST_PAUSE_MS;
    const pauseMs = Math.max(FIRST_PAUSE_MS, Math.min((this.#known.get(ip)?.pauseMs ?? 0) * 2, longestMs));
    this.#known.set(ip, { device, pauseMs, probedMs: this.#clock.monotonicMs() });
  }

  /** When it was last probed, to order addresses; -Infinity if that is not known. */
  probedAtMs(ip: string): number {
    return this.#known.get(ip)?.probedMs ?? Number.NEGATIVE_INFINITY;
  }

  forget(ip: string): void {
    this.#known.delete(ip);
  }

  /**
   * Ends all pauses, because the operator requested a scan. The times of the last probes are kept:
   * if a scan has no time for all, the next one continues with the others.
   */
  endPauses(): void {
    for (const [ip, known] of this.#known) this.#known.set(ip, { ...known, pauseMs: 0 });
  }
}
