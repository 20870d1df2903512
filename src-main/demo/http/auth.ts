import { randomInt } from 'node:crypto';

/** The credentials of a request. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly apiKey: string | undefined;
}

export type UnlockResult =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly status: 403 | 429; readonly unlockTimeoutS: number | null };

export interface ApiKey {
  readonly key: string;
  readonly description: string;
  readonly addedS: number;
}

/** A little less than the five minutes after which tokens were observed to expire. */
const TOKEN_LIFE_S = 240;
/**
 * How many wrong passwords are allowed, and how long the login is then blocked, is not documented.
 * These are guesses.
 */
const WRONG_PASSWORDS_FORGIVEN = 5;
const LOCKED_OUT_S = 60;
const FORGOTTEN_AFTER_S = 300;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const API_KEY = /^[0-9a-fA-F]{32}$/;

export const DEFAULT_PASSWORD = 'admin';

/** One miner's password, sessions and API keys. Times are fleet seconds. */
export class AccessControl {
  password = DEFAULT_PASSWORD;
  readonly #tokens = new Map<string, number>();
  readonly #keys = new Map<string, ApiKey>();
  #wrongTries = 0;
  #lastWrongS = Number.NEGATIVE_INFINITY;
  #lockedOutUntilS = Number.NEGATIVE_INFINITY;

  unlock(password: string, atS: number): UnlockResult {
    const lockedOutS = this.lockedOutS(atS);
    if (lockedOutS !== null) return { ok: false, status: 429, unlockTimeoutS: lockedOutS };
    if (password !== this.password) return this.#refuse(atS);
    this.#wrongTries = 0;
    this.#dropExpired(atS);
    const token = randomToken();
    this.#tokens.set(token, atS + TOKEN_LIFE_S);
    return { ok: true, token };
  }

  /** Seconds until the login is unblocked; null if it is not blocked. */
  lockedOutS(atS: number): number | null {
    return atS < this.#lockedOutUntilS ? Math.ceil(this.#lockedOutUntilS - atS) : null;
  }

  /**
   * The live session of a request. The word Bearer may be missing only where the firmware allows
   * it.
   */
  session(credentials: Credentials, allowBareToken: boolean, atS: number): string | null {
    const header = credentials.authorization;
    if (header === undefined) return null;
    const token = header.startsWith('Bearer ') ? header.slice(7) : allowBareToken ? header : '';
    const expiresS = this.#tokens.get(token);
    return expiresS !== undefined && atS < expiresS ? token : null;
  }

  isAuthorized(credentials: Credentials, allowBareToken: boolean, atS: number): boolean {
    if (credentials.apiKey !== undefined && this.#keys.has(credentials.apiKey)) return true;
    return this.session(credentials, allowBareToken, atS) !== null;
  }

  /** Seconds until the session expires; null without one. */
  sessionLeftS(token: string | null, atS: number): number | null {
    const expiresS = token === null ? undefined : this.#tokens.get(token);
    return expiresS === undefined ? null : Math.max(0, Math.floor(expiresS - atS));
  }

  lock(token: string): void {
    this.#tokens.delete(token);
  }

  lockOthers(token: string): void {
    for (const other of this.#tokens.keys()) if (other !== token) this.#tokens.delete(other);
  }

  /** For a reboot: sessions are only in memory. */
  forgetSessions(): void {
    this.#tokens.clear();
  }

  apiKeys(): readonly ApiKey[] {
    return [...this.#keys.values()];
  }

  /** Null if the key is not 32 hexadecimal characters. */
  putApiKey(key: string, description: string, atS: number): 'inserted' | 'updated' | 'nochanges' | null {
    if (!API_KEY.test(key)) return null;
    const known = this.#keys.get(key);
    if (known?.description === description) return 'nochanges';
    this.#keys.set(key, { key, description, addedS: known?.addedS ?? atS });
    return known === undefined ? 'inserted' : 'updated';
  }

  deleteApiKey(key: string): void {
    this.#keys.delete(key);
  }

  deleteApiKeysAddedBefore(limitS: number): void {
    for (const { key, addedS } of this.#keys.values()) if (addedS < limitS) this.#keys.delete(key);
  }

  #refuse(atS: number): UnlockResult {
    if (atS - this.#lastWrongS > FORGOTTEN_AFTER_S) this.#wrongTries = 0;
    this.#wrongTries++;
    this.#lastWrongS = atS;
    if (this.#wrongTries < WRONG_PASSWORDS_FORGIVEN) return { ok: false, status: 403, unlockTimeoutS: null };
    this.#wrongTries = 0;
    this.#lockedOutUntilS = atS + LOCKED_OUT_S;
    return { ok: false, status: 429, unlockTimeoutS: LOCKED_OUT_S };
  }

  #dropExpired(atS: number): void {
    for (const [token, expiresS] of this.#tokens) if (expiresS <= atS) this.#tokens.delete(token);
  }
}

/** A token as on the device: 32 letters and digits. */
function randomToken(): string {
  let token = '';
  for (let i = 0; i < 32; i++) token += ALPHABET[randomInt(ALPHABET.length)];
  return token;
}
