import type { ActivityEntry } from '../../src-shared/model/index.ts';
import { ActivityLog } from '../events/activity-log.ts';
import { Feed, type FeedSource } from '../fleet/feed.ts';
import { Fleet } from '../fleet/fleet.ts';
import type { AppBase } from './base.ts';
import type { StoreParts } from './compose-store.ts';

/** What is known now, and who is notified when it changes. */
export interface FleetParts {
  readonly fleet: Fleet;
  readonly feed: Feed;
  readonly activity: ActivityLog;
  /** Something about the program itself that the operator should find among the activity; it is logged too. */
  readonly note: (level: ActivityEntry['level'], message: string) => void;
}

/** The feed also shows what the parts after this one know: `later` reads it when a snapshot is made. */
export function composeFleet(
  base: AppBase,
  { store, history }: StoreParts,
  later: Pick<FeedSource, 'scan' | 'lastFinishedScan' | 'watching' | 'recording'>,
): FleetParts {
  const { clock, log, settingsHome, onError } = base;
  const fleet: Fleet = new Fleet({
    store,
    history,
    secrets: base.secrets,
    clock,
    requireMaxPreset: () => settingsHome.current.polling.require_max_preset,
    telemetryMs: () => settingsHome.current.intervals.telemetry_seconds * 1000,
    onMinersChanged: (ids) => feed.minersChanged(ids),
    onModelsChanged: () => feed.modelsChanged(),
  });
  const feed: Feed = new Feed(
    {
      minerIds: () => fleet.ids(),
      miner: (id) => fleet.miner(id),
      models: () => fleet.modelRows(),
      ...later,
    },
    base.startedAt,
  );
  const activity = new ActivityLog(store, clock, (entries) => feed.activityAdded(entries), onError);
  return {
    fleet,
    feed,
    activity,
    note: (level, message) => {
      activity.add({ kind: 'app', level, miner_id: null, message });
      log[level === 'warning' ? 'warn' : level](message);
    },
  };
}
