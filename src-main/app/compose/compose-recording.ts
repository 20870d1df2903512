import { Backups } from '../../backups/backups.ts';
import { createSaveLoop } from '../../fleet/save-loop.ts';
import { createCompactionLoop, createRetentionLoop } from '../../recording/compaction-and-retention.ts';
import { DiskFullGuard } from '../../recording/disk-full-guard.ts';
import { GapFiller } from '../../recording/gap-filler.ts';
import { MonitoringRecord } from '../../recording/monitoring-record.ts';
import { RetentionClock } from '../../recording/retention-clock.ts';
import type { Loop } from '../../runtime/loop.ts';
import type { AppBase } from './app-base.ts';
import type { FleetParts } from './compose-fleet.ts';
import type { MonitoringParts } from './compose-monitoring.ts';
import type { StoreParts } from './compose-store.ts';

/**
 * The recording of history: fills gaps, compacts, deletes old data, stops when the disk is full,
 * and makes backups.
 */
export interface RecordingParts {
  readonly gaps: GapFiller;
  /** Writes new facts about miners. */
  readonly saving: Loop;
  readonly retention: Loop;
  readonly compaction: Loop;
  readonly guard: DiskFullGuard;
  readonly monitored: MonitoringRecord;
  readonly backups: Backups;
  readonly retentionClock: RetentionClock;
}

export function composeRecording(
  base: AppBase,
  { store, history, minerGateway }: StoreParts,
  { fleet, feed, bus: { publish } }: FleetParts,
  { discovery, polling, wakefulness }: MonitoringParts,
): RecordingParts {
  const { folder, clock, settingsStore, onError } = base;
  const freeBytes = base.freeBytes === undefined ? {} : { freeBytes: base.freeBytes };
  const gaps = new GapFiller({
    minerGateway,
    store,
    clock,
    targetOf: (id) => {
      const target = polling.target(id);
      return target?.capabilities.metrics === true ? target : null;
    },
    timeoutMs: () => settingsStore.current.polling.timeout_ms,
    checkAwake: () => wakefulness.check(),
    isBeyondReach: (ip) => discovery.isBeyondReach(ip),
    onError,
    onFilled: (miners, slots) =>
      publish({ event: 'history_imported', data: { miners, hours: Math.round(slots / 12) } }),
  });
  const retentionClock = new RetentionClock({
    file: folder.retentionClockFile,
    latestReadingAt: () => {
      const readings = [...fleet.entries()].flatMap(({ latest }) => latest?.recorded_at ?? []);
      return readings.length === 0 ? null : readings.reduce((last, at) => Math.max(last, at));
    },
    clock,
    onError,
  });
  const historyLoops = {
    store,
    retention: () => settingsStore.current.retention,
    retentionNowMs: () => retentionClock.nowMs(),
    clock,
    onError,
    onTrouble: (reason: string) => publish({ event: 'compaction_failed', data: { reason } }),
  };
  const guard: DiskFullGuard = new DiskFullGuard({
    store,
    history,
    databasePath: store.status().path,
    clock,
    onError,
    ...freeBytes,
    onChange: (recording, isNewState) => {
      feed.recordingChanged(recording);
      const { state, reason } = recording;
      if (isNewState) publish({ event: 'recording_changed', data: { state, reason } });
    },
  });
  const monitored = new MonitoringRecord({
    store,
    isWatching: () => discovery.watching().state === 'watching' && guard.recording().state === 'recording',
    monitored: () => monitoredNow(fleet, discovery),
    clock,
    onError,
  });
  const backups = new Backups({
    store,
    folder: folder.backupsFolder,
    clock,
    onError,
    ...freeBytes,
    keep: () => settingsStore.current.backups.keep,
    hasFarm: () => fleet.ids().length > 0,
    onMade: ({ name, bytes }) => publish({ event: 'backup_made', data: { file: name, bytes } }),
    onFailed: (reason) => publish({ event: 'backup_failed', data: { reason } }),
  });
  return {
    gaps,
    saving: createSaveLoop(fleet, clock, onError),
    retention: createRetentionLoop(historyLoops),
    compaction: createCompactionLoop(historyLoops),
    guard,
    monitored,
    backups,
    retentionClock,
  };
}

/**
 * The miners that are polled, or were read before and are offline. Without those that this computer
 * can't reach: nobody knows whether they would respond.
 */
function monitoredNow(fleet: FleetParts['fleet'], discovery: MonitoringParts['discovery']): string[] {
  const polled = new Set(fleet.polledIds());
  const isComplete = discovery.watching().reason === null;
  return [...fleet.entries()].flatMap(({ stored: { id, managed, ip, last_ip }, latest }) => {
    if (!polled.has(id) && !(managed && ip === null && latest !== null)) return [];
    const address = ip ?? last_ip;
    return isComplete || address === null || !discovery.isBeyondReach(address) ? [id] : [];
  });
}
