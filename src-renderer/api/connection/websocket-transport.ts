import { RPCLink } from '@orpc/client/websocket';
import type { ConnectResult, Session, SessionEnd, Transport } from './transport.ts';

/** Close code with which PowerHive rejects a wrong token. */
const WRONG_TOKEN = 4401;
/** `WebSocket.OPEN`. */
const OPEN = 1;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Transport of a browser: the first text frame carries the token, and after the response to it
 * everything is the RPC protocol.
 */
export function webSocketTransport(url: string, open = (address: string) => new WebSocket(address)): Transport {
  return {
    needsToken: true,
    connect: (token) =>
      new Promise<ConnectResult>((resolve) => {
        const socket = open(url);
        const { promise: ended, resolve: end } = Promise.withResolvers<SessionEnd>();
        const timeout = setTimeout(() => socket.close(), CONNECT_TIMEOUT_MS);

        socket.addEventListener('open', () => socket.send(JSON.stringify({ token })), { once: true });
        socket.addEventListener(
          'message',
          (event) => {
            clearTimeout(timeout);
            const version = readyVersion(event.data);
            if (version === undefined) socket.close();
            else resolve({ kind: 'open', session: sessionOver(socket, version, ended) });
          },
          { once: true },
        );
        socket.addEventListener('close', (event) => {
          clearTimeout(timeout);
          end(event.code === WRONG_TOKEN ? 'refused' : 'lost');
          resolve({ kind: event.code === WRONG_TOKEN ? 'refused' : 'unreachable' });
        });
      }),
  };
}

/** The WebSocket address for a page. */
export function webSocketUrl(page: Pick<Location, 'protocol' | 'host'>): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/ws`;
}

function sessionOver(socket: WebSocket, version: string | null, ended: Promise<SessionEnd>): Session {
  return { link: new RPCLink({ websocket: neverThrowing(socket) }), version, ended, close: () => socket.close(1000) };
}

/**
 * The socket for the RPC link. A message to a closed socket is dropped instead of throwing. Calls
 * in progress fail with the session, so that no caller waits for a response to it.
 */
function neverThrowing(
  socket: WebSocket,
): Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'send' | 'readyState'> {
  return {
    addEventListener: socket.addEventListener.bind(socket),
    removeEventListener: socket.removeEventListener.bind(socket),
    readyState: OPEN,
    send: (message) => {
      if (socket.readyState === OPEN) socket.send(message);
    },
  };
}

/** The version in `{"ready":true,"version":...}`: null if missing, undefined for other frames. */
function readyVersion(frame: unknown): string | null | undefined {
  if (typeof frame !== 'string') return undefined;
  try {
    const message: unknown = JSON.parse(frame);
    if (typeof message !== 'object' || message === null || !('ready' in message) || message.ready !== true)
      return undefined;
    return 'version' in message && typeof message.version === 'string' ? message.version : null;
  } catch {
    return undefined;
  }
}
