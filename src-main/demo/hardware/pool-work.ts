import { hashingS, type OperatingPoint } from './operating-point.ts';

/**
 * For how long a miner has worked for each of its pools since its boards began to hash: firmware
 * counts shares by pool, so that a pool that it was switched to begins at zero.
 */
export class PoolWork {
  #hashingSinceS: number | null = null;
  #active: string | null = null;
  #activeSinceS = 0;
  #before = new Map<string, number>();

  /** Seconds for each pool, once `active` is the one that it works for. */
  follow(active: string, point: OperatingPoint, atS: number): (pool: string) => number {
    const allS = hashingS(point, atS);
    if (point.hashingSinceS !== this.#hashingSinceS) {
      this.#hashingSinceS = point.hashingSinceS;
      this.#before = new Map();
      this.#active = null;
    }
    if (this.#active !== active) {
      if (this.#active !== null) this.#before.set(this.#active, this.#secondsOf(this.#active, allS));
      this.#activeSinceS = this.#active === null ? 0 : allS;
      this.#active = active;
    }
    return (pool) => this.#secondsOf(pool, allS);
  }

  #secondsOf(pool: string, allS: number): number {
    const before = this.#before.get(pool) ?? 0;
    return pool === this.#active ? before + Math.max(0, allS - this.#activeSinceS) : before;
  }
}
