import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Address } from '../../../src-main/drivers/address.ts';

/** A host for one test, with all requests to it. */
export interface OddHost {
  readonly address: Address;
  readonly requests: { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers'] }[];
  /** Number of connections ever made to it, and of those open now. */
  readonly connections: () => number;
  readonly open: () => number;
  /** Breaks every open connection. */
  readonly cutConnections: () => void;
  close(): Promise<void>;
}

/**
 * An HTTP server at a loopback address that responds as the test defines. With `identity` it
 * reports that identity itself.
 */
export async function startHttpHost(host: string, listener: RequestListener, identity?: string): Promise<OddHost> {
  const requests: OddHost['requests'] = [];
  const server = createServer((request, response) => {
    if (identity !== undefined && request.url === '/api/v1/info') return void response.end(identity);
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    listener(request, response);
  });
  server.keepAliveTimeout = 60_000;
  return track(server, host, requests);
}

/** A TCP server that gets the bare socket after the first bytes of a request. */
export async function startTcpHost(host: string, onRequest: (socket: Socket) => void): Promise<OddHost> {
  return track(
    createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => onRequest(socket));
    }),
    host,
    [],
  );
}

/** A host that responds even while the thread of the test is blocked. */
export interface ThreadHost {
  readonly address: Address;
  /** Resolves when a request has arrived there. */
  readonly asked: Promise<unknown>;
  close(): Promise<void>;
}

const THREAD = `
  const { createServer } = require('node:http');
  const { parentPort, workerData: { host, body, afterMs } } = require('node:worker_threads');
  const server = createServer((_request, response) => {
    setTimeout(() => response.end(body), afterMs);
    parentPort.postMessage('asked');
  });
  server.listen(0, host, () => parentPort.postMessage(server.address().port));
`;

/** An HTTP server in its own thread that returns the same body for every path. */
export async function startThreadHost(host: string, body: string, afterMs: number): Promise<ThreadHost> {
  const worker = new Worker(THREAD, { eval: true, workerData: { host, body, afterMs } });
  const [port] = (await once(worker, 'message')) as [number];
  return {
    address: { host, port },
    asked: once(worker, 'message'),
    close: async () => void (await worker.terminate()),
  };
}

async function track(
  server: ReturnType<typeof createTcpServer>,
  host: string,
  requests: OddHost['requests'],
): Promise<OddHost> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, host);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('not bound to a port');
  const cutConnections = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    address: { host, port: bound.port },
    requests,
    connections: () => connections,
    open: () => sockets.size,
    cutConnections,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Reads the body of a request to its end. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
