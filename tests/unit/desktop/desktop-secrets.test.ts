import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseSecrets, openDesktopSecrets } from '../../../src-main/desktop/secrets/desktop-secrets.ts';
import { EncryptedElsewhereError, openKeyFileBox, refuseForeignSecrets } from '../../../src-main/secrets/secret-box.ts';

let folder: string;
let keyFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-secrets-'));
  keyFile = join(folder, 'secret.key');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A keychain that only reverses texts. */
const keychain = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
  encryptString: (text: string) => Buffer.from([...text].reverse().join('')),
  decryptString: (encrypted: Buffer) => {
    if (encrypted.length === 0) throw new Error('Error while decrypting');
    return [...encrypted.toString()].reverse().join('');
  },
};

describe('the secrets of the desktop app', () => {
  it('are encrypted with the keychain, and leave no key in a file', () => {
    const { box, choice } = openDesktopSecrets(keychain, keyFile, 'linux');
    expect(choice.kind).toBe('keychain');
    const encrypted = box.encrypt('admin');
    expect(encrypted).toMatch(/^ss1:/);
    expect(encrypted).not.toContain('admin');
    expect(box.open(encrypted)).toBe('admin');
    expect(existsSync(keyFile)).toBe(false);
  });

  it('are null when they cannot be opened, not an error', () => {
    const { box } = openDesktopSecrets(keychain, keyFile, 'linux');
    expect(box.open('ss1:')).toBeNull();
    expect(box.open('v1:abc')).toBeNull();
  });

  it('keep to the key file of a folder that is also used without a window', () => {
    const encrypted = openKeyFileBox(keyFile).encrypt('admin');
    const { box, choice } = openDesktopSecrets(keychain, keyFile, 'linux');
    expect(choice).toMatchObject({ kind: 'key_file', level: 'info', canMove: true });
    expect(box.open(encrypted)).toBe('admin');
    expect(box.encrypt('root')).toMatch(/^v1:/);
    // Encrypted already by a move that was interrupted.
    expect(box.open('ss1:bmltZGE=')).toBe('admin');
    expect(chooseSecrets({ hasKeyFile: true, available: false, backend: null })).toMatchObject({ canMove: false });
  });

  it('are never encrypted with a password that is the same everywhere, and that is said', () => {
    const choice = chooseSecrets({ hasKeyFile: false, available: true, backend: 'basic_text' });
    expect(choice).toMatchObject({ kind: 'key_file', level: 'warning' });
    expect(chooseSecrets({ hasKeyFile: false, available: false, backend: null })).toEqual(choice);
    expect(choice.kind === 'key_file' && choice.remark).toContain('no keychain');
  });
});

describe('a key file', () => {
  it('is made when the first secret is encrypted, so that a mere look leaves nothing behind', () => {
    const box = openKeyFileBox(keyFile);
    expect(box.open('ss1:AAAA')).toBeNull();
    expect(box.open('v1:AAAA')).toBeNull();
    expect(existsSync(keyFile)).toBe(false);
    const encrypted = box.encrypt('admin');
    expect(openKeyFileBox(keyFile).open(encrypted)).toBe('admin');
  });
});

describe('a database whose secrets another box encrypted', () => {
  it('is refused with the way out', () => {
    const box = openKeyFileBox(keyFile);
    const own = [null, box.encrypt('a'), box.encrypt('b')];
    expect(() => refuseForeignSecrets(box, own, folder)).not.toThrow();
    expect(() => refuseForeignSecrets(box, [...own, 'ss1:AAAA'], folder)).toThrow(EncryptedElsewhereError);
    expect(() => refuseForeignSecrets(box, ['ss1:AAAA'], folder)).toThrow(/keychain of this computer.*desktop app/);
    const desktop = openDesktopSecrets(keychain, join(folder, 'none.key'), 'linux').box;
    expect(() => refuseForeignSecrets(desktop, [box.encrypt('a')], folder)).toThrow(/Put secret\.key back/);
    expect(() => refuseForeignSecrets(box, ['toString:AAAA'], folder)).toThrow(/does not know/);
  });
});
