import { createHash, randomBytes } from 'node:crypto';
import type { Actor, ApiToken, NewApiToken } from '../../src-shared/model/index.ts';
import type { RecordChange } from '../events/bus.ts';
import type { Clock } from '../runtime/clock.ts';
import { KeyedLock } from '../runtime/keyed-lock.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { Store, StoredToken } from '../store/store.ts';

/** Minimum interval between two writes of the last use of a token. */
const NOTED_EVERY_MS = 60_000;
export const MOST_TOKENS = 100;

interface Held {
  readonly token: StoredToken;
  /** Aborted as soon as the token is deleted, before that is on disk. */
  readonly revoked: AbortController;
}

/**
 * The REST tokens other than that of the token file, by the hash of their secret. A secret is a
 * random number of 256 bits, so that its hash needs no salt.
 */
export class ApiTokens {
  readonly #store: Pick<Store, 'tokens' | 'noteTokenUse'>;
  readonly #record: RecordChange;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #byHash = new Map<string, Held>();
  /** Changes run one after the other, so that two cannot use the same name. */
  readonly #changing = new KeyedLock();

  constructor(
    store: Pick<Store, 'tokens' | 'noteTokenUse'>,
    record: RecordChange,
    clock: Clock,
    onError: (error: unknown) => void,
  ) {
    this.#store = store;
    this.#record = record;
    this.#clock = clock;
    this.#onError = onError;
  }

  async load(): Promise<void> {
    for (const token of await this.#store.tokens()) this.#hold(token);
  }

  /** All stored tokens; a revoked one is included until it is deleted on disk. */
  list(): ApiToken[] {
    return this.#held().map(({ token }) => shown(token));
  }

  /**
   * The token of a secret, with the signal that ends its open connections; null if there is none.
   * Records the use.
   */
  find(secret: string): (Pick<ApiToken, 'name' | 'scope'> & { readonly revoked: AbortSignal }) | null {
    const hash = hashOf(secret);
    const held = this.#byHash.get(hash);
    if (held === undefined || held.revoked.signal.aborted) return null;
    const { token, revoked } = held;
    const now = this.#clock.nowMs();
    // A last use in the future is from before the clock was set back.
    if (Math.abs(now - (token.last_used_at ?? 0)) >= NOTED_EVERY_MS) {
      this.#byHash.set(hash, { token: { ...token, last_used_at: now }, revoked });
      this.#store.noteTokenUse(token.id, now).catch(this.#onError);
    }
    return { name: token.name, scope: token.scope, revoked: revoked.signal };
  }

  create(
    { name, scope }: NewApiToken,
    actor: Actor,
  ): Promise<(ApiToken & { readonly secret: string }) | 'taken' | 'too_many'> {
    return this.#oneByOne(async () => {
      const held = this.#held();
      if (held.some(({ token }) => token.name === name)) return 'taken';
      if (held.length >= MOST_TOKENS) return 'too_many';
      const secret = randomBytes(32).toString('base64url');
      const secret_hash = hashOf(secret);
      const token = { id: uuidV7(), name, scope, created_at: this.#clock.nowMs(), last_used_at: null };
      const event = { event: 'token_created', actor, data: { name, scope } } as const;
      await this.#record([event], 'addToken', { ...token, secret_hash });
      this.#hold({ ...token, secret_hash });
      return { ...token, secret };
    });
  }

  /**
   * Null if there is no such token. It is refused from now on, and its open connections end. If the
   * write fails, it is still stored, and would be valid after the next start: it stays listed until
   * it is deleted again.
   */
  remove(id: string, actor: Actor): Promise<ApiToken | null> {
    const find = (): Held | undefined => this.#held().find(({ token }) => token.id === id);
    find()?.revoked.abort();
    return this.#oneByOne(async () => {
      const token = find()?.token;
      if (token === undefined) return null;
      const event = { event: 'token_deleted', actor, data: { name: token.name } } as const;
      await this.#record([event], 'removeToken', id);
      this.#byHash.delete(token.secret_hash);
      return shown(token);
    });
  }

  #held(): Held[] {
    return [...this.#byHash.values()];
  }

  #hold(token: StoredToken): void {
    this.#byHash.set(token.secret_hash, { token, revoked: new AbortController() });
  }

  #oneByOne<T>(change: () => Promise<T>): Promise<T> {
    return this.#changing.run('tokens', change);
  }
}

function shown({ id, name, scope, created_at, last_used_at }: StoredToken): ApiToken {
  return { id, name, scope, created_at, last_used_at };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
