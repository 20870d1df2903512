import { type Moment, momentOf } from '../../../src-shared/miner/miner-now.ts';
import type { OperationsParts } from './operations-parts.ts';

/** Now, with the maintenance that goes on, as queries need it. */
export function farmMoment({
  clock,
  settings,
  maintenance,
}: Pick<OperationsParts, 'clock' | 'settings' | 'maintenance'>): Moment {
  return maintenance.known(momentOf(clock.nowMs(), settings.current.intervals.status_seconds));
}
