import type { DestinationKind } from '../../src-shared/model/index.ts';

/** What a header can hold: plain characters without a space. */
const BEARER = /^[\x21-\x7e]+$/;

/** What is wrong with a bearer token; null if it can be sent. */
export function refuseBearer(token: string): string | null {
  return BEARER.test(token) ? null : 'a bearer token is one word of plain characters: enter it as the server showed it';
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
  const wrong = user === null && secret !== null ? refuseBearer(secret) : null;
  return wrong === null ? null : ['secret', wrong];
}
