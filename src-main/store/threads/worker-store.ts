import { statSync } from 'node:fs';
import { threadClient } from '../../runtime/threads/thread-client.ts';
import { unpackFleetPart } from '../queries/fleet-part.ts';
import { unpackSnapshot } from '../queries/history/packed-telemetry.ts';
import type { Store, StoredFleet } from '../store.ts';
import { READS, WRITES } from '../store-calls.ts';
import { BackupCopy } from './backup-copy.ts';
import { CompactionRounds } from './compaction-round.ts';
import { StoreAccess, type StoreThreads } from './store-access.ts';
import { WriteHealth } from './write-health.ts';

export interface WorkerStoreOptions {
  readonly path: string;
  readonly schemaVersion: number;
  readonly threads: StoreThreads;
  /** Called when writing begins to fail, with the reason, and when it works again (null). */
  readonly onWriting?: ((trouble: string | null) => void) | undefined;
}

/** The store for the rest of the program, on top of its threads. */
export function workerStore({ path, schemaVersion, threads, onWriting }: WorkerStoreOptions): Store {
  const health = new WriteHealth(onWriting);
  const access = new StoreAccess(threads, health);
  const rounds = new CompactionRounds(access);
  const copy = new BackupCopy({ path, access, onError: (error) => health.failed(error) });
  let closed: Promise<void> | null = null;

  /** A thread that has already ended has nothing to close. */
  const end = (thread: StoreThreads[keyof StoreThreads]): Promise<void> =>
    thread.close().catch((error: unknown) => health.failed(error));

  const close = async (): Promise<void> => {
    access.refuseCalls();
    // Called first, so that a stop never waits for deletions that can run the next time. A thread
    // that has ended cleans nothing.
    void threads.writer.call('stopCleaning').catch(() => undefined);
    await access.idle();
    // Readers first: only the last connection to a file can checkpoint its log.
    await copy.end();
    await end(threads.reader);
    await end(threads.compactor);
    await end(threads.writer);
  };

  return {
    ...threadClient(WRITES, (call, ...args) => access.write(call, ...args)),
    ...threadClient(READS, (call, ...args) => access.read(call, ...args)),
    loadFleet: () => loadFleet(access),
    minersSums: sumsOnTwoThreads(access),
    telemetry: async (minerId, range) => (await access.read('telemetry', minerId, range)).map(unpackSnapshot),
    compact: (plan, signal) => rounds.compact(plan, signal),
    fillHistory: (missed) => rounds.fillHistory(missed),
    prune: (before) => access.besideWrites('prune', before),
    backUp: (file, mostBytes, signal) => copy.backUp(file, mostBytes, signal),
    status: () => ({
      path,
      bytes: bytesOf(path),
      schemaVersion,
      pendingWrites: access.pendingWrites,
      writeFailures: health.failures,
      lastError: health.lastError,
    }),
    writeTrouble: () => health.trouble,
    threads: () => Object.values(threads),
    flush: () => access.idle(),
    close() {
      closed ??= close();
      return closed;
    },
    async terminate() {
      access.refuseCalls();
      closed ??= Promise.resolve();
      await Promise.all([copy.terminate(), ...Object.values(threads).map((thread) => thread.terminate())]);
    },
  };
}

/**
 * Sums over thousands of miners are requested in portions, two at a time: while the reader computes
 * one, the compactor, which is mostly idle, computes the other.
 */
function sumsOnTwoThreads(access: StoreAccess): Store['minersSums'] {
  let reading = 0;
  return async (minerIds, plan) => {
    if (reading > 0) return access.compute('minersSums', minerIds, plan);
    reading++;
    try {
      return await access.read('minersSums', minerIds, plan);
    } finally {
      reading--;
    }
  };
}

async function loadFleet(access: StoreAccess): Promise<StoredFleet> {
  const [sites, models, firstKeys] = await Promise.all([
    access.read('loadSites'),
    access.read('loadModels'),
    access.read('fleetParts'),
  ]);
  // All are requested at once: while one is processed here, the next is read there.
  const parts = await Promise.all(
    firstKeys.map(async (firstKey) => unpackFleetPart(await access.read('loadFleetPart', firstKey))),
  );
  const latest = parts.flatMap((part) => part.latest);
  return {
    sites,
    miners: parts.flatMap((part) => part.miners),
    models,
    latest: new Map(latest.map((status) => [status.miner_id, status])),
  };
}

function bytesOf(path: string): number | null {
  const file = statSync(path, { throwIfNoEntry: false });
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return file === undefined ? null : file.size + (log?.size ?? 0);
}
