import type { DestinationKind } from '../../src-shared/model/index.ts';

/** What a header can hold: plain characters without a space. */
const BEARER = /^[\x21-\x7e]+$/;

/** What is wrong with a secret that is sent as a bearer token, without a user; null if it can be sent. */
export function refuseBearer({ user, secret }: { user: string | null; secret: string | null }): string | null {
  if (user !== null || secret === null || BEARER.test(secret)) return null;
  return 'a bearer token is one word of plain characters: enter it as the server showed it';
}

/** The field of a login that cannot be sent, and why; null if it can be. An unknown secret is null. */
export function refuseLogin(
  kind: DestinationKind,
  user: string | null,
  secret: string | null,
): readonly [field: 'user' | 'secret', why: string] | null {
  if (kind === 'postgres') return user === null || user === '' ? ['user', 'PostgreSQL needs a user'] : null;
  // It would end at the colon (RFC 7617).
  if (user?.includes(':')) return ['user', 'must have no colon'];
  const wrong = refuseBearer({ user, secret });
  return wrong === null ? null : ['secret', wrong];
}
