import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { ServerPeer, type ServerPeerHandleRequestFn } from '@orpc/standard-server-peer';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Call } from '../api/call-context.ts';
import { guardCall } from '../api/call-guard.ts';
import type { ApiRouter } from '../api/router.ts';
import { TaskGroup } from '../runtime/task-group.ts';
import { refuseHost, refuseOrigin } from './host-and-origin.ts';
import { type HttpRefusal, refuseRaw, STOPPING } from './http-refusal.ts';
import type { InFlight } from './in-flight.ts';
import { tokensMatch } from './token-file.ts';

export const WEBSOCKET_PATH = '/ws';

/** The close codes that the server uses. */
const CLOSE = { goingAway: 1001, unsupportedData: 1003, unauthorized: 4401 } as const;

const MAX_SOCKETS = 64;
const MAX_FRAME_BYTES = 1 << 20;
/**
 * A page that has stopped reading is disconnected at this limit. It reconnects and gets a new
 * snapshot.
 */
const MAX_BUFFERED_BYTES = 32 << 20;

export interface SocketsOptions {
  readonly router: ApiRouter;
  readonly call: Call;
  readonly token: string;
  readonly port: number;
  readonly version: string;
  readonly inFlight: InFlight;
  /** How long a socket may stay open without sending the token. */
  readonly tokenDeadlineMs: number;
  /** Interval of pings. */
  readonly heartbeatMs: number;
}

/**
 * The interface for PowerHive's screens in a browser: the whole contract, as oRPC's peer protocol
 * over one WebSocket.
 *
 * Handshake, on `ws://127.0.0.1:PORT/ws` from a page that PowerHive itself served (Host and Origin
 * are checked at the upgrade):
 * 1. the client's first text frame is `{"token":"TOKEN"}`, within 5 s of the socket being open;
 * 2. the server responds `{"ready":true,"version":"0.1.0"}`;
 * 3. from then on both speak oRPC: `RPCLink` from `@orpc/client/websocket`, given the socket from
 *    here on.
 *
 * Close codes: 4401 no token in time or a wrong one; 1003 a frame that is not of the protocol; 1009
 * a frame above 1 MB; 1001 PowerHive stops. A client that stops reading, or does not respond to two
 * pings in a row, is cut off without a code (1006).
 */
export class Sockets {
  readonly #options: SocketsOptions;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  readonly #handle: ServerPeerHandleRequestFn;
  readonly #silent = new WeakSet<WebSocket>();

  constructor(options: SocketsOptions) {
    this.#options = options;
    const handler = new StandardRPCHandler(options.router, { clientInterceptors: [guardCall] });
    this.#handle = createServerPeerHandleRequestFn(handler, { context: options.call });
    new TaskGroup((error) => options.call.log.error({ err: error }, 'Clients are no longer pinged')).run(() =>
      this.#pingAll(),
    );
  }

  /** Accepts or refuses a WebSocket upgrade. `connection` has a listener for errors already. */
  upgrade(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    const refusal = this.#sendRefusal(request);
    if (refusal !== null) refuseRaw(connection, refusal);
    else this.#server.handleUpgrade(request, connection, head, (socket) => this.#welcome(socket));
  }

  /** Closes all sockets, and terminates those whose clients do not close in time. */
  async close(withinMs: number): Promise<void> {
    const gone = [...this.#server.clients].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of this.#server.clients) socket.close(CLOSE.goingAway, 'PowerHive is stopping');
    const enough = new AbortController();
    await Promise.race([Promise.all(gone), sleep(withinMs, undefined, { signal: enough.signal }).catch(() => {})]);
    enough.abort();
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #sendRefusal({ headers, url = '' }: IncomingMessage): HttpRefusal | null {
    const { call, port } = this.#options;
    if (call.stopping.aborted) return STOPPING;
    const foreign = refuseHost(headers, port) ?? refuseOrigin(headers, port, { required: true });
    if (foreign !== null) return foreign;
    if (url !== WEBSOCKET_PATH) {
      return { status: 404, code: 'NOT_FOUND', message: `the only WebSocket here is ${WEBSOCKET_PATH}` };
    }
    if (this.#server.clients.size >= MAX_SOCKETS) {
      return { status: 503, code: 'SERVICE_UNAVAILABLE', message: 'too many screens are connected: close some' };
    }
    return null;
  }

  #welcome(socket: WebSocket): void {
    const { token, tokenDeadlineMs, version, call } = this.#options;
    const deadline = setTimeout(() => socket.close(CLOSE.unauthorized, 'no token in time'), tokenDeadlineMs);
    socket.once('close', () => clearTimeout(deadline));
    socket.on('error', (error) => call.log.debug({ err: error }, 'A WebSocket failed'));
    socket.on('pong', () => this.#silent.delete(socket));
    socket.once('message', (data, isBinary) => {
      clearTimeout(deadline);
      const shown = isBinary ? null : parseTokenFrame(String(data));
      if (shown === null || !tokensMatch(token, shown)) {
        socket.close(CLOSE.unauthorized, 'the first frame must be {"token":"..."} with the token in the token file');
        return;
      }
      socket.send(JSON.stringify({ ready: true, version }));
      this.#serve(socket);
    });
  }

  #serve(socket: WebSocket): void {
    const { inFlight, call } = this.#options;
    const peer = new ServerPeer((message) => send(socket, message));
    socket.on('close', () => peer.close());
    socket.on('message', (data, isBinary) => {
      const work = peer.message(isBinary ? toBuffer(data) : String(data), this.#handle);
      inFlight.track('a call over WebSocket', work).catch((error: unknown) => {
        call.log.debug({ err: error }, 'A WebSocket frame could not be parsed');
        socket.close(CLOSE.unsupportedData, 'not a frame of the protocol');
      });
    });
  }

  /** Pings every client, and terminates those that have not answered the previous ping. */
  async #pingAll(): Promise<void> {
    const { call, heartbeatMs } = this.#options;
    const { stopping } = call;
    while (!stopping.aborted) {
      await sleep(heartbeatMs, undefined, { signal: stopping, ref: false }).catch(() => {});
      for (const socket of this.#server.clients) {
        if (this.#silent.has(socket)) {
          socket.terminate();
        } else {
          this.#silent.add(socket);
          socket.ping();
        }
      }
    }
  }
}

function parseTokenFrame(text: string): string | null {
  try {
    const frame: unknown = JSON.parse(text);
    if (typeof frame !== 'object' || frame === null || !('token' in frame)) return null;
    return typeof frame.token === 'string' ? frame.token : null;
  } catch {
    return null;
  }
}

/**
 * Resolves when the frame has left this process; a stream waits for that before it yields again. On
 * a closing socket it resolves one turn of the event loop later, so that a source without pauses
 * cannot block the event that would end it.
 */
function send(socket: WebSocket, message: string | ArrayBufferLike | Uint8Array): Promise<void> {
  if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate();
  return new Promise((resolve) => {
    socket.send(message, (error) => (error ? setImmediate(resolve) : resolve()));
  });
}

function toBuffer(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
