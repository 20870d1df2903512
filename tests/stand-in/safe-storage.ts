import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from './app.ts';
import { strict } from './not-implemented.ts';
import { runtime } from './runtime.ts';

const PREFIX = Buffer.from('v11');
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The keyring that is played: STAND_IN_KEYRING=basic_text is a Linux desktop without one. */
function backend(): string {
  return process.env['STAND_IN_KEYRING'] ?? 'gnome_libsecret';
}

let plainTextAllowed = false;

/** The key lies in the user-data folder, where the real one has it in the system's keyring. */
function readKey(): Buffer {
  const folder = app.getPath('userData');
  const file = join(folder, 'Stand-in Keyring');
  mkdirSync(folder, { recursive: true });
  try {
    return readFileSync(file);
  } catch {
    const key = randomBytes(32);
    writeFileSync(file, key, { mode: 0o600 });
    return key;
  }
}

export const safeStorage = strict('safeStorage', {
  isEncryptionAvailable: (): boolean => runtime.ready && (backend() !== 'basic_text' || plainTextAllowed),
  isAsyncEncryptionAvailable: async (): Promise<boolean> => safeStorage.isEncryptionAvailable(),
  getSelectedStorageBackend: (): string => (runtime.ready ? backend() : 'unknown'),
  setUsePlainTextEncryption(allowed: boolean): void {
    plainTextAllowed = allowed;
  },
  encryptString(text: string): Buffer {
    if (!safeStorage.isEncryptionAvailable()) {
      throw new Error(
        'Error while encrypting the text provided to safeStorage.encryptString. Encryption is not available.',
      );
    }
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', readKey(), nonce);
    const compacted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([PREFIX, nonce, cipher.getAuthTag(), compacted]);
  },
  decryptString(encrypted: Buffer): string {
    if (!safeStorage.isEncryptionAvailable()) {
      throw new Error(
        'Error while decrypting the ciphertext provided to safeStorage.decryptString. Decryption is not available.',
      );
    }
    try {
      const tagAt = PREFIX.length + NONCE_BYTES;
      const decipher = createDecipheriv('aes-256-gcm', readKey(), encrypted.subarray(PREFIX.length, tagAt));
      decipher.setAuthTag(encrypted.subarray(tagAt, tagAt + TAG_BYTES));
      return decipher.update(encrypted.subarray(tagAt + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
    }
  },
});
