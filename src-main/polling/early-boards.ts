import { isHashing } from '../../src-shared/judging/firmware-state.ts';
import type { LiveStatus } from '../fleet/miner-entry.ts';
import type { Clock } from '../runtime/clock.ts';

/**
 * At most so many more readings of boards a second: a fault of a whole farm must not delay the
 * polls. With ten thousand miners it is a sixteenth of what is read anyway.
 */
const MOST_A_SECOND = 10;

type Read = Pick<LiveStatus, 'figures' | 'chains'>;

/**
 * Whether a status shows that the boards of a miner have changed since the status before it: another
 * list of them, another state of one, or more bad chips. Starts and stops change all of that, and
 * are no reason.
 */
export function hintsAtBoards(before: Read | null, after: Read): boolean {
  if (before === null || !isHashing(before.figures.state) || !isHashing(after.figures.state)) return false;
  if (before.chains.length !== after.chains.length) return true;
  return after.chains.some((chain, i) => {
    const known = before.chains[i];
    return (
      known === undefined ||
      known.chain_id !== chain.chain_id ||
      known.state !== chain.state ||
      (chain.chips_red ?? 0) > (known.chips_red ?? 0)
    );
  });
}

/** Reads boards before they are due where a status hints at a change, within a limit. */
export class EarlyBoards {
  readonly #clock: Clock;
  readonly #read: (id: string) => void;
  #secondBeganMs = Number.NEGATIVE_INFINITY;
  #asked = 0;

  constructor(clock: Clock, read: (id: string) => void) {
    this.#clock = clock;
    this.#read = read;
  }

  /** `isBehind`: polls are late already. */
  statusRead(id: string, before: Read | null, after: Read, isBehind: boolean): void {
    if (isBehind || !hintsAtBoards(before, after)) return;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs - this.#secondBeganMs >= 1000) {
      this.#secondBeganMs = nowMs;
      this.#asked = 0;
    }
    if (this.#asked >= MOST_A_SECOND) return;
    this.#asked += 1;
    this.#read(id);
  }
}
