import { minerName } from '../../src-shared/miner/miner-name.ts';
import type { NewEvent } from '../../src-shared/model/index.ts';
import type { StoredMiner } from '../store/store.ts';

const EVENTS = {
  created: 'api_key_created',
  reused: 'api_key_taken_over',
  refused: 'miner_password_refused',
} as const;

/** The event of a key that was obtained, or of a refusal of all passwords. */
export function keyEvent(result: keyof typeof EVENTS, miner: StoredMiner): NewEvent {
  return { event: EVENTS[result], miner_id: miner.id, data: { name: minerName(miner) } };
}
