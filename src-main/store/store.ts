import type {
  ActivityEntry,
  ChainHistoryPoint,
  ChipHistoryPoint,
  GroupHistoryPoint,
  HistoryPoint,
  NewActivityEntry,
  Status,
  StatusSummary,
  TelemetrySnapshot,
} from '../../src-shared/model/index.ts';
import type { ChipPlace } from '../history/chip-place.ts';
import type { GroupPlan, HistoryPlan } from '../history/plan-history.ts';
import type { PackedPoints } from '../history/remembered.ts';
import type { CompactionPlan, RetentionPlan } from '../history/retention.ts';
import type { WatchedThread } from '../runtime/threads/supervised-thread.ts';
import type { CopyCounts } from './file/copy-farm.ts';
import type { ActivityFilter } from './queries/activity-queries.ts';
import type { StoredTiers } from './queries/disk-use.ts';
import type { RemovedHistory } from './queries/miner-life.ts';
import type { PackedTelemetry } from './queries/packed-telemetry.ts';
import type {
  MinerDecision,
  ReencryptedSecret,
  StatusRecord,
  StoredMiner,
  StoredModel,
  StoredSite,
} from './records.ts';

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

export interface StatusRange {
  readonly limit: number;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

export interface GroupSeries {
  readonly algorithm: string | null;
  readonly points: GroupHistoryPoint[];
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

/**
 * How many of each were deleted; `snapshots` counts boards of the telemetry loop, each with its
 * chips.
 */
export interface PruneCounts {
  readonly statuses: number;
  readonly snapshots: number;
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
 * Everything the program keeps. Results come from worker threads, one of which alone owns the file.
 * A write has been committed when its promise resolves, and outlives whatever then ends this
 * process. All promises reject with a `StoreError` and nothing else (store-error.ts).
 */
export interface Store {
  loadFleet(): Promise<StoredFleet>;
  /**
   * Inserts rows, or replaces what was seen in them, by id (the plan's UpsertMiner, many at once,
   * in one transaction). What the operator decides is left as it is in a row that is there: what
   * was seen is written late, and may have been gathered before a decision.
   */
  upsertMiners(miners: readonly StoredMiner[]): Promise<void>;
  /** Writes what the operator decided and nothing else; the whole row where there is none yet. */
  decideMiner(miner: StoredMiner, decision: MinerDecision): Promise<void>;
  /**
   * Takes a miner out of the farm: what was read of it is dropped from now on. With `keep` its
   * history stays under its id; with `drop` it is not found any more, and is deleted bit by bit by
   * `compact`. What it gave to the sums of the farm stays either way.
   */
  removeMiner(id: string, history: RemovedHistory): Promise<void>;
  /**
   * Puts a miner in the place of another, which goes, at once or not at all: the successor has its
   * decisions, and the history of both. Returns the decisions; null, and nothing is changed, where
   * one of them is no miner of the farm.
   */
  replaceMiner(id: string, successorId: string): Promise<MinerDecision | null>;
  /** Whether history is kept under an id, also of a miner that was removed. */
  hasHistory(minerId: string): Promise<boolean>;
  /**
   * Puts freshly encrypted texts in the place of old ones, all in one transaction; one that was
   * replaced meanwhile stays.
   */
  reencryptSecrets(changes: readonly ReencryptedSecret[]): Promise<void>;
  /**
   * Inserts or updates models and replaces their presets; `max_preset` is written only by
   * `setMaxPreset`.
   */
  upsertModels(models: readonly Omit<StoredModel, 'max_preset'>[]): Promise<void>;
  setMaxPreset(alias: string, maxPreset: string | null): Promise<void>;
  /**
   * The plan's RecordMinerStatus, many at once: returns the new ids in order, and moves each
   * miner's latest_status_id.
   */
  recordMinerStatuses(records: readonly StatusRecord[]): Promise<number[]>;
  recordTelemetry(records: readonly PackedTelemetry[]): Promise<void>;
  recordActivity(entries: readonly NewActivityEntry[]): Promise<ActivityEntry[]>;

  /** Newest first. */
  statuses(minerId: string, range: StatusRange): Promise<Status[]>;
  /** Newest first. */
  telemetry(minerId: string, range: StatusRange): Promise<TelemetrySnapshot[]>;
  /** Points in ascending order; a slot in which nothing was read is absent. */
  minerHistory(minerId: string, plan: HistoryPlan): Promise<HistoryPoint[]>;
  chainHistory(minerId: string, chainId: number, plan: HistoryPlan): Promise<ChainHistoryPoint[]>;
  chipHistory(minerId: string, chip: ChipPlace, plan: HistoryPlan): Promise<ChipHistoryPoint[]>;
  /** Sums over all miners, or over those of a model, by algorithm. */
  groupHistory(modelAlias: string | null, plan: GroupPlan): Promise<GroupSeries[]>;
  activity(filter: ActivityFilter): Promise<ActivityEntry[]>;

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
  diskUse(): Promise<StoredTiers>;
  /**
   * Deletes what is older than the given moments, in steps that never hold the writer long. The
   * latest status of a miner stays.
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

export type { StatusSummary };
