import type { CallCancellation, StopCause } from './call-cancellation.ts';

/** More callers than this waiting for one miner are a fault of the callers. */
const MOST_WAITING = 32;

/** The right to have one request under way, over the connection of that number. */
export interface Turn {
  readonly pool: number;
}

interface Line {
  readonly busyPools: Set<number>;
  readonly waiting: ((turn: Turn) => void)[];
}

/**
 * Lets so many requests go to one miner at once, and the others wait in line: a miner's control
 * board is a small machine. The lowest free pool is given first, so that whoever sends one request
 * after another stays on one connection.
 */
export class RequestSlots {
  readonly #pools: number;
  readonly #lines = new Map<string, Line>();

  constructor(pools: number) {
    this.#pools = pools;
  }

  /** Waits for a turn. Whoever got one gives it back with `release`. */
  acquire(origin: string, limit: CallCancellation): Promise<Turn | 'full' | StopCause> {
    if (limit.cause !== null) return Promise.resolve(limit.cause);
    const line = this.#lineOf(origin);
    for (let pool = 0; pool < this.#pools; pool += 1) {
      if (line.busyPools.has(pool)) continue;
      line.busyPools.add(pool);
      return Promise.resolve({ pool });
    }
    if (line.waiting.length >= MOST_WAITING) return Promise.resolve('full');
    return limit.stage<Turn>((takeTurn) => {
      line.waiting.push(takeTurn);
      return () => {
        line.waiting.splice(line.waiting.indexOf(takeTurn), 1);
      };
    });
  }

  /** Hands the turn to the next in line. */
  release(origin: string, turn: Turn): void {
    const line = this.#lineOf(origin);
    const next = line.waiting.shift();
    if (next !== undefined) {
      next(turn);
      return;
    }
    line.busyPools.delete(turn.pool);
    if (line.busyPools.size === 0) this.#lines.delete(origin);
  }

  #lineOf(origin: string): Line {
    const known = this.#lines.get(origin);
    if (known !== undefined) return known;
    const line: Line = { busyPools: new Set(), waiting: [] };
    this.#lines.set(origin, line);
    return line;
  }
}
