import { keepSince } from '../kept-since.ts';
import type { Entry, KeyTrouble } from '../miner-entry.ts';

/**
 * A miner with this trouble, or without any, in which case a new password is tried or its key
 * works. When it began is stored with it.
 */
export function withKeyTrouble(entry: Entry, trouble: KeyTrouble | null): Entry {
  const stored = keepSince(entry.stored, 'locked', trouble?.sinceAt ?? null);
  return { ...entry, stored, keyTrouble: trouble };
}
