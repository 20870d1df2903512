import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import type { StatusFigures } from '../../../../src-shared/model/index.ts';
import { CHIP_BLOCK_VERSION, unpackTelemetryBlock } from '../../../history/chip-block.ts';
import { type ChipColumns, ChipColumnsReader, chipColumnsOf, type ReadBoard } from '../../../history/chip-columns.ts';
import { decompressFrame } from '../../../history/encoding/frame-compression.ts';
import { slotStart } from '../../../history/tiers.ts';
import { inspectDatabase, openReadOnly, type Sqlite } from '../../file/database-file.ts';
import { MIGRATIONS_FOLDER, planMigration, readKnownMigrations } from '../../file/migration-plan.ts';
import { prepared } from '../../file/statements.ts';
import { StoreError } from '../../store-error.ts';
import { readBlock, unpackBlock } from './history-blocks.ts';
import { openFrame } from './packed-telemetry.ts';
import {
  type PackedBoard,
  readPackedBoards,
  readStatusHour,
  snapshotsOf,
  snapshotsOfBoards,
  statusesOf,
} from './read-hour.ts';
import { FIRST_STATUS_AT } from './uncompacted-rows.ts';

/** The miner of a reading, as the operator knows it. */
interface OfMiner {
  readonly recorded_at: number;
  readonly miner_id: string;
  readonly nickname: string | null;
  readonly model_alias: string | null;
  readonly model_name: string | null;
}

export interface ExportedStatus extends OfMiner, StatusFigures {}

/** The chips of one miner in one hour. The next hour reuses the memory. */
export interface ExportedChips extends Omit<OfMiner, 'recorded_at'> {
  readonly chips: ChipColumns;
}

/**
 * Reads history while PowerHive runs: hour after hour, then miner after miner, each oldest first.
 * The memory it needs does not depend on the amount.
 */
export interface HistoryReader {
  /** One row for each status recorded from `fromAt` to before `toAt`. */
  statuses(fromAt: number, toAt: number): Generator<ExportedStatus>;
  /** One row for each reading of each chip, in the same span. */
  chips(fromAt: number, toAt: number): Generator<ExportedChips>;
  /** How much of what is being read has been read, from 0 to 1. */
  doneShare(): number;
  /** The hour of the oldest single reading; null if there is none. */
  beginsAt(of: 'status' | 'chip'): number | null;
  close(): void;
}

/**
 * Throws a `StoreError` if the file is missing, damaged, not PowerHive's, or of another version.
 */
export function openHistoryReader(path: string): HistoryReader {
  const file = inspectDatabase(path);
  if (file.kind === 'new') throw new StoreError('failed', `There is no history in ${path}.`);
  if (planMigration(path, readKnownMigrations(MIGRATIONS_FOLDER), file.applied).pending > 0) {
    throw new StoreError(
      'failed',
      `${path} was last used by an older PowerHive. Start this one on it once, then export.`,
    );
  }
  const sqlite = openReadOnly(path);
  let done = 0;
  const onDone = (share: number): void => {
    done = share;
  };
  return {
    statuses: (fromAt, toAt) => exportStatuses(sqlite, { fromAt, toAt, onDone }),
    chips: (fromAt, toAt) => exportChips(sqlite, { fromAt, toAt, onDone }),
    doneShare: () => done,
    beginsAt: (of) => firstOf(sqlite, of),
    close: () => void sqlite.close(),
  };
}

interface Wanted {
  readonly fromAt: number;
  readonly toAt: number;
  /** Called with the share that has been read, before each hour of a miner. */
  readonly onDone: (share: number) => void;
}

function* exportStatuses(sqlite: Sqlite, wanted: Wanted): Generator<ExportedStatus> {
  const { fromAt, toAt } = wanted;
  for (const { miner_key, hourAt, ...miner } of minerHours(sqlite, 'status', wanted)) {
    const hour = sqlite.transaction(() => readStatusHour(sqlite, miner_key, hourAt, 'figures only'))();
    for (const { id: _, fans: __, chains: ___, recorded_at, ...figures } of statusesOf(hour)) {
      if (recorded_at >= fromAt && recorded_at < toAt) yield { recorded_at, ...miner, ...figures };
    }
  }
}

