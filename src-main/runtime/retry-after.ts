import { HOUR_MS } from '../../src-shared/milliseconds.ts';

/** A longer wait that a server asks for is cut to this. */
const LONGEST_MS = HOUR_MS;

/**
 * The wait in milliseconds that a `Retry-After` header asks for, in seconds or as a date; at most
 * an hour. Null if it is neither.
 */
export function retryAfterMs(header: string | readonly string[] | undefined, nowMs: number): number | null {
  const text = (typeof header === 'string' ? header : header?.[0])?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_MS);
  // An HTTP date begins with the day of the week. Date.parse would accept much more.
  const at = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.min(Math.max(at - nowMs, 0), LONGEST_MS);
}
