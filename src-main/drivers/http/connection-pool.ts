import type { Socket } from 'node:net';
import type { buildConnector, Client } from 'undici';
import { classifyConnectFailure, watchAttempt } from './connect-failure.ts';
import { NotTriedError } from './network-failure.ts';
import { type HttpRequest, type RawResponse, type RequestFailure, type SendOptions, send } from './send.ts';
import { undici } from './undici.ts';

/**
 * One connection to a miner, and the MAC that it gave over it: undefined until then, null where it
 * gave none.
 */
export interface PooledConnection {
  mac: string | null | undefined;
}

/**
 * One connection per miner, which is kept for the next request, and who is known to be at its other
 * end. A client of undici is made for each: undici's own Agent looks through all its clients whenever
 * one of ten thousand connections is closed. Nothing is kept of a miner without a connection: it may
 * have moved, or be of the farm no more.
 */
export class ConnectionPool {
  readonly #keepAliveMs: number;
  #connect: buildConnector.connector | null = null;
  readonly #clients = new Map<string, Client>();
  readonly #connections = new Map<string, PooledConnection>();
  /** To which a request is under way. */
  readonly #busy = new Set<string>();
  /** Not connected yet. */
  readonly #dialling = new Map<string, Socket>();
  #destroyed = false;

  constructor({ keepAliveMs }: { keepAliveMs: number }) {
    this.#keepAliveMs = keepAliveMs;
  }

  /** The connection to this origin that is open now. */
  connectionTo(origin: string): PooledConnection | null {
    return this.#connections.get(origin) ?? null;
  }

  /** Of how many origins anything is kept. */
  get size(): number {
    return this.#clients.size;
  }

  /**
   * An origin that sends nothing usable is forgotten, so that memory does not fill with what was
   * once at an address. So is one whose connection ends with the response.
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

  /** Closes the connection to an origin to which no request is under way, and keeps nothing of it. */
  forget(origin: string): void {
    const client = this.#clients.get(origin);
    this.#clients.delete(origin);
    client?.destroy().catch(() => undefined);
    this.#dialling.get(origin)?.destroy(new Error('given up'));
  }

  /** Cuts what is under way; nothing is sent from here on. */
  async destroy(): Promise<void> {
    this.#destroyed = true;
    for (const socket of this.#dialling.values()) socket.destroy(new Error('given up'));
    await Promise.all([...this.#clients.values()].map((client) => client.destroy()));
  }

  #open(origin: string): Client {
    const client = new (undici().Client)(origin, {
      pipelining: 1,
      // The call's own limit is over the whole of it.
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
    // Undici returns the socket, which its types do not mention.
    // The call's own limit ends the attempt, and knows how much time this thread lost meanwhile.
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
