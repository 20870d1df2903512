import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Seals what must not be readable on disk: miners' passwords and API keys. */
export interface SecretBox {
  seal(plain: string): string;
  /** What was sealed, or null if this box cannot open it: another machine's, or damaged. */
  open(sealed: string): string | null;
}

const FORMAT = 'v1';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A box whose key lies in a file that only this user can read (mode 0600), made on first use. AES-256-GCM, with a fresh nonce each time.
 * The key file protects a copied database, not an account that is already in other hands: the desktop's keychain does better.
 */
export function openKeyFileBox(keyFile: string): SecretBox {
  const key = readOrCreateKey(keyFile);
  return {
    seal(plain) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `${FORMAT}:${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')}`;
    },
    open(sealed) {
      const [format, text] = sealed.split(':', 2);
      const bytes = Buffer.from(text ?? '', 'base64');
      if (format !== FORMAT || bytes.length < NONCE_BYTES + TAG_BYTES) return null;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString(
          'utf8',
        );
      } catch {
        return null;
      }
    },
  };
}

function readOrCreateKey(keyFile: string): Buffer {
  try {
    const key = Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'base64');
    if (key.length === KEY_BYTES) return key;
    throw new Error(
      `The key file ${keyFile} is damaged. Put back a copy of it, or delete it: the miners' passwords and API keys must then be given again.`,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const key = randomBytes(KEY_BYTES);
  const file = openSync(keyFile, 'wx', 0o600);
  try {
    writeSync(file, `${key.toString('base64')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return key;
}
