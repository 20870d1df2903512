import type { CredentialKind, MinerCredentials } from './driver.ts';

/**
 * The credentials for a miner: the secret that the operator set for it, else the factory default.
 * Null if the kind takes none, or has no default.
 */
export function credentialsFor(kind: CredentialKind, secret: string | null): MinerCredentials | null {
  switch (kind.kind) {
    case 'none':
      return null;
    case 'password': {
      const password = secret ?? kind.factory;
      return password === null ? null : { kind: 'password', password };
    }
    case 'user_and_password': {
      const user = kind.factory?.user ?? null;
      const password = secret ?? kind.factory?.password ?? null;
      return user === null || password === null ? null : { kind: 'user_and_password', user, password };
    }
    case 'token':
      return secret === null ? null : { kind: 'token', token: secret };
  }
}
