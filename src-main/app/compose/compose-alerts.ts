import { withSilent } from '../../../src-shared/miner/dark-miners.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import type { AnnouncementListener } from '../../alerts/announcement.ts';
import { Incidents } from '../../alerts/incidents.ts';
import { MaintenanceStore } from '../../alerts/maintenance/maintenance-store.ts';
import { RuleStore } from '../../alerts/rules/rule-store.ts';
import { ChipDays } from '../../alerts/weak-chips/chip-days.ts';
import { FarmRecord } from '../../recording/farm-record.ts';
import { ClockGuard } from '../../runtime/clock-guard.ts';
import type { WatchedThread } from '../../runtime/threads/supervised-thread.ts';
import { automaticJobs } from '../alerts/automatic-jobs.ts';
import { chipsOfFarm, farmForAlerts } from '../alerts/farm-for-alerts.ts';
import { programFaults } from '../alerts/program-faults.ts';
import { rackFaults } from '../alerts/rack-overload.ts';
import type { HostPorts } from '../host-ports.ts';
import { sampleFarm } from '../sample-farm.ts';
import type { AppBase } from './app-base.ts';
import type { ChannelsParts } from './compose-channels.ts';
import type { DestinationParts } from './compose-destinations.ts';
import type { FleetParts } from './compose-fleet.ts';
import type { JobsParts } from './compose-jobs.ts';
import type { MonitoringParts } from './compose-monitoring.ts';
import type { RecordingParts } from './compose-recording.ts';
import type { StoreParts } from './compose-store.ts';

/** Rules and the incidents of their matches. */
export interface AlertsParts {
  readonly rules: RuleStore;
  readonly maintenance: MaintenanceStore;
  readonly incidents: Incidents;
  readonly chipDays: ChipDays;
  /** What the farm does and loses, and by which rule. */
  readonly farmRecord: FarmRecord;
  readonly loadAlerts: () => Promise<void>;
  /** Calls the listener with each announcement, after the channels have it. */
  readonly onAnnouncement: (listener: AnnouncementListener) => void;
  /** Records that a listener now shows what it held in its quiet hours about this incident. */
  readonly noteReleased: (incidentId: string) => Promise<void>;
}

export function composeAlerts(
  base: AppBase,
  { store }: StoreParts,
  { fleet, racks, feed, bus }: FleetParts,
  { discovery, polling }: MonitoringParts,
  parts: RecordingParts &
    JobsParts &
    ChannelsParts &
    DestinationParts & {
      readonly threads: readonly WatchedThread[];
      /** Set later by the host. */
      readonly hostPorts: HostPorts;
      /** The channels that do not deliver, with the message about each. */
      readonly channelFaults: ReadonlyMap<string, string>;
    },
): AlertsParts {
  const { jobs, outbox, hostPorts } = parts;
  const { clock, settingsStore, onError } = base;
  const rules: RuleStore = new RuleStore(store, bus.change, () => {
    incidents.rulesChanged();
    incidents.wake();
  });
  const maintenance = new MaintenanceStore(store, bus.change);
  const clockGuard = new ClockGuard(clock);
  const listeners: AnnouncementListener[] = [];
  /** Whether notifications are displayed: `serve` has no desktop, and some systems support none. */
  const hasDesktop = (): boolean =>
    settingsStore.current.notifications.enabled && hostPorts.desktop?.state().notifications_supported === true;
  const moment = () => momentOf(clock.nowMs(), settingsStore.current.intervals.status_seconds);
  /** The faults of PowerHive itself and of racks. */
  const faultsNow = () => {
    const now = moment();
    const ofRacks = rackFaults(racks.list(), () => fleet.miners(), now, maintenance.at(now));
    const own = programFaults(discovery.watching(), {
      ...parts,
      writeTrouble: () => store.writeTrouble(),
      nowMs: () => clock.nowMs(),
      starvedPolls: () => polling.starved.count(),
      startedAt: base.startedAt,
      clockBehindMs: () => clockGuard.behindMs(),
      loops: () =>
        [discovery.loop, discovery.returns.loop, parts.compaction, parts.retention].map((loop) => loop.health()),
      lastFinishedScan: () => discovery.lastFinished(),
    });
    return {
      faults: [...own.faults, ...ofRacks.faults],
      unknown: new Set([...own.unknown, ...ofRacks.unknown]),
      silenced: ofRacks.silenced,
    };
  };
  const incidents: Incidents = new Incidents({
    store,
    record: bus.change,
    clock,
    farm: farmForAlerts(fleet, discovery, jobs, () => maintenance.known(moment())),
    rules,
    maintenance,
    programFaults: faultsNow,
    announcements: {
      async send(announcement) {
        const isShown = hasDesktop();
        const addressed = outbox.receivers.addressed(announcement, isShown);
        await outbox.send(addressed);
        for (const listener of listeners) {
          const silence = listener(addressed);
          if (isShown) await outbox.desktop.note(addressed, silence);
        }
      },
      reaches: (announcement) => outbox.receivers.reaches(announcement, hasDesktop()),
    },
    automatic: automaticJobs(jobs, store),
    escalation: () => settingsStore.current.notifications.escalation,
    deliveriesOf: (ids) => outbox.deliveriesOf(ids),
    onChange: (changed, losses) => feed.incidentsChanged(changed, losses),
    onError,
  });
  const chipDays = new ChipDays({
    store,
    miners: () => chipsOfFarm(fleet),
    outbox,
    retentionNowMs: () => parts.retentionClock.nowMs(),
    clock,
    onError,
  });
  const farmRecord = new FarmRecord({
    store,
    isWatching: () => discovery.watching().state === 'watching' && parts.guard.recording().state === 'recording',
    sample: () => {
      const miners = fleet.miners();
      const now = withSilent(maintenance.known(moment()), miners);
      return sampleFarm(miners, now, (id) => incidents.ruleOfMiner(id));
    },
    clock,
    onError,
  });
  parts.onMinersActedOn((minerIds) => incidents.views.minersActedOn(minerIds));
  outbox.skipEscalations((id) => incidents.whyAttended(id));
  return {
    rules,
    maintenance,
    incidents,
    chipDays,
    farmRecord,
    onAnnouncement(listener) {
      listeners.push(listener);
    },
    noteReleased: (incidentId) => outbox.desktop.noteReleased(incidentId),
    async loadAlerts() {
      await Promise.all([rules.load(), maintenance.load(await parts.retentionClock.nowMs()), chipDays.load()]);
      // Offline miners are left out: a time that a wrong clock wrote there would be a fault at
      // every start.
      for (const { stored } of fleet.entries()) if (stored.ip !== null) clockGuard.note(stored.last_seen_at ?? 0);
      await incidents.load();
    },
  };
}
