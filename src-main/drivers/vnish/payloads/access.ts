import { count, fields, isObject, items, text } from '../../parse-fields.ts';
import type { ApiKeyEntry } from '../../readings.ts';

const MOST_KEYS = 256;

/**
 * Characters that are safe in a header: tokens and keys are sent back to the miner in headers, and
 * must not inject anything.
 */
const CREDENTIAL = /^[\x21-\x7e]{1,4096}$/;

/** The token in a response of `/unlock`. It is opaque: its form differs between builds. */
export function parseToken(payload: unknown): string | null {
  const token = fields(payload)['token'];
  return typeof token === 'string' && CREDENTIAL.test(token) ? token : null;
}

/** Seconds until a refused `/unlock` may be retried; null if the miner does not say. */
export function parseUnlockTimeoutS(payload: unknown): number | null {
  return count(fields(payload)['unlock_timeout']);
}

/** Parses `/apikeys`; null if it is not an array. Entries without a usable key are left out. */
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

/** The `err` text of most error responses. */
export function parseErrorText(payload: unknown): string | null {
  return text(fields(payload)['err']);
}
