import type { Scan } from '../../src-shared/model/index.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Polling } from '../polling/polling.ts';
import { PAUSED_WORDS } from './operations/refusals.ts';

/**
 * Checks one miner now: probes it where it was last seen, then polls it at once if it is monitored,
 * so that a repaired miner skips its back-off. Returns the scan; null if the miner never had an
 * address.
 */
export async function checkMiner(
  id: string,
  { discovery, polling }: { discovery: Discovery; polling: Polling },
): Promise<Scan | null> {
  const scan = await discovery.rescanMiner(id);
  if (scan !== null) await polling.pollNow(id);
  return scan;
}

/** Checks one miner now, as above. Null if it responded, else the reason for the operator. */
export async function checkFailure(
  id: string,
  parts: { discovery: Discovery; polling: Polling },
): Promise<string | null> {
  if (parts.discovery.watching().state === 'paused') return PAUSED_WORDS;
  const scan = await checkMiner(id, parts);
  if (scan === null) return `The address of ${id} is not known. Scan its network.`;
  if (scan.phase === 'failed' || scan.phase === 'aborted') return scan.message ?? 'the check failed';
  return scan.miners_found === 0 ? (scan.message ?? 'no answer') : null;
}
