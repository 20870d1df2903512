import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { screensUrl, startServer } from '../../../src-main/serve/server.ts';
import { Health } from '../../../src-shared/model/index.ts';
import { fakeOperations } from '../../fixtures/served/fake-operations.ts';
import { type Served, serve } from '../../fixtures/served/served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served[Symbol.asyncDispose]());

describe('the token', () => {
  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: `Bearer ${'x'.repeat(43)}` }],
    ['another scheme', { authorization: 'Basic YWRtaW46YWRtaW4=' }],
    ['an empty token', { authorization: 'Bearer ' }],
  ])('is asked for everywhere: %s', async (_what, headers) => {
    for (const path of ['/api/miners', '/api/events', '/api/openapi.json', '/api/nothing', '/api', '/metrics']) {
      const { status, headers: answered, json } = await served.ask(path, { anonymous: true, headers });
      expect({ path, status }).toEqual({ path, status: 401 });
      expect(answered['www-authenticate']).toBe('Bearer realm="PowerHive"');
      expect(json).toEqual({ code: 'UNAUTHORIZED', message: expect.any(String), data: {} });
    }
  });

  it('is asked for under every spelling of a path', async () => {
    for (const path of ['/api/health/', '/api//health', '/api/x/../health', '/api/health?x', '/api/%68ealth']) {
      const { status } = await served.ask(path, { anonymous: true });
      expect({ path, status }).toEqual({ path, status: path === '/api/health?x' ? 200 : 401 });
    }
    expect(await served.ask('/x/../api/miners', { anonymous: true })).toMatchObject({ status: 404 });
    expect(await served.ask('/%61pi/miners', { anonymous: true })).toMatchObject({ status: 404 });
  });

  it('is not needed for health, which then has no path in it', async () => {
    const open = await served.ask('/api/health', { anonymous: true });
    expect(open).toMatchObject({ status: 200, json: { database: { path: null }, backup: { folder: null } } });
    expect(Health.parse(open.json)).toEqual(open.json);
    const wrong = { anonymous: true, headers: { authorization: 'Bearer wrong' } };
    expect(await served.ask('/api/health', wrong)).toMatchObject({ status: 200, json: { database: { path: null } } });
    expect(await served.ask('/api/health')).toMatchObject({ json: { database: { path: './powerhive.db' } } });
  });

  it('is no part of a query, of any response, or of the log', async () => {
    const inQuery = await served.ask(`/api/miners?token=${served.token}`, { anonymous: true });
    expect(inQuery.status).toBe(401);
    for (const path of ['/', '/api/health', '/api/openapi.json', '/metrics']) {
      expect((await served.ask(path)).text).not.toContain(served.token);
    }
    expect(served.logLines.length).toBeGreaterThan(0);
    expect(served.logLines.join('')).not.toContain(served.token);
  });

  it('goes into the fragment of the address that opens the screens signed in', () => {
    expect(screensUrl(served.server, served.token)).toBe(
      `http://127.0.0.1:${served.server.port}/#token=${served.token}`,
    );
  });
});

describe('the token file', () => {
  const options = {
    program: { operations: fakeOperations() },
    host: '127.0.0.1',
    port: 0,
    screensDir: null,
    version: '1',
  };
  const startWith = async (content: string | null) => {
    const dir = await mkdtemp(join(tmpdir(), 'powerhive-token-'));
    const tokenFile = join(dir, 'token');
    if (content !== null) {
      await writeFile(tokenFile, content);
      await chmod(tokenFile, 0o644);
    }
    const server = await startServer({ ...options, tokenFile, log: pino({ level: 'silent' }) });
    await server.stop(1000);
    const found = { token: await readFile(tokenFile, 'utf8'), mode: (await stat(tokenFile)).mode & 0o777 };
    await rm(dir, { recursive: true });
    return found;
  };

  it('is made with 32 random bytes that only its owner may read', async () => {
    const { token, mode } = await startWith(null);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(mode).toBe(0o600);
  });

  it('is kept when it is well formed, and closed to others', async () => {
    const kept = 'k'.repeat(43);
    expect(await startWith(`${kept}\n`)).toEqual({ token: `${kept}\n`, mode: 0o600 });
  });

  it.each(['', 'short', 'x'.repeat(44), `${'x'.repeat(42)}!`])('is replaced when it holds %j', async (content) => {
    const { token, mode } = await startWith(content);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(token).not.toBe(content);
    expect(mode).toBe(0o600);
  });
});

