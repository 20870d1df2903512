import type {
  ActivityEntry,
  ChainHistoryPoint,
  ChipHistoryPoint,
  HistoryPoint,
  NewActivityEntry,
  Status,
} from '../../../src-shared/model/index.ts';
import type { ChipPlace } from '../../history/chip-place.ts';
import type { GroupPlan, HistoryPlan } from '../../history/plan-history.ts';
import type { CompactionPlan, RetentionPlan } from '../../history/retention.ts';
import type { CompactedStep, CompactTask } from '../compaction/compact.ts';
import type { CopyCounts } from '../file/copy-farm.ts';
import type { ActivityFilter } from '../queries/activity-queries.ts';
import type { StoredTiers } from '../queries/disk-use.ts';
import type { RemovedHistory } from '../queries/miner-life.ts';
import type { PackedSnapshot, PackedTelemetry } from '../queries/packed-telemetry.ts';
import type {
  FleetPart,
  GroupSeries,
  MinerDecision,
  MissedHistory,
  PruneCounts,
  ReencryptedSecret,
  StatusRange,
  StatusRecord,
  StoredMiner,
  StoredModel,
  StoredSite,
} from '../store.ts';

/** All that the writing worker can be asked. */
export interface WriterCalls {
  upsertMiners(miners: readonly StoredMiner[]): void;
  decideMiner(miner: StoredMiner, decision: MinerDecision): void;
  reencryptSecrets(changes: readonly ReencryptedSecret[]): void;
  upsertModels(models: readonly Omit<StoredModel, 'max_preset'>[]): void;
  setMaxPreset(alias: string, maxPreset: string | null): void;
  recordMinerStatuses(records: readonly StatusRecord[]): number[];
  recordTelemetry(records: readonly PackedTelemetry[]): void;
  recordActivity(entries: readonly NewActivityEntry[]): ActivityEntry[];
  commitCompact(steps: readonly CompactedStep[]): void;
  removeMiner(id: string, history: RemovedHistory): void;
  replaceMiner(id: string, successorId: string): MinerDecision | null;
  planCompactSteps(of: 'dropped' | 'hours' | 'days', plan: CompactionPlan): CompactTask[];
  sweep(): number;
  erase(): number;
  prune(before: RetentionPlan): PruneCounts;
  schemaVersion(): number;
  close(): void;
}

/** All that the reading worker can be asked. */
export interface ReaderCalls {
  loadSites(): StoredSite[];
  loadModels(): StoredModel[];
  fleetParts(): number[];
  loadFleetPart(firstKey: number): FleetPart;
  statuses(minerId: string, range: StatusRange): Status[];
  telemetry(minerId: string, range: StatusRange): PackedSnapshot[];
  minerHistory(minerId: string, plan: HistoryPlan): HistoryPoint[];
  chainHistory(minerId: string, chainId: number, plan: HistoryPlan): ChainHistoryPoint[];
  chipHistory(minerId: string, chip: ChipPlace, plan: HistoryPlan): ChipHistoryPoint[];
  groupHistory(modelAlias: string | null, plan: GroupPlan): GroupSeries[];
  activity(filter: ActivityFilter): ActivityEntry[];
  diskUse(): StoredTiers;
  hasHistory(minerId: string): boolean;
  close(): void;
}

/** All that the worker beside them can be asked, which works out what is compacted. */
export interface CompactorCalls {
  prepareCompact(task: CompactTask): CompactedStep | null;
  prepareFill(missed: readonly MissedHistory[]): { slots: number[]; steps: CompactedStep[] };
  close(): void;
}

/** All that the worker can be asked which lives for one backup. */
export interface CopierCalls {
  copyFarm(file: string, mostBytes: number | null): CopyCounts;
  close(): void;
}

export interface WorkerTask {
  readonly role: 'writer' | 'reader' | 'compactor' | 'copier';
  readonly path: string;
  /** The database was open before: one that is missing now is lost, and no new one takes its place. */
  readonly mustExist: boolean;
}
