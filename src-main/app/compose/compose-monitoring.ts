import { Discovery } from '../../discovery/discovery.ts';
import { KnownRouters } from '../../discovery/guards/known-routers.ts';
import { pollAfterScan } from '../../polling/poll-after-scan.ts';
import { Polling, type PollingOptions } from '../../polling/polling.ts';
import { KeyedLock } from '../../runtime/keyed-lock.ts';
import { MonitoringPause, type MonitoringPauseOptions } from '../monitoring-pause.ts';
import type { AppBase } from './app-base.ts';
import type { FleetParts } from './compose-fleet.ts';
import type { StoreParts } from './compose-store.ts';

/**
 * The monitoring of the farm: scans find miners, polling reads them, and neither decides anything
 * while the computer was asleep.
 */
export interface MonitoringParts {
  readonly discovery: Discovery;
  readonly polling: Polling;
  readonly wakefulness: MonitoringPause;
  /** Held while a miner is unlocked or written to. */
  readonly minerLock: KeyedLock;
}

export function composeMonitoring(
  base: AppBase,
  { minerGateway }: StoreParts,
  { fleet, passwords, feed, bus: { publish } }: FleetParts,
  { onStatusRead, gaps }: Required<Pick<PollingOptions, 'onStatusRead'>> & Pick<MonitoringPauseOptions, 'gaps'>,
): MonitoringParts {
  const { folder, clock, settingsStore, onError } = base;
  const shared = {
    minerGateway,
    drivers: base.drivers,
    fleet,
    clock,
    settings: () => settingsStore.current,
    checkAwake: () => wakefulness.check(),
    onError,
  };
  const minerLock = new KeyedLock();
  const discovery: Discovery = new Discovery({
    ...shared,
    passwords,
    minerLock,
    routers: new KnownRouters({ gatewaysFile: folder.gatewaysFile, pathsFile: folder.pathsFile, onError }),
    onAnswered: (id, hasNewKey) => {
      pollAfterScan(id, hasNewKey, fleet, polling)?.catch(onError);
    },
    onScan: (scan) => {
      feed.scanChanged(scan);
      if (scan.phase === 'done') polling.wake();
    },
    onWatching: (watching) => feed.watchingChanged(watching),
    publish,
  });
  const polling: Polling = new Polling({
    ...shared,
    isBeyondReach: (ip) => discovery.isBeyondReach(ip),
    onStatusRead,
  });
  const wakefulness: MonitoringPause = new MonitoringPause({
    clock,
    intervalMs: () => settingsStore.current.intervals.discovery_seconds * 1000,
    discovery,
    polling,
    gaps,
    onError,
  });
  return { discovery, polling, wakefulness, minerLock };
}
