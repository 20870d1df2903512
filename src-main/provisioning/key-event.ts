import { minerName } from '../../src-shared/miner-name.ts';
import type { NewEvent } from '../../src-shared/model/index.ts';
import type { StoredMiner } from '../store/store.ts';
import type { ProvisioningResult } from './key-provisioning.ts';

/** The event for the result of provisioning a miner's key; null if nothing happened. */
export function keyEvent(result: ProvisioningResult, miner: StoredMiner): NewEvent | null {
  const about = { miner_id: miner.id, data: { name: minerName(miner) } };
  if (result === 'created') return { event: 'api_key_created', ...about };
  if (result === 'refused') return { event: 'miner_password_refused', ...about };
  return null;
}
