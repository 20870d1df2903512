import type { IncomingHttpHeaders } from 'node:http';
import { shownToken, type TokenDirectory } from './bearer-token.ts';
import type { HttpRefusal } from './http-refusal.ts';

/** Refuses a request other than a read with a token that may only read. */
export function refuseScope(
  headers: IncomingHttpHeaders,
  method: string | undefined,
  { find }: TokenDirectory,
): HttpRefusal | null {
  const shown = shownToken(headers);
  if (method === 'GET' || method === 'HEAD' || shown === undefined) return null;
  if (find(shown)?.scope !== 'read') return null;
  return { status: 403, code: 'FORBIDDEN', message: 'This token may only read. Use one with the scope operate.' };
}
