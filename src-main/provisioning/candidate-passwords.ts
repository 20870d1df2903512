import { credentialsFor } from '../drivers/credentials.ts';
import type { DriverTraits, MinerCredentials } from '../drivers/driver.ts';
import type { FarmPasswords } from '../fleet/credentials/farm-passwords.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Entry } from '../fleet/miner-entry.ts';

/** Ids of the password that the operator set for one miner, and of the factory default. */
const OWN = 'own';
const FACTORY = 'factory';

/** Credentials that may unlock a miner, and the id under which a refusal is recorded. */
export interface Candidate {
  readonly id: string;
  readonly credentials: MinerCredentials;
}

export interface CandidateSources {
  readonly fleet: Pick<Fleet, 'secrets'>;
  readonly passwords: Pick<FarmPasswords, 'toTry'>;
}

/**
 * The credentials to try on a miner, in order: only its own password if it has one, else those of
 * the farm, and last the factory default.
 */
export function candidatesFor(
  minerId: string,
  { credentials: kind }: Pick<DriverTraits, 'credentials'>,
  { fleet, passwords }: CandidateSources,
): Candidate[] {
  const own = fleet.secrets.unlockPassword(minerId);
  const isPassword = kind.kind === 'password' || kind.kind === 'user_and_password';
  const ofFarm = isPassword ? passwords.toTry(minerId) : [];
  const secrets = own === null ? [...ofFarm, { id: FACTORY, secret: null }] : [{ id: OWN, secret: own }];
  const seen = new Set<string>();
  return secrets.flatMap(({ id, secret }) => {
    const credentials = credentialsFor(kind, secret);
    const key = JSON.stringify(credentials);
    if (credentials === null || seen.has(key)) return [];
    seen.add(key);
    return [{ id, credentials }];
  });
}

/** The candidates that the miner has not refused yet. */
export function untried(candidates: readonly Candidate[], trouble: Entry['keyTrouble']): Candidate[] {
  return candidates.filter(({ id }) => !(trouble?.refused.includes(id) ?? false));
}
