import { EventEmitter, once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FirmwareClient } from '../../src-main/firmware/client.ts';
import type { FirmwareError, Outcome } from '../../src-main/firmware/outcome.ts';
import { fixture, fixtureText } from '../unit/firmware/fixture.ts';
import { bodyOf, type OddHost, sendJson, startHttpHost, startTcpHost } from './odd-host.ts';

const MANY_MS = 10_000;
const KEY = '00112233445566778899aabbccddeeff';

const running: OddHost[] = [];
let client: FirmwareClient;

beforeEach(() => {
  client = new FirmwareClient({ timeoutMs: MANY_MS });
});

afterEach(async () => {
  await client.close();
  await Promise.all(running.splice(0).map((host) => host.close()));
});

async function http(host: string, listener: RequestListener): Promise<OddHost> {
  const started = await startHttpHost(host, listener);
  running.push(started);
  return started;
}

async function tcp(host: string, onRequest: (socket: Socket) => void): Promise<OddHost> {
  const started = await startTcpHost(host, onRequest);
  running.push(started);
  return started;
}

/** A host that answers every path with the same bytes. */
const always =
  (status: number, body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

const errorOf = (outcome: Outcome<unknown>): FirmwareError => {
  if (outcome.ok) throw new Error(`expected a failure, got ${JSON.stringify(outcome.value).slice(0, 100)}`);
  return outcome.error;
};
const got = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.value;
};
const durationMs = async (work: Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
};

