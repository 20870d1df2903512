import { existsSync } from 'node:fs';
import type { SafeStorage } from 'electron';
import { eitherBox, openKeyFileBox, type SecretBox } from '../../secrets/secret-box.ts';

const FORMAT = 'ss1';

type Keychain = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>;

/** How the secrets of a data folder are kept, and what the operator should know about it. */
export type SecretChoice =
  | { readonly kind: 'keychain' }
  | {
      readonly kind: 'key_file';
      readonly level: 'info' | 'warning';
      readonly remark: string;
      readonly canMove: boolean;
    };

/**
 * The keychain, but for two cases. A folder that has a key file keeps to it: it is also used
 * without a window, where there is no keychain. And a Linux session without a keychain gets a key
 * file of its own, since Electron would use a password that is the same everywhere.
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
   * Where secrets of a key file can be moved to; null where there is no such place, or no key file.
   */
  readonly keychain: SecretBox | null;
}

/**
 * Opens the box for a data folder. Where there are a key file and a keychain it opens what either
 * has encrypted: a move from the one to the other may have been cut short. Electron must be ready.
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
