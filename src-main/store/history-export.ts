import { type Chip, StatusFigures } from '../../src-shared/model/index.ts';
import { decompressFrame } from '../history/frame-compression.ts';
import { MIGRATIONS_FOLDER, planMigration, readKnownMigrations } from './applied-migrations.ts';
import { inspectDatabase, openReadOnly, type Sqlite } from './database-file.ts';
import { unpackFrame } from './packed-telemetry.ts';
import { columnsOf, finite } from './statements.ts';
import { StoreError } from './store-error.ts';

/** Whose reading it is, as the operator knows the miner. */
interface OfMiner {
  readonly recorded_at: number;
  readonly miner_id: string;
  readonly nickname: string | null;
  readonly model_alias: string | null;
  readonly model_name: string | null;
}

export interface ExportedStatus extends OfMiner, StatusFigures {}

export interface ExportedChip extends OfMiner, Chip {
  readonly chain_id: number;
}

/** Reads history beside a running PowerHive, oldest first, a page at a time: memory stays the same however much there is. */
export interface HistoryReader {
  /** One row for each status recorded from `fromAt` until before `toAt`. */
  statuses(fromAt: number, toAt: number): Generator<ExportedStatus>;
  /** One row for each reading of each chip, in the same span. */
  chips(fromAt: number, toAt: number): Generator<ExportedChip>;
  close(): void;
}

const FIGURES = columnsOf(StatusFigures.shape);
const STATUSES_AT_ONCE = 1000;
const BOARDS_AT_ONCE = 100;

const OF_MINER = 'miners.id AS miner_id, miners.nickname, miners.model_alias, models.name AS model_name';
const JOIN_MINER = 'JOIN miners USING (miner_key) LEFT JOIN models ON models.alias = miners.model_alias';

/** Throws a `StoreError` for a file that is missing, damaged, not PowerHive's, or of another version than this one. */
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
  return {
    statuses: (fromAt, toAt) => exportStatuses(sqlite, fromAt, toAt),
    chips: (fromAt, toAt) => exportChips(sqlite, fromAt, toAt),
    close: () => void sqlite.close(),
  };
}

function* exportStatuses(sqlite: Sqlite, fromAt: number, toAt: number): Generator<ExportedStatus> {
  const figures = FIGURES.map((column) => `statuses.${column}`).join(', ');
  const page = sqlite.prepare<[number, number, number], ExportedStatus & Row>(
    `SELECT statuses.id AS row_id, recorded_at, ${OF_MINER}, ${figures}
     FROM statuses ${JOIN_MINER}
     WHERE (recorded_at, statuses.id) > (?, ?) AND recorded_at < ?
     ORDER BY recorded_at, statuses.id LIMIT ${STATUSES_AT_ONCE}`,
  );
  for (const { row_id: _, ...status } of rowsByPage(page, fromAt, toAt)) yield finite(status);
}

function* exportChips(sqlite: Sqlite, fromAt: number, toAt: number): Generator<ExportedChip> {
  const page = sqlite.prepare<[number, number, number], OfMiner & Row & { chain_id: number; frame: Buffer }>(
    `SELECT chain_snapshots.id AS row_id, recorded_at, ${OF_MINER}, chain_id, frame
     FROM chain_snapshots ${JOIN_MINER} JOIN chain_chips ON chain_snapshot_id = chain_snapshots.id
     WHERE (recorded_at, chain_snapshots.id) > (?, ?) AND recorded_at < ?
     ORDER BY recorded_at, chain_snapshots.id LIMIT ${BOARDS_AT_ONCE}`,
  );
  for (const { row_id: _, frame, ...board } of rowsByPage(page, fromAt, toAt)) {
    for (const chip of unpackFrame(decompressFrame(frame))) yield { ...board, ...chip };
  }
}

interface Row {
  readonly row_id: number;
  readonly recorded_at: number;
}

/** Each page is a query of its own: one that went on for minutes would keep the writer's log from ever being folded in. */
function* rowsByPage<R extends Row>(
  page: { all(afterAt: number, afterId: number, toAt: number): R[] },
  fromAt: number,
  toAt: number,
): Generator<R> {
  let after: Row = { recorded_at: fromAt, row_id: -1 };
  while (true) {
    const rows = page.all(after.recorded_at, after.row_id, toAt);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last;
  }
}
