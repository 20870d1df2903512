import { formatBytes, quantityText } from '../../src-shared/units.ts';
import { Backups } from '../backups/backups.ts';
import { GapFiller } from '../recording/gap-filler.ts';
import { createCompactionLoop, createRetentionLoop } from '../recording/history-loops.ts';
import { RecordingGuard } from '../recording/recording-guard.ts';
import type { Loop } from '../runtime/loop.ts';
import type { AppBase } from './base.ts';
import type { FleetParts } from './compose-fleet.ts';
import type { StoreParts } from './compose-store.ts';
import type { WatchParts } from './compose-watch.ts';

/** What keeps the history: it fills gaps, compacts, ends what is too old, stops where the disk is full, and copies the whole. */
export interface RecordingParts {
  readonly gaps: GapFiller;
  readonly retention: Loop;
  readonly compaction: Loop;
  readonly guard: RecordingGuard;
  readonly backups: Backups;
}

export function composeRecording(
  base: AppBase,
  { store, history, minerGateway }: StoreParts,
  { fleet, feed, activity, note }: FleetParts,
  { polling }: WatchParts,
): RecordingParts {
  const { folder, clock, settingsHome, onError } = base;
  const freeBytes = base.freeBytes === undefined ? {} : { freeBytes: base.freeBytes };
  const gaps = new GapFiller({
    minerGateway,
    store,
    clock,
    targetOf: (id) => polling.target(id),
    timeoutMs: () => settingsHome.current.polling.timeout_ms,
    onError,
    onFilled: (miners, slots) => {
      const hours = Math.round(slots / 12);
      const message = `Filled ${hours.toLocaleString('en')} h of missed history from the memory of ${miners} ${miners === 1 ? 'miner' : 'miners'}`;
      activity.add({ kind: 'app', level: 'info', miner_id: null, message });
    },
  });
  const historyLoops = {
    store,
    retention: () => settingsHome.current.retention,
    fleet,
    clock,
    onError,
    onTrouble: (reason: string) => note('error', `Part of the history cannot be compacted: ${reason}`),
  };
  const guard: RecordingGuard = new RecordingGuard({
    store,
    history,
    databasePath: store.status().path,
    clock,
    onError,
    ...freeBytes,
    onChange: (recording, isNewState) => {
      feed.recordingChanged(recording);
      if (!isNewState) return;
      const stopped = recording.state === 'stopped';
      const message = stopped ? `No history is written: ${recording.reason}` : 'History is written again';
      note(stopped ? 'error' : 'info', message);
    },
  });
  const backups = new Backups({
    store,
    folder: folder.backupsFolder,
    clock,
    onError,
    ...freeBytes,
    keep: () => settingsHome.current.backups.keep,
    hasFarm: () => fleet.ids().length > 0,
    onMade: ({ name, bytes }) => note('info', `Backed up to ${name} (${quantityText(formatBytes(bytes))})`),
    onFailed: (reason) => note('error', `No backup was made: ${reason}`),
  });
  return {
    gaps,
    retention: createRetentionLoop(historyLoops),
    compaction: createCompactionLoop(historyLoops),
    guard,
    backups,
  };
}
