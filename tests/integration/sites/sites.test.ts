import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTunnel, type Socket, type Server as Tunnel } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../../../src-main/serve/server.ts';
import type { LiveEvent, RemoteSite } from '../../../src-shared/model/index.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';
import { detailOf, type Farm, manageAll, startFarm } from '../../fixtures/farm/farm.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { eventually, until } from '../../fixtures/patience.ts';

const net = await claimNet();
const MINERS = 3;

let site: Farm;
let head: Farm;
let server: RunningServer;
let tunnel: { readonly url: string; close(): void };
const folder = mkdtempSync(join(tmpdir(), 'powerhive-sites-'));
const tokenFile = join(folder, 'token');

const startSite = async (port: number): Promise<void> => {
  server = await startServer({
    program: site.app,
    host: '127.0.0.1',
    port,
    tokenFile,
    screensDir: null,
    version: 'test',
    log: pino({ level: 'silent' }),
  });
};

beforeAll(async () => {
  site = await startFarm({ listen: `${net}.1.1-${net}.1.${MINERS}:8988` });
  head = await startFarm({ listen: `${net}.2.1:8988` });
  site.app.start();
  head.app.start();
  await until('the miner of this farm', () => head.app.operations.miners.list().length === 1);
  await until('the miners of the site', () => {
    const miners = site.app.operations.miners.list();
    // A model is known a moment after its first miner.
    const models = site.app.operations.models.list().filter(({ presets }) => presets.length > 0);
    const known = models.map(({ alias }) => alias);
    return (
      miners.length === MINERS &&
      miners.every(({ has_api_key, model_alias }) => has_api_key && model_alias !== null && known.includes(model_alias))
    );
  });
  await manageAll(site.app);
  await until('its readings', () =>
    site.app.operations.miners.list().every(({ latest_status }) => latest_status !== null),
  );
  await startSite(0);
  tunnel = await openTunnel(() => server.port);
});

