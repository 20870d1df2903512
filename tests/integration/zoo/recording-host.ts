import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { bodyOf } from '../drivers/odd-host.ts';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** One request as it arrived. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** The request line, all headers and the body: everything that a host could learn. */
  readonly whole: string;
}

/** A host at an address of the zoo that records everything it receives. */
export interface RecordingHost extends AsyncDisposable {
  readonly endpoint: Endpoint;
  readonly recorded: Recorded[];
  readonly connections: () => number;
  cutConnections(): void;
}

export type ThreadReply = (request: Recorded, response: ServerResponse, message: IncomingMessage) => void;

export async function startHttp(endpoint: Endpoint, answer: ThreadReply): Promise<RecordingHost> {
  const recorded: Recorded[] = [];
  const server = createServer(async (message, response) => {
    const body = await bodyOf(message).catch(() => '');
    const { method = '', url: path = '' } = message;
    const request = { method, path, body, whole: [method, path, ...message.rawHeaders, body].join('\n') };
    recorded.push(request);
    answer(request, response, message);
  });
  server.keepAliveTimeout = 60_000;
  return listen(server, endpoint, recorded);
}

/**
 * A host with a protocol other than HTTP, or with broken HTTP. It records everything it receives.
 */
export async function startTcp(endpoint: Endpoint, onFirstBytes: (socket: Socket) => void): Promise<RecordingHost> {
  const recorded: Recorded[] = [];
  const server = createTcpServer((socket) => {
    socket.on('data', (bytes) => {
      const whole = bytes.toString('latin1');
      const [method = '', path = ''] = whole.split(' ');
      recorded.push({ method, path, body: '', whole });
    });
    socket.once('data', () => onFirstBytes(socket));
  });
  return listen(server, endpoint, recorded);
}

async function listen(server: Server, endpoint: Endpoint, recorded: Recorded[]): Promise<RecordingHost> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(endpoint.port, endpoint.host);
  await once(server, 'listening');
  return {
    endpoint,
    recorded,
    connections: () => connections,
    cutConnections() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
