import { minerName, type Nameable } from '../../src-shared/miner/miner-name.ts';

/** The fields by which a log line names a miner. */
export interface LoggedMiner {
  /** The name that the screens show. */
  readonly miner: string;
  /** Its MAC address. */
  readonly miner_id: string;
  /** Its address; the last one while it is offline. */
  readonly ip: string | null;
}

/**
 * Names a miner in a log line: every line does it in this way, so that one search finds all lines of
 * a miner. `known` is null for a miner that was removed.
 */
export function loggedMiner(id: string, known: Nameable | null): LoggedMiner {
  if (known === null) return { miner: id, miner_id: id, ip: null };
  return { miner: minerName(known), miner_id: id, ip: known.ip ?? known.last_ip };
}
