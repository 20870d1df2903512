import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { Clock } from '../../runtime/clock.ts';

/**
 * Miners that follow one another at an address within the time: two may exchange addresses, and
 * once more, but then each stays.
 */
const LEAST_TURNS = 4;
const WITHIN_MS = HOUR_MS;

interface Turn {
  readonly mac: string;
  readonly atMs: number;
}

/** Recognises an address that two devices have at once, because one and the other answer in turn. */
export class SharedAddresses {
  readonly #clock: Clock;
  readonly #turns = new Map<string, readonly Turn[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * A miner came to this address. Returns the miners that answer there in turn if they do, once an
   * hour; else null.
   */
  note(ip: string, mac: string): readonly string[] | null {
    const atMs = this.#clock.monotonicMs();
    const turns = (this.#turns.get(ip) ?? []).filter((turn) => atMs - turn.atMs < WITHIN_MS);
    if (turns.at(-1)?.mac !== mac) turns.push({ mac, atMs });
    this.#turns.set(ip, turns);
    const macs = new Set(turns.map((turn) => turn.mac));
    const isShared = turns.length === LEAST_TURNS && macs.size < LEAST_TURNS && turns.at(-1)?.atMs === atMs;
    return isShared ? [...macs] : null;
  }
}
