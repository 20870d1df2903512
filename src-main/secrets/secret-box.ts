import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { mustBeFile, withPath } from '../runtime/system-error.ts';

/** Encrypts secrets that must not be readable on disk, such as miners' passwords and API keys. */
export interface SecretBox {
  /**
   * Prefix, before a colon, of everything that it encrypts: the kind of box that can decrypt it.
   */
  readonly format: EncryptionFormat;
  /** The formats that it can decrypt. */
  readonly opens: readonly EncryptionFormat[];
  encrypt(plain: string): string;
  /** The decrypted text; null if it was encrypted on another computer, or is damaged. */
  open(encrypted: string): string | null;
}

/** `v1`: the key file `secret.key`. `ss1`: the keychain of the system, through the desktop app. */
export type EncryptionFormat = 'v1' | 'ss1';

const FORMAT = 'v1';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A box whose key is in a file that only this user can read (mode 0600), created when the first
 * text is encrypted. AES-256-GCM with a new nonce for each text. The key file protects a copied
 * database, but not a compromised account; the desktop's keychain is better.
 */
export function openKeyFileBox(keyFile: string): SecretBox {
  let key = readKey(keyFile);
  return {
    format: FORMAT,
    opens: [FORMAT],
    encrypt(plain) {
      key ??= readKey(keyFile) ?? createKey(keyFile);
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `${FORMAT}:${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')}`;
    },
    open(encrypted) {
      const [format, text] = encrypted.split(':', 2);
      const bytes = Buffer.from(text ?? '', 'base64');
      if (format !== FORMAT || key === null || bytes.length < NONCE_BYTES + TAG_BYTES) return null;
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

/**
 * A box that encrypts with the first and decrypts with either of them, for a folder that moves from
 * one to the other.
 */
export function eitherBox(first: SecretBox, second: SecretBox): SecretBox {
  return {
    format: first.format,
    opens: [...first.opens, ...second.opens],
    encrypt: (plain) => first.encrypt(plain),
    open: (encrypted) => first.open(encrypted) ?? second.open(encrypted),
  };
}

/** How a text was encrypted; null for no text. */
export function encryptionFormatOf(encrypted: string | null): string | null {
  return encrypted?.split(':', 1)[0] ?? null;
}

/** The key file is damaged. The message says what to do. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

/** The key in the file; null if there is no file, or an empty one, in which no key was lost. */
function readKey(keyFile: string): Buffer | null {
  try {
    mustBeFile(keyFile);
    const text = readFileSync(keyFile, 'utf8').trim();
    if (text === '') return null;
    const key = Buffer.from(text, 'base64');
    if (key.length === KEY_BYTES) return key;
    throw new KeyFileError(
      `The key file ${keyFile} is damaged. Put back a copy of it, or delete it: the miners' passwords and API keys must then be given again.`,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw withPath(error, keyFile);
    return null;
  }
}

/** The key is on disk before the file is renamed into place, and before anything is encrypted. */
function createKey(keyFile: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  const beside = `${keyFile}-unfinished`;
  rmSync(beside, { force: true });
  try {
    const file = openSync(beside, 'wx', 0o600);
    try {
      writeSync(file, `${key.toString('base64')}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, keyFile);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  syncFolder(dirname(keyFile));
  return key;
}

/** Flushes the entries of a folder to disk; Windows does that by itself. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Secrets of the data folder were encrypted by a box of another kind. The message says what to do.
 */
export class EncryptedElsewhereError extends Error {
  override readonly name = 'EncryptedElsewhereError';
}

/** Secrets cannot be decrypted with the present key: it is another one, or they are damaged. */
export class UnopenedSecretsError extends Error {
  override readonly name = 'UnopenedSecretsError';
  constructor(count: number) {
    super(
      `${count === 1 ? 'One of the encrypted passwords and keys' : `${count} of the encrypted passwords and keys`} cannot be opened with what is at hand, so all stay as they are. Put the right secret.key back into the data folder, or give those miners' passwords again.`,
    );
  }
}

export const UNOPENED =
  "The miners' passwords and keys cannot be opened with what is at hand. Put the right secret.key back into the data folder and start again; otherwise PowerHive makes itself new keys where the password is the usual one, and the other passwords have to be given again.";

/** Whether the box can decrypt the secrets, judged by the first one. */
export function canDecrypt(box: SecretBox, encrypted: Iterable<string | null>): boolean {
  for (const text of encrypted) if (text !== null) return box.open(text) !== null;
  return true;
}

const KINDS: Readonly<Record<EncryptionFormat, { readonly what: string; readonly wayOut: string }>> = {
  v1: {
    what: 'its key file secret.key',
    wayOut: 'Put secret.key back into that folder, or start PowerHive with another data folder',
  },
  ss1: {
    what: 'the keychain of this computer',
    wayOut: 'Start the desktop app with the keychain unlocked, or name another data folder',
  },
};

/**
 * Throws if one of the texts was encrypted by another kind of box: PowerHive does not start with
 * keys that are partly unreadable.
 */
export function refuseForeignSecrets(box: SecretBox, encrypted: Iterable<string | null>, folder: string): void {
  for (const text of encrypted) {
    const format = encryptionFormatOf(text);
    if (format === null || box.opens.some((opened) => opened === format)) continue;
    const kind = Object.hasOwn(KINDS, format) ? KINDS[format as EncryptionFormat] : null;
    throw new EncryptedElsewhereError(
      kind === null
        ? `The miners' passwords and keys in ${folder} are encrypted in a way this PowerHive does not know. Use the version that wrote them.`
        : `The miners' passwords and keys in ${folder} are encrypted with ${kind.what}, which cannot be used here. ${kind.wayOut}.`,
    );
  }
}
