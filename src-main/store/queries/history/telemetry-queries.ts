import { ChainSnapshot, type TelemetrySnapshot } from '../../../../src-shared/model/miner/telemetry.ts';
import { CHIP_BLOCK_VERSION, unpackTelemetryBlock } from '../../../history/chip-block.ts';
import { compressFrame, decompressFrame } from '../../../history/encoding/frame-compression.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { columnsOf, finite, prepared, prepareInsert } from '../../file/statements.ts';
import { chainChips, chainSnapshots } from '../../schema/readings.ts';
import type { StatusRange } from '../../store.ts';
import { minerKeys } from '../miner-keys.ts';
import { blocksNewestFirst, unpackBlock } from './history-blocks.ts';
import { type PackedChain, type PackedSnapshot, type PackedTelemetry, packSnapshot } from './packed-telemetry.ts';
import { prepareMinerKey } from './status-queries.ts';
import { UNCOMPACTED_BOARD } from './uncompacted-rows.ts';

/** The columns of a board in a row of the telemetry loop. */
export const BOARD_COLUMNS = columnsOf(ChainSnapshot.omit({ chips: true }).shape);

/** The writes of telemetry. The caller opens the transaction. */
export function prepareTelemetryWrites(sqlite: Sqlite) {
  const insertBoard = prepareInsert(sqlite, chainSnapshots, [
    'status_id',
    'miner_key',
    'recorded_at',
    ...BOARD_COLUMNS,
    'chip_temp_mean_c',
  ]);
  const insertChips = prepareInsert(sqlite, chainChips, ['chain_snapshot_id', 'frame']);
  const minerKey = prepareMinerKey(sqlite);
  return {
    recordTelemetry(records: readonly PackedTelemetry[]): void {
      for (const { miner_id, recorded_at, status_id, chains } of records) {
        const miner_key = minerKey(miner_id);
        if (miner_key === null) continue;
        for (const { frame, ...board } of chains) {
          const chain_snapshot_id = insertBoard({ ...board, miner_key, recorded_at, status_id });
          insertChips({ chain_snapshot_id, frame: compressFrame(frame) });
        }
      }
    },
  };
}

/** Recent readings of a miner's boards with packed chips, newest first, from rows and blocks. */
export function readTelemetry(sqlite: Sqlite, minerId: string, range: StatusRange): PackedSnapshot[] {
  // One transaction, so that an hour that is compacted in the meantime is read in one form.
  return sqlite.transaction(() =>
    minerKeys(sqlite, minerId)
      .flatMap((key) => readTelemetryOf(sqlite, key, range))
      .sort((a, b) => b.recorded_at - a.recorded_at)
      .slice(0, range.limit),
  )();
}

/** The same for one key, in no particular order. */
function readTelemetryOf(sqlite: Sqlite, minerKey: number, range: StatusRange): PackedSnapshot[] {
  const { limit, since = 0, until = Number.MAX_SAFE_INTEGER } = range;
  const isMeant = ({ recorded_at }: TelemetrySnapshot): boolean => recorded_at >= since && recorded_at <= until;
  const compacted: TelemetrySnapshot[] = [];
  for (const { block } of blocksNewestFirst(sqlite, 'chip_raw', minerKey, { since, until })) {
    if (compacted.length >= limit) break;
    compacted.push(...(unpackBlock(block, CHIP_BLOCK_VERSION, unpackTelemetryBlock) ?? []).filter(isMeant).reverse());
  }
  return [...readRows(sqlite, { minerKey, since, until, limit }), ...compacted.slice(0, limit).map(packSnapshot)];
}

function readRows(
  sqlite: Sqlite,
  range: { minerKey: number; since: number; until: number; limit: number },
): PackedSnapshot[] {
  const rows = prepared<
    [{ minerKey: number; since: number; until: number; limit: number }],
    PackedChain & { recorded_at: number; status_id: number | null }
  >(
    sqlite,
    `WITH moments AS (
         SELECT DISTINCT miner_key, recorded_at FROM chain_snapshots
         WHERE miner_key = @minerKey AND recorded_at BETWEEN @since AND @until AND ${UNCOMPACTED_BOARD}
         ORDER BY recorded_at DESC LIMIT @limit)
       SELECT recorded_at, status_id, ${BOARD_COLUMNS.join(', ')}, frame
       FROM moments JOIN chain_snapshots USING (miner_key, recorded_at)
       LEFT JOIN chain_chips ON chain_snapshot_id = chain_snapshots.id
       WHERE ${UNCOMPACTED_BOARD}
       ORDER BY recorded_at DESC, chain_snapshots.id`,
  ).all(range);
  const snapshots: (Omit<PackedSnapshot, 'chains'> & { readonly chains: PackedChain[] })[] = [];
  for (const { recorded_at, status_id, frame, ...board } of rows) {
    const chain = { ...finite(board), frame: frame === null ? null : decompressFrame(frame) };
    const last = snapshots.at(-1);
    if (last?.recorded_at === recorded_at && last.status_id === status_id) last.chains.push(chain);
    else snapshots.push({ recorded_at, status_id, chains: [chain] });
  }
  return snapshots;
}
