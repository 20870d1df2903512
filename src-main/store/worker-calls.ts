import type {
  ActivityEntry,
  ChainHistoryPoint,
  ChipHistoryPoint,
  HistoryPoint,
  NewActivityEntry,
  Status,
} from '../../src-shared/model/index.ts';
import type { HistoryPlan } from '../history/plan-history.ts';
import type { RetentionPlan, SealPlan } from '../history/retention.ts';
import type { ActivityFilter } from './activity-queries.ts';
import type { CopyCounts } from './copy-farm.ts';
import type { StoredTiers } from './disk-use.ts';
import type { PackedSnapshot, PackedTelemetry } from './packed-telemetry.ts';
import type { SealedStep, SealTask } from './seal.ts';
import type {
  GroupSeries,
  MinerDecision,
  PruneCounts,
  RememberedPoint,
  ResealedSecret,
  StatusRange,
  StatusRecord,
  StoredFleet,
  StoredMiner,
  StoredModel,
} from './store.ts';
import type { StoreErrorCode } from './store-error.ts';

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
  commitSeal(step: SealedStep): void;
  sweep(): number;
  prune(before: RetentionPlan): PruneCounts;
  schemaVersion(): number;
  close(): void;
}

/** All that the reading worker can be asked. */
export interface ReaderCalls {
  loadFleet(): StoredFleet;
  statuses(minerId: string, range: StatusRange): Status[];
  telemetry(minerId: string, range: StatusRange): PackedSnapshot[];
  minerHistory(minerId: string, plan: HistoryPlan): HistoryPoint[];
  chainHistory(minerId: string, chainId: number, plan: HistoryPlan): ChainHistoryPoint[];
  chipHistory(minerId: string, chainId: number, chipId: number, plan: HistoryPlan): ChipHistoryPoint[];
  groupHistory(modelAlias: string | null, plan: HistoryPlan): GroupSeries[];
  activity(filter: ActivityFilter): ActivityEntry[];
  diskUse(): StoredTiers;
  close(): void;
}

/** All that the worker beside them can be asked, which works out what is sealed. */
export interface SealerCalls {
  planSeals(of: 'hours' | 'days', plan: SealPlan): SealTask[];
  prepareSeal(task: SealTask): SealedStep | null;
  prepareFill(minerId: string, points: readonly RememberedPoint[]): { slots: number; steps: SealedStep[] };
  close(): void;
}

/** All that the worker can be asked which lives for one backup. */
export interface CopierCalls {
  copyFarm(file: string, mostBytes: number | null): CopyCounts;
  close(): void;
}

export type ArgsOf<F> = F extends (...args: infer A) => unknown ? A : never;
export type ResultOf<F> = F extends (...args: never[]) => infer R ? R : never;

/** One call on its way to a worker, for each call that there is. */
export type RequestFor<C> = {
  [K in keyof C & string]: { readonly id: number; readonly call: K; readonly args: ArgsOf<C[K]> };
}[keyof C & string];

/** A failure as it crosses the threads: an Error would lose its code on the way. */
export interface Failure {
  readonly code: StoreErrorCode;
  readonly message: string;
}

export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly failure: Failure };

/** The first message of a worker: it is ready, or why it cannot be. */
export type Ready = { readonly ready: true } | { readonly ready: false; readonly failure: Failure };

export interface WorkerTask {
  readonly role: 'writer' | 'reader' | 'sealer' | 'copier';
  readonly path: string;
}
