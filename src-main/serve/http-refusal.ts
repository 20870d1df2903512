import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** The body of every refusal of PowerHive over HTTP. */
export interface RefusalBody {
  readonly code: string;
  readonly message: string;
  readonly data: unknown;
}

/** A refusal outside the contract, such as for a missing token. */
export interface HttpRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function bodyOf(refusal: { code: string; message: string; data?: unknown }): RefusalBody {
  return { code: refusal.code, message: refusal.message, data: refusal.data ?? {} };
}

/** Sends a refusal, and closes the connection if the request's body was not read completely. */
export function sendRefusal(response: ServerResponse, refusal: HttpRefusal): void {
  if (!response.req.complete && hasBody(response.req.headers)) {
    refuseUnread(response, refusal);
    return;
  }
  const { status, code, message, headers } = refusal;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(bodyOf({ code, message })));
}

/** Time in which a client that is still sending its body can read the refusal. */
const LINGER_MS = 1000;

/**
 * Refuses a request without reading its body. The connection is kept open briefly: if it were
 * closed while the client is still sending, the client would lose the response.
 */
function refuseUnread(response: ServerResponse, refusal: HttpRefusal): void {
  const { socket } = response.req;
  response.statusCode = refusal.status;
  const set = Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
  refuseRaw(socket, { ...refusal, headers: { ...Object.fromEntries(set), ...refusal.headers } });
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
}

/**
 * Sends a refusal without a response object: for a request that is not HTTP, or for a WebSocket
 * upgrade.
 */
export function refuseRaw(socket: Duplex, { status, code, message, headers }: HttpRefusal): void {
  const body = JSON.stringify(bodyOf({ code, message }));
  const lines = Object.entries({
    ...headers,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
}

export function hasBody(headers: {
  readonly 'content-length'?: string | undefined;
  readonly 'transfer-encoding'?: unknown;
}): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

export const STOPPING: HttpRefusal = {
  status: 503,
  code: 'SERVICE_UNAVAILABLE',
  message: 'PowerHive is stopping',
  headers: { connection: 'close' },
};
