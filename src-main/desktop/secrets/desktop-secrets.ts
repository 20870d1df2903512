import { existsSync } from 'node:fs';
import type { SafeStorage } from 'electron';
import { eitherBox, openKeyFileBox, type SecretBox } from '../../secrets/secret-box.ts';

const FORMAT = 'ss1';

type Keychain = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>;

/** What the secrets of a data folder are encrypted with, and a remark for the operator. */
export type SecretChoice =
  | { readonly kind: 'keychain' }
  | {
      readonly kind: 'key_file';
      readonly level: 'info' | 'warning';
      readonly remark: string;
      readonly canMove: boolean;
    };

/**
 * The keychain, with two exceptions. A folder that has a key file keeps it, because it is also used
 * by the server without a window, where there is no keychain. A Linux session without a keychain
 * gets a key file, because Electron would encrypt with a password that is the same on every
 * computer.
 */
export function chooseSecrets(facts: {
  hasKeyFile: boolean;
  available: boolean;
  backend: string | null;
}): SecretChoice {
  const hasKeychain = facts.available && facts.backend !== 'basic_text';
  if (facts.hasKeyFile) {
    const remark =
      "This data folder has a key file: the miners' passwords and keys stay encrypted with it, not with the keychain.";
    return { kind: 'key_file', level: 'info', remark, canMove: hasKeychain };
  }
  if (hasKeychain) return { kind: 'keychain' };
  const remark =
    "This session has no keychain. The miners' passwords and keys are encrypted with the file secret.key in the data folder instead: whoever can read both can open them.";
  return { kind: 'key_file', level: 'warning', remark, canMove: false };
}

export interface DesktopSecrets {
  readonly box: SecretBox;
  readonly choice: SecretChoice;
  /**
   * The keychain that secrets of a key file can be moved to; null if there is none, or no key file.
   */
  readonly keychain: SecretBox | null;
}

/**
 * Opens the secret box of a data folder. If there are a key file and a keychain, it decrypts what
 * either has encrypted, because a move between them may have been interrupted. Electron must be
 * ready.
 */
export function openDesktopSecrets(keychain: Keychain, keyFile: string, platform: NodeJS.Platform): DesktopSecrets {
  const choice = chooseSecrets({
    hasKeyFile: existsSync(keyFile),
    available: keychain.isEncryptionAvailable(),
    backend: platform === 'linux' ? keychain.getSelectedStorageBackend() : null,
  });
  if (choice.kind === 'keychain') return { box: keychainBox(keychain), choice, keychain: null };
  const withFile = openKeyFileBox(keyFile);
  if (!choice.canMove) return { box: withFile, choice, keychain: null };
  const withKeychain = keychainBox(keychain);
  return { box: eitherBox(withFile, withKeychain), choice, keychain: withKeychain };
}

function keychainBox(keychain: Keychain): SecretBox {
  return {
    format: FORMAT,
    opens: [FORMAT],
    encrypt: (plain) => `${FORMAT}:${keychain.encryptString(plain).toString('base64')}`,
    open(encrypted) {
      const [format, text] = encrypted.split(':', 2);
      if (format !== FORMAT || text === undefined) return null;
      try {
        return keychain.decryptString(Buffer.from(text, 'base64'));
      } catch {
        return null;
      }
    },
  };
}
