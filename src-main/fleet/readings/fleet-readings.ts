import { limitsInForce } from '../../../src-shared/judging/farm-limits.ts';
import type { OrderedPool, Preset } from '../../../src-shared/model/index.ts';
import { shownTemperatureUnit } from '../../../src-shared/temperature.ts';
import type { BoardsBackground } from '../../conditions/board-conditions.ts';
import { frozenSince } from '../../conditions/reading-trend.ts';
import type { DeviceModel, PerfReading, StatusReading } from '../../drivers/readings.ts';
import type { BoardsReading } from '../../gateway/boards-reading.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { PackedTelemetry } from '../../store/queries/history/packed-telemetry.ts';
import type { StatusRecord, StoredModel } from '../../store/store.ts';
import type { KnownMiners } from '../known-miners.ts';
import { type Entry, type LiveStatus, NEVER_POLLED } from '../miner-entry.ts';
import type { Catalogue } from '../model-catalogue.ts';
import type { OwnPoolsNow } from '../own-pools-now.ts';
import { afterBoards, afterStatus, afterUnreadBoards } from './after-reading.ts';
import { poolsBeforeOfJob } from './pools-before.ts';
import { presetAfter, statusRecord } from './status-record.ts';
import { unitHardware } from './unit-hardware.ts';
import { unmeasuredRecord } from './unmeasured-record.ts';

/**
 * Writes readings to disk without delaying polls. `ready` resolves when the miner itself is in the
 * database: a new miner is polled before its scan has ended.
 */
export interface ReadingsSink {
  status(record: StatusRecord, onWritten: (id: number) => void, ready: () => Promise<void>): void;
  boards(record: PackedTelemetry, ready: () => Promise<void>): void;
}

export interface FleetReadingsOptions {
  readonly miners: KnownMiners;
  readonly catalogue: Catalogue;
  readonly ownPools: Pick<OwnPoolsNow, 'of' | 'note' | 'know'>;
  /** Records readings, and never delays or fails a poll. */
  readonly history: ReadingsSink;
  readonly clock: Clock;
  /** How often boards are read, in milliseconds. */
  readonly telemetryMs: () => number;
  readonly onModelsChanged: () => void;
}

/** Takes over what polls read, and how they end. */
export class FleetReadings {
  readonly #options: FleetReadingsOptions;

  constructor(options: FleetReadingsOptions) {
    this.#options = options;
  }

  /** Stores the presets that a unit has tuned, from its own list. */
  setTunedPresets(id: string, presets: readonly Preset[]): void {
    const entry = this.#options.miners.get(id);
    if (entry === null) return;
    const tuned_presets = presets.filter(({ status }) => status === 'tuned').map(({ name }) => name);
    if (entry.stored.tuned_presets?.join('\n') === tuned_presets.join('\n')) return;
    this.#options.miners.set({ ...entry, stored: { ...entry.stored, tuned_presets } });
    this.#options.onModelsChanged();
  }

  /** A job has set this preset, and it is in effect; null if the current one is not known. */
  notePresetSet(id: string, preset_set: string | null): void {
    const entry = this.#options.miners.get(id);
    if (entry === null) return;
    const { preset_set: before, preset_baseline } = entry.stored;
    if (before === preset_set && preset_baseline === null) return;
    this.#options.miners.set({ ...entry, stored: { ...entry.stored, preset_set, preset_baseline: null } });
  }

  /** A job has set these pools, and they are in force: they are its own at once. */
  notePoolsInForce(id: string, pools: readonly { readonly url: string; readonly user: string }[]): void {
    const entry = this.#options.miners.get(id);
    const pools_before = poolsBeforeOfJob(pools);
    if (entry === null || pools_before === null) return;
    this.#options.miners.set({ ...entry, stored: { ...entry.stored, pools_before } });
  }

  /** Until when a job has paused it; null for none. */
  notePausedUntil(id: string, pausedUntil: Entry['pausedUntil']): void {
    const entry = this.#options.miners.get(id);
    if (entry !== null) this.#options.miners.set({ ...entry, pausedUntil });
  }

  /** A job is changing it: a restart is no fault. */
  noteOrdered(id: string): void {
    const entry = this.#options.miners.get(id);
    if (entry !== null) this.#options.miners.setUnshown({ ...entry, orderedAt: this.#options.clock.nowMs() });
  }

  /** A running job sets these pools. */
  notePoolsOrdered(jobId: string, pools: readonly OrderedPool[]): void {
    this.#options.ownPools.note(jobId, pools);
  }

