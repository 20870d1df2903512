import { count, fields, isObject, items, text } from '../../fields.ts';
import type { ApiKeyEntry } from '../../readings.ts';

const MOST_KEYS = 256;

/**
 * What may stand in a header: the token and the keys are sent back to the miner that made them, and
 * nothing else may ride along.
 */
const CREDENTIAL = /^[\x21-\x7e]{1,4096}$/;

/** The token in a response of `/unlock`. It is opaque: its form differs between builds. */
export function parseToken(payload: unknown): string | null {
  const token = fields(payload)['token'];
  return typeof token === 'string' && CREDENTIAL.test(token) ? token : null;
}

/** Seconds until a refused `/unlock` may be tried again, or null where the miner does not say. */
export function parseUnlockTimeoutS(payload: unknown): number | null {
  return count(fields(payload)['unlock_timeout']);
}

/** Reads `/apikeys`; null where it is no array. Entries that are no usable key are left out. */
export function parseApiKeys(payload: unknown): ApiKeyEntry[] | null {
  if (!Array.isArray(payload)) return null;
  const keys: ApiKeyEntry[] = [];
  for (const entry of items(payload, MOST_KEYS)) {
    if (!isObject(entry)) continue;
    const key = entry['key'];
    if (typeof key === 'string' && CREDENTIAL.test(key)) keys.push({ key, description: text(entry['description']) });
  }
  return keys;
}

/** The `err` text that goes with most failures. */
export function parseErrorText(payload: unknown): string | null {
  return text(fields(payload)['err']);
}
