import type { Fleet } from '../fleet/fleet.ts';
import type { FreshReading, Polling } from './polling.ts';

/**
 * Reads a miner that a scan found answering at once, if its polls have failed: it need not wait out
 * its back-off. Once in a row of failures, and whenever it has a new key: a miner that answers scans
 * and no poll is left alone ever longer. Null where nothing has to be done.
 */
export function pollAfterScan(
  id: string,
  hasNewKey: boolean,
  fleet: Pick<Fleet, 'entry'>,
  polling: Pick<Polling, 'pollNow' | 'takeRetry'>,
): Promise<FreshReading> | null {
  if ((fleet.entry(id)?.poll.failures ?? 0) === 0) return null;
  return hasNewKey || polling.takeRetry(id) ? polling.pollNow(id) : null;
}