  /** The pools that jobs set last; `endedJobId` is a job that has ended, or null. */
  notePoolsSet(pools: readonly OrderedPool[], endedJobId: string | null): void {
    this.#options.ownPools.know(pools, endedJobId);
  }

  /**
   * A status was read: it is displayed, then written. Frozen figures are displayed with a mark, and
   * written as unknown.
   */
  recordStatus(id: string, reading: StatusReading, perf: PerfReading | null): void {
    const entry = this.#options.miners.get(id);
    if (entry === null) return;
    const now = this.#options.clock.nowMs();
    const record = statusRecord(entry, this.#modelOf(entry), reading, perf, now);
    const latest: LiveStatus = { ...record, id: null };
    const ownPools = this.#options.ownPools.of(entry);
    const next = afterStatus(entry, latest, this.#modelOf(entry), this.#options.telemetryMs(), ownPools);
    const isFrozen = frozenSince(next.trend, latest) !== null;
    this.#options.miners.set({
      ...next,
      ...(perf !== null && {
        preset: { ...presetAfter(entry.preset, perf), readAtMs: this.#options.clock.monotonicMs() },
      }),
    });
    const onWritten = (statusId: number): void => {
      const present = this.#options.miners.get(id);
      if (present?.latest === latest)
        this.#options.miners.setStored({ ...present, latest: { ...latest, id: statusId } });
    };
    this.#options.history.status(isFrozen ? unmeasuredRecord(record) : record, onWritten, this.#inDatabase(id));
  }

  /** Stores what the unit's own `/model` reports. */
  setDevice(id: string, device: DeviceModel): void {
    const entry = this.#options.miners.get(id);
    if (entry !== null) this.#options.miners.set({ ...entry, device });
  }

  /** What is known of a miner's boards before they are read. */
  boardsBackground(entry: Entry): BoardsBackground {
    return {
      minerState: entry.latest?.figures.state ?? null,
      boardStates: entry.latest?.chains.map(({ chain_id, state }) => ({ chain_id, state })) ?? [],
      chipsPerBoard: unitHardware(entry, this.#modelOf(entry)).own_chips_per_chain,
      temperatureUnit: shownTemperatureUnit(),
      limits: limitsInForce(),
    };
  }

  /** The boards of a miner could not be read. */
  boardsFailed(id: string, message: string, missing: boolean): void {
    const entry = this.#options.miners.get(id);
    if (entry !== null)
      this.#options.miners.set(afterUnreadBoards(entry, { message, missing }, this.#options.clock.nowMs()));
  }

  /** Takes over boards; they are not written while the miner's figures are frozen. */
  recordBoards(id: string, reading: BoardsReading): void {
    const entry = this.#options.miners.get(id);
    if (entry === null) return;
    const now = this.#options.clock.nowMs();
    this.#options.miners.set(afterBoards(entry, reading, now, this.#modelOf(entry), this.#options.telemetryMs()));
    if (entry.latest !== null && frozenSince(entry.trend, entry.latest) !== null) return;
    const record = { miner_id: id, recorded_at: now, status_id: null, chains: reading.chains };
    this.#options.history.boards(record, this.#inDatabase(id));
  }

  #inDatabase(id: string): () => Promise<void> {
    return () => this.#options.miners.saveNewcomer(id);
  }

  pollSucceeded(id: string, nextAttemptAt: number | null): void {
    const entry = this.#options.miners.get(id);
    if (entry === null) return;
    const poll = { ...NEVER_POLLED, lastSuccessAt: this.#options.clock.nowMs(), nextAttemptAt };
    this.#options.miners.set({ ...entry, poll });
  }

  /** A poll that began then has failed. */
  pollFailed(id: string, message: string, nextAttemptAt: number | null, beganAt: number): void {
    const entry = this.#options.miners.get(id);
    if (entry === null) return;
    this.#options.miners.set({
      ...entry,
      poll: {
        ...entry.poll,
        failures: entry.poll.failures + 1,
        failingSinceAt: entry.poll.failingSinceAt ?? Math.min(beganAt, this.#options.clock.nowMs()),
        lastError: message,
        nextAttemptAt,
      },
    });
  }

  /** This computer itself could not poll, which is not counted as a failure of the miner. */
  pollNotTried(id: string, message: string, nextAttemptAt: number | null): void {
    const entry = this.#options.miners.get(id);
    if (entry !== null)
      this.#options.miners.set({
        ...entry,
        poll: { ...entry.poll, notTriedAt: this.#options.clock.nowMs(), lastError: message, nextAttemptAt },
      });
  }

  #modelOf({ stored }: Entry): StoredModel | null {
    return this.#options.catalogue.get(stored.model_alias);
  }
}
