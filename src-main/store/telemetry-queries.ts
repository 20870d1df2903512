import { ChainSnapshot } from '../../src-shared/model/index.ts';
import { compressFrame, decompressFrame } from '../history/frame-compression.ts';
import type { Sqlite } from './database-file.ts';
import type { PackedChain, PackedSnapshot, PackedTelemetry } from './packed-telemetry.ts';
import { chainChips, chainSnapshots } from './schema.ts';
import { columnsOf, finite, prepareInsert } from './statements.ts';
import { prepareMinerKey } from './status-queries.ts';
import type { StatusRange } from './store.ts';

const BOARD = columnsOf(ChainSnapshot.omit({ chips: true }).shape);

/** What the writer does with telemetry; every call runs inside a transaction of the caller. */
export function prepareTelemetryWrites(sqlite: Sqlite) {
  const insertBoard = prepareInsert(sqlite, chainSnapshots, ['status_id', 'miner_key', 'recorded_at', ...BOARD]);
  const insertChips = prepareInsert(sqlite, chainChips, ['chain_snapshot_id', 'frame']);
  const minerKey = prepareMinerKey(sqlite);
  return {
    recordTelemetry(records: readonly PackedTelemetry[]): void {
      for (const { miner_id, recorded_at, status_id, chains } of records) {
        const miner_key = minerKey(miner_id);
        for (const { frame, ...board } of chains) {
          const chain_snapshot_id = insertBoard({ ...board, miner_key, recorded_at, status_id });
          insertChips({ chain_snapshot_id, frame: compressFrame(frame) });
        }
      }
    },
  };
}

/** Recent readings of a miner's boards with their chips still packed, newest first. */
export function readTelemetry(sqlite: Sqlite, minerId: string, range: StatusRange): PackedSnapshot[] {
  const rows = sqlite
    .prepare<
      [{ minerId: string; since: number; until: number; limit: number }],
      PackedChain & { recorded_at: number; status_id: number | null }
    >(
      `WITH moments AS (
         SELECT DISTINCT miner_key, recorded_at FROM chain_snapshots
         WHERE miner_key = (SELECT miner_key FROM miners WHERE id = @minerId) AND recorded_at BETWEEN @since AND @until
         ORDER BY recorded_at DESC LIMIT @limit)
       SELECT recorded_at, status_id, ${BOARD.join(', ')}, frame
       FROM moments JOIN chain_snapshots USING (miner_key, recorded_at)
       LEFT JOIN chain_chips ON chain_snapshot_id = chain_snapshots.id
       ORDER BY recorded_at DESC, chain_snapshots.id`,
    )
    .all({ minerId, since: range.since ?? 0, until: range.until ?? Number.MAX_SAFE_INTEGER, limit: range.limit });
  const snapshots: PackedSnapshot[] = [];
  for (const { recorded_at, status_id, frame, ...board } of rows) {
    const chain = { ...finite(board), frame: frame === null ? null : decompressFrame(frame) };
    const last = snapshots.at(-1);
    if (last?.recorded_at === recorded_at && last.status_id === status_id) last.chains.push(chain);
    else snapshots.push({ recorded_at, status_id, chains: [chain] });
  }
  return snapshots;
}
