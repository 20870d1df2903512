import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as rest, setImmediate as yieldToMessages } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { formatBytes, quantityText } from '../../../src-shared/units.ts';
import { StoreError } from '../store-error.ts';
import { APPLICATION_ID, openReadOnly, type Sqlite } from './database-file.ts';
import { syncFile } from './sync-file.ts';

/** The result of copying the farm. */
export interface CopyCounts {
  readonly bytes: number;
  readonly miners: number;
}

/** Only rolled-up history is copied, miner after miner (docs/adr/0006). */
const COPIED_TIERS = `'status_5min', 'status_1h'`;

const SYNC_EVERY_BYTES = 2 * 1024 * 1024;
const LONGEST_REST_MS = 250;

/**
 * Tables of which only some rows are copied; null for none. All other tables are copied completely,
 * including those of later migrations.
 */
const PARTLY: Readonly<Record<string, string | null>> = {
  // The last known state of miners that are off.
  statuses: 'id IN (SELECT latest_status_id FROM live.miners)',
  status_fans: 'status_id IN (SELECT latest_status_id FROM live.miners)',
  chain_snapshots: 'miner_key IS NULL AND status_id IN (SELECT latest_status_id FROM live.miners)',
  chain_chips: null,
  // So that a status stays hidden if it is in a roll-up: only these are copied, not the blocks.
  sealed_rows: `kind = 'status' AND EXISTS (
    SELECT 1 FROM live.miners JOIN live.statuses ON statuses.id = latest_status_id
    WHERE miners.miner_key = live.sealed_rows.miner_key AND statuses.recorded_at / 3600000 * 3600000 = from_at
      AND statuses.id <= through_id)`,
  // Pending messages are sent by the original farm, not by its copy.
  outbox: `state NOT IN ('waiting', 'held')`,
  history_blocks: null,
};

/**
 * Copies the farm from the database at `path`, as it is at one moment, while others write:
 * decisions, keys (encrypted), models, activity and rolled-up history, but not every reading. The
 * copy gets its name when it is complete, checked and on disk, and is at most `mostBytes`.
 */
export async function copyFarm(
  path: string,
  file: string,
  mostBytes: number | null,
  signal: AbortSignal,
): Promise<CopyCounts> {
  // Always the same name, so that the next copy overwrites what a crash has left.
  const partial = `${dirname(file)}/unfinished.db`;
  rmSync(partial, { force: true });
  // ATTACH would create a missing file, and here the error message is clearer.
  const live = openReadOnly(path);
  live.prepare('SELECT count(*) FROM sqlite_schema').get();
  live.close();
  closeSync(openSync(partial, 'wx', 0o600));
  const copy = new Database(partial);
  try {
    prepareCopy(copy, mostBytes);
    copy.prepare('ATTACH ? AS live').run(path);
    const miners = await copyTables(copy, new Pace(partial, signal));
    copy.exec('DETACH live');
    checkCopy(copy);
    copy.close();
    syncFile(partial);
    renameSync(partial, file);
    if (process.platform !== 'win32') syncFile(dirname(file));
    return { bytes: statSync(file).size, miners };
  } catch (error) {
    throw mostBytes !== null && isFull(error) ? outgrew(file, mostBytes, error) : error;
  } finally {
    if (copy.open) copy.close();
    rmSync(partial, { force: true });
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === 'SQLITE_FULL';
}

/** The limit is that of the backup, not of the database. */
function outgrew(file: string, mostBytes: number, cause: unknown): StoreError {
  const most = quantityText(formatBytes(mostBytes));
  return new StoreError(
    'disk_full',
    `The backup does not fit on the disk of ${dirname(file)}: there is room for ${most}. Free some space there.`,
    { cause },
  );
}

function prepareCopy(copy: Sqlite, mostBytes: number | null): void {
  copy.pragma('auto_vacuum = INCREMENTAL');
  copy.pragma(`application_id = ${APPLICATION_ID}`);
  // An incomplete copy is discarded, and a complete one is synced at the end.
  copy.pragma('journal_mode = OFF');
  copy.pragma('synchronous = OFF');
  copy.pragma('foreign_keys = OFF');
  // A small cache, so that the copy is written to disk gradually.
  copy.pragma('cache_size = -4096');
  if (mostBytes === null) return;
  const pageBytes = copy.pragma('page_size', { simple: true }) as number;
  copy.pragma(`max_page_count = ${Math.max(1, Math.floor(mostBytes / pageBytes))}`);
}

/** One transaction, so that concurrent writes are not seen. */
async function copyTables(copy: Sqlite, pace: Pace): Promise<number> {
  copy.exec('BEGIN');
  const parts = copy
    .prepare<[], { type: string; name: string; sql: string }>(
      `SELECT type, name, sql FROM live.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .all();
  const tables = parts.filter(({ type }) => type === 'table');
  for (const { sql } of tables) copy.exec(sql);
  for (const { name } of tables) {
    const only = Object.hasOwn(PARTLY, name) ? PARTLY[name] : 'true';
    if (only !== null) copy.exec(`INSERT INTO main."${name}" SELECT * FROM live."${name}" WHERE ${only}`);
    await pace.step();
  }
  const columns = 'tier, miner_key, from_at, rows, is_open, bytes, block';
  const blocksOf = copy.prepare<[number]>(
    `INSERT INTO main.history_blocks (${columns}) SELECT ${columns} FROM live.history_blocks
     WHERE tier IN (${COPIED_TIERS}) AND miner_key = ?`,
  );
  const miners = copy.prepare<[], number>('SELECT miner_key FROM main.miners').pluck().all();
  for (const minerKey of miners) {
    blocksOf.run(minerKey);
    await pace.step();
  }
  // Ids are never reused, because a destination remembers up to which one it has sent.
  copy.exec('DELETE FROM main.sqlite_sequence; INSERT INTO main.sqlite_sequence SELECT * FROM live.sqlite_sequence');
  for (const { type, sql } of parts) {
    if (type !== 'table') copy.exec(sql);
    await pace.step();
  }
  copy.exec('COMMIT');
  return miners.length;
}

function checkCopy(copy: Sqlite): void {
  const complaint = copy.pragma('integrity_check(1)', { simple: true });
  const broken = copy.pragma('foreign_key_check') as unknown[];
  if (complaint === 'ok' && broken.length === 0) return;
  const fault = complaint === 'ok' ? `${broken.length} rows of it point at nothing` : complaint;
  throw new StoreError('corrupt', `Backup check failed (${fault}), so the copy was not kept.`);
}

/**
 * Called between steps, each of which is short: checks whether to continue, syncs before so much is
 * pending that other writes of the computer would have to wait, and rests as long as the disk has
 * worked.
 */
class Pace {
  readonly #file: string;
  readonly #signal: AbortSignal;
  #stepMs = performance.now();
  #syncedBytes = 0;

  constructor(file: string, signal: AbortSignal) {
    this.#file = file;
    this.#signal = signal;
  }

  async step(): Promise<void> {
    const { size } = statSync(this.#file);
    if (size - this.#syncedBytes > SYNC_EVERY_BYTES) {
      syncFile(this.#file);
      this.#syncedBytes = size;
      await rest(Math.min(LONGEST_REST_MS, performance.now() - this.#stepMs));
      this.#stepMs = performance.now();
    } else await yieldToMessages();
    if (this.#signal.aborted) throw new StoreError('closed', 'The program is stopping: the backup was not finished.');
  }
}
