import { withSilent } from '../../../src-shared/miner/dark-miners.ts';
import { type Moment, momentOf } from '../../../src-shared/miner/miner-now.ts';
import type { OperationsParts } from './operations-parts.ts';

/** Now, with the maintenance that goes on and a part of the farm that is dark, as queries need it. */
export function farmMoment({
  clock,
  fleet,
  settings,
  maintenance,
}: Pick<OperationsParts, 'clock' | 'fleet' | 'settings' | 'maintenance'>): Moment {
  return maintenance.known(
    withSilent(momentOf(clock.nowMs(), settings.current.intervals.status_seconds), fleet.miners()),
  );
}
