import { readReadingTimes, STATUS_BLOCK_VERSION } from '../../../history/status-block.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { prepared } from '../../file/statements.ts';
import { minerKeys } from '../miner-keys.ts';
import { type BlockSpan, readBlocks, unpackBlock } from './history-blocks.ts';
import { UNCOMPACTED_STATUS } from './uncompacted-rows.ts';

/** When a miner was read, and those that it replaced, in ascending order. */
export function readTimes(sqlite: Sqlite, minerId: string, span: BlockSpan): number[] {
  const { fromAt, toAt } = span;
  return sqlite.transaction(() => {
    const times = minerKeys(sqlite, minerId).flatMap((key) => [
      ...readBlocks(sqlite, 'status_raw', key, span).flatMap(
        ({ block }) => unpackBlock(block, STATUS_BLOCK_VERSION, readReadingTimes) ?? [],
      ),
      ...prepared<[number, number, number], number>(
        sqlite,
        `SELECT recorded_at FROM statuses
           WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ? AND ${UNCOMPACTED_STATUS}`,
      )
        .pluck()
        .all(key, fromAt, toAt),
    ]);
    return times.filter((at) => at >= fromAt && at < toAt).sort((a, b) => a - b);
  })();
}
