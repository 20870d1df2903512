import { withSilent } from '../../../src-shared/miner/dark-miners.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import type { Health } from '../../../src-shared/model/index.ts';
import type { Operations } from '../../api/operation-types.ts';
import type { AppParts } from '../compose/app-parts.ts';
import { farmSummary } from '../farm-summary.ts';
import type { HostPorts, RestPort } from '../host-ports.ts';
import { createAppOperations } from './app.ts';
import { createChangeOperations } from './changes.ts';
import { createChannelOperations } from './channels.ts';
import { createDesktopOperations } from './desktop.ts';
import { createDestinationOperations } from './destinations.ts';
import { createHistoryOperations } from './history/history.ts';
import { createIncidentOperations } from './incidents.ts';
import { createJobOperations } from './jobs.ts';
import { createMaintenanceOperations } from './maintenance.ts';
import { createMinerOperations } from './miners.ts';
import { createModelOperations } from './models.ts';
import type { OperationsParts } from './operations-parts.ts';
import { createOwnPoolOperations } from './own-pools.ts';
import { createPasswordOperations } from './passwords.ts';
import { createRackOperations } from './racks.ts';
import { createRuleOperations } from './rules.ts';
import { createScanOperations } from './scans.ts';
import { createSettingsOperations } from './settings.ts';
import { createSiteOperations } from './sites.ts';
import { createTokenOperations } from './tokens.ts';

/** The operations for the interfaces, put together from the parts that implement them. */
export function createOperations(app: AppParts, { health }: { health: () => Health }) {
  const parts: OperationsParts = {
    ...app,
    settings: app.base.settingsStore,
    viewsFile: app.base.folder.viewsFile,
    clock: app.base.clock,
    onError: app.base.onError,
    health,
    summary: () => {
      const miners = app.fleet.miners();
      const { status_seconds } = app.base.settingsStore.current.intervals;
      const moment = withSilent(momentOf(app.base.clock.nowMs(), status_seconds), miners);
      const { site_id, name } = app.fleet.site();
      return farmSummary(miners, moment, {
        version: app.base.version,
        site: { id: site_id, name },
        watching: app.discovery.watching(),
        actionsEnabled: app.base.settingsStore.current.actions.enabled,
        openIncidents: app.incidents.openCount,
        settings: app.base.settingsStore.current,
      });
    },
    record: app.bus.record,
  };
  const { fleet, hostPorts } = parts;
  return {
    miners: createMinerOperations(parts),
    models: createModelOperations(parts),
    history: createHistoryOperations(parts),
    scans: createScanOperations(parts),
    changes: createChangeOperations(parts),
    channels: createChannelOperations(parts),
    jobs: createJobOperations(parts),
    ownPools: createOwnPoolOperations(parts),
    tokens: createTokenOperations(parts),
    passwords: createPasswordOperations(parts),
    racks: createRackOperations(parts),
    sites: createSiteOperations(parts),
    rules: createRuleOperations(parts),
    incidents: createIncidentOperations(parts),
    maintenance: createMaintenanceOperations(parts),
    destinations: createDestinationOperations(parts),
    anomalies: { list: () => fleet.anomalies(), weakChips: () => app.chipDays.list() },
    problems: { list: () => fleet.problems() },
    settings: createSettingsOperations(parts),
    rest: { status: async () => restOf(hostPorts).status(), document: async () => restOf(hostPorts).document() },
    desktop: createDesktopOperations(parts),
    app: createAppOperations(parts),
  } satisfies Operations;
}

/** The operations of the running program. Narrower than `Operations`: most are synchronous. */
export type AppOperations = ReturnType<typeof createOperations>;

function restOf({ rest }: HostPorts): RestPort {
  if (rest === null) throw new Error('The state of the REST server is not known: no host has set it.');
  return rest;
}
