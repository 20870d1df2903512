import type { Clock } from '../clock.ts';

const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;

/** Remembers addresses where something else than a miner answers, and spares them ever longer: a printer stays a printer. */
export class NotMiners {
  readonly #clock: Clock;
  readonly #known = new Map<string, { pauseMs: number; until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  shouldSkip(ip: string): boolean {
    const known = this.#known.get(ip);
    return known !== undefined && this.#clock.monotonicMs() < known.until;
  }

  add(ip: string): void {
    const before = this.#known.get(ip);
    const pauseMs = before === undefined ? FIRST_PAUSE_MS : Math.min(before.pauseMs * 2, LONGEST_PAUSE_MS);
    this.#known.set(ip, { pauseMs, until: this.#clock.monotonicMs() + pauseMs });
  }

  forget(ip: string): void {
    this.#known.delete(ip);
  }

  /** The operator asked for a scan: everything is looked at again. */
  clear(): void {
    this.#known.clear();
  }
}
