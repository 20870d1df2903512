import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { deliver, isHanging, replyDelayMs, spoilReply } from '../faults/fault-delivery.ts';
import type { MinerWebServer, SimulatedMiner } from '../miner.ts';
import type { Reply } from '../reply.ts';
import { openLogSocket } from './log-socket.ts';
import { answer, splitUrl } from './router.ts';

/** Larger than any settings that a client would send. Longer bodies are read and discarded. */
const BODY_LIMIT_BYTES = 1_000_000;
/**
 * Short, so that a fleet that is polled every 15 s does not use a file descriptor for each miner.
 */
const KEEP_ALIVE_MS = 5000;

/**
 * One HTTP server for the whole fleet. A request is for the miner whose listener accepted its
 * connection.
 */
export function createWebServer(): MinerWebServer {
  const owners = new WeakMap<Socket, SimulatedMiner>();
  const http = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const miner = owners.get(request.socket);
    if (miner === undefined || miner.device.isDown(miner.device.clock.nowS())) request.socket.destroy();
    else serve(miner, request, response);
  });
  http.on('upgrade', (request, socket) => {
    const miner = owners.get(request.socket);
    if (miner === undefined) socket.destroy();
    else openLogSocket(miner.device, request, socket);
  });
  return {
    http,
    take(socket, miner) {
      owners.set(socket, miner);
      http.emit('connection', socket);
    },
  };
}

function serve(miner: SimulatedMiner, request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? '/';
  miner.count(request.method ?? 'GET', countedPath(url));
  if (isHanging(miner.device)) return;
  if (request.method === 'GET' || request.method === 'HEAD') {
    respond(miner, request, response, '');
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= BODY_LIMIT_BYTES) chunks.push(chunk);
  });
  request.on('end', () => respond(miner, request, response, Buffer.concat(chunks).toString()));
}

function respond(miner: SimulatedMiner, request: IncomingMessage, response: ServerResponse, body: string): void {
  const { device } = miner;
  const url = request.url ?? '/';
  const method = request.method ?? 'GET';
  const credentials = { authorization: request.headers.authorization, apiKey: firstOf(request.headers['x-api-key']) };
  const reply = spoilReply(device, method, splitUrl(url).path, answer(device, { method, credentials, body }, url));
  const delayMs = Math.max(replyDelayMs(device), reply.delayMs ?? 0);
  if (delayMs === 0) send(miner, response, reply);
  else setTimeout(() => send(miner, response, reply), delayMs).unref();
}

function send(miner: SimulatedMiner, response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  deliver(miner.device, response, reply);
  if (miner.device.takeRebootRequest()) miner.reboot();
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/**
 * API calls are counted by path without query; all others under one name, so that a crawler cannot
 * fill the memory.
 */
function countedPath(url: string): string {
  const { path } = splitUrl(url);
  if (path.startsWith('/api/v1/')) return path.length < 72 ? path.slice(7) : '(long)';
  return path === '/' ? '/' : '(page)';
}
