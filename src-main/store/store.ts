import type { TelemetrySnapshot } from '../../src-shared/model/index.ts';
import type { CompactionPlan } from '../history/compaction-plan.ts';
import type { PackedPoints } from '../history/miner-memory.ts';
import type { RetentionPlan } from '../history/plan-retention.ts';
import type { WatchedThread } from '../runtime/threads/supervised-thread.ts';
import type { ThreadClient } from '../runtime/threads/thread-client.ts';
import type { CopyCounts } from './file/copy-farm.ts';
import type { StatusRange, StatusRecord, StoredMiner, StoredModel, StoredSite } from './records.ts';
import type { StoreReads, StoreWrites } from './store-calls.ts';

export type * from './alert-records.ts';
export type * from './channel-records.ts';
export type * from './destination-records.ts';
export type * from './job-records.ts';
export type { JobSecrets, RewrittenSecrets } from './queries/job-queries.ts';
export type { StoredMinerPassword } from './queries/miner-password-queries.ts';
export type { StoredRemoteSite } from './queries/remote-site-queries.ts';
export type { StoredToken } from './queries/token-queries.ts';
export type * from './records.ts';

/** What the program needs at start to show the farm as it last knew it. */
export interface StoredFleet {
  /** In the order in which they were made: the first is the default one. */
  readonly sites: readonly StoredSite[];
  readonly miners: readonly StoredMiner[];
  readonly models: readonly StoredModel[];
  /** Latest status of each miner that has one, with its parts. */
  readonly latest: ReadonlyMap<string, StatusRecord & { readonly id: number }>;
}

/** Some of the miners of a farm, and the latest statuses of those of them that have one. */
export interface FleetPart {
  readonly miners: readonly StoredMiner[];
  readonly latest: readonly (StatusRecord & { readonly id: number })[];
}

/**
 * How the store is. `bytes` counts the file and its log; `lastError` is why the latest write
 * failed, null if it worked.
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
 * What a round of compaction did; `refused` counts steps that could not be taken, and `troubles`
 * says why, each reason once.
 */
export interface CompactionCounts {
  readonly hours: number;
  readonly days: number;
  readonly refused: number;
  readonly troubles: readonly string[];
}

/**
 * Everything the program keeps: the calls of store-calls.ts, and those below. Results come from
 * worker threads, one of which alone owns the file. A write has been committed when its promise
 * resolves, and outlives whatever then ends this process. All promises reject with a `StoreError`
 * and nothing else (store-error.ts).
 */
export interface Store extends ThreadClient<StoreWrites>, ThreadClient<StoreReads> {
  loadFleet(): Promise<StoredFleet>;
  /** Newest first. */
  telemetry(minerId: string, range: StatusRange): Promise<TelemetrySnapshot[]>;
  /**
   * Compacts what the plan allows, one hour of a miner after another: rows become a block and its
   * roll-ups in one transaction. Ends early when the signal aborts or the store is closed; what was
   * not done is found again.
   */
  compact(plan: CompactionPlan, signal?: AbortSignal): Promise<CompactionCounts>;
  /**
   * Writes what miners remember where nothing was read, marked as filled, all or nothing; returns
   * the number of five-minute slots for each.
   */
  fillHistory(missed: readonly MissedHistory[]): Promise<number[]>;
  /**
   * Deletes what is older than the given moments, in steps that never hold the writer long. Readings
   * that are rows still are compacted first.
   */
  prune(before: RetentionPlan): Promise<PruneCounts>;
  /**
   * Copies the farm to a file, beside everything else (copy-farm.ts). The file appears whole and
   * checked or not at all; `disk_full` where it would be larger than `mostBytes`.
   */
  backUp(file: string, mostBytes: number | null, signal?: AbortSignal): Promise<CopyCounts>;
  status(): StoreStatus;
  /**
   * Why nothing can be written now, after more than one failure in a row; null while writing works.
   */
  writeTrouble(): string | null;
  /** Waits for every write given so far. */
  flush(): Promise<void>;
  /** Flushes, checkpoints the log and closes the file. */
  close(): Promise<void>;
  /** The threads that live as long as the store, to be looked after. */
  threads(): readonly WatchedThread[];
  /** Ends the threads whatever they do; resolves when they are gone. */
  terminate(): Promise<void>;
}
