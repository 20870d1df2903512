import type { Scan } from '../../src-shared/model/index.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Polling } from '../polling/polling.ts';

/**
 * Checks one miner now: probes it where it was last seen, then reads it at once if it is monitored,
 * so that a miner that was repaired does not wait out its back-off. Returns the probe; null if the
 * miner never had an address.
 */
export async function checkMiner(
  id: string,
  { discovery, polling }: { discovery: Discovery; polling: Polling },
): Promise<Scan | null> {
  const scan = await discovery.rescanMiner(id);
  if (scan !== null) await polling.pollNow(id);
  return scan;
}
