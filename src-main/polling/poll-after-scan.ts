import type { Fleet } from '../fleet/fleet.ts';
import type { FreshReading, Polling } from './polling.ts';

/**
 * Reads a miner that a scan found answering at once, if its polls have failed: it need not wait out
 * its back-off. Null where nothing has to be done.
 */
export function pollAfterScan(
  id: string,
  fleet: Pick<Fleet, 'entry'>,
  polling: Pick<Polling, 'pollNow'>,
): Promise<FreshReading> | null {
  return (fleet.entry(id)?.poll.failures ?? 0) > 0 ? polling.pollNow(id) : null;
}
