import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { errorsInWords, fieldErrors } from '../../../src-main/api/input-fields.ts';
import { DirectSitesGateway } from '../../../src-main/sites/direct-sites-gateway.ts';
import type { SitesGateway } from '../../../src-main/sites/forwarded-calls.ts';
import { configuredId, Sites } from '../../../src-main/sites/sites.ts';
import type { StoredRemoteSite } from '../../../src-main/store/store.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const gatewayHere = (): SitesGateway => {
  const gateway = new DirectSitesGateway();
  return {
    send: (request, signal) => gateway.send(request, signal),
    nextEvent: (request, signal) => gateway.nextEvent(request, signal),
    leave: (stream) => gateway.leave(stream),
  };
};

const noSites = (send?: SitesGateway['send'], stored: readonly StoredRemoteSite[] = []): Sites =>
  new Sites({
    store: { remoteSites: async () => [...stored], putRemoteSite: async () => undefined },
    record: async () => undefined as never,
    secrets: { format: 'test', encrypt: String, open: String } as never,
    clock: new ManualClock(),
    gateway: { ...gatewayHere(), ...(send !== undefined && { send }) },
    onError: (error) => {
      throw error;
    },
    publish: () => undefined,
  });

it('gives a configured site one id, whatever comes before it in the list and whatever it is called', async () => {
  const north = { name: 'North', url: 'http://127.0.0.1:18081', token: null };
  const south = { name: 'South', url: 'https://south.example', token: null };
  const idsOf = async (...listed: (typeof north)[]) => {
    const sites = noSites();
    await sites.load(listed);
    return new Map(sites.list().map(({ url, id }) => [url, id]));
  };
  const before = await idsOf(north, south);
  const after = await idsOf({ ...south, url: 'https://south.example/' }, { ...north, name: 'Hall 1' });
  expect(before.size).toBe(2);
  expect(new Set(before.values()).size).toBe(2);
  expect(after.get(north.url)).toBe(before.get(north.url));
  expect(after.get('https://south.example/')).toBe(before.get(south.url));
});

it('gives up a call to a site that hangs when the program stops, and when it is stopped itself', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  let requests = 0;
  const hanging = createServer(() => {
    requests += 1;
    if (requests === 3) resolve();
  });
  await new Promise<void>((listening) => hanging.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`;
  const sites = noSites();
  await sites.load([{ name: 'North', url, token: 'x'.repeat(20) }]);
  sites.start();
  try {
    const stopping = new AbortController();
    const calls = [
      sites.call(configuredId(url), 'miners.list', {}, stopping.signal),
      sites.call(configuredId(url), 'miners.list', {}),
    ].map((call) => expect(call).rejects.toMatchObject({ code: 'BAD_GATEWAY' }));
    // Its summary is requested too, and hangs as well.
    await asked;
    stopping.abort();
    await calls[0];
    await sites.stop();
    await calls[1];
  } finally {
    hanging.closeAllConnections();
    hanging.close();
  }
});

it('says of a call that it was ended by a change or removal of the site here, and ends its stream in silence', async () => {
  const hanging = createServer((request, response) => {
    if (request.url === '/api/events') response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': \n\n');
  });
  await new Promise<void>((listening) => hanging.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}`;
  const stored = { id: '1', name: 'North', url, token_sealed: 'x'.repeat(20), enabled: true, created_at: 0 };
  const sites = noSites(undefined, [stored]);
  await sites.load([]);
  sites.start();
  const open = () => {
    const next = sites.events('1', new AbortController().signal)?.[Symbol.asyncIterator]().next();
    return [next, sites.call('1', 'miners.list', {}), sites.call('1', 'jobs.start', {})] as const;
  };
  try {
    for (const leave of [() => sites.update('1', { name: 'Hall' }, TESTER), () => sites.remove('1', TESTER)]) {
      const [next, read, change] = open();
      const name = sites.list()[0]?.name;
      const left = `${name}: It was changed or removed here before the answer came.`;
      const refused = [
        expect(read).rejects.toMatchObject({ code: 'BAD_GATEWAY', message: left }),
        expect(change).rejects.toMatchObject({
          code: 'BAD_GATEWAY',
          message: `${left} Check whether it went through before you retry.`,
        }),
      ];
      expect(await leave()).toMatchObject({ ok: true });
      await Promise.all(refused);
      expect(await next).toEqual({ done: true, value: undefined });
    }
  } finally {
    await sites.stop();
    hanging.closeAllConnections();
    hanging.close();
  }
});

