import { formatDuration } from '../../src-shared/units.ts';
import type { Address } from '../drivers/address.ts';
import { credentialsFor } from '../drivers/credentials.ts';
import { type FirmwareError, isOwnFailure } from '../drivers/outcome.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { Clock } from '../runtime/clock.ts';

/** How PowerHive's key is called in the miner's own list. */
const KEY_DESCRIPTION = 'PowerHive';
const RETRY_AFTER_FAILURE_MS = 60_000;
const RETRY_WHEN_BLOCKED_MS = 300_000;

export interface ProvisioningDeps {
  readonly minerGateway: Pick<MinerGateway, 'obtainKey'>;
  readonly fleet: Fleet;
  readonly clock: Clock;
}

export type ProvisioningResult = 'not_needed' | 'had_one' | 'reused' | 'created' | 'waiting' | 'refused' | 'failed';

/**
 * Makes sure that PowerHive has a key for this miner, if its driver needs one: takes up a key that
 * is already called PowerHive, else creates one. Only this very miner is asked: credentials go
 * nowhere else. A refused password is not tried again until the operator changes something; a miner
 * that blocks unlocking is left alone as long as it asks.
 */
export async function provisionKey(
  id: string,
  address: Address,
  deps: ProvisioningDeps,
  options: { signal: AbortSignal; force: boolean },
): Promise<ProvisioningResult> {
  const { minerGateway, fleet, clock } = deps;
  const entry = fleet.entry(id);
  const driver = entry === null ? null : fleet.driverOf(entry);
  if (entry === null || driver === null) return 'failed';
  if (!driver.capabilities.api_key) return 'not_needed';
  if (fleet.secrets.apiKey(id) !== null && !entry.keySuspect) return 'had_one';
  const trouble = entry.keyTrouble;
  if (trouble !== null && !options.force && (trouble.retryAt === null || clock.nowMs() < trouble.retryAt))
    return 'waiting';

  const secret = fleet.secrets.unlockPassword(id);
  const credentials = credentialsFor(driver.credentials, secret);
  if (credentials === null) return noteRefusal(id, deps);
  const miner = { ...address, mac: id, kind: driver.kind };
  const obtained = await minerGateway.obtainKey(miner, credentials, KEY_DESCRIPTION, { signal: options.signal });
  if (obtained.ok) {
    fleet.secrets.setApiKey(id, obtained.value.key);
    return obtained.value.isNew ? 'created' : 'reused';
  }
  // This response is about the old password if the operator changed it meanwhile.
  return fleet.secrets.unlockPassword(id) === secret ? noteTrouble(id, obtained.error, deps) : 'failed';
}

function noteTrouble(id: string, error: FirmwareError, deps: ProvisioningDeps): ProvisioningResult {
  const { fleet, clock } = deps;
  // The next scan tries again at once: the miner has done nothing.
  if (error.code === 'aborted' || isOwnFailure(error)) return 'failed';
  if (error.code === 'unlock_refused') return noteRefusal(id, deps);
  const sinceAt = troubledSince(id, deps);
  const blocked = error.code === 'unlock_blocked';
  const waitMs = blocked ? (error.unlockTimeoutS ?? RETRY_WHEN_BLOCKED_MS / 1000) * 1000 : RETRY_AFTER_FAILURE_MS;
  const message = blocked
    ? `Login blocked after too many wrong passwords (try again in ${formatDuration(waitMs / 1000)}).`
    : `Couldn't create an API key: ${error.message}`;
  const retryAt = clock.nowMs() + waitMs;
  fleet.secrets.setKeyTrouble(id, { code: blocked ? 'blocked' : 'failed', message, sinceAt, retryAt });
  return 'failed';
}

function noteRefusal(id: string, deps: ProvisioningDeps): ProvisioningResult {
  const message = 'Wrong miner password. Enter the right one.';
  deps.fleet.secrets.setKeyTrouble(id, { code: 'refused', message, sinceAt: troubledSince(id, deps), retryAt: null });
  return 'refused';
}

function troubledSince(id: string, { fleet, clock }: ProvisioningDeps): number {
  return fleet.entry(id)?.keyTrouble?.sinceAt ?? clock.nowMs();
}
