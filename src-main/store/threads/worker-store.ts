import { statSync } from 'node:fs';
import { setTimeout as rest } from 'node:timers/promises';
import type {
  ActivityEntry,
  ChainHistoryPoint,
  ChipHistoryPoint,
  HistoryPoint,
  NewActivityEntry,
  Status,
  TelemetrySnapshot,
} from '../../../src-shared/model/index.ts';
import type { ChipPlace } from '../../history/chip-place.ts';
import type { GroupPlan, HistoryPlan } from '../../history/plan-history.ts';
import type { CompactionPlan, RetentionPlan } from '../../history/retention.ts';
import type { SupervisedThread, WatchedThread } from '../../runtime/threads/supervised-thread.ts';
import type { ArgsOf, ResultOf } from '../../runtime/threads/thread-calls.ts';
import type { CompactTask } from '../compaction/compact.ts';
import type { CopyCounts } from '../file/copy-farm.ts';
import type { ActivityFilter } from '../queries/activity-queries.ts';
import type { StoredTiers } from '../queries/disk-use.ts';
import type { RemovedHistory } from '../queries/miner-life.ts';
import { type PackedTelemetry, unpackSnapshot } from '../queries/packed-telemetry.ts';
import type {
  CompactionCounts,
  GroupSeries,
  MinerDecision,
  MissedHistory,
  PruneCounts,
  ReencryptedSecret,
  StatusRange,
  StatusRecord,
  Store,
  StoredFleet,
  StoredMiner,
  StoredModel,
  StoreStatus,
} from '../store.ts';
import { StoreError } from '../store-error.ts';
import { startStoreThread } from './store-thread.ts';
import type { CompactorCalls, CopierCalls, ReaderCalls, WriterCalls } from './worker-calls.ts';
import { WriteGate } from './write-gate.ts';
import { WriteHealth } from './write-health.ts';

/** Compaction lets others have the processor for at most so long between two steps. */
const LONGEST_REST_MS = 250;

/** The threads that live as long as the store. */
export interface StoreThreads {
  readonly writer: SupervisedThread<WriterCalls>;
  readonly reader: SupervisedThread<ReaderCalls>;
  readonly compactor: SupervisedThread<CompactorCalls>;
}

/** The store as the rest of the program sees it: a thin front of the database threads. */
export class WorkerStore implements Store {
  readonly #path: string;
  readonly #schemaVersion: number;
  readonly #threads: StoreThreads;
  readonly #semaphore = new WriteGate();
  readonly #writes: WriteHealth;
  #lastChange: Promise<unknown> = Promise.resolve();
  /** Ends the backup that is being made. */
  #endCopy: (() => Promise<void>) | null = null;
  /** Ends the thread of a backup, whatever it does. */
  readonly #endingByForce = new AbortController();
  #closed: Promise<void> | null = null;

  constructor(
    path: string,
    schemaVersion: number,
    threads: StoreThreads,
    onWriting?: (trouble: string | null) => void,
  ) {
    this.#writes = new WriteHealth(onWriting);
    this.#path = path;
    this.#schemaVersion = schemaVersion;
    this.#threads = threads;
  }

