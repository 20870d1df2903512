import type { Socket } from 'node:net';
import { Agent, buildConnector, Client } from 'undici';
import { type Breakdown, type ExchangeOptions, exchange, type Question, type RawAnswer } from './exchange.ts';

/** One connection to a miner, and the MAC that was told over it: undefined until then, null where none was told. */
export interface Connection {
  mac: string | null | undefined;
}

/** One connection per miner, which is kept for the next question, and who is known to be at its other end. */
export class Lane {
  readonly #agent: Agent;
  readonly #connections = new Map<string, Connection>();

  constructor({ connectTimeoutMs, keepAliveMs }: { connectTimeoutMs: number; keepAliveMs: number }) {
    const connect = buildConnector({ timeout: connectTimeoutMs, allowH2: false });
    this.#agent = new Agent({
      pipelining: 1,
      connections: 1,
      // The call's own limit is over the whole of it.
      headersTimeout: 0,
      bodyTimeout: 0,
      allowH2: false,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: 2 * keepAliveMs,
      factory: (origin, options) =>
        new Client(origin, {
          ...options,
          connect: (target: buildConnector.Options, done: buildConnector.Callback) =>
            connect(target, (...result) => {
              const [error, socket] = result;
              if (error === null) this.#opened(String(origin), socket);
              done(...result);
            }),
        }),
    });
  }

  /** The connection to this origin that is open now. */
  connectionTo(origin: string): Connection | null {
    return this.#connections.get(origin) ?? null;
  }

  exchange(origin: string, question: Question, options: ExchangeOptions): Promise<RawAnswer | Breakdown> {
    return exchange(this.#agent, origin, question, options);
  }

  destroy(): Promise<void> {
    return this.#agent.destroy();
  }

  #opened(origin: string, socket: Socket): void {
    const connection: Connection = { mac: undefined };
    this.#connections.set(origin, connection);
    socket.once('close', () => {
      if (this.#connections.get(origin) === connection) this.#connections.delete(origin);
    });
  }
}