afterAll(async () => {
  tunnel?.close();
  await server?.stop(1000);
  await Promise.all([site.close(), head.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const sites = () => head.app.operations.sites;
const tokenOf = async (name: string, scope: 'read' | 'operate'): Promise<string> => {
  const made = await site.app.operations.tokens.create({ name, scope }, BY_TESTER);
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value.secret;
};
async function added(name: string, url: string, token: string): Promise<string> {
  const answer = await sites().add({ name, url, token }, BY_TESTER);
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.value.id;
}
const stateOf = (id: string): RemoteSite['state'] => {
  const found = sites()
    .list()
    .find((one) => one.id === id);
  if (found === undefined) throw new Error(`no site ${id}`);
  return found.state;
};
const inPhase = (id: string, phase: RemoteSite['state']['phase']): Promise<void> =>
  until(`the site to be ${phase}`, () => stateOf(id).phase === phase);

it('shows the figures of another site through a tunnel, and acts there under its own token', async () => {
  const id = await added('North', tunnel.url, await tokenOf('head', 'operate'));
  await inPhase(id, 'live');
  await eventually(() =>
    expect(stateOf(id).summary).toMatchObject({ miners: MINERS, online: MINERS, hashing: MINERS, offline: 0 }),
  );
  const { hashrates = [] } = stateOf(id).summary ?? {};
  expect(hashrates.reduce((sum, { hashrate_hs }) => sum + hashrate_hs, 0)).toBeGreaterThan(0);

  const ask = (path: string, input?: unknown) => sites().call({ id, path, input });
  const listed = await ask('miners.list', {});
  const ids = site.app.operations.miners.list().map((miner) => miner.id);
  const rows = listed.ok ? (JSON.parse(listed.value ?? 'null') as { id: string }[]) : [];
  expect(rows.map((miner) => miner.id)).toEqual(ids);
  const [first = ''] = ids;
  expect(await ask('miners.update', { params: { id: first }, body: { nickname: 'R1-S01' } })).toMatchObject({
    ok: true,
  });
  expect(detailOf(site.app, first)?.nickname).toBe('R1-S01');
  const [entry] = await site.app.operations.app.activity({ limit: 1, kind: 'operator_change' });
  expect(entry).toMatchObject({ actor: { via: 'rest', name: 'head' } });

  // The site refuses as for any client, and has its own settings.
  await expect(ask('miners.update', { params: { id: first }, body: { max_preset: 'x' } })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
  expect(await ask('settings.get')).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
  // A miner of this farm with the same MAC address, such as a clone, is another one.
  const [own] = head.app.operations.miners.list();
  expect(ids).toContain(own?.id);
  expect(own?.nickname).toBeNull();
});

it('lets a token that may only read change nothing', async () => {
  const id = await added('North, reading', tunnel.url, await tokenOf('reader', 'read'));
  await inPhase(id, 'live');
  const [first] = site.app.operations.miners.list();
  const change = sites().call({
    id,
    path: 'miners.update',
    input: { params: { id: first?.id }, body: { nickname: 'other' } },
  });
  await expect(change).rejects.toMatchObject({ message: expect.stringContaining('may only read') });
  expect(detailOf(site.app, first?.id ?? '')).toMatchObject({ nickname: first?.nickname });
});

it('follows the live stream of a site', async () => {
  const id = await added('North, live', tunnel.url, await tokenOf('live', 'read'));
  const end = new AbortController();
  const seen: LiveEvent[] = [];
  for await (const text of sites().events(id, end.signal) ?? []) {
    const event = JSON.parse(text) as LiveEvent;
    seen.push(event);
    if (event.type === 'miners') break;
  }
  end.abort();
  expect(seen[0]).toMatchObject({ type: 'snapshot', first: true });
  expect(seen.flatMap((event) => (event.type === 'snapshot' ? event.miners : []))).toHaveLength(MINERS);
});

it('sees a site no more from the moment its token is deleted there, also over a stream that is open', async () => {
  const made = await site.app.operations.tokens.create({ name: 'leaving', scope: 'read' }, BY_TESTER);
  if (!made.ok) throw new Error(made.refusal.message);
  const id = await added('North, leaving', tunnel.url, made.value.secret);
  await inPhase(id, 'live');
  const events = sites().events(id, new AbortController().signal)?.[Symbol.asyncIterator]();
  expect((await events?.next())?.done).toBe(false);
  await site.app.operations.tokens.remove({ id: made.value.id }, BY_TESTER);
  let isOpen = true;
  const end = async (): Promise<void> => {
    while (isOpen) isOpen = (await events?.next())?.done === false;
  };
  void end().catch(() => (isOpen = false));
  await until('the stream to end', () => !isOpen);
  await inPhase(id, 'refused');
  expect(stateOf(id)).toMatchObject({ error: expect.stringContaining('make a new one'), summary: { miners: MINERS } });
  await expect(sites().call({ id, path: 'miners.list', input: {} })).rejects.toMatchObject({
    code: 'BAD_GATEWAY',
    message:
      'North, leaving: It does not accept the token: make a new one at the site, or check that the tunnel leads there.',
  });
});

it('says from when a lost site is, keeps its figures, and sees it again', async () => {
  const id = await added('North, lost', tunnel.url, await tokenOf('lost', 'read'));
  await inPhase(id, 'live');
  const { port } = server;
  await server.stop(1000);
  await inPhase(id, 'lost');
  const lost = stateOf(id);
  expect(lost).toMatchObject({
    heard_at: expect.any(Number),
    summary: { miners: MINERS, offline: 0 },
    error: expect.any(String),
  });
  await expect(sites().call({ id, path: 'miners.list', input: {} })).rejects.toMatchObject({ code: 'BAD_GATEWAY' });
  await startSite(port);
  await inPhase(id, 'live');
  expect(stateOf(id).heard_at).toBeGreaterThan(lost.heard_at ?? 0);
});

it('keeps its sites over a restart, with their tokens unreadable in the database', async () => {
  const token = await tokenOf('kept', 'read');
  const id = await added('North, kept', tunnel.url, token);
  await head.restart();
  head.app.start();
  await inPhase(id, 'live');
  expect(readFileSync(join(head.folder, 'powerhive.db')).includes(token)).toBe(false);
  expect(JSON.stringify(sites().list())).not.toContain(token);
  // A token is never sent to another address than the one for which it was entered.
  const elsewhere = await sites().update({ params: { id }, body: { url: 'https://127.0.0.1:9' } }, BY_TESTER);
  expect(elsewhere).toMatchObject({
    ok: false,
    refusal: { code: 'CONFLICT', message: expect.stringContaining('enter it again') },
  });
  expect(await sites().update({ params: { id }, body: { enabled: false } }, BY_TESTER)).toMatchObject({
    ok: true,
    value: { state: { phase: 'off' } },
  });
  expect(await sites().remove({ id }, BY_TESTER)).toMatchObject({ ok: true });
  expect(await sites().remove({ id }, BY_TESTER)).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
});

it.each<[string, RequestListener, RemoteSite['state']['phase'], RegExp]>([
  ['is another program', (_, response) => response.end('<html>'), 'strange', /no PowerHive/],
  [
    'answers in another shape',
    (_, response) => json(response, 200, { miners: 'many' }),
    'strange',
    /does not understand/,
  ],
  ['answers byte by byte', (_, response) => byteByByte(response), 'lost', /does not respond in time/],
  ['cuts its answer off', (_, response) => cutOff(response), 'lost', /./],
  [
    'redirects',
    (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    'strange',
    /redirects/,
  ],
  [
    'refuses the token',
    (_, response) => json(response, 401, { code: 'UNAUTHORIZED', message: 'no', data: {} }),
    'refused',
    /make a new one/,
  ],
  [
    'is an older PowerHive',
    (_, response) => json(response, 404, { code: 'NOT_FOUND', message: 'no', data: {} }),
    'strange',
    /older/,
  ],
])('is not misled by a site that %s', async (name, listener, phase, words) => {
  const answering = createServer(listener);
  const url = await listening(answering);
  try {
    const id = await added(`Site that ${name}`, url, 'x'.repeat(20));
    await inPhase(id, phase);
    expect(stateOf(id)).toMatchObject({ heard_at: null, summary: null, error: expect.stringMatching(words) });
    await sites().remove({ id }, BY_TESTER);
  } finally {
    answering.close();
  }
});

const json = (response: Parameters<RequestListener>[1], status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

function byteByByte(response: Parameters<RequestListener>[1]): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 200);
  response.on('close', () => clearInterval(timer));
}

function cutOff(response: Parameters<RequestListener>[1]): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 5000 });
  response.write('{"version":"0.1.0",');
  setImmediate(() => response.destroy());
}

async function listening(listener: Server | Tunnel): Promise<string> {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
}

/** The near end of a tunnel, like that of `ssh -L`: the port here differs from the one there. */
async function openTunnel(portThere: () => number): Promise<typeof tunnel> {
  const open = new Set<Socket>();
  const near = createTunnel((here) => {
    const there = connect(portThere(), '127.0.0.1');
    for (const end of [here, there]) {
      open.add(end);
      end
        .on('error', () => end.destroy())
        .on('close', () => {
          open.delete(end);
          for (const other of [here, there]) other.destroy();
        });
    }
    here.pipe(there).pipe(here);
  });
  const url = await listening(near);
  return {
    url,
    close() {
      near.close();
      for (const end of open) end.destroy();
    },
  };
}
