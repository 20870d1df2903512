import type { CompactionPlan } from '../../history/plan-compaction.ts';
import type { RetentionPlan } from '../../history/plan-retention.ts';
import type { CompactedStep, CompactTask } from '../compaction/compact-step.ts';
import type { CopyCounts } from '../file/copy-farm.ts';
import type { PackedFleetPart } from '../queries/fleet-part.ts';
import type { PackedSnapshot } from '../queries/history/packed-telemetry.ts';
import type { MissedHistory, PruneCounts, StatusRange, StoredModel, StoredSite } from '../store.ts';
import type { StoreReads, StoreWrites } from '../store-calls.ts';

/** All calls of the writer. */
export interface WriterCalls extends StoreWrites {
  commitCompact(steps: readonly CompactedStep[]): void;
  planCompactSteps(of: 'dropped' | 'hours' | 'days', plan: CompactionPlan): CompactTask[];
  sweep(): number;
  erase(): number;
  prune(before: RetentionPlan): PruneCounts;
  schemaVersion(): number;
  /** Permanently ends pruning, sweeping and erasing after their current step. */
  stopCleaning(): void;
  close(): void;
}

/** All calls of the reader. */
export interface ReaderCalls extends StoreReads {
  loadSites(): StoredSite[];
  loadModels(): StoredModel[];
  fleetParts(): number[];
  loadFleetPart(firstKey: number): PackedFleetPart;
  telemetry(minerId: string, range: StatusRange): PackedSnapshot[];
  close(): void;
}

/** All calls of the compactor, which computes blocks, and sums for the reader. */
export interface CompactorCalls extends Pick<StoreReads, 'minersSums'> {
  prepareCompact(task: CompactTask): CompactedStep | null;
  prepareFill(missed: readonly MissedHistory[]): { slots: number[]; steps: CompactedStep[] };
  close(): void;
}

/** All calls of the copier, which lives for one backup. */
export interface CopierCalls {
  copyFarm(file: string, mostBytes: number | null): CopyCounts;
  close(): void;
}

export interface WorkerTask {
  readonly role: 'writer' | 'reader' | 'compactor' | 'copier';
  readonly path: string;
  /** The database was open before: if it is missing now, it is lost, and no new one is created. */
  readonly mustExist: boolean;
}