function* exportChips(sqlite: Sqlite, wanted: Wanted): Generator<ExportedChips> {
  const { fromAt, toAt } = wanted;
  const columns = new ChipColumnsReader();
  for (const { miner_key, hourAt, ...miner } of minerHours(sqlite, 'chip', wanted)) {
    const { boards, block } = sqlite.transaction(() => ({
      boards: readPackedBoards(sqlite, miner_key, hourAt),
      block: readBlock(sqlite, 'chip_raw', miner_key, hourAt),
    }))();
    const inSpan = ({ recorded_at }: { recorded_at: number }): boolean => recorded_at >= fromAt && recorded_at < toAt;
    const unpack = <T>(read: (block: Uint8Array) => T): T | null =>
      block === null ? null : unpackBlock(block, CHIP_BLOCK_VERSION, read);
    let chips: ChipColumns | null;
    if (boards.length === 0) chips = unpack((bytes) => columns.ofBlock(bytes, fromAt, toAt));
    else if (block === null) chips = columns.ofBoards(openBoards(boards.filter(inSpan)));
    else {
      const snapshots = snapshotsOf({ compacted: unpack(unpackTelemetryBlock), rows: snapshotsOfBoards(boards) });
      chips = chipColumnsOf(snapshots.filter(inSpan));
    }
    if (chips !== null && chips.rows > 0) yield { ...miner, chips };
  }
}

function* openBoards(boards: readonly PackedBoard[]): Generator<ReadBoard> {
  for (const { recorded_at, chain_id, frame } of boards)
    yield { recorded_at, chain_id, chips: openFrame(frame === null ? null : decompressFrame(frame)) };
}

/**
 * Every hour of every miner with readings, hour after hour. Each is read in its own transaction:
 * one of minutes would prevent checkpoints of the log. An hour is compacted as a whole, so that
 * nothing is read twice or missed.
 */
function* minerHours(
  sqlite: Sqlite,
  of: 'status' | 'chip',
  { fromAt, toAt, onDone }: Wanted,
): Generator<Omit<OfMiner, 'recorded_at'> & { miner_key: number; hourAt: number }> {
  const table = of === 'status' ? 'statuses' : 'chain_snapshots';
  const firstAt = Math.max(fromAt, firstOf(sqlite, of) ?? Number.POSITIVE_INFINITY);
  const lastAt = Math.max(...edges(sqlite, of, 'max', `SELECT max(recorded_at) FROM ${table}`));
  const hasAny = prepared<[number, number, number, string, number, number], number>(
    sqlite,
    `SELECT EXISTS (SELECT 1 FROM ${table} WHERE miner_key = ? AND recorded_at >= ? AND recorded_at < ?)
              OR EXISTS (SELECT 1 FROM history_blocks WHERE tier = ? AND miner_key = ? AND from_at = ?)`,
  ).pluck();
  const [beginsAt, endsAt] = [slotStart(firstAt, HOUR_MS), Math.min(toAt, lastAt + HOUR_MS)];
  for (let hourAt = beginsAt; hourAt < endsAt; hourAt += HOUR_MS) {
    const miners = readMiners(sqlite);
    for (const [i, miner] of miners.entries()) {
      const key = miner.miner_key;
      onDone(Math.min(1, (hourAt - beginsAt + (i / miners.length) * HOUR_MS) / (endsAt - beginsAt)));
      if (hasAny.get(key, hourAt, hourAt + HOUR_MS, `${of}_raw`, key, hourAt) === 1) yield { ...miner, hourAt };
    }
  }
}

/** The time of the oldest reading, or the start of the hour of its block; null if there is none. */
function firstOf(sqlite: Sqlite, of: 'status' | 'chip'): number | null {
  const firstRow = of === 'status' ? FIRST_STATUS_AT : 'SELECT min(recorded_at) FROM chain_snapshots';
  const moments = edges(sqlite, of, 'min', firstRow);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** The first or last times of rows and blocks. */
function edges(sqlite: Sqlite, of: 'status' | 'chip', which: 'min' | 'max', ofRows: string): number[] {
  return prepared<[string], number | null>(
    sqlite,
    `SELECT * FROM (${ofRows}) UNION ALL SELECT ${which}(from_at) FROM history_blocks WHERE tier = ?`,
  )
    .pluck()
    .all(`${of}_raw`)
    .filter((moment) => moment !== null);
}

function readMiners(sqlite: Sqlite): (Omit<OfMiner, 'recorded_at'> & { miner_key: number })[] {
  return prepared<[], Omit<OfMiner, 'recorded_at'> & { miner_key: number }>(
    sqlite,
    `SELECT miners.miner_key, coalesce(successor.id, miners.id) AS miner_id, coalesce(successor.nickname, miners.nickname) AS nickname,
            miners.model_alias, models.name AS model_name
       FROM miners LEFT JOIN models ON models.alias = miners.model_alias
       LEFT JOIN miners AS successor ON successor.miner_key = miners.successor_key
       WHERE miners.gone IS NULL OR miners.gone IN ('removed', 'replaced') ORDER BY miners.miner_key`,
  ).all();
}
