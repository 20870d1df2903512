import type { MinerAddress } from '../address.ts';
import type { CallOptions } from '../call-options.ts';
import type { ObtainedKey, WantedKey } from '../driver.ts';
import { type Outcome, success } from '../outcome.ts';
import type { FirmwareClient } from './client.ts';
import { generateApiKey } from './generate-api-key.ts';

/** For locking, which is only good manners: the session expires by itself. */
const LOCK_TIMEOUT_MS = 2000;

/**
 * Unlocks the miner, reuses the key with this description or creates one, and locks the miner
 * again, even if the call was aborted. The refused key is not reused, and is deleted once there is
 * another. `unlock_refused` means a wrong password; the miner blocks clients after a few of them.
 */
export async function obtainKey(
  client: Pick<FirmwareClient, 'unlock' | 'lock' | 'listApiKeys' | 'createApiKey' | 'deleteApiKey'>,
  miner: MinerAddress,
  { password, description, refusedKey }: WantedKey & { readonly password: string },
  call?: CallOptions,
): Promise<Outcome<ObtainedKey>> {
  const unlocked = await client.unlock(miner, password, call);
  if (!unlocked.ok) return unlocked;
  const token = unlocked.value;
  try {
    const listed = await client.listApiKeys(miner, { token }, call);
    if (!listed.ok) return listed;
    const mine = listed.value.find((entry) => entry.description === description && entry.key !== refusedKey);
    if (mine !== undefined) return success({ key: mine.key, isNew: false });
    const key = generateApiKey();
    const created = await client.createApiKey(miner, token, key, description, call);
    if (!created.ok) return created;
    const isListed = listed.value.some((entry) => entry.key === refusedKey);
    if (refusedKey !== null && isListed) await client.deleteApiKey(miner, token, refusedKey, call);
    return success({ key, isNew: true });
  } finally {
    await client.lock(miner, token, { timeoutMs: LOCK_TIMEOUT_MS });
  }
}
