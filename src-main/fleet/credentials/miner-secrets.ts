import type { NewEvent } from '../../../src-shared/model/index.ts';
import type { RecordChange } from '../../events/bus.ts';
import { eitherBox, type SecretBox } from '../../secrets/secret-box.ts';
import type { Store } from '../../store/store.ts';
import { keptSince } from '../kept-since.ts';
import type { KnownMiners } from '../known-miners.ts';
import type { KeyTrouble } from '../miner-entry.ts';
import { withKeyTrouble } from './key-trouble.ts';
import { planReencryption } from './plan-reencryption.ts';

/** The miners' keys and passwords, encrypted as stored and decrypted when used. */
export class MinerSecrets {
  readonly #miners: KnownMiners;
  readonly #store: Pick<Store, 'reencryptSecrets'>;
  readonly #record: RecordChange;
  #box: SecretBox;
  readonly #openedKeys = new Map<string, { readonly encrypted: string; readonly key: string | null }>();

  constructor(
    miners: KnownMiners,
    { store, record }: { readonly store: Pick<Store, 'reencryptSecrets'>; readonly record: RecordChange },
    box: SecretBox,
  ) {
    this.#miners = miners;
    this.#store = store;
    this.#record = record;
    this.#box = box;
  }

  /** Every encrypted secret of the farm, as stored. */
  *encrypted(): Generator<string | null> {
    for (const { stored } of this.#miners.all()) {
      yield stored.api_key_sealed;
      yield stored.unlock_pass_sealed;
    }
  }

  encrypt(plain: string): string {
    return this.#box.encrypt(plain);
  }

  /**
   * The password that the operator set for this miner; null if none is set, or it can't be
   * decrypted.
   */
  unlockPassword(id: string): string | null {
    const encrypted = this.#miners.get(id)?.stored.unlock_pass_sealed ?? null;
    return encrypted === null ? null : this.#box.open(encrypted);
  }

  /** Needed at every poll: a key is decrypted once, and again after it changes. */
  apiKey(id: string): string | null {
    const encrypted = this.#miners.get(id)?.stored.api_key_sealed ?? null;
    if (encrypted === null) return null;
    const opened = this.#openedKeys.get(id);
    if (opened?.encrypted === encrypted) return opened.key;
    const key = this.#box.open(encrypted);
    this.#openedKeys.set(id, { encrypted, key });
    return key;
  }

  /** The miner was removed: its key must not stay in memory. */
  forget(id: string): void {
    this.#openedKeys.delete(id);
  }

  /**
   * Keeps a key that a miner has; used at once. Resolves when it is on disk, in one transaction with
   * its event: neither a kill nor a power cut leaves a key of which the activity does not know.
   * Rejects if it cannot be written now: the key stays due, and the event is not written.
   */
  async keepApiKey(id: string, key: string, event: NewEvent): Promise<void> {
    const entry = this.#miners.get(id);
    if (entry === null) return;
    const { stored, ...free } = withKeyTrouble(entry, null);
    const withKey = { ...free, stored: { ...stored, api_key_sealed: this.encrypt(key) }, keySuspect: false };
    await this.#miners.setWritten(withKey, (written) => this.#record([event], 'upsertMiners', [written]));
  }

  setKeyTrouble(id: string, trouble: KeyTrouble): void {
    const entry = this.#miners.get(id);
    if (entry !== null) this.#miners.set(withKeyTrouble(entry, trouble));
  }

  /**
   * The miner was read with its key. A trouble from before the start of the program is over: if it
   * is locked again, that is a new one.
   */
  noteKeyWorks(id: string): void {
    const entry = this.#miners.get(id);
    if (entry === null || entry.keySuspect || entry.keyTrouble !== null) return;
    if (keptSince(entry.stored, 'locked') !== null) this.#miners.set(withKeyTrouble(entry, null));
  }

  /**
   * A miner refused or ignored this key. A late response about an earlier one says nothing of the
   * key that replaced it.
   */
  suspectKey(id: string, usedKey: string | null | undefined): void {
    const entry = this.#miners.get(id);
    if (entry !== null && !entry.keySuspect && this.apiKey(id) === (usedKey ?? null))
      this.#miners.set({ ...entry, keySuspect: true });
  }

  /**
   * Re-encrypts every secret with that box, which is used from now on. Returns how many cannot be
   * decrypted: if any, nothing was changed. If a write fails, secrets in the old and the new
   * encryption can still be decrypted.
   */
  async reencrypt(to: SecretBox): Promise<number> {
    const closed = [...this.encrypted()].filter(
      (encrypted) => encrypted !== null && this.#box.open(encrypted) === null,
    );
    if (closed.length > 0) return closed.length;
    this.#box = eitherBox(to, this.#box);
    await this.#miners.save();
    // A password that was changed during the write still has the old encryption, and needs another
    // round.
    for (;;) {
      const changes = planReencryption(this.#miners.all(), this.#box);
      if (changes.length === 0) break;
      await this.#store.reencryptSecrets(changes);
      for (const { id, column, before, after } of changes) {
        const entry = this.#miners.get(id);
        if (entry?.stored[column] !== before) continue;
        this.#miners.set({ ...entry, stored: { ...entry.stored, [column]: after } });
      }
    }
    await this.#miners.save();
    return 0;
  }
}
