import type { IncomingMessage, RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { MinerCommand } from '../../../src-main/drivers/commands.ts';
import type { DriverSession, MinerTarget } from '../../../src-main/drivers/driver.ts';
import { vnish } from '../../../src-main/drivers/vnish/driver.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import { limitMs } from '../../fixtures/patience.ts';
import { fixtureText } from '../../unit/drivers/fixture.ts';
import { MAC } from './firmware-client-session.ts';
import { bodyOf, type OddHost, startHttpHost } from './odd-host.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const POOL_PASS = 'a-pool-password';

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

interface Acting {
  readonly session: DriverSession;
  readonly miner: MinerTarget;
  readonly host: OddHost;
  /** The writes that arrived, in order. */
  readonly writes: { readonly path: string; readonly body: string; readonly key: unknown }[];
}

/**
 * A raw HTTP host with a recorded identity that responds to everything else as the test defines.
 */
async function acting(
  host: string,
  answer: RequestListener,
  { identity = fixtureText('1.2.6', 'info'), timeoutMs = limitMs() } = {},
): Promise<Acting> {
  const writes: Acting['writes'] = [];
  const started = await startHttpHost(
    host,
    async (request: IncomingMessage, response) => {
      if (request.method === 'POST') {
        const path = (request.url ?? '').replace('/api/v1', '');
        writes.push({ path, body: await bodyOf(request), key: request.headers['x-api-key'] });
      }
      answer(request, response);
    },
    identity,
  );
  const session = vnish.open({ timeoutMs, clock: systemClock });
  endings.push(() => started.close());
  endings.push(() => session.close());
  return { session, host: started, writes, miner: { ...started.address, mac: MAC, apiKey: KEY, kind: 'vnish' } };
}

const info13 = fixtureText('1.2.6', 'info').replace('"1.2.6"', '"1.3.3"');
const says =
  (status: number, body = ''): RequestListener =>
  (_request, response) => {
    response.writeHead(status);
    response.end(body);
  };
const RESTART: MinerCommand = { kind: 'restart' };

describe('a command', () => {
  it('is sent once, with the key, and an empty 200 is accepted', async () => {
    const { session, miner, writes } = await acting('127.79.41.1', says(200));
    expect(await session.actions.send?.(miner, RESTART)).toEqual({
      sent: 'accepted',
      restart_required: null,
      reboot_required: null,
    });
    expect(writes).toEqual([{ path: '/mining/restart', body: '', key: KEY }]);
  });

  it('reads back what a settings write still needs', async () => {
    const { session, miner, writes } = await acting(
      '127.79.41.2',
      says(200, '{"restart_required":true,"reboot_required":false}'),
    );
    const answer = await session.actions.send?.(miner, { kind: 'preset', preset: '2500', switcher: null });
    expect(answer).toEqual({ sent: 'accepted', restart_required: true, reboot_required: false });
    expect(writes.map(({ path, body }) => [path, body])).toEqual([
      ['/settings', '{"miner":{"overclock":{"preset":"2500"}}}'],
    ]);
  });

  it('is refused with the text of the firmware', async () => {
    const err = 'CGMiner err: Cgminer error failed-to-activate-pause-mode ';
    const { session, miner, writes } = await acting('127.79.41.3', says(500, JSON.stringify({ err })));
    const answer = await session.actions.send?.(miner, { kind: 'pause' });
    expect(answer).toMatchObject({ sent: 'refused', message: expect.stringMatching(/failed-to-activate-pause-mode/) });
    expect(writes).toHaveLength(1);
  });

  it.each<[string, RequestListener]>([
    ['the connection is reset', (request) => request.socket.resetAndDestroy()],
    [
      'the answer ends halfway',
      (request, response) => {
        response.writeHead(200, { 'content-length': '45' });
        response.write('{"restart_', () => request.socket.resetAndDestroy());
      },
    ],
    ['it answers with another place', (_request, response) => response.writeHead(302, { location: '/' }).end()],
    ['it answers with a page', says(200, '<!doctype html><title>Firmware</title>')],
  ])('is unknown, and not sent again, when %s', async (_when, answer) => {
    const { session, miner, writes } = await acting('127.79.41.4', answer);
    expect(await session.actions.send?.(miner, RESTART)).toMatchObject({ sent: 'unknown' });
    expect(writes).toHaveLength(1);
  });

  it('is unknown when no answer comes in time', async () => {
    const { session, miner, writes } = await acting('127.79.41.5', () => undefined, { timeoutMs: 1000 });
    expect(await session.actions.send?.(miner, RESTART)).toMatchObject({ sent: 'unknown' });
    expect(writes).toHaveLength(1);
  });

  it('is not sent where nothing listens, where another miner is, or after a cancel', async () => {
    const { session, miner, host, writes } = await acting('127.79.41.6', says(200));
    const other = { ...miner, mac: '02:00:00:00:00:99' };
    expect(await session.actions.send?.(other, RESTART)).toMatchObject({ sent: 'not_sent' });
    const signal = AbortSignal.abort();
    expect(await session.actions.send?.(miner, RESTART, { signal })).toMatchObject({ sent: 'not_sent' });
    await host.close();
    expect(await session.actions.send?.(miner, RESTART)).toMatchObject({ sent: 'not_sent' });
    expect(writes).toEqual([]);
  });

  it('never leaves once it is cancelled, and is not cut off where it has left', async () => {
    const { session, miner } = await acting('127.79.41.60', says(200));
    const identity = fixtureText('1.2.6', 'info');
    const slow = await startHttpHost('127.79.41.61', (_request, response) => {
      setTimeout(() => response.end(identity), 300);
    });
    endings.push(() => slow.close());
    const cancelled = new AbortController();
    const sending = session.actions.send?.({ ...miner, ...slow.address }, RESTART, { signal: cancelled.signal });
    setTimeout(() => cancelled.abort(), 100);
    expect(await sending).toMatchObject({ sent: 'not_sent' });
    await sleep(600);
    expect(slow.requests.map(({ method }) => method)).toEqual(['GET']);

    const late = new AbortController();
    const begun = await acting('127.79.41.62', (_request, response) => {
      late.abort();
      setTimeout(() => response.end(), 200);
    });
    const answer = begun.session.actions.send?.(begun.miner, RESTART, { signal: late.signal });
    expect(await answer).toMatchObject({ sent: 'accepted' });
    expect(begun.writes).toHaveLength(1);
  });

  it('says nothing of keys and pool passwords', async () => {
    const { session, miner } = await acting('127.79.41.7', (request) => request.socket.resetAndDestroy());
    const pools = [{ url: 'pool.example:3333', user: 'farm.1', pass: POOL_PASS }];
    const answer = JSON.stringify(await session.actions.send?.(miner, { kind: 'pools', pools }));
    expect(answer).not.toMatch(new RegExp(`${KEY}|${POOL_PASS}`));
  });
});

describe('the light', () => {
  const lacks =
    (path: string): RequestListener =>
    (request, response) =>
      says(request.url === `/api/v1${path}` ? 404 : 200)(request, response);

  it.each<[string, string, RequestListener, string[]]>([
    ['1.2 toggles', fixtureText('1.2.6', 'info'), says(200, '{"on":true}'), ['/find-miner {"on":true}']],
    ['1.3 sets it', info13, says(200, '{"is_enabled":true}'), ['/locate-miner {"is_enabled":true}']],
    [
      'a 1.3 without it',
      info13,
      lacks('/locate-miner'),
      ['/locate-miner {"is_enabled":true}', '/find-miner {"on":true}'],
    ],
    [
      'a 1.2 that has it',
      fixtureText('1.2.6', 'info'),
      lacks('/find-miner'),
      ['/find-miner {"on":true}', '/locate-miner {"is_enabled":true}'],
    ],
  ])('%s', async (_which, identity, answer, expected) => {
    const { session, miner, writes } = await acting('127.79.41.8', answer, { identity });
    const reading = await session.actions.read?.(miner, []);
    const firmware_version = reading?.ok ? reading.value.firmware_version : null;
    expect(await session.actions.send?.(miner, { kind: 'locate', on: true, firmware_version })).toMatchObject({
      sent: 'accepted',
    });
    expect(writes.map(({ path, body }) => `${path} ${body}`)).toEqual(expected);
  });

  it('is not tried the other way when the first may have been done', async () => {
    const { session, miner, writes } = await acting('127.79.41.9', (request) => request.socket.resetAndDestroy());
    const command = { kind: 'locate', on: true, firmware_version: '1.2.6' } as const;
    expect(await session.actions.send?.(miner, command)).toMatchObject({ sent: 'unknown' });
    expect(writes).toHaveLength(1);
  });
});

describe('a reading for an action', () => {
  const recorded: Record<string, string> = {
    '/api/v1/status': fixtureText('1.2.6', 'status'),
    '/api/v1/summary': fixtureText('1.2.6', 'summary'),
  };
  const corrupt = 'Could not parse file /config/cgminer.conf duplicate field `fan-fixed-duty` at line 42 column 20';
  const answer: RequestListener = (request, response) => {
    const body = recorded[request.url ?? ''];
    if (body !== undefined) return says(200, body)(request, response);
    if (request.url === '/api/v1/settings') return says(500, JSON.stringify({ err: corrupt }))(request, response);
    return says(404)(request, response);
  };

  it('asks for its parts alone, and what a build does not serve is null', async () => {
    const { session, miner, host } = await acting('127.79.41.10', answer);
    const reading = await session.actions.read?.(miner, ['state', 'perf', 'settings']);
    expect(reading).toMatchObject({
      ok: true,
      value: {
        firmware_version: '1.2.6',
        state: { state: 'mining' },
        perf: null,
        settings: null,
        presets: null,
        running: null,
        config_corrupt: true,
      },
    });
    expect(host.requests.map(({ url }) => url)).toEqual(['/api/v1/status', '/api/v1/perf-summary', '/api/v1/settings']);
  });

  it('marks the pool of the fee', async () => {
    const { session, miner } = await acting('127.79.41.11', answer);
    const reading = await session.actions.read?.(miner, ['running']);
    expect(reading?.ok && reading.value.running?.pools.map(({ is_fee }) => is_fee)).toEqual([false, false, true]);
  });

  it('fails as a whole where a part cannot be read', async () => {
    const { session, miner } = await acting('127.79.41.12', says(500));
    expect(await session.actions.read?.(miner, ['state'])).toMatchObject({ ok: false, error: { httpStatus: 500 } });
  });
});

describe('a backup', () => {
  it('is kept byte for byte', async () => {
    const archive = Buffer.from([0x1f, 0x8b, 8, 0, 0xff, 0xfe, 0, 1]);
    const { session, miner, writes } = await acting('127.79.41.13', (_request, response) => response.end(archive));
    expect(await session.actions.backup?.(miner)).toEqual({ ok: true, value: Uint8Array.from(archive) });
    expect(writes).toEqual([{ path: '/settings/backup', body: '', key: KEY }]);
  });

  it('is nothing that is empty, a page, or far too large', async () => {
    for (const body of ['', '<html></html>', 'x'.repeat(70_000)]) {
      const { session, miner } = await acting('127.79.41.14', says(200, body));
      expect(await session.actions.backup?.(miner)).toMatchObject({ ok: false, error: { code: 'bad_payload' } });
    }
  });
});