describe('a miner', () => {
  it('is read over one kept connection, without compression being asked for', async () => {
    const miner = await http('127.79.0.1', (request, response) => {
      const endpoint = (request.url ?? '').replace('/api/v1/', '').replaceAll('/', '-');
      sendJson(response, 200, fixture('1.2.6', endpoint));
    });
    expect(got(await client.readInfo(miner.address)).mac).toBe('02:95:23:00:00:01');
    expect(got(await client.readModel(miner.address)).chips_per_chain).toBe(76);
    expect(got(await client.readStatus(miner.address)).state).toBe('mining');
    expect(got(await client.readSummary(miner.address, 'GH/s', { apiKey: KEY })).hashrate_hs).toBe(91_231.5e9);
    expect(got(await client.readPerfSummary(miner.address)).preset).toBe('2500');
    expect(got(await client.readPresets(miner.address, { token: 'tok' }))).toHaveLength(4);
    expect(got(await client.listApiKeys(miner.address, { token: 'tok' }))).toEqual([
      { key: KEY, description: 'PowerHive' },
    ]);
    expect(miner.connections()).toBe(1);
    expect(miner.requests.map((request) => request.headers['accept-encoding'])).toEqual(
      miner.requests.map(() => 'identity'),
    );
    expect(miner.requests.at(-4)?.headers['x-api-key']).toBe(KEY);
    expect(miner.requests.at(-1)?.headers['authorization']).toBe('Bearer tok');
    expect(miner.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('is read whatever content type it names', async () => {
    const miner = await http('127.79.0.2', always(200, fixtureText('1.2.6', 'info'), { 'content-type': 'text/html' }));
    expect(got(await client.readInfo(miner.address)).model_alias).toBe('s19');
  });

  it('gives its log as text, and its metrics for the range that was asked', async () => {
    const line = '[2026/01/10 10:00:00] INFO: Start mining\n';
    const miner = await http('127.79.0.3', (request, response) => {
      if (request.url === '/api/v1/logs/miner') response.end(line);
      else sendJson(response, 200, fixture('1.2.6', 'metrics'));
    });
    expect(got(await client.readLog(miner.address, 'miner'))).toBe(line);
    const metrics = await client.readMetrics(miner.address, 'GH/s', { timeSliceS: 1e9, stepS: 900 });
    expect(got(metrics).points).toHaveLength(2);
    expect(miner.requests[1]?.url).toBe('/api/v1/metrics?time_slice=259200&step=900');
  });
});

describe('the boards', () => {
  const context = (firmwareVersion: string | null) => ({ hrMeasure: 'GH/s', firmwareVersion });
  const only =
    (endpoint: string, missing: (response: ServerResponse) => void): RequestListener =>
    (request, response) => {
      if (request.url === `/api/v1/${endpoint}`) sendJson(response, 200, fixture('1.3.4', 'boards'));
      else missing(response);
    };

  it.each([
    ['404', (response: ServerResponse) => response.writeHead(404).end()],
    ['405', (response: ServerResponse) => response.writeHead(405).end()],
    ['200 with a page', (response: ServerResponse) => response.end('<!doctype html><title>Firmware</title>')],
  ])('are found where they are after %s, and asked there from then on', async (_name, missing) => {
    const miner = await http('127.79.0.4', only('boards', missing));
    expect(got(await client.readChains(miner.address, context('1.3.0'))).chains).toHaveLength(3);
    expect(got(await client.readChains(miner.address, context('1.3.0'))).chains).toHaveLength(3);
    expect(miner.requests.map((request) => request.url)).toEqual([
      '/api/v1/chains',
      '/api/v1/boards',
      '/api/v1/boards',
    ]);
  });

  it('are asked where the version has them', async () => {
    const miner = await http(
      '127.79.0.5',
      only('boards', (response) => response.writeHead(404).end()),
    );
    expect(got(await client.readChains(miner.address, context('1.3.4'))).chains).toHaveLength(3);
    expect(miner.requests).toHaveLength(1);
  });

  it('are not_found where neither endpoint is', async () => {
    const miner = await http('127.79.0.6', always(404, ''));
    expect(errorOf(await client.readChains(miner.address, context(null)))).toMatchObject({ code: 'not_found' });
    expect(miner.requests).toHaveLength(2);
  });

  it('are looked for within one deadline', async () => {
    const miner = await http('127.79.0.7', (request, response) => {
      if (request.url === '/api/v1/chains') setTimeout(() => response.writeHead(404).end(), 600);
    });
    const call = client.readChains(miner.address, context(null), { timeoutMs: 1000 });
    expect(await durationMs(call)).toBeLessThan(1500);
    expect(errorOf(await call).code).toBe('timeout');
  });
});

describe('a host that does not answer', () => {
  it('times out, saying where and after how long', async () => {
    const host = await http('127.79.1.1', () => {});
    const call = client.readInfo(host.address, { timeoutMs: 120 });
    expect(await durationMs(call)).toBeLessThan(2000);
    expect(errorOf(await call)).toMatchObject({ code: 'timeout', retryable: true });
    expect(errorOf(await call).message).toContain(`GET /api/v1/info at 127.79.1.1:${host.address.port}`);
    expect(errorOf(await call).message).toContain('120 ms');
  });

  it('cannot stretch the deadline by dripping', async () => {
    const stopped = new EventEmitter();
    const host = await http('127.79.1.2', (_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.once('close', () => {
        clearInterval(drip);
        stopped.emit('closed');
      });
    });
    const closed = once(stopped, 'closed');
    const call = client.readStatus(host.address, { timeoutMs: 200 });
    expect(await durationMs(call)).toBeLessThan(2000);
    expect(errorOf(await call).code).toBe('timeout');
    await closed;
  });

  it('is refused where nothing listens', async () => {
    const host = await startHttpHost('127.79.1.3', () => {});
    await host.close();
    expect(errorOf(await client.readInfo(host.address))).toMatchObject({ code: 'refused', retryable: true });
  });

  it('is unreachable where its name means nothing or is no name', async () => {
    for (const host of ['user@127.79.1.4', '127.79.1.4/x', '', '[::1]', 'a b']) {
      expect(errorOf(await client.readInfo({ host, port: 80 }))).toMatchObject({
        code: 'unreachable',
        retryable: false,
      });
    }
  });

  it('does not hold up another', async () => {
    const hung = await http('127.79.1.5', () => {});
    const well = await http('127.79.1.6', always(200, fixtureText('1.2.6', 'status')));
    const waiting = client.readStatus(hung.address, { timeoutMs: 400 });
    expect(got(await client.readStatus(well.address)).state).toBe('mining');
    expect(errorOf(await waiting).code).toBe('timeout');
  });
});

describe('a hostile host', () => {
  it('cannot send more than the cap, whether it says so or not', async () => {
    const announced = await http('127.79.2.1', (_request, response) => {
      response.writeHead(200, { 'content-length': String(5 * 1024 * 1024) });
      response.write('[');
    });
    expect(errorOf(await client.readInfo(announced.address))).toMatchObject({ code: 'too_large', retryable: false });

    let sent = 0;
    const endless = await http('127.79.2.2', (_request, response) => {
      const block = Buffer.alloc(64 * 1024, 0x20);
      const pump = (): void => {
        while (!response.destroyed && sent < 200 * 1024 * 1024) {
          sent += block.length;
          if (!response.write(block)) {
            response.once('drain', pump);
            return;
          }
        }
      };
      pump();
    });
    expect(errorOf(await client.readStatus(endless.address)).code).toBe('too_large');
    expect(sent).toBeLessThan(40 * 1024 * 1024);
  });

  it('may send just up to the cap', async () => {
    const small = new FirmwareClient({ timeoutMs: MANY_MS, maxBodyBytes: 1000 });
    const body = fixtureText('1.2.6', 'status').padEnd(1000);
    const host = await http('127.79.2.3', (request, response) =>
      response.end(request.url === '/api/v1/status' ? body : `${body} `),
    );
    expect(got(await small.readStatus(host.address)).state).toBe('mining');
    expect(errorOf(await small.readModel(host.address)).code).toBe('too_large');
    await small.close();
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('cannot unfold a %s bomb', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(64 * 1024 * 1024, 0x20));
    expect(bomb.length).toBeLessThan(128 * 1024);
    const host = await http('127.79.2.4', always(200, bomb, { 'content-encoding': encoding }));
    expect(errorOf(await client.readStatus(host.address)).code).toBe('too_large');
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ] as const)('that compresses honestly with %s is read', async (encoding, compress) => {
    const body = compress(fixtureText('1.2.6', 'status'));
    const host = await http('127.79.2.5', always(200, body, { 'content-encoding': encoding }));
    expect(got(await client.readStatus(host.address)).state).toBe('mining');
  });

  it.each(['gzip', 'zstd', 'gzip, gzip', 'toString'])('that sends what is no %s is not read', async (encoding) => {
    const host = await http('127.79.2.6', always(200, '{}', { 'content-encoding': encoding }));
    expect(errorOf(await client.readStatus(host.address)).code).toBe('bad_payload');
    expect(errorOf(await client.readInfo(host.address)).code).toBe('not_a_miner');
  });

  it.each([301, 302, 307, 308])('gets no credentials to another host by answering %s', async (status) => {
    const second = await http('127.79.2.8', always(200, fixtureText('1.2.6', 'summary')));
    const location = `http://127.79.2.8:${second.address.port}/api/v1/summary`;
    const first = await http('127.79.2.7', always(status, 'x'.repeat(100), { location }));
    const read = errorOf(await client.readSummary(first.address, 'GH/s', { apiKey: KEY, token: 'tok' }));
    expect(read).toMatchObject({ code: 'redirected', retryable: false, httpStatus: status });
    expect(errorOf(await client.unlock(first.address, 'secret')).code).toBe('redirected');
    expect(errorOf(await client.readInfo(first.address)).code).toBe('redirected');
    expect(second.connections()).toBe(0);
  });

  it('cannot put anything into a message but a little printable text', async () => {
    const page = `<html><title>evil\u001b[2J${'x'.repeat(5000)}</title>`;
    const host = await http('127.79.2.9', always(200, page));
    const { message } = errorOf(await client.readInfo(host.address));
    expect(message.length).toBeLessThan(500);
    expect(message).toMatch(/^\P{Cc}+$/u);
  });

  it('that does not speak HTTP is not a miner', async () => {
    const host = await tcp('127.79.2.10', (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(errorOf(await client.readInfo(host.address)).code).toBe('not_a_miner');
    expect(errorOf(await client.readStatus(host.address)).code).toBe('bad_payload');
  });

  it('that sends endless headers is given up', async () => {
    const host = await tcp('127.79.2.11', (socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n`);
    });
    expect(errorOf(await client.readStatus(host.address)).code).toBe('too_large');
  });
});

describe('something that is no miner', () => {
  it.each([
    ['a web page', 200, '<!DOCTYPE html><title>RouterOS</title>', 'a web page titled "RouterOS"'],
    ['the JSON of another device', 200, '{"model":"RT-AX88U","wan":{}}', 'JSON with the fields model, wan'],
    ['an empty body', 200, '', 'an empty body'],
    ['plain text', 200, 'hello', 'text that is not JSON'],
    ['404', 404, 'no', 'status 404'],
    ['a login', 401, '', 'it wants a login'],
  ])('answers %s', async (_name, status, body, says) => {
    const host = await http('127.79.3.1', always(status, body));
    const error = errorOf(await client.readInfo(host.address));
    expect(error).toMatchObject({ code: 'not_a_miner', retryable: false });
    expect(error.message).toContain(says);
  });

  it('can be an Antminer on stock firmware', async () => {
    const digest = { 'www-authenticate': 'Digest realm="antMiner Configuration", nonce="0", qop="auth"' };
    const host = await http('127.79.3.2', always(401, '<html></html>', digest));
    expect(errorOf(await client.readInfo(host.address)).message).toContain('stock firmware');
  });

  it('is not concluded from a server error, which a miner that starts may give', async () => {
    const host = await http('127.79.3.3', always(502, '<html>Bad Gateway</html>'));
    expect(errorOf(await client.readInfo(host.address))).toMatchObject({ code: 'http_error', retryable: true });
  });
});

describe('a connection that breaks', () => {
  it('in the middle of an answer is a reset, and not asked again', async () => {
    const host = await http('127.79.4.1', (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"miner_state":', () => response.socket?.resetAndDestroy());
    });
    expect(errorOf(await client.readStatus(host.address))).toMatchObject({ code: 'reset', retryable: true });
    expect(host.requests).toHaveLength(1);
  });

  it.each([
    ['the announced length', 'content-length: 99\r\n\r\n{}'],
    ['the last chunk', 'transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n'],
  ])('with an end before %s is a reset', async (_name, rest) => {
    const host = await tcp('127.79.4.2', (socket) => socket.end(`HTTP/1.1 200 OK\r\n${rest}`));
    expect(errorOf(await client.readStatus(host.address)).code).toBe('reset');
  });

  it('between two reads does not show', async () => {
    let seen = 0;
    const host = await http('127.79.4.3', (request, response) => {
      seen += 1;
      // The second request meets a connection that dies under it, as after a reboot.
      if (seen === 2) request.socket.resetAndDestroy();
      else response.end(fixtureText('1.2.6', 'status'));
    });
    expect(got(await client.readStatus(host.address)).state).toBe('mining');
    expect(got(await client.readStatus(host.address)).state).toBe('mining');
    expect(host.requests).toHaveLength(3);
    expect(host.connections()).toBe(2);
  });

  it('between two reads, closed by the miner, does not show', async () => {
    const host = await http('127.79.4.4', (request, response) => {
      response.end(fixtureText('1.2.6', 'status'), () => setImmediate(() => request.socket.end()));
    });
    for (let poll = 0; poll < 5; poll += 1) {
      expect(got(await client.readStatus(host.address)).state).toBe('mining');
    }
  });

  it('at once, twice, is a reset', async () => {
    const host = await http('127.79.4.5', (request) => request.socket.resetAndDestroy());
    expect(errorOf(await client.readStatus(host.address)).code).toBe('reset');
    expect(host.requests).toHaveLength(2);
  });

  it('under a write is never written again', async () => {
    const host = await http('127.79.4.6', (request) => request.socket.resetAndDestroy());
    expect(errorOf(await client.createApiKey(host.address, 'tok', KEY, 'PowerHive')).code).toBe('reset');
    expect(errorOf(await client.unlock(host.address, 'admin')).code).toBe('reset');
    expect(host.requests.map((request) => request.url)).toEqual(['/api/v1/apikeys', '/api/v1/unlock']);
  });

  it('does not matter to a write, which does not use a kept one', async () => {
    const host = await http('127.79.4.7', (request, response) => {
      if (request.method === 'GET') response.end(fixtureText('1.2.6', 'status'));
      else response.end('{"status":"inserted"}');
    });
    got(await client.readStatus(host.address));
    host.cutConnections();
    expect(got(await client.createApiKey(host.address, 'tok', KEY, 'PowerHive'))).toBe('inserted');
  });
});

describe('credentials', () => {
  it('that no longer count are unauthorized', async () => {
    const host = await http('127.79.5.1', always(401, ''));
    const read = errorOf(await client.readSummary(host.address, 'GH/s', { apiKey: KEY }));
    expect(read).toMatchObject({ code: 'unauthorized', httpStatus: 401, retryable: false });
    expect(read.message).not.toContain(KEY);
    expect(errorOf(await client.readPresets(host.address, null)).code).toBe('unauthorized');
    expect(errorOf(await client.lock(host.address, 'tok')).code).toBe('unauthorized');
  });

  it('unlock sends the password once and gets a token', async () => {
    const bodies: unknown[] = [];
    const host = await http('127.79.5.2', async (request, response) => {
      bodies.push(JSON.parse(await bodyOf(request)));
      sendJson(response, 200, fixture('1.2.6', 'unlock'));
    });
    expect(got(await client.unlock(host.address, 'admin'))).toBe('0123456789abcdefghijABCDEFGHIJ01');
    expect(bodies).toEqual([{ pw: 'admin' }]);
    expect(host.requests[0]).toMatchObject({ method: 'POST', url: '/api/v1/unlock' });
  });

  it.each([
    [403, { unlock_timeout: 30 }, 'unlock_refused', 30],
    [403, { unlock_timeout: null }, 'unlock_refused', null],
    [403, {}, 'unlock_refused', null],
    [429, { unlock_timeout: 300 }, 'unlock_blocked', 300],
    [429, {}, 'unlock_blocked', null],
  ])('unlock answered with %i and %j is %s', async (status, body, code, unlockTimeoutS) => {
    const host = await http('127.79.5.3', (_request, response) => sendJson(response, status, body));
    const error = errorOf(await client.unlock(host.address, 'not-the-password'));
    expect(error).toMatchObject({ code, httpStatus: status, unlockTimeoutS });
    expect(error.message).not.toContain('not-the-password');
    expect(host.requests).toHaveLength(1);
  });

  it('unlock answered with a token that would smuggle a header is not taken', async () => {
    const host = await http('127.79.5.4', (_request, response) => sendJson(response, 200, { token: 'a\r\nb: c' }));
    expect(errorOf(await client.unlock(host.address, 'admin')).code).toBe('bad_payload');
  });

  it('a key is created and deleted with the token, and empty answers are fine', async () => {
    const bodies: unknown[] = [];
    const host = await http('127.79.5.5', async (request, response) => {
      bodies.push(JSON.parse((await bodyOf(request)) || 'null'));
      if (request.url === '/api/v1/apikeys') sendJson(response, 200, { status: 'inserted' });
      else response.end();
    });
    expect(got(await client.createApiKey(host.address, 'tok', KEY, 'PowerHive'))).toBe('inserted');
    expect(got(await client.deleteApiKey(host.address, 'tok', KEY))).toBeNull();
    expect(got(await client.lock(host.address, 'tok'))).toBeNull();
    expect(bodies).toEqual([{ key: KEY, description: 'PowerHive' }, { key: KEY }, null]);
    expect(host.requests.map((request) => [request.url, request.headers['authorization']])).toEqual([
      ['/api/v1/apikeys', 'Bearer tok'],
      ['/api/v1/apikeys/delete', 'Bearer tok'],
      ['/api/v1/lock', 'Bearer tok'],
    ]);
  });

  it('a key that the miner does not like is wrong_key_format', async () => {
    const host = await http('127.79.5.6', always(422, 'Wrong apikey format'));
    expect(errorOf(await client.createApiKey(host.address, 'tok', 'x', 'PowerHive')).code).toBe('wrong_key_format');
  });

  it("a failure carries the miner's own words", async () => {
    const host = await http('127.79.5.7', (_request, response) =>
      sendJson(response, 500, { err: 'Could not parse file' }),
    );
    const error = errorOf(await client.readPresets(host.address, { apiKey: KEY }));
    expect(error).toMatchObject({ code: 'http_error', retryable: true, httpStatus: 500 });
    expect(error.message).toContain('Could not parse file');
  });
});

describe('requests to one miner', () => {
  it('are two at a time, whoever asks, and more wait for their turn', async () => {
    const open: ServerResponse[] = [];
    const arrived = new EventEmitter();
    const host = await http('127.79.6.1', (_request, response) => {
      open.push(response);
      arrived.emit('request');
    });
    const answerOldest = (): void => {
      open.shift()?.end(fixtureText('1.2.6', 'status'));
    };
    const arrivals = async (count: number): Promise<void> => {
      while (host.requests.length < count) await once(arrived, 'request');
    };
    const calls = Array.from({ length: 5 }, () => client.readStatus(host.address));
    for (let total = 2; total <= 5; total += 1) {
      await arrivals(total);
      expect(open).toHaveLength(2);
      answerOldest();
    }
    answerOldest();
    expect((await Promise.all(calls)).every((outcome) => outcome.ok)).toBe(true);
    expect(host.connections()).toBe(2);
  });

  it('wait within their own deadline, and leave the line when it is over', async () => {
    const host = await http('127.79.6.2', () => {});
    const calls = Array.from({ length: 5 }, () => client.readStatus(host.address, { timeoutMs: 700 }));
    const outcomes = Promise.all(calls);
    // Three rounds of 700 ms, were the time in line not counted.
    expect(await durationMs(outcomes)).toBeLessThan(1400);
    expect((await outcomes).map((outcome) => errorOf(outcome).code)).toEqual(calls.map(() => 'timeout'));
    expect(host.requests.length).toBeLessThanOrEqual(2);
  });

  it('do not pile up without end', async () => {
    const host = await http('127.79.6.3', () => {});
    const over = new AbortController();
    const calls = Array.from({ length: 40 }, () => client.readStatus(host.address, { signal: over.signal }));
    expect(errorOf(await (calls.at(-1) as (typeof calls)[number]))).toMatchObject({ code: 'busy', retryable: true });
    over.abort();
    const codes = (await Promise.all(calls)).map((outcome) => errorOf(outcome).code);
    expect(codes.filter((code) => code === 'busy')).toHaveLength(6);
    expect(codes.filter((code) => code === 'aborted')).toHaveLength(34);
  });

  it('go on after one was given up', async () => {
    let hang = true;
    const host = await http('127.79.6.4', (_request, response) => {
      if (!hang) response.end(fixtureText('1.2.6', 'status'));
    });
    const lost = Array.from({ length: 3 }, () => client.readStatus(host.address, { timeoutMs: 100 }));
    await Promise.all(lost);
    hang = false;
    expect(got(await client.readStatus(host.address)).state).toBe('mining');
  });
});

describe('giving up', () => {
  it('ends a call at once, and its connection with it', async () => {
    const stopped = new EventEmitter();
    const host = await http('127.79.7.1', (request) => {
      request.socket.once('close', () => stopped.emit('closed'));
      stopped.emit('asked');
    });
    const asked = once(stopped, 'asked');
    const giveUp = new AbortController();
    const call = client.readStatus(host.address, { signal: giveUp.signal });
    await asked;
    const closed = once(stopped, 'closed');
    giveUp.abort();
    expect(await durationMs(call)).toBeLessThan(1000);
    expect(errorOf(await call)).toMatchObject({ code: 'aborted', retryable: false });
    await closed;
  });

  it('before the call has begun asks nothing', async () => {
    const host = await http('127.79.7.2', always(200, '{}'));
    const outcome = await client.readStatus(host.address, { signal: AbortSignal.abort() });
    expect(errorOf(outcome).code).toBe('aborted');
    expect(host.connections()).toBe(0);
  });

  it('while connecting sends nothing later', async () => {
    const host = await http('127.79.7.3', always(200, fixtureText('1.2.6', 'status')));
    const giveUp = new AbortController();
    const call = client.createApiKey(host.address, 'tok', KEY, 'PowerHive', { signal: giveUp.signal });
    giveUp.abort();
    expect(errorOf(await call).code).toBe('aborted');
    got(await client.readStatus(host.address));
    expect(host.requests.map((request) => request.method)).toEqual(['GET']);
  });

  it('leaves nothing on the signal, however many calls shared it', async () => {
    const host = await http('127.79.7.4', always(200, fixtureText('1.2.6', 'status')));
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    for (let poll = 0; poll < 5; poll += 1) got(await client.readStatus(host.address, { signal }));
    expect(listeners).toBe(0);
  });

  it('on everything: close() ends what is under way and what waits, and nothing is sent from then on', async () => {
    const arrived = new EventEmitter();
    const host = await http('127.79.7.5', () => arrived.emit('request'));
    const both = Promise.all([once(arrived, 'request')]);
    const calls = Array.from({ length: 4 }, () => client.readStatus(host.address));
    await both;
    const closing = client.close();
    expect((await Promise.all(calls)).map((outcome) => errorOf(outcome).code)).toEqual(calls.map(() => 'aborted'));
    await closing;
    const sent = host.requests.length;
    expect(errorOf(await client.readStatus(host.address)).code).toBe('aborted');
    expect(host.requests).toHaveLength(sent);
  });
});
