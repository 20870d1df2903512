import { minerName } from '../../../src-shared/miner/miner-name.ts';
import { conditionEvents } from '../../conditions/condition-events.ts';
import { ActivityLog } from '../../events/activity-log.ts';
import { EventBus, type RecordChange } from '../../events/bus.ts';
import { logEvents } from '../../events/log-events.ts';
import { loggedMiner } from '../../events/logged-miner.ts';
import { BulkEdits, CHECKED_AT_ONCE } from '../../fleet/bulk/bulk-edits.ts';
import { FarmPasswords } from '../../fleet/credentials/farm-passwords.ts';
import { Feed, type FeedSource } from '../../fleet/feed.ts';
import { Fleet } from '../../fleet/fleet.ts';
import { Racks } from '../../fleet/racks.ts';
import { Semaphore } from '../../runtime/semaphore.ts';
import { SettingsAudit } from '../settings-audit.ts';
import { type StoredBulkEdits, storedBulkEdits } from '../stored-bulk-edits.ts';
import type { AppBase } from './app-base.ts';
import type { StoreParts } from './compose-store.ts';

/** The current state of the farm, and those who are notified of changes. */
export interface FleetParts {
  readonly fleet: Fleet;
  readonly passwords: FarmPasswords;
  readonly racks: Racks;
  readonly feed: Feed;
  readonly activity: ActivityLog;
  readonly bus: EventBus;
  readonly changes: BulkEdits;
  readonly storedBulkEdits: StoredBulkEdits;
  readonly settingsAudit: SettingsAudit;
}

/**
 * `later` gives the feed the state of parts that are created after this one. `manyChanges` is what
 * bulk edits need from them.
 */
export function composeFleet(
  base: AppBase,
  { store, history }: StoreParts,
  later: Pick<
    FeedSource,
    'scan' | 'lastFinishedScan' | 'watching' | 'recording' | 'jobs' | 'minersInJobs' | 'incidents'
  >,
  manyChanges: {
    /** Probes and reads a miner now; null if it responded, else the reason. */
    readonly check: (id: string) => Promise<string | null>;
    readonly onEnded: () => void;
  },
  onMinersChanged: (ids: readonly string[]) => void,
): FleetParts {
  const { clock, log, settingsStore, onError } = base;
  const fleet: Fleet = new Fleet({
    store: { ...store, upsertMiners: (miners) => activity.writeMiners(miners) },
    history,
    record: ((events, call, ...args) => bus.change(events, call, ...args)) satisfies RecordChange,
    secrets: base.secrets,
    drivers: base.drivers,
    clock,
    requireMaxPreset: () => settingsStore.current.polling.require_max_preset,
    manageNew: () => settingsStore.current.polling.manage_new,
    rack: (path) => racks.of(path),
    telemetryMs: () => settingsStore.current.intervals.telemetry_seconds * 1000,
    onMinersChanged: (ids) => {
      feed.minersChanged(ids);
      onMinersChanged(ids);
    },
    onStatusStored: (id) => feed.minersChanged([id]),
    onModelsChanged: () => feed.modelsChanged(),
    onRemoved: (id) => passwords.forget(id),
    onConditions: (miner, changed) => {
      for (const event of conditionEvents({ id: miner.id, name: minerName(miner) }, changed)) bus.publish(event);
    },
  });
  const feed: Feed = new Feed(
    {
      minerIds: () => fleet.ids(),
      miner: (id) => fleet.miner(id),
      models: () => fleet.modelRows(),
      changes: () => changes.all(),
      ...later,
    },
    base.startedAt,
  );
  const activity: ActivityLog = new ActivityLog({
    store,
    saveMiners: (ids) => fleet.saveMiners(ids),
    onAdded: (entries) => feed.activityAdded(entries),
    onError,
  });
  const bus: EventBus = new EventBus({ clock, journal: activity, onError });
  bus.subscribe(logEvents(log, (id) => loggedMiner(id, fleet.entry(id)?.stored ?? null)));
  const passwords: FarmPasswords = new FarmPasswords({ store, record: bus.change, secrets: base.secrets, clock });
  const racks: Racks = new Racks(store, bus.change, (path) => fleet.rackChanged(path));
  const checks = new Semaphore(CHECKED_AT_ONCE);
  const check = (id: string): Promise<string | null> => checks.run(() => manyChanges.check(id));
  const kept = storedBulkEdits(
    base.folder.changesFolder,
    { encrypt: (plain) => fleet.secrets.encrypt(plain), open: (text) => base.secrets.open(text) },
    onError,
  );
  const changes = new BulkEdits({
    fleet: {
      miner: (id) => fleet.miner(id),
      async patch(id, patch, actor) {
        const miner = await fleet.decisions.patch(id, patch, actor);
        if (patch.unlock_pass !== undefined) check(id).catch(onError);
        return miner;
      },
      remove: (id, history, actor) => fleet.decisions.remove(id, history, actor),
      hasPassword: (id, password) => fleet.secrets.unlockPassword(id) === password,
      check,
    },
    keeper: kept,
    bus,
    clock,
    onChange: (change) => {
      feed.changeStepped(change);
      if (change.finished_at !== null) manyChanges.onEnded();
    },
    onError,
  });
  const settingsAudit = new SettingsAudit({
    file: base.folder.settingsChangesFile,
    settings: settingsStore,
    bus,
    onError,
  });
  return { fleet, passwords, racks, feed, activity, bus, changes, storedBulkEdits: kept, settingsAudit };
}
