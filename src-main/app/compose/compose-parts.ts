import { judgeBy } from '../../../src-shared/judging/farm-limits.ts';
import { showTemperaturesIn } from '../../../src-shared/temperature.ts';
import { loggedMiner } from '../../events/logged-miner.ts';
import { LoopDelay } from '../../runtime/loop-delay.ts';
import { createThreadWatch } from '../../runtime/threads/thread-watch.ts';
import { checkFailure } from '../check-miner.ts';
import type { HostPorts } from '../host-ports.ts';
import { type AppOptions, createBase } from './app-base.ts';
import type { AppParts } from './app-parts.ts';
import { type AlertsParts, composeAlerts } from './compose-alerts.ts';
import { type ChannelsParts, composeChannels } from './compose-channels.ts';
import { composeDestinations, type DestinationParts } from './compose-destinations.ts';
import { composeFleet, type FleetParts } from './compose-fleet.ts';
import { composeJobs, type JobsParts } from './compose-jobs.ts';
import { composeMonitoring, type MonitoringParts } from './compose-monitoring.ts';
import { composeRecording, type RecordingParts } from './compose-recording.ts';
import { composeSites, type SitesParts } from './compose-sites.ts';
import { composeStore, type StoreParts } from './compose-store.ts';

/** Rules are matched every second, or every ten where a round failed: a longer pause is a fault. */
const ALERTS_LATE_MS = 60_000;

/**
 * The parts in the order of their dependencies. A later part notifies an earlier one through a
 * callback.
 */
export async function composeParts(options: AppOptions): Promise<AppParts> {
  const base = createBase(options);
  showTemperaturesIn(base.settingsStore.current.display.temperature_unit);
  judgeBy(base.settingsStore.current.thresholds);
  const store: StoreParts = await composeStore(base, {
    onWriting: () => recording.guard.loop.wake(),
    onMissed: (id, fromAt, toAt) => recording.gaps.statusRead(id, fromAt, toAt),
    minerOf: (id) => loggedMiner(id, fleet.fleet.entry(id)?.stored ?? null),
  });
  const later = {
    scan: () => watch.discovery.latest(),
    lastFinishedScan: () => watch.discovery.lastFinished(),
    watching: () => watch.discovery.watching(),
    recording: () => recording.guard.recording(),
    jobs: () => jobs.jobs.recent(),
    minersInJobs: () => jobs.jobs.minersInJobs(),
    incidents: () => alerts.incidents.views.open(),
  };
  const manyChanges = { check: (id: string) => checkFailure(id, watch), onEnded: () => watch.polling.wake() };
  const fleet: FleetParts = composeFleet(base, store, later, manyChanges, (ids) => alerts.incidents.minersChanged(ids));
  const watch: MonitoringParts = composeMonitoring(base, store, fleet, {
    onStatusRead: (id, previousAt, readAt) => {
      recording.gaps.statusRead(id, previousAt, readAt);
      const figures = fleet.fleet.entry(id)?.latest?.figures;
      if (figures !== undefined) jobs.jobs.pauseEnds.seen(id, figures);
    },
    gaps: { pause: () => recording.gaps.pause(), resume: () => recording.gaps.resume() },
  });
  const recording: RecordingParts = composeRecording(base, store, fleet, watch);
  const jobs: JobsParts = composeJobs(base, store, fleet, watch);
  const channelFaults = new Map<string, string>();
  const channels: ChannelsParts = composeChannels(base, store, fleet, watch, {
    channelTrouble: (id, name, error) => channelFaults.set(id, `${name} does not deliver: ${error}`),
    channelRecovered: (id) => {
      channelFaults.delete(id);
    },
    isAlerting: () => {
      const { last_success_at } = alerts.incidents.loop.health();
      return last_success_at !== null && base.clock.nowMs() - last_success_at < ALERTS_LATE_MS;
    },
    retentionNowMs: () => recording.retentionClock.nowMs(),
    onDelivered: (incidentId) => alerts.incidents.views.noteDelivered(incidentId),
  });
  const destinations: DestinationParts = composeDestinations(base, store, fleet, watch);
  const sites: SitesParts = composeSites(base, store, fleet);
  const threads = [...store.storeThreads, destinations.destinationsThread, sites.sitesThread];
  const hostPorts: HostPorts = { rest: null, desktop: null };
  const alerts: AlertsParts = composeAlerts(base, store, fleet, watch, {
    ...recording,
    ...jobs,
    ...channels,
    ...destinations,
    threads,
    channelFaults,
    hostPorts,
  });
  base.settingsStore.onChange(({ display, thresholds }) => {
    showTemperaturesIn(display.temperature_unit);
    judgeBy(thresholds);
    fleet.fleet.settingsChanged();
    watch.discovery.wake();
    watch.polling.wake();
    recording.backups.loop.wake();
  });
  return {
    base,
    ...store,
    ...fleet,
    ...watch,
    ...recording,
    ...jobs,
    ...channels,
    ...sites,
    ...alerts,
    ...destinations,
    threads,
    threadWatch: createThreadWatch(threads, base.clock, base.onError),
    hostPorts,
    delay: new LoopDelay(),
  };
}
