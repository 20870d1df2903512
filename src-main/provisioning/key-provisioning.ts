import type { Address } from '../drivers/address.ts';
import { type FirmwareError, isOwnFailure } from '../drivers/outcome.ts';
import { generateApiKey } from '../drivers/vnish/api-key.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { Clock } from '../runtime/clock.ts';

/** How PowerHive's key is called in the miner's own list. */
const KEY_DESCRIPTION = 'PowerHive';
const RETRY_AFTER_FAILURE_MS = 60_000;
const RETRY_WHEN_BLOCKED_MS = 300_000;

export interface ProvisioningDeps {
  readonly minerGateway: Pick<MinerGateway, 'unlock' | 'lock' | 'listApiKeys' | 'createApiKey'>;
  readonly fleet: Fleet;
  readonly clock: Clock;
}

export type ProvisioningResult = 'had_one' | 'reused' | 'created' | 'waiting' | 'refused' | 'failed';

/**
 * Makes sure that PowerHive has a key for this miner: unlocks with its password, takes up a key that is already called PowerHive, else
 * creates one. Only this very miner is asked: credentials go nowhere else. A refused password
 * is not tried again until the operator changes something; a miner that blocks unlocking is left alone as long as it asks.
 */
export async function provisionKey(
  id: string,
  address: Address,
  deps: ProvisioningDeps,
  options: { signal: AbortSignal; force: boolean },
): Promise<ProvisioningResult> {
  const { minerGateway, fleet, clock } = deps;
  const entry = fleet.entry(id);
  if (entry === null) return 'failed';
  if (fleet.secrets.apiKey(id) !== null && !entry.keySuspect) return 'had_one';
  const trouble = entry.keyTrouble;
  if (trouble !== null && !options.force && (trouble.retryAt === null || clock.nowMs() < trouble.retryAt))
    return 'waiting';

  const call = { signal: options.signal };
  const miner = { ...address, mac: id };
  const password = fleet.secrets.unlockPassword(id);
  const unlocked = await minerGateway.unlock(miner, password, call);
  // A password that the operator changed meanwhile is not the one that this answer speaks of.
  if (!unlocked.ok && fleet.secrets.unlockPassword(id) !== password) return 'failed';
  if (!unlocked.ok) return noteTrouble(id, unlocked.error, deps);
  const token = unlocked.value;
  try {
    const listed = await minerGateway.listApiKeys(miner, { token }, call);
    if (!listed.ok) return noteTrouble(id, listed.error, deps);
    const mine = listed.value.find((entry) => entry.description === KEY_DESCRIPTION);
    if (mine !== undefined) {
      fleet.secrets.setApiKey(id, mine.key);
      return 'reused';
    }
    const key = generateApiKey();
    const created = await minerGateway.createApiKey(miner, token, key, KEY_DESCRIPTION, call);
    if (!created.ok) return noteTrouble(id, created.error, deps);
    fleet.secrets.setApiKey(id, key);
    return 'created';
  } finally {
    await minerGateway.lock(miner, token, call);
  }
}

function noteTrouble(id: string, error: FirmwareError, { fleet, clock }: ProvisioningDeps): ProvisioningResult {
  // The next scan tries again at once: the miner has done nothing.
  if (error.code === 'aborted' || isOwnFailure(error)) return 'failed';
  const sinceAt = fleet.entry(id)?.keyTrouble?.sinceAt ?? clock.nowMs();
  if (error.code === 'unlock_refused') {
    const message = 'Unlock password refused. Set the right one for this miner.';
    fleet.secrets.setKeyTrouble(id, { code: 'refused', message, sinceAt, retryAt: null });
    return 'refused';
  }
  const blocked = error.code === 'unlock_blocked';
  const waitMs = blocked ? (error.unlockTimeoutS ?? RETRY_WHEN_BLOCKED_MS / 1000) * 1000 : RETRY_AFTER_FAILURE_MS;
  const message = blocked
    ? 'The miner blocks unlocking after too many wrong passwords.'
    : `No API key: ${error.message}`;
  const retryAt = clock.nowMs() + waitMs;
  fleet.secrets.setKeyTrouble(id, { code: blocked ? 'blocked' : 'failed', message, sinceAt, retryAt });
  return 'failed';
}
