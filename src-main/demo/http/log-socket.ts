import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { SimulatedDevice } from '../device.ts';
import { logText } from '../payloads/logs.ts';
import { splitUrl } from './router.ts';

const PATH = '/api/v1/logs-ws/';
const LOG_TYPES = ['status', 'miner', 'autotune', 'system'];
const HANDSHAKE_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** The device sends its history in fragments of this size. */
const FRAGMENT_BYTES = 16_384;
const CHECK_EVERY_MS = 1000;

const TEXT = 0x1;
const CONTINUATION = 0x0;
const CLOSE = 0x8;
const FINAL = 0x80;

/** WebSocket `/logs-ws/{type}`: first the history, then new lines. It needs no credentials. */
export function openLogSocket(device: SimulatedDevice, request: IncomingMessage, socket: Duplex): void {
  const { path } = splitUrl(request.url ?? '');
  const type = path.slice(PATH.length);
  const key = request.headers['sec-websocket-key'];
  socket.on('error', () => socket.destroy());
  if (!path.startsWith(PATH) || !LOG_TYPES.includes(type) || key === undefined) {
    socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    return;
  }
  const accept = createHash('sha1')
    .update(key + HANDSHAKE_SUFFIX)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on('data', (chunk: Buffer) => {
    if (((chunk[0] ?? 0) & 0x0f) === CLOSE) socket.end(Buffer.from([FINAL | CLOSE, 0]));
  });
  follow(device, type, socket);
}

function follow(device: SimulatedDevice, type: string, socket: Duplex): void {
  let sent = 0;
  let timer: NodeJS.Timeout;
  const look = (): void => {
    const atS = device.clock.nowS();
    device.advance(atS);
    const log = logText(device, type, atS);
    if (log.length < sent) sent = 0;
    if (log.length > sent) sendText(socket, log.slice(sent));
    sent = log.length;
    timer = setTimeout(look, CHECK_EVERY_MS);
  };
  look();
  socket.on('close', () => clearTimeout(timer));
}

function sendText(socket: Duplex, text: string): void {
  const payload = Buffer.from(text);
  for (let start = 0; start < payload.length; start += FRAGMENT_BYTES) {
    const fragment = payload.subarray(start, start + FRAGMENT_BYTES);
    const isLast = start + FRAGMENT_BYTES >= payload.length;
    socket.write(frameHead((start === 0 ? TEXT : CONTINUATION) | (isLast ? FINAL : 0), fragment.length));
    socket.write(fragment);
  }
}

function frameHead(first: number, length: number): Buffer {
  return length < 126 ? Buffer.from([first, length]) : Buffer.from([first, 126, length >> 8, length & 0xff]);
}
