import type { CallCancellation, StopCause } from './call-cancellation.ts';

/** More callers waiting for one miner than this are a bug of the callers. */
const MOST_WAITING = 32;

/** Permission for one request at a time, over the connection pool with this index. */
export interface Turn {
  readonly pool: number;
}

interface Line {
  readonly busyPools: Set<number>;
  readonly waiting: ((turn: Turn) => void)[];
}

/**
 * A semaphore per miner, because its control board is a small computer: a limited number of
 * requests at once, the others wait in order. The lowest free pool is used first, so that
 * sequential requests stay on one connection.
 */
export class RequestSlots {
  readonly #pools: number;
  readonly #lines = new Map<string, Line>();

  constructor(pools: number) {
    this.#pools = pools;
  }

  /** Waits for a turn, which must be given back with `release`. `full`: too many are waiting. */
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

  /** Passes the turn to the next waiting request. */
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
