import { minerName } from '../../src-shared/miner-name.ts';
import type { Miner } from '../../src-shared/model/index.ts';

/**
 * All that a miner is called where one is looked for by a word, in small letters: its names, its
 * address, or where it was last, and its MAC with and without colons.
 */
export function namesOf(miner: Miner): readonly string[] {
  const { id, label, hostname, ip, last_ip } = miner;
  return [minerName(miner), label, ip ?? last_ip, id, id.replaceAll(':', ''), hostname].flatMap(
    (name) => name?.toLowerCase() ?? [],
  );
}
