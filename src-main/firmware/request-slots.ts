import type { CallLimit, StopCause } from './call-limit.ts';

/** More callers than this waiting for one miner are a fault of the callers. */
const MOST_WAITING = 32;

interface Line {
  active: number;
  readonly waiting: (() => void)[];
}

/** Lets so many requests go to one miner at once, and the others wait in line. A miner's control board is a small machine. */
export class RequestSlots {
  readonly #mostActive: number;
  readonly #lines = new Map<string, Line>();

  constructor(mostActive: number) {
    this.#mostActive = mostActive;
  }

  /** Waits for a turn. Whoever was `granted` one gives it back with `release`. */
  acquire(origin: string, limit: CallLimit): Promise<'granted' | 'full' | StopCause> {
    if (limit.cause !== null) return Promise.resolve(limit.cause);
    const line = this.#lines.get(origin);
    if (line === undefined) {
      this.#lines.set(origin, { active: 1, waiting: [] });
      return Promise.resolve('granted');
    }
    if (line.active < this.#mostActive) {
      line.active += 1;
      return Promise.resolve('granted');
    }
    if (line.waiting.length >= MOST_WAITING) return Promise.resolve('full');
    return limit.stage<'granted'>((end) => {
      const takeTurn = (): void => end('granted');
      line.waiting.push(takeTurn);
      return () => {
        line.waiting.splice(line.waiting.indexOf(takeTurn), 1);
      };
    });
  }

  /** Hands the turn to the next in line. */
  release(origin: string): void {
    const line = this.#lines.get(origin);
    if (line === undefined) return;
    const next = line.waiting.shift();
    if (next !== undefined) {
      next();
      return;
    }
    line.active -= 1;
    if (line.active === 0) this.#lines.delete(origin);
  }
}
