import type { Actor, MinerPassword } from '../../../src-shared/model/index.ts';
import { MOST_MINER_PASSWORDS } from '../../../src-shared/model/miner/miner-password.ts';
import type { RecordChange } from '../../events/bus.ts';
import type { Clock } from '../../runtime/clock.ts';
import { KeyedLock } from '../../runtime/keyed-lock.ts';
import { uuidV7 } from '../../runtime/uuid-v7.ts';
import { eitherBox, encryptionFormatOf, type SecretBox } from '../../secrets/secret-box.ts';
import type { Store, StoredMinerPassword } from '../../store/store.ts';

export interface FarmPasswordsOptions {
  readonly store: Pick<Store, 'minerPasswords' | 'putMinerPassword'>;
  readonly record: RecordChange;
  readonly secrets: SecretBox;
  readonly clock: Pick<Clock, 'nowMs'>;
}

/** A password to try, and the id for its results. */
export interface PasswordToTry {
  readonly id: string;
  readonly secret: string;
}

/** The part that unlocking a miner needs. */
export type PasswordsToTry = Pick<FarmPasswords, 'toTry' | 'noteUnlocked' | 'noteRefused'>;

/** The results of a password since the start, as miner ids. */
interface Results {
  readonly unlocked: Set<string>;
  readonly refused: Set<string>;
  lastRefusedAt: number | null;
}

export type AddedPassword = { readonly ok: true } | { readonly ok: false; readonly why: 'known' | 'too_many' };

/** Changes of the list run one after the other: each depends on its content. */
const LIST = 'list';

/**
 * The passwords that the miners of this farm may have, encrypted as stored, with the results of
 * each.
 */
export class FarmPasswords {
  readonly #options: FarmPasswordsOptions;
  readonly #changes = new KeyedLock();
  readonly #results = new Map<string, Results>();
  readonly #unlockedBy = new Map<string, string>();
  #stored: readonly StoredMinerPassword[] = [];
  #opened: { readonly of: readonly StoredMinerPassword[]; readonly list: readonly PasswordToTry[] } | null = null;
  #box: SecretBox;

  constructor(options: FarmPasswordsOptions) {
    this.#options = options;
    this.#box = options.secrets;
  }

  async load(): Promise<void> {
    this.#stored = await this.#options.store.minerPasswords();
  }

  /** In the order in which they are tried, with the results of each. */
  list(): MinerPassword[] {
    return this.#stored.map(({ id, added_at }) => {
      const { unlocked, refused, lastRefusedAt } = this.#resultsOf(id);
      return { id, added_at, unlocked: unlocked.size, refused: refused.size, last_refused_at: lastRefusedAt };
    });
  }

  /**
   * The passwords to try on a miner: the one that unlocked it before comes first. Those that can't
   * be decrypted are left out.
   */
  toTry(minerId: string): readonly PasswordToTry[] {
    const first = this.#unlockedBy.get(minerId);
    const opened = this.#open();
    return first === undefined ? opened : opened.toSorted((a, b) => Number(b.id === first) - Number(a.id === first));
  }

  noteUnlocked(id: string, minerId: string): void {
    const results = this.#resultsOf(id);
    results.unlocked.add(minerId);
    results.refused.delete(minerId);
    this.#unlockedBy.set(minerId, id);
  }

  noteRefused(id: string, minerId: string): void {
    const results = this.#resultsOf(id);
    results.refused.add(minerId);
    results.lastRefusedAt = this.#options.clock.nowMs();
  }

  /** A miner was removed from the farm: it does not count in any result. */
  forget(minerId: string): void {
    this.#unlockedBy.delete(minerId);
    for (const { unlocked, refused } of this.#results.values()) {
      unlocked.delete(minerId);
      refused.delete(minerId);
    }
  }

  /** Adds a password at the end. Resolves when it is on disk. */
  add(password: string, actor: Actor): Promise<AddedPassword> {
    return this.#changes.run(LIST, async () => {
      if (this.#open().some(({ secret }) => secret === password)) return { ok: false, why: 'known' };
      if (this.#stored.length >= MOST_MINER_PASSWORDS) return { ok: false, why: 'too_many' };
      const stored = {
        id: uuidV7(),
        password_sealed: this.#box.encrypt(password),
        added_at: this.#options.clock.nowMs(),
      };
      const next = [...this.#stored, stored];
      const event = { event: 'farm_password_added', actor, data: { count: next.length } } as const;
      await this.#options.record([event], 'putMinerPassword', stored);
      this.#stored = next;
      return { ok: true };
    });
  }

  /** False if there is no such password. */
  remove(id: string, actor: Actor): Promise<boolean> {
    return this.#changes.run(LIST, async () => {
      const next = this.#stored.filter((stored) => stored.id !== id);
      if (next.length === this.#stored.length) return false;
      const event = { event: 'farm_password_removed', actor, data: { count: next.length } } as const;
      await this.#options.record([event], 'removeMinerPassword', id);
      this.#stored = next;
      this.#results.delete(id);
      return true;
    });
  }

  /** False if `ids` are not exactly those of the list: it was changed elsewhere. */
  reorder(ids: readonly string[], actor: Actor): Promise<boolean> {
    return this.#changes.run(LIST, async () => {
      const byId = new Map(this.#stored.map((stored) => [stored.id, stored]));
      const next = [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
      if (next.length !== byId.size || ids.length !== byId.size) return false;
      if (next.every(({ id }, i) => id === this.#stored[i]?.id)) return true;
      const event = { event: 'farm_passwords_reordered', actor, data: { count: next.length } } as const;
      await this.#options.record([event], 'replaceMinerPasswords', next);
      this.#stored = next;
      return true;
    });
  }

  /** Every encrypted password, as it is stored. */
  encrypted(): string[] {
    return this.#stored.map(({ password_sealed }) => password_sealed);
  }

  /** How many passwords the current box cannot decrypt. */
  closedCount(): number {
    return this.encrypted().filter((encrypted) => this.#box.open(encrypted) === null).length;
  }

  /** Re-encrypts every password with that box, which is used from now on. */
  reencrypt(to: SecretBox): Promise<void> {
    return this.#changes.run(LIST, async () => {
      this.#box = eitherBox(to, this.#box);
      const stored: StoredMinerPassword[] = [];
      for (const before of this.#stored) {
        const isDone = encryptionFormatOf(before.password_sealed) === to.format;
        const plain = isDone ? null : this.#box.open(before.password_sealed);
        const after = plain === null ? before : { ...before, password_sealed: to.encrypt(plain) };
        if (after !== before) await this.#options.store.putMinerPassword(after);
        stored.push(after);
      }
      this.#stored = stored;
    });
  }

  /** Decrypted once for each list, because thousands of miners request it at once. */
  #open(): readonly PasswordToTry[] {
    if (this.#opened?.of === this.#stored) return this.#opened.list;
    const list = this.#stored.flatMap(({ id, password_sealed }) => {
      const secret = this.#box.open(password_sealed);
      return secret === null ? [] : [{ id, secret }];
    });
    this.#opened = { of: this.#stored, list };
    return list;
  }

  #resultsOf(id: string): Results {
    const known = this.#results.get(id);
    if (known !== undefined) return known;
    const results: Results = { unlocked: new Set(), refused: new Set(), lastRefusedAt: null };
    this.#results.set(id, results);
    return results;
  }
}
