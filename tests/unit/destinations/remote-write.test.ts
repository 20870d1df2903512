import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDestination, OutgoingTask } from '../../../src-main/destinations/outgoing-task.ts';
import { nextBatch } from '../../../src-main/destinations/remote-write/batches.ts';
import { RemoteWrite } from '../../../src-main/destinations/remote-write/remote-write.ts';
import { RemoteWriteClient } from '../../../src-main/destinations/remote-write/send.ts';
import { minerSeries } from '../../../src-main/destinations/remote-write/series.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import type { OutgoingHistory, OutgoingMiner } from '../../../src-main/store/outgoing-history.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { until } from '../../fixtures/patience.ts';
import { someFigures } from '../store/farm-fixture.ts';

const SECRET = 'very-secret-token';
let server: Server;
let sockets: Set<Socket>;
let respond: (request: IncomingMessage, response: ServerResponse, bytes: number) => void;
let destination: OpenDestination;

beforeEach(async () => {
  sockets = new Set();
  respond = (_request, response) => void response.writeHead(204).end();
  server = createServer(async (request, response) => {
    let bytes = 0;
    for await (const chunk of request) bytes += (chunk as Buffer).length;
    respond(request, response, bytes);
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  destination = {
    id: 'vm',
    kind: 'remote_write',
    url: `http://127.0.0.1:${port}/api/v1/write`,
    user: null,
    secret: SECRET,
    sample_seconds: 60,
    since_at: null,
    max_kbytes_per_s: 1_000_000,
    created_at: 0,
  };
});
afterEach(async () => {
  server.closeAllConnections();
  if (server.listening) await new Promise((closed) => server.close(closed));
});

const body = new Uint8Array([0]);

describe('a server', () => {
  it('that closes idle connections by habit has not been killed, one that is gone has', async () => {
    const client = new RemoteWriteClient(systemClock);
    await client.wasCut(destination);
    // One that is there again may have been restarted in between: so it is taken, three times.
    for (const mayBeRestarted of [true, true, true, false, false]) {
      expect(await client.send(destination, body)).toMatchObject({ kind: 'taken' });
      for (const socket of sockets) socket.end();
      await until('the connection to be closed', () => sockets.size === 0);
      if (mayBeRestarted) await until('the restart to be noticed', () => client.wasCut(destination));
      else expect(await client.wasCut(destination)).toBe(false);
    }
    expect(await client.send(destination, body)).toMatchObject({ kind: 'taken' });
    server.close();
    for (const socket of sockets) socket.destroy();
    await until('the kill to be noticed', () => client.wasCut(destination));
    expect(await client.wasCut(destination)).toBe(false);
    await client.close();
  });

  it('that was killed before a destination was added says nothing about what that one sent', async () => {
    const client = new RemoteWriteClient(systemClock);
    await client.wasCut(destination);
    await client.send(destination, body);
    server.close();
    for (const socket of sockets) socket.destroy();
    await until('the kill to be noticed', () => client.wasCut(destination));
    expect(await client.wasCut({ ...destination, id: 'another' })).toBe(false);
    // Nor for a destination that used another server before.
    const elsewhere = { ...destination, id: 'moved', url: 'http://127.0.0.1:9/write' };
    expect(await client.wasCut(elsewhere)).toBe(false);
    expect(await client.wasCut({ ...elsewhere, url: destination.url })).toBe(false);
    await client.close();
  });

  it('that repeats what it was sent gets no secret into the message', async () => {
    respond = ({ headers }, response) => void response.writeHead(400).end(`no: ${JSON.stringify(headers)}`);
    const client = new RemoteWriteClient(systemClock);
    const bearer = await client.send(destination, body);
    const basic = await client.send({ ...destination, user: 'farm' }, body);
    expect(bearer).toMatchObject({ kind: 'refused', message: expect.stringContaining('Bearer …') });
    expect(basic).toMatchObject({ kind: 'refused', message: expect.stringContaining('Basic …') });
    await client.close();
  });

  it('that answers byte by byte is given up, as one that does not answer', async () => {
    const client = new RemoteWriteClient(systemClock, 300);
    for (const head of ['HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n', 'HTTP/1.1 200 OK\r\nX-More: ']) {
      respond = (_request, response) => {
        response.socket?.write(head);
        const timer = setInterval(() => response.socket?.write('x'), 20);
        response.socket?.on('close', () => clearInterval(timer));
      };
      const sent = client.send(destination, body);
      expect(await sent).toEqual({ kind: 'failed', message: 'no response in time', retryAfterMs: null, isCut: true });
    }
    await client.close();
  });

  it('is tested with its clock, which may be off by minutes', async () => {
    const remoteWrite = new RemoteWrite(() => history, { ...systemClock, nowMs: () => NOW_MS });
    const tested = (aheadMs: number) => {
      const date = new Date(NOW_MS + aheadMs).toUTCString();
      respond = (_request, response, bytes) => void response.writeHead(bytes < 5 ? 204 : 400, { date }).end();
      return remoteWrite.test(destination, new AbortController().signal);
    };
    expect(await tested(2 * 60_000)).toMatchObject({ ok: true, message: 'It takes remote write.' });
    for (const aheadMs of [-24 * HOUR_MS, 24 * HOUR_MS])
      expect(await tested(aheadMs)).toMatchObject({
        ok: false,
        message: 'its clock and that of this computer differ by 24 hours: set the wrong one right',
      });
    expect(await tested(-10 * 60_000)).toMatchObject({ ok: false, message: expect.stringContaining('10 minutes') });
    await remoteWrite.close();
  });

  it('that takes whatever is sent, as VictoriaMetrics does at /write, is not said to take remote write', async () => {
    const remoteWrite = new RemoteWrite(() => history, systemClock);
    expect(await remoteWrite.test(destination, new AbortController().signal)).toMatchObject({
      ok: false,
      message: 'it takes anything at this URL, and not remote write: check the path, such as /api/v1/write',
    });
    await remoteWrite.close();
  });

  it('that refuses an empty request too refuses no batch: what is wrong is the URL, and nothing is skipped', async () => {
    respond = (_request, response) => void response.writeHead(400).end('unsupported path');
    const remoteWrite = new RemoteWrite(() => history, systemClock);
    const step = () => remoteWrite.step(task(), new AbortController().signal);
    const message =
      'it refuses every request, also an empty one. Check the path of the URL. HTTP 400: unsupported path';
    expect(await step()).toMatchObject({ sent: 0, refused: 0, position: { at: 0 }, failure: { message } });
    respond = (_request, response, bytes) => void response.writeHead(bytes < 5 ? 204 : 400).end('too old');
    const { sent, refused, ...rest } = await step();
    expect({ sent, ...rest }).toMatchObject({ sent: 0, refusal: 'HTTP 400: too old', failure: null, isDone: true });
    expect(refused).toBeGreaterThan(0);
    await remoteWrite.close();
  });

  it('without TLS behind an https URL is said to have none', async () => {
    const client = new RemoteWriteClient(systemClock);
    const url = destination.url.replace('http:', 'https:');
    expect(await client.send({ ...destination, url }, body)).toMatchObject({
      kind: 'failed',
      message: 'it does not speak TLS there: enter http if it is near, or the port that takes https',
    });
    await client.close();
  });

  it('gets no token that a header cannot hold', async () => {
    const client = new RemoteWriteClient(systemClock);
    for (const secret of ['two words', 'a line\n', 'ключ'])
      expect(await client.send({ ...destination, secret }, body)).toMatchObject({
        kind: 'failed',
        message: expect.stringMatching(/^a bearer token is one word/),
      });
    expect(await client.send({ ...destination, user: 'me', secret: 'two слова\n' }, body)).toMatchObject({
      kind: 'taken',
    });
    await client.close();
  });

  it('gets no more in a second than its limit', async () => {
    let bytes = 0;
    respond = (_request, response, length) => {
      bytes += length;
      response.writeHead(204).end();
    };
    const remoteWrite = new RemoteWrite(() => history, systemClock);
    const limited = { ...task(), destination: { ...destination, max_kbytes_per_s: 1 } };
    const startedMs = performance.now();
    for (let i = 0; i < 4; i++) await remoteWrite.step(limited, new AbortController().signal);
    // The first request is not held back.
    const [first, rest] = [bytes / 4, (bytes * 3) / 4];
    expect(first).toBeGreaterThan(300);
    expect(performance.now() - startedMs).toBeGreaterThan(rest - 10);
    await remoteWrite.close();
  });

  it.each([
    [308, 'it redirects, which is refused. Enter the final URL.'],
    [401, 'it refuses the user or the secret: why'],
    [403, 'the user or token may not write there: why'],
    [404, 'nothing takes remote write at this URL: why'],
    [405, 'nothing takes remote write at this URL: why'],
    [407, 'a proxy requires a login: why'],
    [408, 'the request did not arrive in time: why'],
    [425, 'it takes no early requests: why'],
    [429, 'it takes no more for now: why'],
    [500, 'why'],
    [503, 'why'],
  ])('that answers %i gets the same again, nothing is skipped, and the reason is said', async (status, reason) => {
    const text = status === 308 ? '' : 'why';
    respond = (_request, response) => void response.writeHead(status, { 'retry-after': '7' }).end(text);
    const client = new RemoteWriteClient(systemClock);
    expect(await client.send(destination, body)).toEqual({
      kind: 'failed',
      message: `HTTP ${status}: ${reason}`,
      retryAfterMs: 7000,
      isCut: false,
    });
    await client.close();
  });

  it.each([400, 402, 406, 409, 410, 415, 422, 431, 451])('that answers %i has refused that batch', async (status) => {
    respond = (_request, response) => void response.writeHead(status).end('why');
    const client = new RemoteWriteClient(systemClock);
    expect(await client.send(destination, body)).toEqual({
      kind: 'refused',
      message: `HTTP ${status}: why`,
      isTooLarge: false,
    });
    await client.close();
  });
});

const NOW_MS = 1_767_225_600_000;

const MINERS: readonly OutgoingMiner[] = [1, 2, 3, 4].map((miner_key) => ({
  miner_key,
  mac: `02:00:00:00:00:0${miner_key}`,
  site: 'north',
  model: 's19jpro',
  name: '10.0.0.1',
  ip: null,
  offline_since_at: null,
}));
const reading = (state: string, recorded_at = 0) => ({
  ...someFigures(),
  id: 1,
  recorded_at,
  state,
  chains: [],
});
const history = {
  together: (work: () => unknown) => work(),
  firstAt: () => ({ readings: 0, slots: null }),
  miners: (after: number) => MINERS.filter(({ miner_key }) => miner_key > after),
  statuses: () => [reading('mining')],
  chipTemps: () => [],
  site: () => ({ id: 'north', name: null }),
  siteSums: () => [],
  fills: () => [],
  offlineSpans: () => [],
} as unknown as OutgoingHistory;
const task = (): OutgoingTask => ({
  destination,
  position: { at: 0, to: null, after_key: 0, fill_id: 0 },
  upToAt: 60_000,
  watchingSinceAt: null,
  statusMs: 15_000,
});

it('sends a request in parts where the other side takes none that large', async () => {
  const taken: number[] = [];
  respond = (_request, response, bytes) => {
    if (bytes <= 400) taken.push(bytes);
    response.writeHead(bytes > 400 ? 413 : 204).end();
  };
  const remoteWrite = new RemoteWrite(() => history, systemClock);
  const result = await remoteWrite.step(task(), new AbortController().signal);
  expect(result).toMatchObject({ refused: 0, refusal: null, failure: null, isDone: true, position: { at: 60_000 } });
  expect(taken.length).toBeGreaterThan(1);
  await remoteWrite.close();
});

it('has a series for each known state, and one for all others', () => {
  const [miner] = MINERS as [OutgoingMiner];
  const statuses = ['mining', 'auto-tuning', 'x1', 'x2'].map((state, slot) => reading(state, slot * 60_000));
  const states = minerSeries(miner, statuses as never, [], 60_000).flatMap(({ labels }) =>
    labels.filter(({ name }) => name === 'state').map(({ value }) => value),
  );
  expect(states).toEqual(['mining', 'auto-tuning', 'other']);
});

it('has the mean of the chips of a board in the slots in which they were read, oldest first', () => {
  const [miner] = MINERS as [OutgoingMiner];
  const statuses = [0, 15_000, 30_000].map((at) => ({ ...reading('mining', at), chains: [{ chain_id: 1 }] }));
  const temps = [
    { recorded_at: 16_000, chain_id: 1, chip_temp_mean_c: 61 },
    { recorded_at: 29_000, chain_id: 1, chip_temp_mean_c: 62 },
    { recorded_at: 45_000, chain_id: 2, chip_temp_mean_c: 70 },
  ];
  const means = minerSeries(miner, statuses as never, temps, 15_000).filter(
    ({ labels }) => labels[0]?.value === 'powerhive_board_chip_temp_mean_celsius',
  );
  expect(means.map(({ labels, samples }) => [labels.find(({ name }) => name === 'board')?.value, samples])).toEqual([
    ['1', [{ value: 61.5, timestamp: 15_000 }]],
    ['2', [{ value: 70, timestamp: 45_000 }]],
  ]);
});

describe('a miner that was offline', () => {
  const [miner] = MINERS as [OutgoingMiner];
  /** The minutes of an hour with 1 and with 0; in those of `watched` another miner was read. */
  function online(
    options: { offline?: [number, number][]; read?: number[]; watched?: number[]; since?: number; now?: number } = {},
  ) {
    const { offline = [], read = [], watched = [], since, now = 60 } = options;
    const farm = {
      ...history,
      miners: (after: number) => (after < 1 ? [{ ...miner, offline_since_at: null }] : []),
      statuses: () => read.map((minute) => reading('mining', minute * MINUTE_MS)),
      offlineSpans: () => offline.map(([from, to]) => ({ from_at: from * MINUTE_MS, to_at: to * MINUTE_MS })),
      siteSums: () => [
        { algorithm: null, points: watched.map((m) => ({ at: m * MINUTE_MS, source: 'read', miners: 1 })) },
      ],
    } as unknown as OutgoingHistory;
    const watchingSinceAt = since === undefined ? null : since * MINUTE_MS;
    const batch = nextBatch(farm, { ...task(), upToAt: now * MINUTE_MS, watchingSinceAt }, task().position);
    const found = batch?.series.filter(({ labels }) => labels[0]?.value === 'powerhive_miner_online') ?? [];
    expect(found.length).toBeLessThanOrEqual(1);
    const samples = found.flatMap((one) => one.samples);
    expect(samples.map(({ timestamp }) => timestamp)).toEqual(
      samples.map(({ timestamp }) => timestamp).sort((a, b) => a - b),
    );
    const of = (wanted: number) =>
      samples.filter(({ value }) => value === wanted).map(({ timestamp }) => timestamp / MINUTE_MS);
    return { on: of(1), off: of(0) };
  }
  const minutes = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

  it('has zeros from when it was found gone until it was back, also where it is back meanwhile', () => {
    const read = [...minutes(0, 10), ...minutes(31, 60)];
    expect(online({ offline: [[12.5, 30.5]], read, since: 0 })).toEqual({ on: read, off: minutes(13, 30) });
    expect(online({ offline: [[12.5, 30.5]], read, watched: minutes(0, 61) })).toEqual({
      on: read,
      off: minutes(13, 30),
    });
  });

  it('has no point where nobody knows: PowerHive did not run, or read nobody', () => {
    expect(online({ offline: [[0, 60]] })).toEqual({ on: [], off: [] });
    expect(online({ read: [5], since: 0 })).toEqual({ on: [5], off: [] });
    expect(online({ offline: [[0, 60]], since: 40 }).off).toEqual(minutes(40, 60));
    // Monitoring ended in minute 19 and started again in minute 50.
    const watched = [...minutes(0, 20), ...minutes(50, 61)];
    expect(online({ offline: [[0, 60]], watched }).off).toEqual([...minutes(0, 19), ...minutes(50, 60)]);
  });

  it('has zeros also where the whole farm is dark for so long that nothing is kept of it', () => {
    const day = 24 * 60;
    const zeros = (kept: { readings: number | null; slots: number | null }, since: number) => {
      const farm = {
        ...history,
        firstAt: () => kept,
        miners: (after: number) => (after < 1 ? [{ ...miner, offline_since_at: 0 }] : []),
        statuses: () => [],
        slots: () => [],
      } as unknown as OutgoingHistory;
      const now = { ...task(), upToAt: day * MINUTE_MS, watchingSinceAt: since * MINUTE_MS };
      const at = (day - 5) * MINUTE_MS;
      const batch = nextBatch(farm, now, { ...task().position, at });
      const found = batch?.series.find(({ labels }) => labels[0]?.value === 'powerhive_miner_online');
      return found?.samples.map(({ timestamp, value }) => [timestamp / MINUTE_MS, value]) ?? [];
    };
    const all = minutes(day - 5, day).map((minute) => [minute, 0]);
    expect(zeros({ readings: null, slots: null }, 60)).toEqual(all);
    expect(zeros({ readings: null, slots: 0 }, 60)).toEqual(all);
    expect(zeros({ readings: null, slots: null }, day - 2)).toEqual(all.slice(-2));
  });

  it('has points of five minutes where its readings are gone', () => {
    const slots = [0, 5, 20].map((minute) => ({ at: minute * MINUTE_MS, source: 'read', readings: 20, figures: {} }));
    const farm = {
      ...history,
      firstAt: () => ({ readings: 24 * HOUR_MS, slots: 0 }),
      miners: (after: number) => (after < 1 ? [miner] : []),
      slots: () => slots,
      offlineSpans: () => [{ from_at: 8 * MINUTE_MS, to_at: 20 * MINUTE_MS }],
      siteSums: () => [
        { algorithm: null, points: minutes(0, 12).map((n) => ({ at: n * 5 * MINUTE_MS, source: 'read' })) },
      ],
    } as unknown as OutgoingHistory;
    const batch = nextBatch(farm, { ...task(), upToAt: 48 * HOUR_MS }, task().position);
    const found = batch?.series.find(({ labels }) => labels[0]?.value === 'powerhive_miner_online');
    expect(found?.samples.map(({ timestamp, value }) => [timestamp / MINUTE_MS, value])).toEqual([
      [0, 1],
      [5, 1],
      [10, 0],
      [15, 0],
      [20, 1],
    ]);
  });
});