describe('Host and Origin', () => {
  it.each(['127.0.0.1', '127.0.0.1:1', '127.0.0.2:18081', 'localhost:18081', '[::1]:18081'])(
    'answers to %j, as the near end of a tunnel calls it, and to the page that it served there',
    async (host) => {
      expect(await served.ask('/api/miners', { headers: { host } })).toMatchObject({ status: 200 });
      expect(await served.ask('/api/miners', { headers: { host }, anonymous: true })).toMatchObject({ status: 401 });
      const page = await served.ask('/api/miners', { headers: { host, origin: `http://${host}` } });
      expect(page).toMatchObject({ status: 200 });
      for (const origin of [
        `https://${host}`,
        'http://127.0.0.1:2',
        `http://${host}.evil.example`,
        `http://${host}/`,
      ]) {
        const other = await served.ask('/api/miners', { headers: { host, origin } });
        expect(other, origin).toMatchObject({ status: 403, json: { code: 'FORBIDDEN' } });
      }
    },
  );

  it.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    '127.0.0.1:1:2',
    '127.0.0.1@evil.example',
    'localhost:x',
  ])('refuses the Host %j, token or not', async (host) => {
    for (const path of ['/', '/api/health', '/api/miners']) {
      const { status, json } = await served.ask(path, { headers: { host } });
      expect(status).toBe(403);
      expect(json).toMatchObject({ code: 'FORBIDDEN', data: {} });
    }
  });

  it('refuses a request without a Host', async () => {
    expect(await sendText(served.server.port, 'GET /api/health HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
    expect(await sendText(served.server.port, 'GET /api/health HTTP/1.0\r\nHost:\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
  });

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]'])('responds under the name %s', async (name) => {
    const { status } = await served.ask('/api/miners', { headers: { host: `${name}:${served.server.port}` } });
    expect(status).toBe(200);
  });

  it.each(['https://evil.example', 'null', 'file://', 'http://localhost', 'http://127.0.0.1:1', ''])(
    'refuses the Origin %j',
    async (origin) => {
      for (const path of ['/', '/api/health', '/api/miners']) {
        expect(await served.ask(path, { headers: { origin } })).toMatchObject({ status: 403 });
      }
    },
  );

  it('refuses the Origin of https on our own port', async () => {
    const origin = `https://127.0.0.1:${served.server.port}`;
    expect(await served.ask('/api/miners', { headers: { origin } })).toMatchObject({ status: 403 });
  });

  it('accepts its own Origin, and never allows another by CORS', async () => {
    const origin = `http://localhost:${served.server.port}`;
    const { status, headers } = await served.ask('/api/miners', { headers: { origin } });
    expect(status).toBe(200);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('the listener', () => {
  it('listens on any loopback address, and serves its own page there', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'powerhive-host-'));
    const server = await startServer({
      program: { operations: fakeOperations() },
      host: '127.0.0.2',
      port: 0,
      tokenFile: join(dir, 'token'),
      screensDir: null,
      version: '1',
      log: pino({ level: 'silent' }),
    });
    expect(server.url).toBe(`http://127.0.0.2:${server.port}`);
    const authorization = `Bearer ${(await readFile(join(dir, 'token'), 'utf8')).trim()}`;
    const answer = await fetch(`${server.url}/api/miners`, { headers: { authorization, origin: server.url } });
    expect(answer.status).toBe(200);
    await server.stop(1000);
    await rm(dir, { recursive: true });
  });

  it.each(['0.0.0.0', '::', '10.0.0.5', 'example.com', '', '127.0.0.1.example.com'])(
    'refuses to listen on %j',
    async (host) => {
      const dir = await mkdtemp(join(tmpdir(), 'powerhive-host-'));
      const starting = startServer({
        program: { operations: fakeOperations() },
        host,
        port: 0,
        tokenFile: join(dir, 'token'),
        screensDir: null,
        version: '1',
        log: pino({ level: 'silent' }),
      });
      await expect(starting).rejects.toThrow('this machine only');
      await rm(dir, { recursive: true });
    },
  );

  it('refuses what is no HTTP and hangs up', async () => {
    expect(await sendText(served.server.port, 'HELO farm\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*"BAD_REQUEST"/s);
  });

  it('refuses a request target that is a whole address', async () => {
    const lines = [
      'GET http://evil.example/api/miners HTTP/1.1',
      `Host: 127.0.0.1:${served.server.port}`,
      'Connection: close',
    ];
    expect(await sendText(served.server.port, `${lines.join('\r\n')}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('cuts off a client that sends its headers too slowly', async () => {
    await using slow = await serve({ timeouts: { headersMs: 100, requestMs: 100 } });
    const answer = await sendText(slow.server.port, 'GET /api/health HTTP/1.1\r\nHost: 127');
    expect(answer).toMatch(/^HTTP\/1\.1 408 .*"TIMEOUT"/s);
  });

  it('disconnects clients that send a body too slowly, and serves all others meanwhile', async () => {
    await using slow = await serve({ timeouts: { headersMs: 1000, requestMs: 1000 } });
    const head = [
      'POST /api/rescan HTTP/1.1',
      `Host: 127.0.0.1:${slow.server.port}`,
      `Authorization: Bearer ${slow.token}`,
      'Content-Type: application/json',
      'Content-Length: 100',
    ];
    const waiting = Array.from({ length: 100 }, () => sendText(slow.server.port, `${head.join('\r\n')}\r\n\r\n{"`));
    for (let asked = 0; asked < 20; asked += 1) expect((await slow.ask('/api/health')).status).toBe(200);
    for (const answer of await Promise.all(waiting)) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(slow.operations.asked).toEqual([]);
  });

  it('reads no further into a body of ten megabytes than it would take', async () => {
    const { port } = served.server;
    let sent = 0;
    const ended = new Promise<string>((resolve, reject) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(
          `POST /api/rescan HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${served.token}\r\nContent-Type: application/json\r\nContent-Length: 10485760\r\n\r\n`,
        );
        const block = Buffer.alloc(65_536, 0x20);
        const pump = (): void => {
          while (sent < 10_485_760 && !socket.destroyed) {
            sent += block.length;
            if (!socket.write(block)) return void socket.once('drain', pump);
          }
        };
        pump();
      });
      socket.on('data', (chunk) => {
        answer += chunk.toString('utf8');
      });
      socket.once('close', () => resolve(answer));
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (!['EPIPE', 'ECONNRESET'].includes(error.code ?? '')) reject(error);
      });
    });
    const answer = await ended;
    expect(sent).toBeLessThan(10_485_760);
    expect(answer).toMatch(/^(HTTP\/1\.1 413 .*"PAYLOAD_TOO_LARGE".*)?$/s);
    expect((await served.ask('/api/health')).status).toBe(200);
    expect(served.operations.asked).toEqual([]);
  });

  it('puts the security headers on every response', async () => {
    for (const path of ['/', '/api/health', '/api/miners', '/api/nothing', '/nothing', '/metrics']) {
      const { headers } = await served.ask(path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
    }
  });
});

/** Sends raw bytes and reads until the server closes the connection. */
function sendText(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk.toString('utf8');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}