  async loadFleet(): Promise<StoredFleet> {
    const [sites, models, firstKeys] = await Promise.all([
      this.#read('loadSites'),
      this.#read('loadModels'),
      this.#read('fleetParts'),
    ]);
    // All are asked for at once: while one is taken in here, the next is read there.
    const parts = await Promise.all(firstKeys.map((firstKey) => this.#read('loadFleetPart', firstKey)));
    const latest = parts.flatMap((part) => part.latest);
    return {
      sites,
      miners: parts.flatMap((part) => part.miners),
      models,
      latest: new Map(latest.map((status) => [status.miner_id, status])),
    };
  }

  upsertMiners(miners: readonly StoredMiner[]): Promise<void> {
    return this.#write('upsertMiners', miners);
  }

  decideMiner(miner: StoredMiner, decision: MinerDecision): Promise<void> {
    return this.#write('decideMiner', miner, decision);
  }

  reencryptSecrets(changes: readonly ReencryptedSecret[]): Promise<void> {
    return this.#write('reencryptSecrets', changes);
  }

  upsertModels(models: readonly Omit<StoredModel, 'max_preset'>[]): Promise<void> {
    return this.#write('upsertModels', models);
  }

  removeMiner(id: string, history: RemovedHistory): Promise<void> {
    return this.#write('removeMiner', id, history);
  }

  replaceMiner(id: string, successorId: string): Promise<MinerDecision | null> {
    return this.#write('replaceMiner', id, successorId);
  }

  hasHistory(minerId: string): Promise<boolean> {
    return this.#read('hasHistory', minerId);
  }

  setMaxPreset(alias: string, maxPreset: string | null): Promise<void> {
    return this.#write('setMaxPreset', alias, maxPreset);
  }

  recordMinerStatuses(records: readonly StatusRecord[]): Promise<number[]> {
    return this.#write('recordMinerStatuses', records);
  }

  recordTelemetry(records: readonly PackedTelemetry[]): Promise<void> {
    return this.#write('recordTelemetry', records);
  }

  recordActivity(entries: readonly NewActivityEntry[]): Promise<ActivityEntry[]> {
    return this.#write('recordActivity', entries);
  }

  statuses(minerId: string, range: StatusRange): Promise<Status[]> {
    return this.#read('statuses', minerId, range);
  }

  async telemetry(minerId: string, range: StatusRange): Promise<TelemetrySnapshot[]> {
    return (await this.#read('telemetry', minerId, range)).map(unpackSnapshot);
  }

  minerHistory(minerId: string, plan: HistoryPlan): Promise<HistoryPoint[]> {
    return this.#read('minerHistory', minerId, plan);
  }

  chainHistory(minerId: string, chainId: number, plan: HistoryPlan): Promise<ChainHistoryPoint[]> {
    return this.#read('chainHistory', minerId, chainId, plan);
  }

  chipHistory(minerId: string, chip: ChipPlace, plan: HistoryPlan): Promise<ChipHistoryPoint[]> {
    return this.#read('chipHistory', minerId, chip, plan);
  }

  groupHistory(modelAlias: string | null, plan: GroupPlan): Promise<GroupSeries[]> {
    return this.#read('groupHistory', modelAlias, plan);
  }

  activity(filter: ActivityFilter): Promise<ActivityEntry[]> {
    return this.#read('activity', filter);
  }

  diskUse(): Promise<StoredTiers> {
    return this.#read('diskUse');
  }

  async compact(plan: CompactionPlan, signal?: AbortSignal): Promise<CompactionCounts> {
    const isOver = (): boolean => this.#closed !== null || signal?.aborted === true;
    const counts = { hours: 0, days: 0, refused: 0, troubles: new Set<string>() };
    const told = (): CompactionCounts => ({ ...counts, troubles: [...counts.troubles] });
    for (const what of ['dropped', 'hours', 'days'] as const) {
      for (const task of await this.#planCompactSteps(what, plan)) {
        const startedMs = performance.now();
        try {
          const done = await this.#oneAtATime(async () => {
            const step = await this.#askCompacter('prepareCompact', task);
            if (step !== null) await this.#write('commitCompact', [step]);
            return step !== null;
          });
          if (done) counts[what === 'days' ? 'days' : 'hours']++;
        } catch (error) {
          if (isOver()) return told();
          // A full disk refuses every step; a damaged or a newer block only its own.
          if (!(error instanceof StoreError) || (error.code !== 'corrupt' && error.code !== 'newer')) throw error;
          counts.refused++;
          counts.troubles.add(error.message);
        }
        // As long at rest as at work: compaction an hour of a large farm is spread over minutes.
        const restMs = Math.min(LONGEST_REST_MS, performance.now() - startedMs);
        if (!isOver()) await rest(restMs, undefined, { signal }).catch(() => undefined);
        if (isOver()) return told();
      }
      if (what === 'dropped') await this.#threads.writer.call('erase');
      // Also what an earlier round or an earlier run of the program has left.
      if (what === 'hours') await this.#threads.writer.call('sweep');
    }
    return told();
  }

  fillHistory(missed: readonly MissedHistory[]): Promise<number[]> {
    return this.#oneAtATime(async () => {
      const { slots, steps } = await this.#askCompacter('prepareFill', missed);
      if (steps.length > 0) await this.#write('commitCompact', steps);
      return slots;
    });
  }

  prune(before: RetentionPlan): Promise<PruneCounts> {
    if (this.#closed !== null) return Promise.reject(closedError());
    return this.#threads.writer.call('prune', before);
  }

  async backUp(file: string, mostBytes: number | null, signal?: AbortSignal): Promise<CopyCounts> {
    if (this.#closed !== null) throw closedError();
    const copier = await startStoreThread<CopierCalls>(
      { role: 'copier', path: this.#path, mustExist: true },
      this.#endingByForce.signal,
    );
    let ending: Promise<void> | null = null;
    const end = (): Promise<void> => {
      ending ??= this.#end(copier.call('close').finally(() => copier.exited()));
      return ending;
    };
    const onAbort = (): void => void end();
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#endCopy = end;
    try {
      if (this.#closed !== null || signal?.aborted === true) throw closedError();
      return await copier.call('copyFarm', file, mostBytes);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      await end();
      this.#endCopy = null;
    }
  }

  status(): StoreStatus {
    return {
      path: this.#path,
      bytes: bytesOf(this.#path),
      schemaVersion: this.#schemaVersion,
      pendingWrites: this.#semaphore.pending,
      writeFailures: this.#writes.failures,
      lastError: this.#writes.lastError,
    };
  }

  writeTrouble(): string | null {
    return this.#writes.trouble;
  }

  threads(): readonly WatchedThread[] {
    return Object.values(this.#threads);
  }

  flush(): Promise<void> {
    return this.#semaphore.idle();
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async terminate(): Promise<void> {
    this.#closed ??= Promise.resolve();
    this.#endingByForce.abort();
    await Promise.all([this.#endCopy?.(), ...this.threads().map((thread) => thread.terminate())]);
  }

  async #close(): Promise<void> {
    await this.#semaphore.idle();
    // Those that read go first: only the last connection to a file can fold its log back into it.
    await this.#endCopy?.();
    await this.#end(this.#threads.reader.close());
    await this.#end(this.#threads.compactor.close());
    await this.#end(this.#threads.writer.close());
  }

  /** A thread that is gone already has nothing left to close. */
  async #end(closing: Promise<void>): Promise<void> {
    try {
      await closing;
    } catch (error) {
      this.#writes.failed(error);
    }
  }

  #read<K extends keyof ReaderCalls>(call: K, ...args: ArgsOf<ReaderCalls[K]>): Promise<ResultOf<ReaderCalls[K]>> {
    if (this.#closed !== null) return Promise.reject(closedError());
    return twice(() => this.#threads.reader.call(call, ...args));
  }

  /** Roll-ups are read, changed and written back: what changes them must not come between. */
  #oneAtATime<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#lastChange.then(change);
    this.#lastChange = turn.catch(() => undefined);
    return turn;
  }

  async #planCompactSteps(what: 'dropped' | 'hours' | 'days', plan: CompactionPlan): Promise<CompactTask[]> {
    if (this.#closed !== null) throw closedError();
    return twice(() => this.#threads.writer.call('planCompactSteps', what, plan));
  }

  async #askCompacter<K extends keyof CompactorCalls>(
    call: K,
    ...args: ArgsOf<CompactorCalls[K]>
  ): Promise<ResultOf<CompactorCalls[K]>> {
    if (this.#closed !== null) throw closedError();
    return twice(() => this.#threads.compactor.call(call, ...args));
  }

  #write<K extends keyof WriterCalls>(call: K, ...args: ArgsOf<WriterCalls[K]>): Promise<ResultOf<WriterCalls[K]>> {
    if (this.#closed !== null) return Promise.reject(closedError());
    return this.#semaphore.run(async () => {
      try {
        const value = await this.#threads.writer.call(call, ...args);
        this.#writes.worked();
        return value;
      } catch (error) {
        this.#writes.failed(error);
        throw error;
      }
    });
  }
}

/**
 * Reading changes nothing: what a dying thread had under way is asked of the one that comes after
 * it.
 */
async function twice<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'interrupted') throw error;
    return read();
  }
}

function closedError(): StoreError {
  return new StoreError('closed', 'The database is closed: the program is stopping.');
}

function bytesOf(path: string): number | null {
  const file = statSync(path, { throwIfNoEntry: false });
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return file === undefined ? null : file.size + (log?.size ?? 0);
}
