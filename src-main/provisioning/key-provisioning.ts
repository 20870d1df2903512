import { HOUR_MS } from '../../src-shared/durations.ts';
import { formatDuration } from '../../src-shared/units.ts';
import type { Address } from '../drivers/address.ts';
import { type FirmwareError, hasNotLeft } from '../drivers/outcome.ts';
import type { KeyTrouble } from '../fleet/entry.ts';
import type { PasswordsToTry } from '../fleet/farm-passwords.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { Clock } from '../runtime/clock.ts';
import { type Candidate, candidatesFor, untried } from './candidate-passwords.ts';

/** How PowerHive's key is called in the miner's own list. */
const KEY_DESCRIPTION = 'PowerHive';
const RETRY_AFTER_FAILURE_MS = 60_000;
const RETRY_WHEN_BLOCKED_MS = 300_000;
/** What a miner gives as its pause is not documented: beyond this it is none, a date for example. */
const LONGEST_REQUESTED_WAIT_MS = HOUR_MS;
/**
 * How many wrong passwords firmware forgives is not documented. So few are tried in a row, and the
 * next ones after a pause, also where they are added one after another.
 */
const WRONG_IN_A_ROW = 3;

export interface ProvisioningDeps {
  readonly minerGateway: Pick<MinerGateway, 'obtainKey'>;
  readonly fleet: Fleet;
  readonly passwords: PasswordsToTry;
  readonly clock: Clock;
  /** When this PowerHive started (wall clock): what a miner refused before that is not known. */
  readonly startedAt: number;
}

/**
 * Who wants a key: a schedule, an operator who scans a network, or one who checks this very miner.
 * Only the last one has refused passwords tried again.
 */
export type RequestedBy = 'schedule' | 'scan' | 'check';

export type ProvisioningResult = 'not_needed' | 'had_one' | 'reused' | 'created' | 'waiting' | 'refused' | 'failed';

/**
 * Makes sure that PowerHive has a key for this miner, if its driver needs one: takes up a key that
 * is already called PowerHive, else creates one. Only this very miner is asked: credentials go
 * nowhere else. Each password is tried once: one that was refused is not tried again until the
 * operator changes something or checks this miner. Whoever asks, a miner is left alone as long as
 * it blocks unlocking, and for a pause after three refusals.
 */
export async function provisionKey(
  id: string,
  address: Address,
  deps: ProvisioningDeps,
  options: { signal: AbortSignal; requestedBy: RequestedBy },
): Promise<ProvisioningResult> {
  const { minerGateway, fleet, passwords } = deps;
  const entry = fleet.entry(id);
  const driver = entry === null ? null : fleet.driverOf(entry);
  if (entry === null || driver === null) return 'failed';
  if (!driver.capabilities.api_key) return 'not_needed';
  if (fleet.secrets.apiKey(id) !== null && !entry.keySuspect) return 'had_one';
  const trouble = entry.keyTrouble;
  if (isResting(trouble, options.requestedBy, deps.clock.monotonicMs())) return 'waiting';

  const own = fleet.secrets.unlockPassword(id);
  const candidates = candidatesFor(id, driver, deps);
  if (candidates.length === 0) return trouble === null ? noteAllRefused(id, [], null, deps) : 'waiting';
  const fresh = untried(candidates, trouble);
  const isRepeat = fresh.length === 0 && options.requestedBy === 'check';
  const left = isRepeat ? longestRefused(candidates, trouble) : fresh;
  if (left.length === 0) return 'waiting';

  const miner = { ...address, mac: id, kind: driver.kind };
  const isOfEarlierStart = trouble === null && entry.stored.first_seen_at < deps.startedAt;
  let refused = trouble?.refused ?? [];
  for (const [index, { id: passwordId, credentials }] of left.entries()) {
    const obtained = await minerGateway.obtainKey(miner, credentials, KEY_DESCRIPTION, { signal: options.signal });
    // It was removed meanwhile.
    if (fleet.entry(id) === null) return 'failed';
    if (obtained.ok) {
      fleet.secrets.setApiKey(id, obtained.value.key);
      passwords.noteUnlocked(passwordId, id);
      return obtained.value.isNew ? 'created' : 'reused';
    }
    // This response is about the old password if the operator changed it meanwhile.
    if (fleet.secrets.unlockPassword(id) !== own) return 'failed';
    const { error } = obtained;
    if (error.code !== 'unlock_refused') return noteTrouble(id, error, refused, deps);
    refused = [...refused.filter((one) => one !== passwordId), passwordId];
    passwords.noteRefused(passwordId, id);
    const isPauseDue = isRepeat ? index === left.length - 1 : isOfEarlierStart || refused.length % WRONG_IN_A_ROW === 0;
    const waitMs = requestedWaitMs(error) ?? (isPauseDue ? RETRY_WHEN_BLOCKED_MS : null);
    if (index === left.length - 1) return noteAllRefused(id, refused, waitMs, deps);
    if (waitMs !== null) return notePause(id, refused, waitMs, deps);
  }
  return 'waiting';
}

