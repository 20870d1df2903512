import { minerName } from '../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../src-shared/model/index.ts';

/**
 * All texts by which a miner is found, in lower case: its names, its current or last address, and
 * its MAC with and without colons.
 */
export function namesOf(miner: Miner): readonly string[] {
  const { id, label, hostname, ip, last_ip } = miner;
  return [minerName(miner), label, ip ?? last_ip, id, id.replaceAll(':', ''), hostname].flatMap(
    (name) => name?.toLowerCase() ?? [],
  );
}
