import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import type { AlertFarm } from '../../alerts/alert-farm.ts';
import type { ChipsOfMiner } from '../../alerts/weak-chips/compare-chips.ts';
import type { Discovery } from '../../discovery/discovery.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { Jobs } from '../../jobs/jobs.ts';

/** The farm, as alerts use it. `moment` knows the current maintenance. */
export function farmForAlerts(
  fleet: Fleet,
  discovery: Pick<Discovery, 'watching' | 'isBeyondReach' | 'lastFinished'>,
  jobs: Pick<Jobs, 'isInJob'>,
  moment: () => Moment,
): AlertFarm {
  return {
    ids: () => fleet.ids(),
    miner: (id) => fleet.miner(id),
    successorOf: (id) => fleet.decisions.successorOf(id),
    lastSeenAt: (id) => fleet.entry(id)?.stored.last_seen_at ?? null,
    moment,
    watching: () => discovery.watching(),
    isInJob: (id) => jobs.isInJob(id),
    isBeyondReach: ({ ip, last_ip }) => {
      const address = ip ?? last_ip;
      return address !== null && discovery.isBeyondReach(address);
    },
    scannedAt: () => discovery.lastFinished()?.finished_at ?? null,
  };
}

/** The chips of the managed miners, for the weekly list. */
export function chipsOfFarm(fleet: Fleet): ChipsOfMiner[] {
  return fleet.ids().flatMap((id) => {
    const [entry, row] = [fleet.entry(id), fleet.miner(id)];
    if (entry === null || row?.managed !== true) return [];
    const { weak_chips, latest_status } = row;
    return [{ id, name: minerName(row), weak_chips, latest_status, chains: entry.latest?.chains ?? [] }];
  });
}
