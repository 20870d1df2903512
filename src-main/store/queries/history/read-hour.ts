import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import type { TelemetrySnapshot } from '../../../../src-shared/model/index.ts';
import { CHIP_BLOCK_VERSION, unpackTelemetryBlock } from '../../../history/chip-block.ts';
import { decompressFrame } from '../../../history/encoding/frame-compression.ts';
import { type CompactedStatus, STATUS_BLOCK_VERSION, unpackStatuses } from '../../../history/status-block.ts';
import type { Sqlite } from '../../file/database-file.ts';
import { finite, prepared } from '../../file/statements.ts';
import { readBlock, unpackBlock } from './history-blocks.ts';
import { unpackFrame } from './packed-telemetry.ts';
import { readParts } from './status-parts.ts';
import { readFigures } from './status-queries.ts';
import { BOARD_COLUMNS } from './telemetry-queries.ts';
import { UNCOMPACTED_BOARD, UNCOMPACTED_STATUS } from './uncompacted-rows.ts';

/** Readings of one miner in one hour, from both forms. Both must be read in one transaction. */
export interface MinerHour<T> {
  /** From the hour's block; null if it is damaged. */
  readonly compacted: T[] | null;
  /** From rows that are not compacted. */
  readonly rows: T[];
}

export function readStatusHour(
  sqlite: Sqlite,
  minerKey: number,
  hourAt: number,
  wanted: 'with parts' | 'figures only' = 'with parts',
): MinerHour<CompactedStatus> {
  const rows = prepared<[number, number, number], { id: number; recorded_at: number }>(
    sqlite,
    `SELECT id, recorded_at FROM statuses
       WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ? AND ${UNCOMPACTED_STATUS} ORDER BY recorded_at, id`,
  ).all(minerKey, hourAt, hourAt + HOUR_MS);
  const ids = rows.map(({ id }) => id);
  const figures = readFigures(sqlite, ids);
  const parts = wanted === 'with parts' ? readParts(sqlite, ids) : () => ({ fans: [], chains: [] });
  const block = readBlock(sqlite, 'status_raw', minerKey, hourAt);
  return {
    compacted: block === null ? [] : unpackBlock(block, STATUS_BLOCK_VERSION, (bytes) => unpackStatuses(bytes, wanted)),
    rows: rows.map((row) => ({ ...row, ...figures(row.id), ...parts(row.id) })),
  };
}

export function readChipHour(
  sqlite: Sqlite,
  minerKey: number,
  hourAt: number,
): MinerHour<TelemetrySnapshot> & { readonly rowIds: number[] } {
  const block = readBlock(sqlite, 'chip_raw', minerKey, hourAt);
  return {
    compacted: block === null ? [] : unpackBlock(block, CHIP_BLOCK_VERSION, unpackTelemetryBlock),
    ...readBoardRows(sqlite, minerKey, hourAt),
  };
}

/** The board readings of the hour that are still rows, with the ids of these rows. */
function readBoardRows(
  sqlite: Sqlite,
  minerKey: number,
  hourAt: number,
): { rows: TelemetrySnapshot[]; rowIds: number[] } {
  const boards = readPackedBoards(sqlite, minerKey, hourAt);
  return { rows: snapshotsOfBoards(boards), rowIds: boards.map(({ row_id }) => row_id) };
}

/** A board at one time, with its chips as recorded. */
export interface PackedBoard extends Omit<TelemetrySnapshot['chains'][number], 'chips'> {
  readonly row_id: number;
  readonly recorded_at: number;
  readonly status_id: number | null;
  readonly frame: Buffer | null;
}

/** The boards of the hour that are still rows, oldest first. */
export function readPackedBoards(sqlite: Sqlite, minerKey: number, hourAt: number): PackedBoard[] {
  return prepared<[number, number, number], PackedBoard>(
    sqlite,
    `SELECT id AS row_id, recorded_at, status_id, ${BOARD_COLUMNS.join(', ')}, frame
       FROM chain_snapshots LEFT JOIN chain_chips ON chain_snapshot_id = id
       WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ? AND ${UNCOMPACTED_BOARD} ORDER BY recorded_at, id`,
  ).all(minerKey, hourAt, hourAt + HOUR_MS);
}

/** Groups boards into the readings that they belong to. */
export function snapshotsOfBoards(boards: readonly PackedBoard[]): TelemetrySnapshot[] {
  const snapshots: TelemetrySnapshot[] = [];
  for (const { row_id: _, recorded_at, status_id, frame, ...board } of boards) {
    const chain = { ...finite(board), chips: unpackFrame(frame === null ? null : decompressFrame(frame)) };
    const last = snapshots.at(-1);
    if (last?.recorded_at === recorded_at && last.status_id === status_id) last.chains.push(chain);
    else snapshots.push({ recorded_at, status_id, chains: [chain] });
  }
  return snapshots;
}

/** All statuses of the hour, oldest first. */
export function statusesOf({ compacted, rows }: MinerHour<CompactedStatus>): CompactedStatus[] {
  return [...(compacted ?? []), ...rows].sort((a, b) => a.recorded_at - b.recorded_at || a.id - b.id);
}

/** All board readings of the hour, oldest first; at the same time, compacted ones come first. */
export function snapshotsOf({ compacted, rows }: MinerHour<TelemetrySnapshot>): TelemetrySnapshot[] {
  return [...(compacted ?? []), ...rows].sort((a, b) => a.recorded_at - b.recorded_at);
}
