import { statSync } from 'node:fs';
import type { MessagePort } from 'node:worker_threads';
import { takeCalls } from '../../runtime/threads/take-calls.ts';
import type { ThreadReply } from '../../runtime/threads/thread-calls.ts';
import { TurnBatch } from '../../runtime/threads/turn-batch.ts';
import { prepareCompactWrites } from '../compaction/compact-commit.ts';
import { planCompactSteps } from '../compaction/compact-plan.ts';
import { sweep } from '../compaction/delete-compacted-rows.ts';
import { erase } from '../compaction/erase.ts';
import { prune } from '../compaction/prune-expired.ts';
import { openMigrated } from '../file/migrate.ts';
import { deleteAgedCopy } from '../file/migration-copies.ts';
import { lockOwner } from '../file/owner-lock.ts';
import { realDatabasePath } from '../file/real-path.ts';
import { finishReplacement } from '../file/replace-database.ts';
import { prepareActivityWrites } from '../queries/activity-queries.ts';
import { prepareChannelWrites } from '../queries/channel-queries.ts';
import { prepareChipDayWrites } from '../queries/chip-day-queries.ts';
import { prepareDestinationWrites } from '../queries/destination-queries.ts';
import { prepareFleetWrites } from '../queries/fleet-queries.ts';
import { prepareGapWrites } from '../queries/history/gap-queries.ts';
import { prepareStatusWrites } from '../queries/history/status-queries.ts';
import { prepareTelemetryWrites } from '../queries/history/telemetry-queries.ts';
import { prepareIncidentWrites } from '../queries/incident-queries.ts';
import { prepareJobWrites } from '../queries/job-queries.ts';
import { prepareMinerPasswordWrites } from '../queries/miner-password-queries.ts';
import { prepareOutboxWrites } from '../queries/outbox-queries.ts';
import { preparePoolsSetWrites } from '../queries/pools-set-queries.ts';
import { prepareRackWrites } from '../queries/rack-queries.ts';
import { prepareRecordedWrites } from '../queries/recorded-writes.ts';
import { prepareRemoteSiteWrites } from '../queries/remote-site-queries.ts';
import { prepareRuleWrites } from '../queries/rule-queries.ts';
import { prepareTokenWrites } from '../queries/token-queries.ts';
import { StoreError, toStoreError, WAY_OUT } from '../store-error.ts';
import { GroupCommit } from './group-commit.ts';
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
    const outboxWrites = prepareOutboxWrites(sqlite);
    const plain = {
      ...prepareFleetWrites(sqlite),
      ...prepareStatusWrites(sqlite),
      ...prepareTelemetryWrites(sqlite),
      ...prepareActivityWrites(sqlite),
      ...prepareJobWrites(sqlite),
      forgetPool: preparePoolsSetWrites(sqlite).forgetPool,
      ...prepareTokenWrites(sqlite),
      ...prepareDestinationWrites(sqlite),
      ...prepareChannelWrites(sqlite),
      ...outboxWrites,
      ...prepareChipDayWrites(sqlite, outboxWrites.addDeliveries),
      ...prepareMinerPasswordWrites(sqlite),
      ...prepareRackWrites(sqlite),
      ...prepareGapWrites(sqlite),
      ...prepareRemoteSiteWrites(sqlite),
      ...prepareIncidentWrites(sqlite),
      ...prepareRuleWrites(sqlite),
      ...prepareCompactWrites(sqlite),
    };
    const writes = { ...plain, ...prepareRecordedWrites(plain) };
    const commits = new GroupCommit(sqlite, refuseVanished(path));
    const closing = new AbortController();
    /** Pruning and sweeping, in small steps between the writes, one after another. */
    let cleaning: Promise<unknown> = Promise.resolve();

    const close = async (): Promise<void> => {
      closing.abort();
      await cleaning;
      commits.drain();
      sqlite.pragma('wal_checkpoint(TRUNCATE)');
      sqlite.close();
      lock.release();
    };

    const batch = new TurnBatch<ThreadReply>((replies) => port.postMessage(replies));
    takeCalls<WriterCalls>(port, (request) => {
      if ('cancelled' in request) return;
      const { id } = request;
      const done = (value: unknown): void => batch.add({ id, ok: true, value });
      const failed = (error: unknown): void => {
        const { code, message } = toStoreError(error, path);
        batch.add({ id, ok: false, failure: { code, message } });
      };
      switch (request.call) {
        case 'schemaVersion':
          done(schemaVersion);
          return;
        case 'stopCleaning':
          closing.abort();
          done(undefined);
          return;
        case 'close':
          close()
            .then(done, failed)
            .finally(() => {
              batch.flush();
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
          cleaning = cleaning
            .then(() => {
              deleteAgedCopy(sqlite, path, schemaVersion, limits.migrationCopyBefore);
              return prune(sqlite, limits, closing.signal);
            })
            .then(done, failed);
          return;
        }
        case 'sweep':
          cleaning = cleaning.then(() => sweep(sqlite, closing.signal)).then(done, failed);
          return;
        case 'erase':
          cleaning = cleaning.then(() => erase(sqlite, closing.signal)).then(done, failed);
          return;
        default: {
          const write = writes[request.call] as (...args: unknown[]) => unknown;
          // Decisions, and requests to miners before they are sent, must survive a power cut.
          const isSynced =
            request.call === 'recordChange' || (request.call === 'recordActivity' && request.args[1] === true);
          commits.add({ run: () => write(...request.args), done, failed, isSynced });
        }
      }
    });
  } catch (error) {
    lock.release();
    throw error;
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
