import { type ClientContext, type ClientLink, createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../../src-shared/contract/index.ts';
import { shownNowMs } from '../../ui/use-now.ts';
import { apiTexts } from '../api-texts.ts';
import { Observable } from '../observable.ts';
import type { Session, Transport } from './transport.ts';

/** The client of PowerHive's API, the same over every transport. */
export type ApiClient = ContractRouterClient<Contract>;

/** State of the connection to PowerHive. Times are UNIX milliseconds. */
export type ConnectionState =
  | { readonly phase: 'signed_out'; readonly refused: boolean }
  | { readonly phase: 'connecting'; readonly attempts: number }
  | { readonly phase: 'ready'; readonly version: string | null }
  | { readonly phase: 'lost'; readonly sinceAt: number; readonly attempts: number };

/** A call was made without a connection, and none was being made first. Nothing was sent. */
export class NotConnectedError extends Error {
  override readonly name = 'NotConnectedError';
  constructor() {
    super(apiTexts.notConnected);
  }
}

/**
 * Calls without a timeout: they last as long as the listener or until a large database is copied.
 */
const UNTIMED: ReadonlySet<string> = new Set(['app.events', 'app.backUp', 'sites.events']);
const CALL_TIMEOUT_MS = 30_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;

/**
 * Delay before the next connection attempt: it doubles up to 10 s, minus a random part of up to a
 * fifth.
 */
export function reconnectDelayMs(attempts: number, random: number): number {
  const delayMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, attempts - 1));
  return Math.round(delayMs * (1 - 0.2 * random));
}

/**
 * Keeps one connection to PowerHive and opens it again when it is lost. `client` stays the same
 * object: a call uses the current connection, waits for the first one that is being made, and
 * otherwise fails at once. Calls are never retried automatically.
 */
export class Connection {
  readonly state: Observable<ConnectionState>;
  readonly client: ApiClient;
  readonly #transport: Transport;
  readonly #onRefused: () => void;
  #session: Session | null = null;
  /** The first attempt to connect, until it ends; null without a session. */
  #first: Promise<Session | null> | null = null;
  #sessionEnd = new AbortController();
  #round = 0;
  #isStopped = false;
  #wake = (): void => {};

  constructor(transport: Transport, onRefused: () => void = () => {}) {
    this.#transport = transport;
    this.#onRefused = onRefused;
    this.state = new Observable<ConnectionState>({ phase: 'signed_out', refused: false });
    const link: ClientLink<ClientContext> = {
      call: async (path, input, options) => {
        const ends = [this.#sessionEnd.signal, ...(options.signal === undefined ? [] : [options.signal])];
        if (!UNTIMED.has(path.join('.'))) ends.push(AbortSignal.timeout(CALL_TIMEOUT_MS));
        const session = this.#session ?? (await this.#first);
        const used = session?.link ?? (this.#isStopped ? transport.afterwards : undefined);
        if (used === undefined) throw new NotConnectedError();
        return used.call(path, input, { ...options, signal: AbortSignal.any(ends) });
      },
    };
    this.client = createORPCClient(link);
  }

  /** Connects, and reconnects until the token is refused or until `start` or `stop` is called. */
  start(token: string | null): void {
    this.stop();
    if (token === null && this.#transport.needsToken) {
      this.state.set({ phase: 'signed_out', refused: false });
      return;
    }
    this.#isStopped = false;
    this.state.set({ phase: 'connecting', attempts: 0 });
    void this.#stayConnected(token ?? '', this.#round);
  }

  stop(): void {
    this.#round += 1;
    this.#isStopped = true;
    this.#first = null;
    this.#wake();
    this.#session?.close();
    // A call under way ends by itself where one can be made afterwards.
    if (this.#transport.afterwards === undefined) this.#endSession();
    else this.#session = null;
  }

  /** Retries immediately, without waiting for the delay. */
  retryNow(): void {
    this.#wake();
  }

  async #stayConnected(token: string, round: number): Promise<void> {
    let lostAt: number | null = null;
    for (let attempts = 0; round === this.#round; ) {
      const connecting = this.#transport.connect(token);
      if (attempts === 0) this.#first = connecting.then((result) => (result.kind === 'open' ? result.session : null));
      const result = await connecting;
      if (round !== this.#round) {
        if (result.kind === 'open') result.session.close();
        return;
      }
      this.#first = null;
      let end = result.kind === 'refused' ? 'refused' : 'lost';
      if (result.kind === 'open') {
        attempts = 0;
        this.#session = result.session;
        this.state.set({ phase: 'ready', version: result.session.version });
        end = await result.session.ended;
        if (round !== this.#round) return;
        this.#endSession();
        lostAt = shownNowMs();
      }
      if (end === 'refused') {
        this.#onRefused();
        this.state.set({ phase: 'signed_out', refused: true });
        return;
      }
      attempts += 1;
      this.state.set(
        lostAt === null ? { phase: 'connecting', attempts } : { phase: 'lost', sinceAt: lostAt, attempts },
      );
      await this.#pause(reconnectDelayMs(attempts, Math.random()));
    }
  }

  /** Calls in progress fail now, because their responses cannot arrive any more. */
  #endSession(): void {
    this.#session = null;
    this.#sessionEnd.abort();
    this.#sessionEnd = new AbortController();
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
