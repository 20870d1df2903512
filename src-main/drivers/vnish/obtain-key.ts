import type { MinerAddress } from '../address.ts';
import type { CallOptions } from '../call-options.ts';
import type { ObtainedKey } from '../driver.ts';
import { type Outcome, success } from '../outcome.ts';
import { generateApiKey } from './api-key.ts';
import type { FirmwareClient } from './client.ts';

/**
 * Unlocks the miner, takes up the key that is called so already, else creates one, and locks the
 * miner again. `unlock_refused` is a wrong password: the miner blocks after a few of them.
 */
export async function obtainKey(
  client: Pick<FirmwareClient, 'unlock' | 'lock' | 'listApiKeys' | 'createApiKey'>,
  miner: MinerAddress,
  { password, description }: { readonly password: string; readonly description: string },
  call?: CallOptions,
): Promise<Outcome<ObtainedKey>> {
  const unlocked = await client.unlock(miner, password, call);
  if (!unlocked.ok) return unlocked;
  const token = unlocked.value;
  try {
    const listed = await client.listApiKeys(miner, { token }, call);
    if (!listed.ok) return listed;
    const mine = listed.value.find((entry) => entry.description === description);
    if (mine !== undefined) return success({ key: mine.key, isNew: false });
    const key = generateApiKey();
    const created = await client.createApiKey(miner, token, key, description, call);
    return created.ok ? success({ key, isNew: true }) : created;
  } finally {
    await client.lock(miner, token, call);
  }
}
