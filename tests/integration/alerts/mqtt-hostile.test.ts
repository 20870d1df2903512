import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { LOOPBACK_CERTIFICATE, loopbackKey } from '../../fixtures/alerts/receivers.ts';
import { message, SECRET, send } from '../../fixtures/alerts/send-once.ts';

const topic = 'farm/north/alerts';

/** Packets of MQTT 3.1.1, as a broker sends them. */
const connack = (code = 0): Buffer => Buffer.from([0x20, 2, 0, code]);
const puback = (id: number): Buffer => Buffer.from([0x40, 2, id >> 8, id & 255]);

interface Seen {
  /** What the client has sent so far. */
  bytes: Buffer;
}

interface OwnBroker extends AsyncDisposable {
  readonly host: string;
  readonly seen: Seen;
}

/** A broker that does with each packet of its client what the test says. Bytes, and no library. */
async function broker(
  onPacket: (kind: number, socket: Socket, packetId: number) => void,
  options: {
    readonly tls?: TlsOptions;
    readonly listen?: string;
    readonly onConnection?: (socket: Socket) => void;
  } = {},
): Promise<OwnBroker> {
  const { tls, listen = '127.0.0.1', onConnection } = options;
  const seen: Seen = { bytes: Buffer.alloc(0) };
  const sockets = new Set<Socket>();
  const take = (socket: Socket): void => {
    let pending = Buffer.alloc(0);
    socket.on('error', () => undefined);
    onConnection?.(socket);
    socket.on('data', (part: Buffer) => {
      seen.bytes = Buffer.concat([seen.bytes, part]);
      pending = Buffer.concat([pending, part]);
      for (;;) {
        const packet = firstPacket(pending);
        if (packet === null) return;
        pending = pending.subarray(packet.length);
        onPacket(packet.kind, socket, packet.id);
      }
    });
  };
  const server = tls === undefined ? createServer(take) : createTlsServer(tls, take);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.on('tlsClientError', () => undefined);
  await once(server.listen(0, listen), 'listening');
  return {
    host: `${listen}:${(server.address() as AddressInfo).port}`,
    seen,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The first whole packet: its type, and for a PUBLISH with QoS 1 its id. */
function firstPacket(bytes: Buffer): { kind: number; length: number; id: number } | null {
  let rest = 0;
  let at = 1;
  for (let shift = 0; ; shift += 7, at++) {
    const byte = bytes[at];
    if (byte === undefined) return null;
    rest += (byte & 127) << shift;
    if (byte < 128) break;
  }
  const length = at + 1 + rest;
  if (bytes[0] === TLS_HANDSHAKE) return null;
  if (bytes.length < length) return null;
  const kind = (bytes[0] as number) >> 4;
  const id = kind === PUBLISH ? bytes.readUInt16BE(at + 3 + bytes.readUInt16BE(at + 1)) : 0;
  return { kind, length, id };
}

const [CONNECT, PUBLISH, TLS_HANDSHAKE] = [1, 3, 0x16];
const login = { topic, user: 'alerts' };
const plain = (host: string) => ({ url: `mqtt://${host}`, ...login });

describe('a broker of bytes', () => {
  it('that works, but sends each byte of its answers by itself', async () => {
    const slowly = (socket: Socket, bytes: Buffer): void => {
      const [first, ...rest] = bytes;
      if (first === undefined) return;
      socket.write(Buffer.from([first]));
      setTimeout(() => slowly(socket, Buffer.from(rest)), 20);
    };
    await using own = await broker((kind, socket, id) => {
      if (kind === CONNECT) slowly(socket, connack());
      if (kind === PUBLISH) slowly(socket, puback(id));
    });
    expect(await send('mqtt', plain(own.host))).toEqual({ ok: true, ref: null, began: 1 });
  });

  it.each<[string, number, RegExp]>([
    ['another protocol version', 1, /does not speak MQTT 3\.1\.1/],
    ['the client ID', 2, /refused the client ID of PowerHive/],
    ['while it is not available', 3, /is not available now/],
    ['user and password', 4, /refused the login: check user and password/],
    ['the user', 5, /refused the login: the user may not connect/],
    ['for a reason that MQTT does not know', 77, /refused the connection \(77\)/],
  ])('that refuses %s gets no message', async (_, code, words) => {
    await using own = await broker((kind, socket) => {
      if (kind === CONNECT) socket.end(connack(code));
    });
    const result = await send('mqtt', plain(own.host));
    expect(result).toMatchObject({ ok: false, began: 0, rejected: false, error: expect.stringMatching(words) });
    expect(own.seen.bytes.includes(message().title)).toBe(false);
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });

  it.each<[string, (socket: Socket, id: number) => void]>([
    ['never acknowledges the message', () => undefined],
    ['acknowledges another message', (socket, id) => socket.write(puback(id + 1))],
    ['acknowledges it byte by byte without an end', (socket) => void socket.write(Buffer.from([0x40, 0xff, 0xff]))],
  ])('that %s has not taken it', async (_, answer) => {
    await using own = await broker((kind, socket, id) => {
      if (kind === CONNECT) socket.write(connack());
      if (kind === PUBLISH) answer(socket, id);
    });
    expect(await send('mqtt', plain(own.host), { timeoutMs: 700 })).toMatchObject({
      ok: false,
      began: 1,
      error: `No answer from ${own.host} within 1 s`,
    });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['closes the connection', (socket) => socket.end()],
    ['resets the connection', (socket) => socket.resetAndDestroy()],
  ])('that %s in place of an acknowledgement', async (_, cut) => {
    await using own = await broker((kind, socket) => {
      if (kind === CONNECT) socket.write(connack());
      if (kind === PUBLISH) cut(socket);
    });
    expect(await send('mqtt', plain(own.host))).toMatchObject({
      ok: false,
      began: 1,
      error: `${own.host} closed the connection without accepting the message: may the user publish to ${topic}?`,
    });
  });

  it('that closes at once, or resets, before it was asked', async () => {
    for (const cut of [(socket: Socket) => socket.end(), (socket: Socket) => socket.resetAndDestroy()]) {
      await using own = await broker(() => undefined, { onConnection: cut });
      expect(await send('mqtt', plain(own.host))).toMatchObject({
        ok: false,
        began: 0,
        error: expect.stringContaining(`${own.host} closed the connection`),
      });
    }
  });

  it.each<[string, number, boolean]>([
    ['a few messages that nobody asked for, and then takes ours', 20, true],
    ['messages that nobody asked for, without an end', 2000, false],
  ])('that sends %s', async (_, count, ok) => {
    const foreign = Buffer.concat([Buffer.from([0x30, 0x80, 0x08, 0, 1, 0x61]), Buffer.alloc(1021, 0x78)]);
    await using own = await broker((kind, socket, id) => {
      if (kind === CONNECT) socket.write(connack());
      if (kind !== PUBLISH) return;
      for (let i = 0; i < count; i++) socket.write(foreign);
      socket.write(puback(id));
    });
    const error = `${own.host} sends more than a broker does that is only published to`;
    expect(await send('mqtt', plain(own.host))).toMatchObject({ ok, began: 1, ...(!ok && { error }) });
  });

  it('that sends a packet of 256 MB is left before it fills the memory', async () => {
    const largest = Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]);
    await using own = await broker((kind, socket) => {
      if (kind === CONNECT) socket.write(connack());
      if (kind !== PUBLISH) return;
      socket.write(largest);
      const flood = (): void => {
        while (!socket.destroyed && socket.write(Buffer.alloc(65_536)));
      };
      socket.on('drain', flood);
      flood();
    });
    const before = process.memoryUsage.rss();
    const error = `${own.host} sends more than a broker does that is only published to`;
    expect(await send('mqtt', plain(own.host))).toMatchObject({ ok: false, began: 1, error });
    expect((process.memoryUsage.rss() - before) / 1e6).toBeLessThan(100);
  });

  it('that speaks nonsense after the login', async () => {
    await using own = await broker((kind, socket) => {
      if (kind === CONNECT) socket.write(connack());
      if (kind === PUBLISH) socket.write(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
    });
    const result = await send('mqtt', plain(own.host), { timeoutMs: 1500 });
    expect(result).toMatchObject({ ok: false, began: 1, error: expect.stringContaining(own.host) });
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });
});

describe('TLS of a broker', () => {
  const secure = (host: string) => ({ url: `mqtts://${host}`, ...login });
  const accept = (kind: number, socket: Socket, id: number): void => {
    if (kind === CONNECT) socket.write(connack());
    if (kind === PUBLISH) socket.write(puback(id));
  };

  it('that never ends its handshake is left in time, and gets no login', async () => {
    await using own = await broker(() => undefined);
    expect(await send('mqtt', secure(own.host), { timeoutMs: 500 })).toMatchObject({
      ok: false,
      began: 0,
      error: `No connection to ${own.host} within 1 s`,
    });
    expect(own.seen.bytes.includes(SECRET)).toBe(false);
  });

  it('older than 1.2 is refused', async () => {
    const old = { key: loopbackKey(), cert: LOOPBACK_CERTIFICATE, ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
    await using own = await broker(accept, { tls: { ...old, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } });
    const result = await send('mqtt', secure(own.host));
    expect(result).toMatchObject({ ok: false, began: 0, error: expect.stringContaining(own.host) });
  });

  it.skipIf(process.platform !== 'linux')(
    'with a certificate of another name gets neither login nor message',
    async () => {
      const certificate = { key: loopbackKey(), cert: LOOPBACK_CERTIFICATE };
      // The certificate is for 127.0.0.1 and localhost.
      await using own = await broker(accept, { tls: certificate, listen: '127.0.0.2' });
      expect(await send('mqtt', secure(own.host))).toMatchObject({
        ok: false,
        began: 0,
        error: `The certificate of ${own.host} is not valid: it is for another name`,
      });
      expect(own.seen.bytes.length).toBe(0);
    },
  );
});
