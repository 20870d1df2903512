import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { withPath } from '../runtime/system-error.ts';

/** Encrypts what must not be readable on disk: miners' passwords and API keys. */
export interface SecretBox {
  /** How everything it encrypts begins, up to a colon: which kind of box can open it. */
  readonly format: EncryptionFormat;
  /** The kinds of encrypted text that it can open. */
  readonly opens: readonly EncryptionFormat[];
  encrypt(plain: string): string;
  /** What was encrypted, or null if this box cannot open it: another machine's, or damaged. */
  open(encrypted: string): string | null;
}

/** `v1`: the key file `secret.key`. `ss1`: the keychain of the system, through the desktop app. */
export type EncryptionFormat = 'v1' | 'ss1';

const FORMAT = 'v1';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A box whose key lies in a file that only this user can read (mode 0600), made when the first text
 * is encrypted. AES-256-GCM, with a fresh nonce each time. The key file protects a copied database,
 * not an account that is already in other hands: the desktop's keychain does better.
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
 * A box that encrypts as the first and opens what either of them encrypted: for a folder that moves
 * from one to the other.
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

/** A key file that is none. The message says how to go on. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

/** The key in the file, or null where there is no file, or an empty one: no key was lost with it. */
function readKey(keyFile: string): Buffer | null {
  try {
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

/** The file gets its name when the key is on the disk: before that nothing is encrypted with it. */
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

/** Puts names in a folder on the disk; Windows does that by itself. */
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
 * The secrets of a data folder that a box of another kind encrypted. The message says how to go on.
 */
export class EncryptedElsewhereError extends Error {
  override readonly name = 'EncryptedElsewhereError';
}

/**
 * Secrets that the box at hand should open and cannot: its key is another one, or they are damaged.
 */
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

/** Whether the box decrypts the secrets, judged by one of them. */
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
 * Throws if one of the encrypted texts is of another kind than the box: half a farm with unreadable
 * keys is no farm.
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
