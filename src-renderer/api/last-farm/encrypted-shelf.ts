import { get, set } from 'idb-keyval';
import type { LastFarmShelf } from './last-farm.ts';

const ITEM = 'last-farm';
/** Of AES-GCM: a nonce, in front of the encrypted text. */
const NONCE_BYTES = 12;

/**
 * Keeps the text in the page's own database, encrypted by a key that is made of `secret`, so that
 * only a page that has it can read the text: another program at the same port, or another farm's
 * page, cannot. `build` is part of the key too, so that no page reads what another version wrote.
 * Without a secret (null), without a database or without room in it, nothing is kept.
 */
export function encryptedShelf(secret: () => string | null, build: string): LastFarmShelf {
  const key = async (text: string): Promise<CryptoKey> => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify([ITEM, build, text])));
    return crypto.subtle.importKey('raw', digest, 'AES-GCM', false, ['encrypt', 'decrypt']);
  };
  return {
    read: async () => {
      const text = secret();
      if (text === null) return null;
      try {
        const kept: unknown = await get(ITEM);
        if (!(kept instanceof ArrayBuffer)) return null;
        const algorithm = { name: 'AES-GCM', iv: kept.slice(0, NONCE_BYTES) };
        const encrypted = new Uint8Array(kept, NONCE_BYTES);
        return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, await key(text), encrypted));
      } catch {
        return null;
      }
    },
    write: async (text) => {
      const used = secret();
      if (used === null) return;
      try {
        const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
        const algorithm = { name: 'AES-GCM', iv: nonce };
        const encrypted = await crypto.subtle.encrypt(algorithm, await key(used), await text.arrayBuffer());
        await set(ITEM, await new Blob([nonce, encrypted]).arrayBuffer());
      } catch {
        // The next start shows its first rows a little later.
      }
    },
  };
}
