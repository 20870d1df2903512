import type { RequestListener, ServerResponse } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FirmwareClient } from '../../../src-main/drivers/vnish/client.ts';
import { vnish } from '../../../src-main/drivers/vnish/driver.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import { scaledMs } from '../../fixtures/patience.ts';
import { fixture, fixtureText } from '../../unit/drivers/fixture.ts';
import { always, durationMs, errorOf, got, http, MAC, miner, startClient } from './firmware-client-session.ts';
import { bodyOf, sendJson } from './odd-host.ts';

const KEY = '00112233445566778899aabbccddeeff';

let client: FirmwareClient;

beforeEach(() => {
  client = startClient();
});

describe('a miner', () => {
  it('is read over one kept connection, without compression being asked for', async () => {
    const host = await http('127.79.0.1', (request, response) => {
      const endpoint = (request.url ?? '').replace('/api/v1/', '').replaceAll('/', '-');
      sendJson(response, 200, fixture('1.2.6', endpoint));
    });
    const certain = { ...host.address, mac: MAC };
    expect(got(await client.readInfo(host.address)).mac).toBe(MAC);
    expect(got(await client.readModel(certain)).chips_per_chain).toBe(76);
    expect(got(await client.readStatus(host.address)).state).toBe('mining');
    expect(got(await client.readSummary(certain, 'GH/s', { apiKey: KEY })).hashrate_hs).toBe(91_231.5e9);
    expect(got(await client.readPerfSummary(certain)).preset).toBe('2500');
    expect(got(await client.readPresets(certain, { token: 'tok' }))).toHaveLength(4);
    expect(got(await client.listApiKeys(certain, { token: 'tok' }))).toEqual([{ key: KEY, description: 'PowerHive' }]);
    expect(host.connections()).toBe(1);
    expect(host.requests.map((request) => request.headers['accept-encoding'])).toEqual(
      host.requests.map(() => 'identity'),
    );
    expect(host.requests.at(-4)?.headers['x-api-key']).toBe(KEY);
    expect(host.requests.at(-1)?.headers['authorization']).toBe('Bearer tok');
    expect(host.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  it('is read whatever content type it names', async () => {
    const host = await http('127.79.0.2', always(200, fixtureText('1.2.6', 'info'), { 'content-type': 'text/html' }));
    expect(got(await client.readInfo(host.address)).model_alias).toBe('s19');
  });

  it('gives its log as text, and its metrics for the range that was asked', async () => {
    const line = '[2026/01/10 10:00:00] INFO: Start mining\n';
    const host = await http('127.79.0.3', (request, response) => {
      if (request.url === '/api/v1/logs/miner') response.end(line);
      else sendJson(response, 200, fixture('1.2.6', 'metrics'));
    });
    expect(got(await client.readLog(host.address, 'miner'))).toBe(line);
    const metrics = await client.readMetrics(host.address, 'GH/s', { timeSliceS: 1e9, stepS: 900 });
    expect(got(metrics).points).toHaveLength(2);
    expect(host.requests[1]?.url).toBe('/api/v1/metrics?time_slice=259200&step=900');
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
    const host = await http('127.79.0.4', only('boards', missing));
    expect(got(await client.readChains(host.address, context('1.3.0'))).chains).toHaveLength(3);
    expect(got(await client.readChains(host.address, context('1.3.0'))).chains).toHaveLength(3);
    expect(host.requests.map((request) => request.url)).toEqual(['/api/v1/chains', '/api/v1/boards', '/api/v1/boards']);
  });

  it('are asked where the version has them', async () => {
    const host = await http(
      '127.79.0.5',
      only('boards', (response) => response.writeHead(404).end()),
    );
    expect(got(await client.readChains(host.address, context('1.3.4'))).chains).toHaveLength(3);
    expect(host.requests).toHaveLength(1);
  });

  it('are not_found where neither endpoint is', async () => {
    const host = await http('127.79.0.6', always(404, ''));
    expect(errorOf(await client.readChains(host.address, context(null)))).toMatchObject({ code: 'not_found' });
    expect(host.requests).toHaveLength(2);
  });

  it('are looked for within one deadline', async () => {
    const host = await http('127.79.0.7', (request, response) => {
      if (request.url === '/api/v1/chains') setTimeout(() => response.writeHead(404).end(), 600);
    });
    const call = client.readChains(host.address, context(null), { timeoutMs: 1000 });
    expect(await durationMs(call)).toBeLessThan(1500);
    expect(errorOf(await call).code).toBe('timeout');
  });
});

it('a status from several requests has one deadline: what comes too late for it is left out', async () => {
  const presetWaited = Promise.withResolvers<number>();
  const host = await miner('127.79.0.8', (request, response) => {
    if (request.url === '/api/v1/summary') {
      setTimeout(() => sendJson(response, 200, fixture('1.2.6', 'summary')), 1500);
      return;
    }
    const beganMs = performance.now();
    request.socket.on('close', () => presetWaited.resolve(performance.now() - beganMs));
  });
  const driver = vnish.open({ timeoutMs: 60_000, clock: systemClock });
  try {
    const context = { hrMeasure: 'GH/s', firmwareVersion: '1.2.6', lastState: null, isPresetFresh: false };
    const status = await driver.read.status({ ...host.address, kind: 'vnish' }, context, { timeoutMs: 2000 });
    expect(got(status)).toMatchObject({ reading: { state: 'mining' }, perf: null });
    expect(await presetWaited.promise).toBeLessThan(scaledMs(1500));
    expect(host.requests.map(({ url }) => url)).toEqual(['/api/v1/summary', '/api/v1/perf-summary']);
  } finally {
    await driver.close();
  }
});

describe('credentials', () => {
  it('that no longer count are unauthorized', async () => {
    const host = await miner('127.79.5.1', always(401, ''));
    const read = errorOf(await client.readSummary(host.address, 'GH/s', { apiKey: KEY }));
    expect(read).toMatchObject({ code: 'unauthorized', httpStatus: 401, retryable: false });
    expect(read.message).not.toContain(KEY);
    expect(errorOf(await client.readPresets(host.address, null)).code).toBe('unauthorized');
    expect(errorOf(await client.lock(host.address, 'tok')).code).toBe('unauthorized');
  });

  it('unlock sends the password once and gets a token', async () => {
    const bodies: unknown[] = [];
    const host = await miner('127.79.5.2', async (request, response) => {
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
    const host = await miner('127.79.5.3', (_request, response) => sendJson(response, status, body));
    const error = errorOf(await client.unlock(host.address, 'not-the-password'));
    expect(error).toMatchObject({ code, httpStatus: status, unlockTimeoutS });
    expect(error.message).not.toContain('not-the-password');
    expect(host.requests).toHaveLength(1);
  });

  it('unlock answered with a token that would smuggle a header is not taken', async () => {
    const host = await miner('127.79.5.4', (_request, response) => sendJson(response, 200, { token: 'a\r\nb: c' }));
    expect(errorOf(await client.unlock(host.address, 'admin')).code).toBe('bad_payload');
  });

  it('a key is created and deleted with the token, and empty responses are accepted', async () => {
    const bodies: unknown[] = [];
    const host = await miner('127.79.5.5', async (request, response) => {
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
    const host = await miner('127.79.5.6', always(422, 'Wrong apikey format'));
    expect(errorOf(await client.createApiKey(host.address, 'tok', 'x', 'PowerHive')).code).toBe('wrong_key_format');
  });

  it("a failure carries the miner's own words", async () => {
    const host = await miner('127.79.5.7', (_request, response) =>
      sendJson(response, 500, { err: 'Could not parse file' }),
    );
    const error = errorOf(await client.readPresets(host.address, { apiKey: KEY }));
    expect(error).toMatchObject({ code: 'http_error', retryable: true, httpStatus: 500 });
    expect(error.message).toContain('Could not parse file');
  });
});
