import { TIERS, type TierName } from '../../../history/tiers.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { lastBlockAt, readBlocks, type StoredBlock } from './history-blocks.ts';

/**
 * Reads the blocks of many miners from one state of the database. It asks once where the blocks of
 * a tier end: most of what is sent is younger, and no miner has a block of it.
 */
export class BlocksReader {
  readonly #sqlite: Sqlite;
  readonly #ends = new Map<TierName, number>();

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
  }

  /** The blocks of a miner that overlap a span, oldest first. */
  read(tier: TierName, minerKey: number, fromAt: number, toAt: number): StoredBlock[] {
    return fromAt >= this.#endOf(tier) ? [] : readBlocks(this.#sqlite, tier, minerKey, { fromAt, toAt });
  }

  #endOf(tier: TierName): number {
    let end = this.#ends.get(tier);
    if (end === undefined) {
      const lastAt = lastBlockAt(this.#sqlite, tier);
      end = lastAt === null ? Number.NEGATIVE_INFINITY : lastAt + TIERS[tier].blockMs;
      this.#ends.set(tier, end);
    }
    return end;
  }
}
