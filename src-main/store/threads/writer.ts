import { statSync } from 'node:fs';
import type { MessagePort } from 'node:worker_threads';
import { takeCalls } from '../../runtime/threads/take-calls.ts';
import type { RequestFor, ThreadReply } from '../../runtime/threads/thread-calls.ts';
import { TurnBatch } from '../../runtime/threads/turn-batch.ts';
import { deleteCompactedRows } from '../compaction/delete-compacted-rows.ts';
import { erase } from '../compaction/erase-removed-miners.ts';
import { planCompactSteps } from '../compaction/find-hours-to-compact.ts';
import { prune } from '../compaction/prune-expired.ts';
import type { Sqlite } from '../file/database-file.ts';
import { openMigrated } from '../file/migrate.ts';
import { deleteAgedCopy } from '../file/migration-copies.ts';
import { lockOwner } from '../file/owner-lock.ts';
import { realDatabasePath } from '../file/real-path.ts';
import { finishReplacement } from '../file/replace-database.ts';
import { StoreError, toStoreError, WAY_OUT } from '../store-error.ts';
import { GroupCommit } from './group-commit.ts';
import { prepareWrites } from './prepare-writes.ts';
import type { WriterCalls } from './worker-calls.ts';

const BUSY_TIMEOUT_MS = 100;

/**
 * Opens the file, migrates it, and then serves the writes that the port requests. Throws a
 * `StoreError` if it must not open it.
 */
export function startWriter(path: string, port: MessagePort, mustExist: boolean): void {
  // Before any file is created: the folder may be the empty mount point of a disk.
  if (mustExist) refuseLost(path);
  const lock = lockOwner(path);
  try {
    finishReplacement(realDatabasePath(path), lock);
    if (lock.hadDatabase) refuseLost(path);
    const { sqlite, schemaVersion } = openMigrated(path);
    // The group commit does the retries: a thread that waits inside SQLite does not respond, and
    // cannot be terminated.
    sqlite.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    if (!lock.hadDatabase) lock.note(true);
    const writer = new Writer({ path, port, sqlite, schemaVersion, lock });
    takeCalls<WriterCalls>(port, (request) => {
      if (!('cancelled' in request)) writer.take(request);
    });
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface WriterParts {
  readonly path: string;
  readonly port: MessagePort;
  readonly sqlite: Sqlite;
  readonly schemaVersion: number;
  readonly lock: ReturnType<typeof lockOwner>;
}

/** Serves the calls of the program, each with one reply. */
class Writer {
  readonly #parts: WriterParts;
  readonly #writes: ReturnType<typeof prepareWrites>;
  readonly #commits: GroupCommit;
  readonly #replies: TurnBatch<ThreadReply>;
  readonly #closing = new AbortController();
  /** Pruning and sweeping, in small steps between the writes, one after another. */
  #cleaning: Promise<unknown> = Promise.resolve();

  constructor(parts: WriterParts) {
    this.#parts = parts;
    this.#writes = prepareWrites(parts.sqlite);
    this.#commits = new GroupCommit(parts.sqlite, refuseVanished(parts.path));
    this.#replies = new TurnBatch((replies) => parts.port.postMessage(replies));
  }

  take(request: RequestFor<WriterCalls>): void {
    const { path, port, sqlite, schemaVersion } = this.#parts;
    const { id } = request;
    const done = (value: unknown): void => this.#replies.add({ id, ok: true, value });
    const failed = (error: unknown): void => {
      const { code, message } = toStoreError(error, path);
      this.#replies.add({ id, ok: false, failure: { code, message } });
    };
    switch (request.call) {
      case 'schemaVersion':
        done(schemaVersion);
        return;
      case 'stopCleaning':
        this.#closing.abort();
        done(undefined);
        return;
      case 'close':
        this.#close()
          .then(done, failed)
          .finally(() => {
            this.#replies.flush();
            port.close();
          });
        return;
      case 'planCompactSteps':
        // Called each minute, mostly without a result. The writer runs anyway, so the compactor
        // need not be started for this.
        try {
          done(planCompactSteps(sqlite, ...request.args));
        } catch (error) {
          failed(error);
        }
        return;
      case 'prune': {
        const [limits] = request.args;
        this.#clean((signal) => {
          deleteAgedCopy(sqlite, path, schemaVersion, limits.migrationCopyBefore);
          return prune(sqlite, limits, signal);
        }).then(done, failed);
        return;
      }
      case 'sweep':
        this.#clean((signal) => deleteCompactedRows(sqlite, signal)).then(done, failed);
        return;
      case 'erase':
        this.#clean((signal) => erase(sqlite, signal)).then(done, failed);
        return;
      default: {
        const write = this.#writes[request.call] as (...args: unknown[]) => unknown;
        // Decisions, and requests to miners before they are sent, must survive a power cut.
        const isSynced =
          request.call === 'recordChange' || (request.call === 'recordActivity' && request.args[1] === true);
        this.#commits.add({ run: () => write(...request.args), done, failed, isSynced });
      }
    }
  }

  #clean<T>(step: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const cleaned = this.#cleaning.then(() => step(this.#closing.signal));
    // A failed step is reported to its caller and stops none of the others.
    this.#cleaning = cleaned.catch(() => undefined);
    return cleaned;
  }

  async #close(): Promise<void> {
    const { sqlite, lock } = this.#parts;
    this.#closing.abort();
    await this.#cleaning;
    this.#commits.drain();
    sqlite.pragma('wal_checkpoint(TRUNCATE)');
    sqlite.close();
    lock.release();
  }
}

/**
 * A database that is missing or empty, although there was one, is lost: an empty farm in its place
 * would hide that.
 */
function refuseLost(path: string): void {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size;
  if (bytes !== undefined && bytes > 0) return;
  throw new StoreError(
    'lost',
    `The database ${path} ${bytes === 0 ? 'is empty' : 'is missing'}, and there was one before. Check its disk, and put it back. ${WAY_OUT}`,
  );
}

/**
 * A file that was deleted, or whose disk was removed, can still be written while it is open, and
 * that data would be lost. Returns a check that throws when the path no longer leads to the open
 * file.
 */
function refuseVanished(path: string): () => void {
  const { ino } = statSync(path, { bigint: true });
  return () => {
    if (statSync(path, { bigint: true, throwIfNoEntry: false })?.ino === ino) return;
    throw new StoreError(
      'lost',
      `The database ${path} is missing, or another file has taken its place: nothing was written. Put it or its disk back, or close PowerHive and restore a backup.`,
    );
  };
}
