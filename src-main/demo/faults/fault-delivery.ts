import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { SimulatedDevice } from '../device.ts';
import { hash32 } from '../noise.ts';
import type { Reply } from '../reply.ts';
import { html } from '../reply.ts';
import { WEB_PAGE } from '../web-page.ts';
import { withFaults } from './fault-payloads.ts';

const SLOWEST_MS = 30_000;
const HUGE_BYTES = 64 * 1024 * 1024;
const CHUNK = ' '.repeat(64 * 1024);
const BOMB_MEMBER_BYTES = 16 * 1024 * 1024;
const BOMB_MEMBERS = 16;

/** Reads in which the fault `wrong-types` changes types. */
const MIXED_UP = new Set([
  '/api/v1/status',
  '/api/v1/summary',
  '/api/v1/chains',
  '/api/v1/boards',
  '/api/v1/perf-summary',
  '/api/v1/autotune/presets',
]);

let gzipBomb: Buffer | null = null;

export function isHanging(device: SimulatedDevice): boolean {
  return device.faults.has('hang');
}

/** Delay of a response in real time, because the client's timeouts are real too. */
export function replyDelayMs(device: SimulatedDevice): number {
  if (!device.faults.has('slow')) return 0;
  const fixedS = device.faults.get('slow')?.value ?? null;
  if (fixedS !== null) return fixedS * 1000;
  return 1000 + (hash32(device.plan.seed, Math.floor(device.clock.nowS())) % (SLOWEST_MS - 1000));
}

/** Applies the faults that change the content of a response. */
export function spoilReply(device: SimulatedDevice, method: string, path: string, reply: Reply): Reply {
  const { faults } = device;
  if (faults.size === 0 || reply.type !== 'application/json') return reply;
  const faulty = method === 'GET' && reply.status === 200 ? withFaults(device, path, reply) : reply;
  return spoilWay(device, method, path, faulty);
}

function spoilWay(device: SimulatedDevice, method: string, path: string, reply: Reply): Reply {
  const { faults } = device;
  if (faults.has('html')) return html(WEB_PAGE);
  if (faults.has('wrong-types') && method === 'GET' && MIXED_UP.has(path)) {
    return { ...reply, body: JSON.stringify(mixUp(JSON.parse(String(reply.body)), device.plan.seed)) };
  }
  if (faults.has('bad-json')) return { ...reply, body: String(reply.body).slice(0, Math.ceil(reply.body.length / 2)) };
  return reply;
}

/** Writes a reply, changed by faults of the transport. */
export function deliver(device: SimulatedDevice, response: ServerResponse, reply: Reply): void {
  if (reply.isLost === true) {
    response.socket?.resetAndDestroy();
    return;
  }
  const { faults } = device;
  const hasBody = reply.type !== null;
  if (hasBody && faults.has('reset-body')) resetInBody(response, reply);
  else if (hasBody && faults.has('huge-body')) writeHuge(response);
  else if (hasBody && faults.has('gzip-bomb')) writeBomb(response);
  else writeReply(response, reply);
}

function writeReply(response: ServerResponse, reply: Reply): void {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  const headers = ['Content-Length', String(body.length)];
  if (reply.type !== null) headers.push('Content-Type', reply.type);
  response.writeHead(reply.status, headers);
  response.end(body);
}

function resetInBody(response: ServerResponse, reply: Reply): void {
  const length = Buffer.byteLength(reply.body);
  response.writeHead(reply.status, ['Content-Length', String(length), 'Content-Type', reply.type ?? 'text/plain']);
  response.write(reply.body.slice(0, Math.floor(length / 2)), () => response.socket?.resetAndDestroy());
}

/** Writes a huge body of valid JSON. */
function writeHuge(response: ServerResponse): void {
  response.writeHead(200, ['Content-Type', 'application/json']);
  let left = HUGE_BYTES;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= CHUNK.length;
      if (!response.write(CHUNK)) {
        response.once('drain', more);
        return;
      }
    }
    response.end('{}');
  };
  more();
}

function writeBomb(response: ServerResponse): void {
  gzipBomb ??= Buffer.concat(new Array(BOMB_MEMBERS).fill(gzipSync(Buffer.alloc(BOMB_MEMBER_BYTES, 0x20))));
  response.writeHead(200, [
    'Content-Type',
    'application/json',
    'Content-Encoding',
    'gzip',
    'Content-Length',
    String(gzipBomb.length),
  ]);
  response.end(gzipBomb);
}

/** Changes the type of about a third of the values, always the same ones. */
function mixUp(value: unknown, seed: number, key = 0): unknown {
  const changes = hash32(seed, key) % 3 === 0;
  if (Array.isArray(value)) {
    const items = value.map((item, i) => mixUp(item, seed, key * 31 + i + 1));
    return changes && key !== 0 ? Object.fromEntries(items.entries()) : items;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, item], i) => [name, mixUp(item, seed, key * 31 + i + 7)]);
    return Object.fromEntries(entries);
  }
  if (!changes) return value;
  if (typeof value === 'number') return hash32(seed, key + 1) % 2 === 0 ? String(value) : { value };
  if (typeof value === 'string') return value.length;
  return typeof value === 'boolean' ? (value ? 'yes' : 0) : [];
}
