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
import type { RetentionPlan, SealPlan } from '../../history/retention.ts';
import type { SealedStep, SealTask } from '../compaction/compact.ts';
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
  ResealedSecret,
  StatusRange,
  StatusRecord,
  StoredMiner,
  StoredModel,
} from '../store.ts';

/** All that the writing worker can be asked. */
export interface WriterCalls {
  upsertMiners(miners: readonly StoredMiner[]): void;
  decideMiner(miner: StoredMiner, decision: MinerDecision): void;
  resealSecrets(changes: readonly ResealedSecret[]): void;
  upsertModels(models: readonly Omit<StoredModel, 'max_preset'>[]): void;
  setMaxPreset(alias: string, maxPreset: string | null): void;
  recordMinerStatuses(records: readonly StatusRecord[]): number[];
  recordTelemetry(records: readonly PackedTelemetry[]): void;
  recordActivity(entries: readonly NewActivityEntry[]): ActivityEntry[];
  commitSeal(steps: readonly SealedStep[]): void;
  removeMiner(id: string, history: RemovedHistory): void;
  replaceMiner(id: string, successorId: string): MinerDecision | null;
  planSeals(of: 'dropped' | 'hours' | 'days', plan: SealPlan): SealTask[];
  sweep(): number;
  erase(): number;
  prune(before: RetentionPlan): PruneCounts;
  schemaVersion(): number;
  close(): void;
}

/** All that the reading worker can be asked. */
export interface ReaderCalls {
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

/** All that the worker beside them can be asked, which works out what is sealed. */
export interface SealerCalls {
  prepareSeal(task: SealTask): SealedStep | null;
  prepareFill(missed: readonly MissedHistory[]): { slots: number[]; steps: SealedStep[] };
  close(): void;
}

/** All that the worker can be asked which lives for one backup. */
export interface CopierCalls {
  copyFarm(file: string, mostBytes: number | null): CopyCounts;
  close(): void;
}

export interface WorkerTask {
  readonly role: 'writer' | 'reader' | 'sealer' | 'copier';
  readonly path: string;
}
