import type { TelemetrySnapshot } from '../../src-shared/model/index.ts';
import type { PackedPoints } from '../history/miner-memory.ts';
import type { CompactionPlan } from '../history/plan-compaction.ts';
import type { RetentionPlan } from '../history/plan-retention.ts';
import type { WatchedThread } from '../runtime/threads/supervised-thread.ts';
import type { ThreadClient } from '../runtime/threads/thread-client.ts';
import type { CopyCounts } from './file/copy-farm.ts';
import type { StatusRange, StatusRecord, StoredMiner, StoredModel, StoredSite } from './miner-records.ts';
import type { StoreReads, StoreWrites } from './store-calls.ts';

export type * from './alert-records.ts';
export type * from './channel-records.ts';
export type * from './destination-records.ts';
export type * from './job-records.ts';
export type * from './miner-records.ts';
export type { FarmSlot, StoredDay } from './queries/history/day-queries.ts';
export type { MinerSlots } from './queries/history/miner-slots.ts';
export type { JobSecrets, RewrittenSecrets } from './queries/job-secret-queries.ts';
export type { StoredMinerPassword } from './queries/miner-password-queries.ts';
export type { StoredRemoteSite } from './queries/remote-site-queries.ts';
export type { StoredToken } from './queries/token-queries.ts';

/** What the program needs at its start to show the farm as last known. */
export interface StoredFleet {
  /** In the order of their creation: the first is the default one. */
  readonly sites: readonly StoredSite[];
  readonly miners: readonly StoredMiner[];
  readonly models: readonly StoredModel[];
  /** Latest status of each miner that has one, with its parts. */
  readonly latest: ReadonlyMap<string, StatusRecord & { readonly id: number }>;
}

/**
 * The state of the store. `bytes` counts the file and its log; `lastError` is why the latest write
 * failed, null if it succeeded.
 */
export interface StoreStatus {
  readonly path: string;
  readonly bytes: number | null;
  readonly schemaVersion: number;
  readonly pendingWrites: number;
  /** Writes that failed since the start. */
  readonly writeFailures: number;
  readonly lastError: string | null;
}

/** How many of each were deleted. */
export interface PruneCounts {
  readonly activity: number;
  readonly blocks: number;
  readonly group_slots: number;
}

/** What a miner remembers of a time in which it was not read. */
export interface MissedHistory {
  readonly miner_id: string;
  readonly points: PackedPoints;
}

/**
 * The result of a round of compaction. `refused` counts steps that failed, and `troubles` has the
 * reasons, each once.
 */
export interface CompactionCounts {
  readonly hours: number;
  readonly days: number;
  readonly refused: number;
  readonly troubles: readonly string[];
}

/**
 * The storage of the program: the calls of store-calls.ts, and those below. Results come from
 * worker threads, of which only one owns the file. A write is committed when its promise resolves,
 * and survives any end of this process. All promises reject only with a `StoreError`
 * (store-error.ts).
 */
export interface Store extends ThreadClient<StoreWrites>, ThreadClient<StoreReads> {
  loadFleet(): Promise<StoredFleet>;
  /** Newest first. */
  telemetry(minerId: string, range: StatusRange): Promise<TelemetrySnapshot[]>;
  /**
   * Compacts what the plan allows, one hour of a miner after another: rows become a block and its
   * roll-ups in one transaction. Ends early if the signal aborts or the store is closed; the next
   * call continues.
   */
  compact(plan: CompactionPlan, signal?: AbortSignal): Promise<CompactionCounts>;
  /**
   * Writes what miners remember into times without readings, marked as filled, in one transaction.
   * Returns the number of five-minute slots for each.
   */
  fillHistory(missed: readonly MissedHistory[]): Promise<number[]>;
  /**
   * Deletes what is older than the given times, in steps that never block the writer for long.
   * Readings in rows are not deleted: `compact` handles them first.
   */
  prune(before: RetentionPlan): Promise<PruneCounts>;
  /**
   * Copies the farm to a file while everything else continues (copy-farm.ts). The file appears
   * complete and checked or not at all. Rejects with `disk_full` if it would exceed `mostBytes`.
   */
  backUp(file: string, mostBytes: number | null, signal?: AbortSignal): Promise<CopyCounts>;
  status(): StoreStatus;
  /** Why nothing can be written, after more than one failure in a row; null while it can. */
  writeTrouble(): string | null;
  /** Waits for all writes called so far. */
  flush(): Promise<void>;
  /** Flushes, checkpoints the log and closes the file. */
  close(): Promise<void>;
  /** The threads that live as long as the store, for monitoring. */
  threads(): readonly WatchedThread[];
  /** Terminates the threads in any state; resolves when they have ended. */
  terminate(): Promise<void>;
}