/** How long the miner asks to be left alone; null where it does not say, or says what cannot be. */
function requestedWaitMs({ unlockTimeoutS }: FirmwareError): number | null {
  if (unlockTimeoutS == null) return null;
  const waitMs = unlockTimeoutS * 1000;
  return waitMs > LONGEST_REQUESTED_WAIT_MS ? RETRY_WHEN_BLOCKED_MS : waitMs;
}

/**
 * Whether it is too early to try again. After a failure that was no refusal an operator need not
 * wait.
 */
function isResting(trouble: KeyTrouble | null, requestedBy: RequestedBy, nowMs: number): boolean {
  if (trouble === null || trouble.retryAtMs === null || nowMs >= trouble.retryAtMs) return false;
  return trouble.code !== 'failed' || requestedBy === 'schedule';
}

/**
 * The refused passwords that are tried again in one check, the one first that was refused first.
 */
function longestRefused(candidates: readonly Candidate[], trouble: KeyTrouble | null): Candidate[] {
  const refused = trouble?.refused ?? [];
  return candidates.toSorted((a, b) => refused.indexOf(a.id) - refused.indexOf(b.id)).slice(0, WRONG_IN_A_ROW);
}

function noteTrouble(
  id: string,
  error: FirmwareError,
  refused: readonly string[],
  deps: ProvisioningDeps,
): ProvisioningResult {
  const { fleet, clock } = deps;
  // The next scan tries again at once: the miner has done nothing. What it refused is remembered.
  // A password whose answer was lost here may have been counted as wrong: that waits like a timeout.
  if (error.code === 'aborted' || hasNotLeft(error)) {
    return refused.length === 0 ? 'failed' : notePause(id, refused, 0, deps);
  }
  const sinceAt = troubledSince(id, deps);
  const blocked = error.code === 'unlock_blocked';
  const waitMs = blocked ? (requestedWaitMs(error) ?? RETRY_WHEN_BLOCKED_MS) : RETRY_AFTER_FAILURE_MS;
  const message = blocked
    ? `Login blocked after too many wrong passwords (try again in ${formatDuration(waitMs / 1000)}).`
    : `Couldn't create an API key: ${error.message}`;
  const retryAtMs = clock.monotonicMs() + waitMs;
  fleet.secrets.setKeyTrouble(id, { code: blocked ? 'blocked' : 'failed', message, sinceAt, retryAtMs, refused });
  return 'failed';
}

/** Other passwords are left to try, after a pause. */
function notePause(id: string, refused: readonly string[], waitMs: number, deps: ProvisioningDeps): ProvisioningResult {
  const { fleet, clock } = deps;
  const sinceAt = troubledSince(id, deps);
  const when = waitMs === 0 ? 'by the next scan' : `in ${formatDuration(waitMs / 1000)}`;
  const message = `Wrong miner password. The next one is tried ${when}.`;
  fleet.secrets.setKeyTrouble(id, {
    code: 'refused',
    message,
    sinceAt,
    retryAtMs: clock.monotonicMs() + waitMs,
    refused,
  });
  return 'failed';
}

/** Nothing is left to try; a password that is added within `waitMs` waits for its end. */
function noteAllRefused(
  id: string,
  refused: readonly string[],
  waitMs: number | null,
  deps: ProvisioningDeps,
): ProvisioningResult {
  const message =
    refused.length > 1
      ? `Wrong miner password: ${refused.length} tried. Enter the right one.`
      : 'Wrong miner password. Enter the right one.';
  const sinceAt = troubledSince(id, deps);
  const retryAtMs = waitMs === null ? null : deps.clock.monotonicMs() + waitMs;
  deps.fleet.secrets.setKeyTrouble(id, { code: 'refused', message, sinceAt, retryAtMs, refused });
  return 'refused';
}

function troubledSince(id: string, { fleet, clock }: ProvisioningDeps): number {
  return fleet.entry(id)?.keyTrouble?.sinceAt ?? clock.nowMs();
}
