import type { Address } from '../drivers/address.ts';
import type { ObtainedKey } from '../drivers/driver.ts';
import { type FirmwareError, hasNotLeft } from '../drivers/outcome.ts';
import type { PublishEvent } from '../events/bus.ts';
import type { PasswordsToTry } from '../fleet/credentials/farm-passwords.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { keptSince } from '../fleet/kept-since.ts';
import type { KeyTrouble } from '../fleet/miner-entry.ts';
import type { MinerGateway } from '../gateway/miner-gateway.ts';
import type { Clock } from '../runtime/clock.ts';
import { type Candidate, candidatesFor, untried } from './candidate-passwords.ts';
import { keyEvent } from './key-event.ts';
import { keyWords } from './key-words.ts';
import type { LoginHistory } from './login-history.ts';
import { loginPauseMs } from './login-pause.ts';

/** The name of PowerHive's key in the miner's own list. */
const KEY_DESCRIPTION = 'PowerHive';
const RETRY_AFTER_FAILURE_MS = 60_000;
/** Maximum number of refused passwords that are retried in one check. */
const MOST_REPEATED = 3;

export interface ProvisioningDeps {
  readonly minerGateway: Pick<MinerGateway, 'obtainKey'>;
  readonly fleet: Fleet;
  readonly passwords: PasswordsToTry;
  readonly clock: Clock;
  readonly logins: LoginHistory;
  readonly publish: PublishEvent;
  /** When this PowerHive started (wall clock): refusals before that are not known. */
  readonly startedAt: number;
}

/**
 * Who requests a key: the schedule, an operator who scans a network, or one who checks this miner.
 * Only the last one retries refused passwords.
 */
export type RequestedBy = 'schedule' | 'scan' | 'check';

export type ProvisioningResult = 'not_needed' | 'had_one' | 'reused' | 'created' | 'waiting' | 'refused' | 'failed';

/**
 * Ensures that PowerHive has a key for this miner, if its driver needs one: takes over a key named
 * PowerHive, else creates one. A key that did not work is replaced, automatically at most once an
 * hour. Credentials are sent only to this very miner. Each password is tried once: a refused one is
 * not retried until the operator changes something or checks this miner. For every caller and after
 * any change, the miner is left alone while it blocks logins, and for a pause after three refusals.
 */
export async function provisionKey(
  id: string,
  address: Address,
  deps: ProvisioningDeps,
  options: { signal: AbortSignal; requestedBy: RequestedBy },
): Promise<ProvisioningResult> {
  const { minerGateway, fleet, passwords, logins } = deps;
  const entry = fleet.entry(id);
  const driver = entry === null ? null : fleet.driverOf(entry);
  if (entry === null || driver === null) return 'failed';
  if (!driver.capabilities.api_key) return 'not_needed';
  const refusedKey = fleet.secrets.apiKey(id);
  if (refusedKey !== null && !entry.keySuspect) return 'had_one';
  const trouble = entry.keyTrouble;
  if (logins.pausedMs(id) > 0) return trouble === null ? notePaused(id, deps) : 'waiting';
  if (options.requestedBy === 'schedule') {
    if (isResting(trouble, deps.clock.monotonicMs())) return 'waiting';
    if (refusedKey !== null && logins.wasRenewedLately(id)) return noteKeyIgnored(id, deps);
  }

  const own = fleet.secrets.unlockPassword(id);
  const candidates = candidatesFor(id, driver, deps);
  if (candidates.length === 0) return trouble === null ? noteAllRefused(id, [], deps) : 'waiting';
  const fresh = untried(candidates, trouble);
  const isRepeat = fresh.length === 0 && options.requestedBy === 'check';
  const left = isRepeat ? longestRefused(candidates, trouble) : fresh;
  if (left.length === 0) return 'waiting';

  const miner = { ...address, mac: id, kind: driver.kind };
  const isOfEarlierStart = !logins.has(id) && entry.stored.first_seen_at < deps.startedAt;
  let refused = trouble?.refused ?? [];
  for (const [index, { id: passwordId, credentials }] of left.entries()) {
    const wanted = { description: KEY_DESCRIPTION, refusedKey };
    const obtained = await minerGateway.obtainKey(miner, credentials, wanted, { signal: options.signal });
    if (obtained.ok) {
      logins.noteUnlocked(id);
      if (refusedKey !== null) logins.noteRenewed(id);
    }
    // The miner was removed meanwhile.
    if (fleet.entry(id) === null) return 'failed';
    if (obtained.ok) {
      passwords.noteUnlocked(passwordId, id);
      await keepKey(id, obtained.value, deps);
      return obtained.value.isNew ? 'created' : 'reused';
    }
    const { error } = obtained;
    const waitMs = loginPauseMs(error, id, { isOfEarlierStart, isRepeat, isLast: index === left.length - 1 }, logins);
    if (waitMs !== null) logins.pause(id, waitMs, error.code === 'unlock_blocked');
    // If the operator changed the password meanwhile, this response is about the old one.
    if (fleet.secrets.unlockPassword(id) !== own) return 'failed';
    if (error.code !== 'unlock_refused') return noteTrouble(id, error, refused, waitMs, deps);
    refused = [...refused.filter((one) => one !== passwordId), passwordId];
    passwords.noteRefused(passwordId, id);
    if (index === left.length - 1) return noteAllRefused(id, refused, deps);
    if (waitMs !== null) return notePause(id, refused, waitMs, deps);
  }
  return 'waiting';
}

