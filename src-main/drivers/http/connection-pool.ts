import type { Socket } from 'node:net';
import type { buildConnector, Client } from 'undici';
import { classifyConnectFailure, watchAttempt } from './connect-failure.ts';
import { NotTriedError } from './network-failure.ts';
import { type HttpRequest, type RawResponse, type RequestFailure, type SendOptions, send } from './send.ts';
import { undici } from './undici.ts';

/**
 * One connection to a miner, with the MAC that the host reported over it: undefined until then,
 * null if it reported none.
 */
export interface PooledConnection {
  mac: string | null | undefined;
}

/**
 * One connection per miner, kept for the next request, with the identity of the host at its other
 * end. Each has its own undici client: undici's Agent iterates over all its clients whenever one of
 * ten thousand connections is closed. Nothing is kept for a miner without a connection: it may have
 * moved, or left the farm.
 */
export class ConnectionPool {
  readonly #keepAliveMs: number;
  #connect: buildConnector.connector | null = null;
  readonly #clients = new Map<string, Client>();
  readonly #connections = new Map<string, PooledConnection>();
  /** Origins with a pending request. */
  readonly #busy = new Set<string>();
  /** Sockets that are not connected yet, by origin. */
  readonly #dialling = new Map<string, Socket>();
  #destroyed = false;

  constructor({ keepAliveMs }: { keepAliveMs: number }) {
    this.#keepAliveMs = keepAliveMs;
  }

  /** The connection to this origin that is open now. */
  connectionTo(origin: string): PooledConnection | null {
    return this.#connections.get(origin) ?? null;
  }

  /** Number of origins with a client. */
  get size(): number {
    return this.#clients.size;
  }

  /**
   * Sends one request. An origin without a usable response, or whose connection closes after it, is
   * forgotten, so that memory does not fill with former addresses.
   */
  async send(origin: string, request: HttpRequest, options: SendOptions): Promise<RawResponse | RequestFailure> {
    if (this.#destroyed) return { kind: 'broken', error: new Error('closed'), answering: false };
    const client = this.#clients.get(origin) ?? this.#open(origin);
    this.#busy.add(origin);
    const result = await send(client, origin, request, options);
    this.#busy.delete(origin);
    if (result.kind !== 'response' || options.closeAfter || !this.#connections.has(origin)) this.forget(origin);
    return result;
  }

  /** Closes the connection to an origin without a pending request, and removes its client. */
  forget(origin: string): void {
    const client = this.#clients.get(origin);
    this.#clients.delete(origin);
    client?.destroy().catch(() => undefined);
    this.#dialling.get(origin)?.destroy(new Error('given up'));
  }

  /** Aborts pending requests; nothing is sent afterwards. */
  async destroy(): Promise<void> {
    this.#destroyed = true;
    for (const socket of this.#dialling.values()) socket.destroy(new Error('given up'));
    await Promise.all([...this.#clients.values()].map((client) => client.destroy()));
  }

  #open(origin: string): Client {
    const client = new (undici().Client)(origin, {
      pipelining: 1,
      // `CallCancellation` limits the whole call.
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
      keepAliveTimeout: this.#keepAliveMs,
      keepAliveMaxTimeout: 2 * this.#keepAliveMs,
      connect: (target: buildConnector.Options, done: buildConnector.Callback) => this.#dial(origin, target, done),
    });
    this.#clients.set(origin, client);
    return client;
  }

  #dial(origin: string, target: buildConnector.Options, done: buildConnector.Callback): void {
    // undici's connector returns the socket, which its types do not declare. It has no timeout,
    // because `CallCancellation` ends the attempt, and allows for time that this thread was
    // blocked.
    this.#connect ??= undici().buildConnector({ timeout: 0, allowH2: false });
    const socket = this.#connect(target, (...result) => {
      const [error, opened] = result;
      if (this.#dialling.get(origin) === socket) this.#dialling.delete(origin);
      if (error === null) this.#opened(origin, opened);
      const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
      if (error !== null && classifyConnectFailure(code, attempt()) === 'own') done(new NotTriedError(code), null);
      else done(...result);
    }) as unknown as Socket;
    this.#dialling.set(origin, socket);
    const attempt = watchAttempt(socket);
  }

  #opened(origin: string, socket: Socket): void {
    const connection: PooledConnection = { mac: undefined };
    this.#connections.set(origin, connection);
    socket.once('close', () => {
      if (this.#connections.get(origin) !== connection) return;
      this.#connections.delete(origin);
      if (!this.#busy.has(origin)) this.forget(origin);
    });
  }
}
