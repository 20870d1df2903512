import { rm } from 'node:fs/promises';
import type { Actor, Desktop } from '../../../src-shared/model/index.ts';
import type { App } from '../../app/app.ts';
import { messageOf } from '../../runtime/message-of.ts';
import type { DesktopSecrets } from './desktop-secrets.ts';

/**
 * Which of key file and keychain encrypts the secrets, and the move from the file to the keychain.
 * The key file is deleted only when all re-encrypted secrets are on disk. If the program ends
 * before that, both exist, and the next start finishes the move.
 */
export class SecretsLocation {
  readonly #powerhive: Pick<App, 'encryptionFormats' | 'reencryptSecrets' | 'publish' | 'record'>;
  readonly #secrets: DesktopSecrets;
  readonly #keyFile: string;
  #moved = false;
  #moving: Promise<string | null> | null = null;

  constructor(
    powerhive: Pick<App, 'encryptionFormats' | 'reencryptSecrets' | 'publish' | 'record'>,
    secrets: DesktopSecrets,
    keyFile: string,
  ) {
    this.#powerhive = powerhive;
    this.#secrets = secrets;
    this.#keyFile = keyFile;
  }

  state(): Desktop['secrets'] {
    const { choice } = this.#secrets;
    if (choice.kind === 'keychain' || this.#moved) return { kept_with: 'keychain', can_move: false, remark: null };
    return { kept_with: 'key_file', can_move: choice.canMove, remark: choice.remark };
  }

  /**
   * At start: finishes an interrupted move. Otherwise publishes an event if the secrets are in a
   * key file.
   */
  async begin(): Promise<void> {
    const { choice, keychain } = this.#secrets;
    if (choice.kind === 'keychain') return;
    const wasMoving = keychain !== null && this.#powerhive.encryptionFormats().has(keychain.format);
    if (!wasMoving) {
      const data = { reason: choice.remark, is_risk: choice.level === 'warning' };
      this.#powerhive.publish({ event: 'secrets_in_key_file', data });
      return;
    }
    const reason = await this.move(null);
    if (reason !== null) this.#powerhive.publish({ event: 'secrets_move_failed', data: { reason } });
  }

  /**
   * Returns null when the secrets are in the keychain, else why they are not. The entry in the
   * activity is on disk before the key file is deleted. `actor` is null if the program finishes a
   * move itself.
   */
  move(actor: Actor | null): Promise<string | null> {
    this.#moving ??= this.#move(actor).finally(() => {
      this.#moving = null;
    });
    return this.#moving;
  }

  async #move(actor: Actor | null): Promise<string | null> {
    const { choice, keychain } = this.#secrets;
    if (choice.kind === 'keychain' || this.#moved) return null;
    if (keychain === null) return choice.remark;
    try {
      await this.#powerhive.reencryptSecrets(keychain);
      await this.#powerhive.record({ event: 'secrets_moved', actor, data: {} });
    } catch (error) {
      return messageOf(error);
    }
    this.#moved = true;
    try {
      await rm(this.#keyFile, { force: true });
    } catch (error) {
      const reason = messageOf(error);
      this.#powerhive.publish({ event: 'key_file_not_deleted', data: { reason } });
    }
    return null;
  }
}
