import { HOUR_MS } from '../../src-shared/durations.ts';

/** No server keeps anything waiting for longer than this. */
const LONGEST_MS = HOUR_MS;

/**
 * How long a server asks to wait by its header `Retry-After`, in seconds or as a date: an hour at
 * most, and null where it says neither.
 */
export function retryAfterMs(header: string | readonly string[] | undefined, nowMs = Date.now()): number | null {
  const text = (typeof header === 'string' ? header : header?.[0])?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_MS);
  // A date begins with the day of the week; what else Date.parse takes for one is none.
  const at = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.min(Math.max(at - nowMs, 0), LONGEST_MS);
}
