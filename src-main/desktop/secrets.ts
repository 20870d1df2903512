import { existsSync } from 'node:fs';
import type { SafeStorage } from 'electron';
import { openKeyFileBox, type SecretBox } from '../secret-box.ts';

const FORMAT = 'ss1';

type Keychain = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>;

/** How the secrets of a data folder are kept, and what the operator should know about it. */
export type SecretChoice =
  | { readonly kind: 'keychain' }
  | { readonly kind: 'key_file'; readonly level: 'info' | 'warning'; readonly remark: string };

/**
 * The keychain, but for two cases. A folder that has a key file keeps to it: it is also used without a window, where there is no keychain.
 * And a Linux session without a keychain gets a key file of its own, since Electron would use a password that is the same everywhere.
 */
export function chooseSecrets(facts: {
  hasKeyFile: boolean;
  available: boolean;
  backend: string | null;
}): SecretChoice {
  if (facts.hasKeyFile) {
    const remark =
      "This data folder has a key file: the miners' passwords and keys stay sealed with it, not with the keychain.";
    return { kind: 'key_file', level: 'info', remark };
  }
  if (facts.available && facts.backend !== 'basic_text') return { kind: 'keychain' };
  const remark =
    "This session has no keychain. The miners' passwords and keys are sealed with the file secret.key in the data folder instead: whoever can read both can open them.";
  return { kind: 'key_file', level: 'warning', remark };
}

/** Opens the box for a data folder. Electron must be ready. */
export function openDesktopSecrets(
  keychain: Keychain,
  keyFile: string,
  platform: NodeJS.Platform,
): { readonly box: SecretBox; readonly choice: SecretChoice } {
  const choice = chooseSecrets({
    hasKeyFile: existsSync(keyFile),
    available: keychain.isEncryptionAvailable(),
    backend: platform === 'linux' ? keychain.getSelectedStorageBackend() : null,
  });
  return { box: choice.kind === 'keychain' ? keychainBox(keychain) : openKeyFileBox(keyFile), choice };
}

function keychainBox(keychain: Keychain): SecretBox {
  return {
    format: FORMAT,
    seal: (plain) => `${FORMAT}:${keychain.encryptString(plain).toString('base64')}`,
    open(sealed) {
      const [format, text] = sealed.split(':', 2);
      if (format !== FORMAT || text === undefined) return null;
      try {
        return keychain.decryptString(Buffer.from(text, 'base64'));
      } catch {
        return null;
      }
    },
  };
}
