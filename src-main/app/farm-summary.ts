import { farmSettings, type JudgingSettings } from '../../src-shared/farm-settings.ts';
import { farmTotals } from '../../src-shared/miner/farm-sums.ts';
import type { Moment } from '../../src-shared/miner/miner-now.ts';
import type { FarmSummary, Miner, SiteIdentity, Watching } from '../../src-shared/model/index.ts';

/** The farm summary with the figures of the header. */
export function farmSummary(
  miners: readonly Miner[],
  moment: Moment,
  about: {
    readonly version: string;
    readonly site: SiteIdentity;
    readonly watching: Watching;
    readonly actionsEnabled: boolean;
    readonly openIncidents: number;
    readonly settings: JudgingSettings;
  },
): FarmSummary {
  const totals = farmTotals(miners, moment);
  const { hashing, attention, offline, unmanaged } = totals.counts;
  return {
    version: about.version,
    site: about.site,
    now_at: moment.nowMs,
    watching: about.watching,
    miners: miners.length,
    online: miners.filter(({ online }) => online).length,
    hashing,
    attention,
    critical: totals.critical,
    offline,
    unmanaged,
    hashrates: totals.hashrates.map(({ algorithm, hashrateHs, expectedHs }) => ({
      algorithm,
      hashrate_hs: hashrateHs,
      expected_hs: expectedHs,
    })),
    power_w: totals.powerW,
    reporting_miners: totals.freshCount,
    power_miners: totals.powerCount,
    efficiency_j_per_th: totals.efficiencyJPerTh,
    actions_enabled: about.actionsEnabled,
    open_incidents: about.openIncidents,
    settings: farmSettings(about.settings),
  };
}