/** A key that cannot be written now is used all the same; both it and its event are written later. */
async function keepKey(id: string, { key, isNew }: ObtainedKey, { fleet, publish }: ProvisioningDeps): Promise<void> {
  const miner = fleet.entry(id)?.stored;
  if (miner === undefined) return;
  const event = keyEvent(isNew ? 'created' : 'reused', miner);
  try {
    await fleet.secrets.keepApiKey(id, key, event);
  } catch (error) {
    publish(event);
    throw error;
  }
}

/** Whether it is too early for an automatic retry after a failure other than a refusal. */
function isResting(trouble: KeyTrouble | null, nowMs: number): boolean {
  return trouble !== null && trouble.retryAtMs !== null && nowMs < trouble.retryAtMs;
}

/** The refused passwords to retry in one check, the earliest refused first. */
function longestRefused(candidates: readonly Candidate[], trouble: KeyTrouble | null): Candidate[] {
  const refused = trouble?.refused ?? [];
  return candidates.toSorted((a, b) => refused.indexOf(a.id) - refused.indexOf(b.id)).slice(0, MOST_REPEATED);
}

function noteTrouble(
  id: string,
  error: FirmwareError,
  refused: readonly string[],
  pauseMs: number | null,
  deps: ProvisioningDeps,
): ProvisioningResult {
  // The next scan retries at once; refusals are remembered. A password whose response was lost here
  // may count as wrong at the miner: it is handled like a timeout.
  if (error.code === 'aborted' || hasNotLeft(error)) {
    return refused.length === 0 ? 'failed' : notePause(id, refused, 0, deps);
  }
  if (pauseMs !== null) {
    return note(id, { code: 'blocked', message: keyWords.blocked(pauseMs), refused }, deps);
  }
  const message = keyWords.failed(error.message);
  const retryAtMs = deps.clock.monotonicMs() + RETRY_AFTER_FAILURE_MS;
  return note(id, { code: 'failed', message, refused, retryAtMs }, deps);
}

/** The pause is from passwords before a change, or from before the miner was in this farm. */
function notePaused(id: string, deps: ProvisioningDeps): ProvisioningResult {
  const words = deps.logins.wasBlocked(id) ? keyWords.blocked : keyWords.paused;
  const message = words(deps.logins.pausedMs(id));
  note(id, { code: 'blocked', message, refused: [] }, deps);
  return 'waiting';
}

/** A key was created recently, and does not work either. */
function noteKeyIgnored(id: string, deps: ProvisioningDeps): ProvisioningResult {
  if (deps.fleet.entry(id)?.keyTrouble === null)
    note(id, { code: 'failed', message: keyWords.ignored, refused: [] }, deps);
  return 'waiting';
}

/** Other passwords are tried after a pause. */
function notePause(id: string, refused: readonly string[], waitMs: number, deps: ProvisioningDeps): ProvisioningResult {
  return note(id, { code: 'refused', message: keyWords.refusedSoFar(waitMs), refused }, deps);
}

/** No password is left to try; one that is added during a pause waits for its end. */
function noteAllRefused(id: string, refused: readonly string[], deps: ProvisioningDeps): ProvisioningResult {
  note(id, { code: 'refused', message: keyWords.allRefused(refused.length), refused }, deps);
  return 'refused';
}

function note(
  id: string,
  trouble: Omit<KeyTrouble, 'sinceAt' | 'retryAtMs'> & Partial<KeyTrouble>,
  { fleet, clock }: ProvisioningDeps,
): ProvisioningResult {
  const entry = fleet.entry(id);
  const known = entry === null ? null : (entry.keyTrouble?.sinceAt ?? keptSince(entry.stored, 'locked'));
  const sinceAt = known ?? clock.nowMs();
  fleet.secrets.setKeyTrouble(id, { retryAtMs: null, ...trouble, sinceAt });
  return 'failed';
}
