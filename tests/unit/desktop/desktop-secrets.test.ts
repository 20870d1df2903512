import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseSecrets, openDesktopSecrets } from '../../../src-main/desktop/secrets/desktop-secrets.ts';
import { openKeyFileBox, refuseForeignSeals, SealedElsewhereError } from '../../../src-main/secrets/secret-box.ts';

let folder: string;
let keyFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-secrets-'));
  keyFile = join(folder, 'secret.key');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A keychain that only turns text round. */
const keychain = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
  encryptString: (text: string) => Buffer.from([...text].reverse().join('')),
  decryptString: (sealed: Buffer) => {
    if (sealed.length === 0) throw new Error('Error while decrypting');
    return [...sealed.toString()].reverse().join('');
  },
};

describe('the secrets of the desktop app', () => {
  it('are sealed with the keychain, and leave no key in a file', () => {
    const { box, choice } = openDesktopSecrets(keychain, keyFile, 'linux');
    expect(choice.kind).toBe('keychain');
    const sealed = box.seal('admin');
    expect(sealed).toMatch(/^ss1:/);
    expect(sealed).not.toContain('admin');
    expect(box.open(sealed)).toBe('admin');
    expect(existsSync(keyFile)).toBe(false);
  });

  it('are null when they cannot be opened, not an error', () => {
    const { box } = openDesktopSecrets(keychain, keyFile, 'linux');
    expect(box.open('ss1:')).toBeNull();
    expect(box.open('v1:abc')).toBeNull();
  });

  it('keep to the key file of a folder that is also used without a window', () => {
    const sealed = openKeyFileBox(keyFile).seal('admin');
    const { box, choice } = openDesktopSecrets(keychain, keyFile, 'linux');
    expect(choice).toMatchObject({ kind: 'key_file', level: 'info', canMove: true });
    expect(box.open(sealed)).toBe('admin');
    expect(box.seal('root')).toMatch(/^v1:/);
    // What a move that was cut short has sealed already.
    expect(box.open('ss1:bmltZGE=')).toBe('admin');
    expect(chooseSecrets({ hasKeyFile: true, available: false, backend: null })).toMatchObject({ canMove: false });
  });

  it('are never sealed with a password that is the same everywhere, and that is said', () => {
    const choice = chooseSecrets({ hasKeyFile: false, available: true, backend: 'basic_text' });
    expect(choice).toMatchObject({ kind: 'key_file', level: 'warning' });
    expect(chooseSecrets({ hasKeyFile: false, available: false, backend: null })).toEqual(choice);
    expect(choice.kind === 'key_file' && choice.remark).toContain('no keychain');
  });
});

describe('a key file', () => {
  it('is made when the first secret is sealed, so that a mere look leaves nothing behind', () => {
    const box = openKeyFileBox(keyFile);
    expect(box.open('ss1:AAAA')).toBeNull();
    expect(box.open('v1:AAAA')).toBeNull();
    expect(existsSync(keyFile)).toBe(false);
    const sealed = box.seal('admin');
    expect(openKeyFileBox(keyFile).open(sealed)).toBe('admin');
  });
});

describe('a database whose secrets another box sealed', () => {
  it('is refused with the way out', () => {
    const box = openKeyFileBox(keyFile);
    const own = [null, box.seal('a'), box.seal('b')];
    expect(() => refuseForeignSeals(box, own, folder)).not.toThrow();
    expect(() => refuseForeignSeals(box, [...own, 'ss1:AAAA'], folder)).toThrow(SealedElsewhereError);
    expect(() => refuseForeignSeals(box, ['ss1:AAAA'], folder)).toThrow(/keychain of this computer.*desktop app/);
    const desktop = openDesktopSecrets(keychain, join(folder, 'none.key'), 'linux').box;
    expect(() => refuseForeignSeals(desktop, [box.seal('a')], folder)).toThrow(/Put secret\.key back/);
    expect(() => refuseForeignSeals(box, ['toString:AAAA'], folder)).toThrow(/does not know/);
  });
});
