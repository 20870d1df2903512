import type { Logger } from 'pino';
import type { ActivityEntry, Settings } from '../../src-shared/model/index.ts';
import { formatBytes, quantityText } from '../../src-shared/units.ts';
import type { Operations } from '../api/operations.ts';
import { Backups } from '../backups/backups.ts';
import { type DataFolder, databasePath } from '../config/data-folder.ts';
import { SettingsHome } from '../config/settings-home.ts';
import { Discovery } from '../discovery/discovery.ts';
import { KnownGateways } from '../discovery/guards/known-gateways.ts';
import { tellWatching } from '../discovery/scan-activity.ts';
import { ActivityLog } from '../events/activity-log.ts';
import { Feed } from '../fleet/feed.ts';
import { Fleet } from '../fleet/fleet.ts';
import { GatewayThread } from '../gateway/gateway-thread.ts';
import { Polling } from '../polling/polling.ts';
import { GapFiller } from '../recording/gap-filler.ts';
import { createCompactionLoop, createRetentionLoop } from '../recording/history-loops.ts';
import { HistoryWriter } from '../recording/history-writer.ts';
import { RecordingGuard } from '../recording/recording-guard.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { KeyedLock } from '../runtime/keyed-lock.ts';
import { LoopDelay } from '../runtime/loop-delay.ts';
import { stopStep } from '../runtime/stop-step.ts';
import type { ThreadEvent } from '../runtime/threads/supervised-thread.ts';
import { logThreadEvent } from '../runtime/threads/thread-events.ts';
import { createThreadWatch } from '../runtime/threads/thread-watch.ts';
import {
  canDecrypt,
  encryptionFormatOf,
  refuseForeignSecrets,
  type SecretBox,
  UNOPENED,
  UnopenedSecretsError,
} from '../secrets/secret-box.ts';
import { openStore } from '../store/open-store.ts';
import { readHealth } from './health.ts';
import type { HostPorts } from './host-ports.ts';
import { createOperations } from './operations.ts';
import { type PauseReason, Wakefulness } from './wakefulness.ts';

export interface AppOptions {
  readonly folder: DataFolder;
  readonly settings: Settings;
  readonly secrets: SecretBox;
  readonly log: Logger;
  readonly version: string;
  readonly clock?: Clock;
  /** Told when the program cannot go on: whoever opened it stops it in order, and ends with a code that is not 0. */
  readonly onFatal: (reason: string) => void;
  /** Free bytes on the disk of a folder; the system's own figure if left out. */
  readonly freeBytes?: (folder: string) => Promise<number | null>;
}

/** The whole program but for its ways in. */
export interface App {
  readonly operations: Operations;
  readonly settings: SettingsHome;
  readonly hostPorts: HostPorts;
  /** Loops begin. */
  start(): void;
  /** Stops watching: what is under way is dropped, and nobody is called offline until a whole scan has been through. */
  pause(reason: PauseReason): void;
  /** Watches again, if nothing else speaks against it. */
  resume(reason: PauseReason): void;
  /** Something about the program itself that the operator should find among the activity. */
  note(level: ActivityEntry['level'], message: string): void;
  /** The encryption formats that the farm's secrets have now. */
  encryptionFormats(): ReadonlySet<string>;
  /** Encrypts all secrets again with another box; throws, with words for the operator, where that cannot be. */
  reencryptSecrets(to: SecretBox): Promise<void>;
  /**
   * Ends everything in order; each step has a deadline, and one that misses it is named in the log. Answers whether all threads are gone: one
   * that the system holds (a dead disk) keeps the process from ending by itself.
   */
  stop(): Promise<boolean>;
}

/** All of the stop, whatever hangs: with the ways in it has to stay under five seconds. */
const STOP_WITHIN_MS = 3200;