it('says whose fault it is that a site was not asked: its own, or that of the thread here', async () => {
  const north = { name: 'North', url: 'http://127.0.0.1:1', token: 'x'.repeat(20) };
  const id = configuredId(north.url);
  let isDead = false;
  const sites = noSites(() => {
    if (isDead) return Promise.reject(new Error('The thread that asks other sites ended and is started again.'));
    return Promise.withResolvers<never>().promise;
  });
  await sites.load([north]);
  sites.start();
  const late = AbortSignal.abort(new DOMException('', 'TimeoutError'));
  await expect(sites.call(id, 'miners.list', {}, late)).rejects.toMatchObject({
    code: 'BAD_GATEWAY',
    message: 'North: It does not respond in time.',
  });
  await expect(sites.call(id, 'jobs.start', {}, late)).rejects.toThrow('Check whether it went through');
  isDead = true;
  await expect(sites.call(id, 'jobs.start', {})).rejects.toThrow('Check whether it went through');
  await expect(sites.call(id, 'miners.list', {})).rejects.toMatchObject({
    code: 'BAD_GATEWAY',
    message: 'North could not be asked. The thread that asks other sites ended and is started again.',
  });
  await sites.stop();
});

it('takes what a site responded apart nowhere but in the thread that asked it', async () => {
  const north = { name: 'North', url: 'http://127.0.0.1:1', token: 'x'.repeat(20) };
  const text = '[{"id":';
  const sites = noSites(async ({ path }) =>
    path === 'miners.list'
      ? { ok: true, text }
      : { ok: false, failure: { code: 'CONFLICT', status: 409, message: 'It is there already.', data: { id: 1 } } },
  );
  await sites.load([north]);
  sites.start();
  const id = configuredId(north.url);
  expect(await sites.call(id, 'miners.list', {})).toEqual({ text });
  await expect(sites.call(id, 'jobs.start', {})).rejects.toMatchObject({
    code: 'CONFLICT',
    status: 409,
    data: { id: 1 },
  });
  expect(await sites.call(id, 'settings.get', {})).toBeNull();
  await sites.stop();
});

it('distinguishes a configured site from a stored one of the same name', async () => {
  const stored = {
    id: '1',
    name: 'North',
    url: 'http://127.0.0.1:2',
    token_sealed: 'x'.repeat(20),
    enabled: false,
    created_at: 0,
  };
  const sites = noSites(undefined, [stored]);
  await sites.load([{ name: 'North', url: 'http://127.0.0.1:1', token: null }]);
  expect(sites.list().map(({ name }) => name)).toEqual(['North', 'North (config.json)']);
});

describe('a site of an older version', () => {
  const asked: (string | undefined)[] = [];
  /** Knows neither `resolved_after` nor the field that a test asks for, and refuses them as PowerHive does. */
  const Query = z.strictObject({
    state: z.string().optional(),
    q: z.string().regex(/^tag:/, 'Unknown field.').optional(),
    limit: z.coerce.number().optional(),
  });
  const older = createServer((request, response) => {
    asked.push(request.url);
    const query = Query.safeParse(Object.fromEntries(new URL(request.url ?? '', 'http://site').searchParams));
    const fields = query.success ? [] : fieldErrors(query.error.issues);
    const body = query.success ? [] : { code: 'BAD_REQUEST', message: errorsInWords(fields), data: { fields } };
    response.writeHead(query.success ? 200 : 400, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const send = (input: object) => {
    const { port } = older.address() as AddressInfo;
    const site = { url: `http://127.0.0.1:${port}`, token: 'x'.repeat(20), name: 'North' };
    return new DirectSitesGateway().send({ ...site, path: 'incidents.list', input }, AbortSignal.timeout(10_000));
  };

  beforeAll(() => new Promise<void>((listening) => older.listen(0, '127.0.0.1', listening)));
  afterAll(() => void older.close());
  beforeEach(() => asked.splice(0));

  it('answers without an input that only shortens its answer', async () => {
    const sent = await send({ state: 'resolved', limit: 1000, resolved_after: 7 });
    expect(sent).toEqual({ ok: true, text: '[]' });
    expect(asked).toEqual([
      '/api/incidents?state=resolved&limit=1000&resolved_after=7',
      '/api/incidents?state=resolved&limit=1000',
    ]);
  });

  it('is not asked for something else than what was meant', async () => {
    const refused = { ok: false, failure: { status: 400, message: expect.stringContaining('Unknown field.') } };
    expect(await send({ q: 'maintenance:yes', limit: 1 })).toMatchObject(refused);
    expect(await send({ q: 'maintenance:yes', resolved_after: 7 })).toMatchObject(refused);
    expect(asked).toHaveLength(2);
  });
});
