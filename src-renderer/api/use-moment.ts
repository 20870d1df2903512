import { useMemo } from 'react';
import { withSilent } from '../../src-shared/miner/dark-miners.ts';
import { type Moment, momentOf } from '../../src-shared/miner/miner-now.ts';
import { withMaintenance } from '../../src-shared/query/index.ts';
import { DEFAULT_STATUS_SECONDS } from '../../src-shared/setting-defaults/polling.ts';
import { useNowInTurn } from '../ui/use-now.ts';
import { useKnownMaintenance } from './use-maintenance.ts';
import { useMinersAt } from './use-miners-now.ts';
import { useFrozenAt } from './use-powerhive.ts';
import { useFarmSettings } from './use-settings.ts';

/**
 * The current time, the age from which a reading is stale by the settings, the miners that just
 * stopped answering together, and the maintenance that goes on, as soon as that is read. Updated
 * each second.
 * While the farm stands still (`useFrozenAt`) it stays at that time: nothing is known since then, so
 * no reading may become stale and no miner may seem to need attention.
 */
export function useMoment(): Moment {
  return useMomentAt(useNowInTurn());
}

/** The same, for a caller that already has the second. */
export function useMomentAt(tickMs: number): Moment {
  const frozenAt = useFrozenAt();
  const nowMs = frozenAt === null ? tickMs : Math.min(tickMs, frozenAt);
  const statusSeconds = useFarmSettings()?.status_seconds ?? DEFAULT_STATUS_SECONDS;
  const maintenance = useKnownMaintenance();
  const miners = useMinersAt(tickMs);
  return useMemo(() => {
    const moment = withSilent(momentOf(nowMs, statusSeconds), miners);
    return maintenance === undefined ? moment : withMaintenance(moment, maintenance);
  }, [nowMs, statusSeconds, miners, maintenance]);
}
