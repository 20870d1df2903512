import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { packPoints } from '../../../src-main/history/miner-memory.ts';
import type { TelemetryRecord } from '../../../src-main/store/miner-records.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import type { StatusRecord, Store } from '../../../src-main/store/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { TESTER } from '../../fixtures/actors.ts';
import {
  hasPrometheus,
  hasVictoriaMetrics,
  nameOf,
  Prometheus,
  VictoriaMetrics,
} from '../../fixtures/destinations/engines.ts';
import {
  chipReadingOf,
  expectSamePoints,
  pointsOf,
  readingOf,
  seriesOf,
} from '../../fixtures/destinations/remote-points.ts';
import { FastClock, type Sending, startSending } from '../../fixtures/destinations/sending.ts';
import { eventually, stopwatch, until } from '../../fixtures/patience.ts';
import { aMiner, aModel, macOf, recordTelemetry } from '../../unit/store/farm-fixture.ts';

/** Real time: an engine refuses data that is too old. */
const NOW = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
const MINERS = [1, 2, 3];

let folder: string;
let store: Store;
let clock: FastClock;
let sending: Sending;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-destinations-'));
  store = await openStore({ path: join(folder, 'powerhive.db') });
  await store.upsertModels([aModel()]);
  await store.upsertMiners(MINERS.map((n) => aMiner(n)));
  clock = new FastClock(NOW);
  sending = await startSending(store, clock);
});
afterEach(async () => {
  await sending.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function record(fromAt: number, toAt: number, miners = MINERS): Promise<StatusRecord[]> {
  const records: StatusRecord[] = [];
  for (let at = fromAt; at < toAt; at += 15_000) for (const n of miners) records.push(readingOf(n, at + n * 100));
  for (let i = 0; i < records.length; i += 500) await store.recordMinerStatuses(records.slice(i, i + 500));
  return records;
}

/** The chips of all miners, read every 80 s: some minutes have no reading of them. */
async function recordChips(fromAt: number, toAt: number): Promise<TelemetryRecord[]> {
  const records: TelemetryRecord[] = [];
  for (let at = fromAt; at < toAt; at += 80_000) for (const n of MINERS) records.push(chipReadingOf(n, at + n * 100));
  await recordTelemetry(store, records);
  return records;
}

let site = '';
beforeEach(async () => {
  site = (await store.loadFleet()).sites[0]?.id ?? '';
});

describe.skipIf(!hasVictoriaMetrics)('VictoriaMetrics', () => {
  let engineFolder: string;
  let vm: VictoriaMetrics;
  beforeAll(async () => {
    engineFolder = mkdtempSync(join(tmpdir(), 'powerhive-vm-'));
    vm = new VictoriaMetrics(engineFolder);
    await vm.start();
  });
  afterAll(async () => {
    await vm.kill();
    rmSync(engineFolder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await fetch(`${vm.url}/api/v1/admin/tsdb/delete_series?match[]=${encodeURIComponent('{__name__=~"powerhive.*"}')}`);
  });

  it('gets every minute of what is kept and of what comes, from rows and from blocks', async () => {
    const old = await record(NOW - 2 * HOUR_MS, NOW);
    const chips = await recordChips(NOW - 2 * HOUR_MS, NOW);
    await store.compact({ hoursBeforeAt: NOW - HOUR_MS });
    clock.nowAt = NOW + 15_000;
    await sending.add({ url: vm.writeUrl, since_at: NOW - 2 * HOUR_MS });
    await sending.sentAll();
    const fresh = await record(NOW, NOW + 5 * MINUTE_MS);
    chips.push(...(await recordChips(NOW, NOW + 5 * MINUTE_MS)));
    clock.nowAt = NOW + 5 * MINUTE_MS + 15_000;
    await sending.sentAll();
    expectSamePoints(await vm.points(seriesOf()), pointsOf([...old, ...fresh], site, chips));
    const [hashrate] = await vm.query('powerhive_site_hashrate_hs', NOW - MINUTE_MS);
    const last = old.filter(({ recorded_at }) => recorded_at >= NOW - MINUTE_MS);
    const sum = last.reduce((all, { figures }) => all + (figures.hashrate_hs ?? 0), 0) / 4;
    expect(hashrate?.metric).toEqual({ __name__: 'powerhive_site_hashrate_hs', site, algorithm: 'sha256d' });
    expect(Number(hashrate?.value[1])).toBeCloseTo(sum, -6);
    expect(sending.destinations.list()[0]?.state).toMatchObject({ refused: 0, last_error: null });
  });

  it('gets four samples a minute where a slot is 15 s wide, and one in five minutes where it is that wide', async () => {
    await record(NOW - 10 * MINUTE_MS, NOW);
    clock.nowAt = NOW + 15_000;
    for (const [name, sample_seconds, samples] of [
      ['15 s', 15, 40],
      ['5 min', 300, 2],
    ] as const) {
      const id = await sending.add({ url: vm.writeUrl, since_at: NOW - 10 * MINUTE_MS, name, sample_seconds });
      await sending.sentAll();
      const POWER = `{__name__="powerhive_miner_power_watts",mac="${macOf(1)}"}`;
      await until(`the samples of ${name}`, async () => (await vm.points(POWER)).size >= samples);
      const ats = [...(await vm.points(POWER)).keys()].map((key) => Number(key.split(' ').at(-1)));
      expect(ats.sort((a, b) => a - b)).toEqual(
        Array.from({ length: samples }, (_, i) => NOW - 10 * MINUTE_MS + i * sample_seconds * 1000),
      );
      await sending.destinations.remove(id, TESTER);
      await fetch(
        `${vm.url}/api/v1/admin/tsdb/delete_series?match[]=${encodeURIComponent('{__name__=~"powerhive.*"}')}`,
      );
    }
  });

  it('makes no new series of figures when a miner gets another address and another name', async () => {
    await record(NOW - 10 * MINUTE_MS, NOW - 5 * MINUTE_MS);
    await sending.add({ url: vm.writeUrl, since_at: NOW - 10 * MINUTE_MS });
    await sending.sentAll();
    const namesOf = async (match: string) =>
      new Set([...(await vm.points(match)).keys()].map((key) => key.replace(/ \d+$/, '')));
    const FIGURES = '{__name__=~"powerhive_(miner|board)_.*",__name__!="powerhive_miner_info"}';
    const before = await namesOf(FIGURES);
    await store.upsertMiners([aMiner(1, { ip: '127.0.9.9', last_ip: '127.0.9.9', hostname: 'antminer-7' })]);
    await record(NOW, NOW + 2 * MINUTE_MS);
    clock.nowAt = NOW + 2 * MINUTE_MS + 15_000;
    await sending.sentAll();
    expect(before.size).toBeGreaterThan(MINERS.length * 10);
    expect(await namesOf(FIGURES)).toEqual(before);
    const info = [...(await namesOf('powerhive_miner_info'))].filter((name) => name.includes(macOf(1)));
    const labelOf = (series: string, label: string) => new RegExp(`\\b${label}="([^"]+)"`).exec(series)?.[1];
    expect(info.map((one) => labelOf(one, 'ip')).sort()).toEqual(['127.0.1.1', '127.0.9.9']);
    expect(info.map((one) => labelOf(one, 'name'))).toContain('antminer-7');
  });

  it('gets what a miner remembered of a time without PowerHive, marked as filled', async () => {
    await record(NOW - 2 * HOUR_MS, NOW - HOUR_MS, [1]);
    await record(NOW - 15 * MINUTE_MS, NOW, [1]);
    clock.nowAt = NOW + 15_000;
    await sending.add({ url: vm.writeUrl, since_at: NOW - 2 * HOUR_MS });
    await sending.sentAll();
    const ats = [0, 1, 2, 3].map((i) => NOW - 50 * MINUTE_MS + i * 5 * MINUTE_MS);
    const point = { power_w: 2400, chip_temp_max_c: 70, pcb_temp_max_c: 50, fan_duty_percent: 40 };
    const points = ats.map((at, i) => ({ at, hashrate_hs: 8e13 + i * 1e12, ...point }));
    await store.fillHistory([{ miner_id: macOf(1), points: packPoints(points) }]);
    const FILLED = '{__name__="powerhive_miner_hashrate_hs",source="filled"}';
    await until('the filled points to be there', async () => (await vm.points(FILLED)).size === 4);
    const labels = `{mac="${macOf(1)}",model="s19jpro",site="${site}",source="filled"}`;
    const there = await vm.points(FILLED);
    for (const [i, at] of ats.entries())
      expect(there.get(`powerhive_miner_hashrate_hs${labels} ${at}`)).toBeCloseTo(8e13 + i * 1e12, -10);
  });

  it('has everything once there is room on its disk again, which is said to be full until then', async () => {
    const records = await record(NOW - 5 * MINUTE_MS, NOW);
    clock.nowAt = NOW + 15_000;
    const full = new VictoriaMetrics(engineFolder, ['-storage.minFreeDiskSpaceBytes=1000000GB']);
    await vm.kill();
    await full.start();
    const id = await sending.add({ url: full.writeUrl, since_at: NOW - 5 * MINUTE_MS });
    const state = () => sending.destinations.list()[0]?.state;
    await eventually(() => expect(state()?.last_error).toMatch(/^HTTP 503: .*the storage is in read-only mode/));
    expect(state()).toMatchObject({ sent: 0, refused: 0, cursor_at: NOW - 5 * MINUTE_MS });
    await full.kill();
    await vm.start();
    await sending.destinations.update(id, { url: vm.writeUrl }, TESTER);
    await sending.sentAll();
    expectSamePoints(await vm.points(seriesOf(`,site="${site}"`)), pointsOf(records, site));
  });

  it('has each point once where two destinations of a farm lead to it', async () => {
    const records = await record(NOW - 5 * MINUTE_MS, NOW);
    clock.nowAt = NOW + 15_000;
    for (const name of ['One', 'Two']) await sending.add({ name, url: vm.writeUrl, since_at: NOW - 5 * MINUTE_MS });
    await sending.sentAll();
    expectSamePoints(await vm.points(seriesOf(`,site="${site}"`)), pointsOf(records, site));
    expect(sending.destinations.list().map(({ state }) => state.refused)).toEqual([0, 0]);
  });

  it('has everything after it was killed amid the sending, again and again', async () => {
    const all = await record(NOW - 6 * HOUR_MS, NOW);
    clock.nowAt = NOW + 15_000;
    await sending.add({ url: vm.writeUrl, since_at: NOW - 6 * HOUR_MS, max_kbytes_per_s: 40 });
    const rounds = Number(process.env['POWERHIVE_DESTINATION_KILLS'] ?? 3);
    for (let round = 0; round < rounds; round++) {
      const [before] = sending.destinations.list();
      await until('something more to be sent, or all', () => {
        const { cursor_at, sent } = sending.destinations.list()[0]?.state ?? { cursor_at: 0, sent: 0 };
        return sent > (before?.state.sent ?? 0) || cursor_at >= NOW;
      });
      await vm.kill();
      await vm.start();
    }
    await eventually(async () => expectSamePoints(await vm.points(seriesOf()), pointsOf(all, site)));
  });
});

describe.skipIf(!hasPrometheus)('Prometheus', () => {
  it('takes all of it with its receiver on, and a test of the connection', async () => {
    const engineFolder = mkdtempSync(join(tmpdir(), 'powerhive-prometheus-'));
    const prometheus = new Prometheus(engineFolder);
    try {
      await prometheus.start();
      const all = await record(NOW - 20 * MINUTE_MS, NOW);
      clock.nowAt = NOW + 15_000;
      const id = await sending.add({ url: prometheus.writeUrl, since_at: NOW - 20 * MINUTE_MS });
      await sending.sentAll();
      const counted = await prometheus.query('sum by (mac) (count_over_time(powerhive_miner_power_watts[1h]))', NOW);
      expect(counted.map(({ metric, value }) => [metric['mac'], Number(value[1])]).sort()).toEqual(
        MINERS.map((n) => [macOf(n), 20]),
      );
      const there = await prometheus.query('powerhive_miner_power_watts', NOW - MINUTE_MS);
      const here = pointsOf(all, site);
      for (const { metric, value } of there)
        expect(Number(value[1])).toBeCloseTo(here.get(`${nameOf(metric)} ${NOW - MINUTE_MS}`) ?? 0, 6);
      expect(there).toHaveLength(MINERS.length);
      expect(await sending.destinations.test(id)).toMatchObject({ ok: true });
      expect(sending.destinations.list()[0]?.state.refused).toBe(0);
    } finally {
      await prometheus.kill();
      rmSync(engineFolder, { recursive: true, force: true });
    }
  });
});

describe('a server that does not take it', () => {
  let requests: IncomingMessage[] = [];
  let respond: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end();
  const server = createServer((request, response) => {
    requests.push(request);
    request.resume().on('end', () => respond(request, response));
  });
  let url = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/write`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    requests = [];
  });
  const status =
    (code: number, headers = {}, text = '') =>
    (_: IncomingMessage, response: ServerResponse) =>
      void response.writeHead(code, headers).end(text);
  const state = () => sending.destinations.list()[0]?.state;

  it.each([
    [401, {}, 'HTTP 401: it refuses the user or the secret: no entry'],
    [302, { location: 'http://127.0.0.2/' }, 'HTTP 302: it redirects, which is refused. Enter the final URL.'],
    [503, {}, 'HTTP 503: no entry'],
    [429, { 'retry-after': '1' }, 'HTTP 429: it takes no more for now: no entry'],
  ])('%i holds everything back until it takes it again, and loses nothing', async (code, headers, message) => {
    respond = status(code, headers, 'no\nentry');
    await record(NOW - 5 * MINUTE_MS, NOW);
    clock.nowAt = NOW + 15_000;
    await sending.add({ url, since_at: NOW - 5 * MINUTE_MS, secret: 'a-token' });
    await until('the reason to be shown', () => state()?.last_error === message);
    expect(state()).toMatchObject({ sent: 0, refused: 0, cursor_at: NOW - 5 * MINUTE_MS });
    expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer a-token', 'content-encoding': 'snappy' });
    respond = status(204);
    await sending.sentAll();
    expect(state()?.refused).toBe(0);
    expect(state()?.sent).toBeGreaterThan(5 * MINERS.length * 20);
  });

  it('400 refuses that batch, which is counted and named, and what follows goes on', async () => {
    respond = (request, response) =>
      status(requests[0] === request ? 400 : 204, {}, 'out of bounds')(request, response);
    await record(NOW - 5 * MINUTE_MS, NOW);
    clock.nowAt = NOW + 15_000;
    await sending.add({ url, since_at: NOW - 5 * MINUTE_MS });
    await until('the refusal to be counted', () => (state()?.refused ?? 0) > 0);
    await eventually(() =>
      expect(sending.events).toContainEqual(
        expect.objectContaining({
          event: 'destination_refused',
          data: { name: 'VM', refused: state()?.refused, reason: 'HTTP 400: out of bounds' },
        }),
      ),
    );
    await record(NOW, NOW + MINUTE_MS);
    clock.nowAt = NOW + MINUTE_MS + 15_000;
    await sending.sentAll();
    expect(state()?.sent).toBeGreaterThan(0);
  });

  it('an hour behind is reported, and that it has caught up', async () => {
    respond = status(503);
    await record(NOW - 5 * MINUTE_MS, NOW);
    await sending.add({ url });
    clock.nowAt = NOW + 2 * HOUR_MS;
    const codes = () => sending.events.map(({ event }) => event);
    await until('it to be late', () => codes().includes('destination_late'));
    respond = status(204);
    await until('it to have caught up', () => codes().includes('destination_caught_up'));
    expect(codes().filter((code) => code === 'destination_late')).toHaveLength(1);
  });

  it('gets nothing more of a destination that is removed amid the sending, which does not wait for it', async () => {
    respond = () => undefined;
    await record(NOW - 5 * MINUTE_MS, NOW);
    clock.nowAt = NOW + 15_000;
    const id = await sending.add({ url, since_at: NOW - 5 * MINUTE_MS });
    await until('a request', () => requests.length > 0);
    const took = stopwatch();
    expect(await sending.destinations.remove(id, TESTER)).toBe(true);
    expect(took()).toBeLessThan(5000);
    const [request] = requests;
    await until('the request to be given up', () => request?.socket.destroyed === true);
    expect(requests).toHaveLength(1);
    expect(sending.destinations.list()).toEqual([]);
  });

  it('at 1 kB/s keeps its place from request to request, and changes of it wait for none', async () => {
    const bytes: number[] = [];
    respond = (request, response) => {
      bytes.push(Number(request.headers['content-length']));
      status(204)(request, response);
    };
    await record(NOW - 3 * HOUR_MS, NOW);
    clock.nowAt = NOW + 15_000;
    const id = await sending.add({ url, since_at: NOW - 3 * HOUR_MS, max_kbytes_per_s: 1 });
    await until('the first request', () => bytes.length > 0);
    await until('its place to be kept', () => (state()?.sent ?? 0) > 0);
    expect(state()?.cursor_at).toBeLessThan(NOW);
    // Its place is kept at once: what was sent is waited for before more is, for many seconds.
    expect(bytes).toHaveLength(1);
    const took = stopwatch();
    await sending.destinations.update(id, { max_kbytes_per_s: 1_000_000 }, TESTER);
    await sending.sentAll();
    expect(took()).toBeLessThan(bytes[0] ?? 0);
    expect(state()).toMatchObject({ refused: 0, last_error: null });
  });

  it('nothing goes out while it is off, and a secret does not go to another server', async () => {
    respond = status(204);
    const id = await sending.add({ url, secret: 'a-token', enabled: false });
    await record(NOW, NOW + MINUTE_MS);
    clock.nowAt = NOW + 2 * MINUTE_MS;
    const changed = await sending.destinations.update(id, { url: `${url}/other`, enabled: true }, TESTER);
    expect(changed).toMatchObject({ has_secret: false, enabled: true });
    await until('a request', () => requests.length > 0);
    expect(requests[0]?.url).toBe('/write/other');
    expect(requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });
});
