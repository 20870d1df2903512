import { createHash, randomBytes } from 'node:crypto';
import type { Actor, ApiToken, NewApiToken } from '../../src-shared/model/index.ts';
import type { RecordChange } from '../events/bus.ts';
import type { Clock } from '../runtime/clock.ts';
import { uuidV7 } from '../runtime/uuid-v7.ts';
import type { Store, StoredToken } from '../store/store.ts';

/** A use is noted at most so often. */
const NOTED_EVERY_MS = 60_000;
const MOST_TOKENS = 100;

/**
 * The tokens for REST besides that of the token file, by the hash of their secret. A secret is a
 * random number of 256 bits: its hash needs no salt, and is looked up as it is.
 */
export class ApiTokens {
  readonly #store: Pick<Store, 'tokens' | 'noteTokenUse'>;
  readonly #record: RecordChange;
  readonly #clock: Clock;
  readonly #onError: (error: unknown) => void;
  readonly #byHash = new Map<string, StoredToken>();

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
    for (const token of await this.#store.tokens()) this.#byHash.set(token.secret_hash, token);
  }

  list(): ApiToken[] {
    return [...this.#byHash.values()].map(shown);
  }

  /** The token of a secret, and notes that it was used; null where there is none. */
  find(secret: string): Pick<ApiToken, 'name' | 'scope'> | null {
    const hash = hashOf(secret);
    const token = this.#byHash.get(hash);
    if (token === undefined) return null;
    const now = this.#clock.nowMs();
    if (now - (token.last_used_at ?? 0) >= NOTED_EVERY_MS) {
      this.#byHash.set(hash, { ...token, last_used_at: now });
      this.#store.noteTokenUse(token.id, now).catch(this.#onError);
    }
    return token;
  }

  /** Null where there are too many, or one of that name. */
  async create({ name, scope }: NewApiToken, actor: Actor): Promise<(ApiToken & { readonly secret: string }) | null> {
    const tokens = [...this.#byHash.values()];
    if (tokens.length >= MOST_TOKENS || tokens.some((token) => token.name === name)) return null;
    const secret = randomBytes(32).toString('base64url');
    const secret_hash = hashOf(secret);
    const token = { id: uuidV7(), name, scope, created_at: this.#clock.nowMs(), last_used_at: null };
    const event = { event: 'token_created', actor, data: { name, scope } } as const;
    await this.#record([event], 'addToken', { ...token, secret_hash });
    this.#byHash.set(secret_hash, { ...token, secret_hash });
    return { ...token, secret };
  }

  /** Null where there is no such token. It opens nothing from now on, also if the disk refuses. */
  async remove(id: string, actor: Actor): Promise<ApiToken | null> {
    const token = [...this.#byHash.values()].find((one) => one.id === id);
    if (token === undefined) return null;
    this.#byHash.delete(token.secret_hash);
    const event = { event: 'token_deleted', actor, data: { name: token.name } } as const;
    await this.#record([event], 'removeToken', id);
    return shown(token);
  }
}

function shown({ id, name, scope, created_at, last_used_at }: StoredToken): ApiToken {
  return { id, name, scope, created_at, last_used_at };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