/** Puts the program together, in the order in which its parts depend on each other. */
export async function createApp(options: AppOptions): Promise<App> {
  const { folder, log, version } = options;
  const clock = options.clock ?? systemClock;
  const startedAt = clock.nowMs();
  const onError = (error: unknown): void => log.error({ err: error }, 'A loop failed and goes on');
  let stopping = false;
  const hostPorts: HostPorts = { rest: null, desktop: null };

  const onThread = (event: ThreadEvent): void => {
    logThreadEvent(log, event);
    if (event.kind === 'given_up') options.onFatal(`The thread ${event.name} cannot be started: ${event.reason}`);
  };
  const store = await openStore({
    path: databasePath(folder, options.settings.database.path),
    onThread,
    onWriting: () => guard.loop.wake(),
  });
  const history = new HistoryWriter({ store, clock });
  const minerGateway = new GatewayThread({ timeoutMs: options.settings.polling.timeout_ms, onThread });
  const threads = [...store.threads(), minerGateway.thread];
  const threadWatch = createThreadWatch(threads, clock, onError);
  const settings = new SettingsHome(folder.configFile, options.settings);
  const fleet: Fleet = new Fleet({
    store,
    history,
    secrets: options.secrets,
    clock,
    requireMaxPreset: () => settings.current.polling.require_max_preset,
    telemetryMs: () => settings.current.intervals.telemetry_seconds * 1000,
    onMinersChanged: (ids) => feed.minersChanged(ids),
    onModelsChanged: () => feed.modelsChanged(),
  });
  const feed: Feed = new Feed(
    {
      minerIds: () => fleet.ids(),
      miner: (id) => fleet.miner(id),
      models: () => fleet.modelRows(),
      scan: () => discovery.latest(),
      watching: () => discovery.watching(),
      recording: () => guard.recording(),
    },
    startedAt,
  );
  const activity = new ActivityLog(store, clock, (entries) => feed.activityAdded(entries), onError);
  const note = (level: ActivityEntry['level'], message: string): void => {
    activity.add({ kind: 'app', level, miner_id: null, message });
    log[level === 'warning' ? 'warn' : level](message);
  };
  const discovery: Discovery = new Discovery({
    minerGateway,
    fleet,
    clock,
    minerLock: new KeyedLock(),
    gateways: new KnownGateways(folder.gatewaysFile, onError),
    checkAwake: () => wakefulness.check(),
    settings: () => settings.current,
    onScan: (scan) => {
      feed.scanChanged(scan);
      if (scan.phase === 'done') polling.wake();
    },
    onWatching: (watching) => {
      feed.watchingChanged(watching);
      activity.add(tellWatching(watching));
    },
    onActivity: (entry) => {
      activity.add(entry);
      log[entry.level === 'warning' ? 'warn' : entry.level](entry.message);
    },
    onError,
  });
  const polling: Polling = new Polling({
    minerGateway,
    fleet,
    clock,
    settings: () => settings.current,
    checkAwake: () => wakefulness.check(),
    isBeyondReach: (ip) => discovery.isBeyondReach(ip),
    onError,
    onStatusRead: (id, previousAt, readAt) => gaps.statusRead(id, previousAt, readAt),
  });
  const wakefulness: Wakefulness = new Wakefulness({
    clock,
    intervalMs: () => settings.current.intervals.discovery_seconds * 1000,
    discovery,
    polling,
    onError,
  });
  const gaps: GapFiller = new GapFiller({
    minerGateway,
    store,
    clock,
    targetOf: (id) => polling.target(id),
    timeoutMs: () => settings.current.polling.timeout_ms,
    onError,
    onFilled: (miners, slots) => {
      const hours = Math.round(slots / 12);
      const message = `Filled ${hours.toLocaleString('en')} h of missed history from the memory of ${miners} ${miners === 1 ? 'miner' : 'miners'}`;
      activity.add({ kind: 'app', level: 'info', miner_id: null, message });
    },
  });
  const historyLoops = {
    store,
    retention: () => settings.current.retention,
    fleet,
    clock,
    onError,
    onTrouble: (reason: string) => note('error', `Part of the history cannot be compacted: ${reason}`),
  };
  const retention = createRetentionLoop(historyLoops);
  const compaction = createCompactionLoop(historyLoops);
  const guard: RecordingGuard = new RecordingGuard({
    store,
    history,
    databasePath: store.status().path,
    clock,
    onError,
    ...(options.freeBytes !== undefined && { freeBytes: options.freeBytes }),
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
    ...(options.freeBytes !== undefined && { freeBytes: options.freeBytes }),
    keep: () => settings.current.backups.keep,
    hasFarm: () => fleet.ids().length > 0,
    onMade: ({ name, bytes }) => note('info', `Backed up to ${name} (${quantityText(formatBytes(bytes))})`),
    onFailed: (reason) => note('error', `No backup was made: ${reason}`),
  });
  settings.onChange(() => {
    fleet.settingsChanged();
    discovery.wake();
    polling.wake();
    backups.loop.wake();
  });
  const loops = [
    discovery.loop,
    polling.status.loop,
    polling.telemetry.loop,
    compaction,
    retention,
    gaps.loop,
    guard.loop,
    backups.loop,
    threadWatch,
  ];
  const delay = new LoopDelay();

  try {
    await fleet.load();
    refuseForeignSecrets(options.secrets, fleet.secrets.encrypted(), folder.path);
  } catch (error) {
    await Promise.all([minerGateway.close(), store.close()]);
    throw error;
  }
  return {
    operations: createOperations({
      fleet,
      feed,
      store,
      discovery,
      polling,
      settings,
      activity,
      hostPorts,
      clock,
      onError,
      diskFreeBytes: () => guard.freeBytes(),
      health: () =>
        readHealth({
          version,
          startedAt,
          clock,
          isStopping: () => stopping,
          fleet,
          discovery,
          store,
          history,
          guard,
          backups,
          loops,
          threads,
          delay,
        }),
      backUp: () => backups.backUp(),
    }),
    settings,
    hostPorts,
    start() {
      delay.start();
      activity.add({ kind: 'app', level: 'info', miner_id: null, message: `PowerHive ${version} started` });
      if (!canDecrypt(options.secrets, fleet.secrets.encrypted())) note('error', UNOPENED);
      discovery.start();
      polling.start();
      compaction.start();
      retention.start();
      gaps.loop.start();
      guard.loop.start();
      backups.loop.start();
      wakefulness.loop.start();
      threadWatch.start();
    },
    pause: (reason) => wakefulness.pause(reason),
    resume: (reason) => wakefulness.resume(reason),
    note,
    encryptionFormats: () => new Set([...fleet.secrets.encrypted()].flatMap((text) => encryptionFormatOf(text) ?? [])),
    async reencryptSecrets(to) {
      const closedCount = await fleet.secrets.reencrypt(to);
      if (closedCount > 0) throw new UnopenedSecretsError(closedCount);
    },
    async stop() {
      stopping = true;
      const until = performance.now() + STOP_WITHIN_MS;
      const step = (what: string, deadlineMs: number, work: Promise<unknown>): Promise<boolean> =>
        stopStep(log, what, Math.round(Math.max(100, Math.min(deadlineMs, until - performance.now()))), work);
      await step(
        'the loops',
        2000,
        Promise.all([
          discovery.stop(),
          polling.stop(),
          compaction.stop(),
          retention.stop(),
          gaps.loop.stop(),
          guard.loop.stop(),
          delay.stop(),
          backups.loop.stop(),
          wakefulness.loop.stop(),
          threadWatch.stop(),
        ]),
      );
      activity.add({ kind: 'app', level: 'info', miner_id: null, message: 'PowerHive stopped' });
      await step('the last writes', 1000, Promise.all([history.idle(), fleet.save(), activity.flush()]));
      feed.close();
      await step('the connections to miners', 500, minerGateway.close());
      await step('the database', 1000, store.close());
      return step('the threads', 500, Promise.all([store.terminate(), minerGateway.thread.terminate()]));
    },
  };
}
