import { CHIP_BLOCK_VERSION } from '../../../history/chip-block.ts';
import { type ChipTempMean, readChipTempMeans } from '../../../history/chip-temp-means.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { prepared } from '../../file/statements.ts';
import type { BlocksReader } from './blocks-reader.ts';
import { unpackBlock } from './history-blocks.ts';
import { UNCOMPACTED_BOARD } from './uncompacted-rows.ts';

/**
 * The mean chip temperature of a miner's boards at each time their chips were read, oldest first.
 * Of rows it is the column that was written with the chips; of blocks, only the column of the
 * temperatures is decoded.
 */
export function readOutgoingChipTemps(
  sqlite: Sqlite,
  blocks: BlocksReader,
  minerKey: number,
  fromAt: number,
  toAt: number,
): ChipTempMean[] {
  const rows = prepared<[number, number, number], ChipTempMean>(
    sqlite,
    `SELECT recorded_at, chain_id, chip_temp_mean_c FROM chain_snapshots
       WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ? AND chip_temp_mean_c IS NOT NULL
         AND ${UNCOMPACTED_BOARD} ORDER BY recorded_at, id`,
  ).all(minerKey, fromAt, toAt);
  const compacted = blocks
    .read('chip_raw', minerKey, fromAt, toAt)
    .flatMap(({ block }) => unpackBlock(block, CHIP_BLOCK_VERSION, readChipTempMeans) ?? [])
    .filter(({ recorded_at }) => recorded_at >= fromAt && recorded_at < toAt);
  if (compacted.length === 0) return rows;
  return [...compacted, ...rows].sort((a, b) => a.recorded_at - b.recorded_at);
}
