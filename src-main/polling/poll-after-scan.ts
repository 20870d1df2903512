import type { Fleet } from '../fleet/fleet.ts';
import type { FreshReading, Polling } from './polling.ts';

/**
 * Polls a miner at once, instead of after its back-off, if its polls have failed and a scan found
 * it answering. Only once in a row of failures, or if it has a new key: the back-off of a miner
 * that answers scans but no polls must still grow. Null if there is nothing to do.
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
