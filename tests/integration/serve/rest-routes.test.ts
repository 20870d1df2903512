import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ActivityEntry,
  Anomaly,
  Chain,
  Fan,
  Pool,
  Problem,
  Status,
  TelemetrySnapshot,
} from '../../../src-shared/model/index.ts';
import { ALPHA, BRAVO, CHARLIE, NOBODY, T0 } from '../../fixtures/served/fake-operations.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';
import { type Served, serve } from '../../fixtures/served/served.ts';

let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(() => served[Symbol.asyncDispose]());

const idsOf = (json: unknown) => (json as { id: string }[]).map(({ id }) => id);

describe('miners over REST', () => {
  it('lists every miner, with null for what is unknown', async () => {
    const { status, json } = await served.ask('/api/miners');
    expect(status).toBe(200);
    expect(idsOf(json)).toEqual([ALPHA, BRAVO, CHARLIE]);
    expect(json).toMatchObject([{ nickname: 'Alpha' }, {}, { ip: null, latest_status: null }]);
  });

  it.each([
    ['online=true', [ALPHA, BRAVO]],
    ['online=false', [CHARLIE]],
    ['managed=false', [BRAVO]],
    ['model=l7', [CHARLIE]],
    ['q=BRAV', [BRAVO]],
    ['q=127.77.0.2', [BRAVO]],
    ['q=02-95-23-00-00-03', [CHARLIE]],
    ['online=true&managed=true&q=s19j', [ALPHA]],
    ['q=nobody', []],
    [`q=${encodeURIComponent('(BRAV or mac:02-95-23-00-00-03) offline')}`, [CHARLIE]],
    [`q=${encodeURIComponent('-(BRAV or (managed online))')}`, [CHARLIE]],
  ])('filters the list by %s', async (query, ids) => {
    const { json } = await served.ask(`/api/miners?${query}`);
    expect(idsOf(json)).toEqual(ids);
  });

  it('refuses a query that it does not understand, and says what is missing', async () => {
    const { status, json } = await served.ask('/api/miners?q=BRAV%20or%20(offline');
    expect(status).toBe(400);
    expect(JSON.stringify(json)).toContain('Missing closing bracket');
  });

  it('shows one miner with its parts', async () => {
    const { status, json } = await served.ask(`/api/miners/${ALPHA}`);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      id: ALPHA,
      fans: sampleOf(Fan.array()),
      chains: sampleOf(Chain.array()),
      pools: sampleOf(Pool.array()),
    });
  });

  it.each(['02-95-23-00-00-01', '029523000001', '0295.2300.0001', '02%3A95%3A23%3A00%3A00%3A01'])(
    'takes a MAC address as %s',
    async (mac) => {
      const { json } = await served.ask(`/api/miners/${mac}`);
      expect(json).toMatchObject({ id: ALPHA });
    },
  );

  it('takes a pasted MAC address on a route that changes something', async () => {
    const body = { managed: false };
    const { status } = await served.ask('/api/miners/02-95-23-00-00-01', { method: 'PATCH', body });
    expect(status).toBe(200);
    expect(served.operations.asked).toEqual([
      { call: 'miners.update', input: { params: { id: ALPHA }, body: { managed: false } } },
    ]);
  });

  it("applies the operator's decisions, and returns the changed miner", async () => {
    const body = { managed: false, nickname: '  Hall 2  ', unlock_pass: 'opensesame' };
    const { status, json, text } = await served.ask(`/api/miners/${ALPHA}`, { method: 'PATCH', body });
    expect(status).toBe(200);
    expect(json).toMatchObject({ id: ALPHA, managed: false, nickname: 'Hall 2', has_custom_unlock_pass: true });
    expect(text).not.toContain('opensesame');
  });

  it('probes one miner now, with or without an empty body', async () => {
    const path = `/api/miners/${ALPHA}/rescan`;
    expect(await served.ask(path, { method: 'POST' })).toMatchObject({ status: 200, json: { scan_id: 'scan-1' } });
    expect(await served.ask(path, { method: 'POST', body: {} })).toMatchObject({ status: 200 });
  });

  it('refuses to probe a miner that is offline', async () => {
    const { status, json } = await served.ask(`/api/miners/${CHARLIE}/rescan`, { method: 'POST' });
    expect(status).toBe(409);
    expect(json).toEqual({ code: 'CONFLICT', message: `${CHARLIE} is offline: scan its network instead`, data: {} });
  });

  it.each([
    ['GET', `/api/miners/${NOBODY}`],
    ['PATCH', `/api/miners/${NOBODY}`],
    ['POST', `/api/miners/${NOBODY}/rescan`],
    ['GET', `/api/statuses/${NOBODY}`],
    ['GET', `/api/miners/${NOBODY}/telemetry`],
    ['GET', `/api/miners/${NOBODY}/history?from=0`],
    ['GET', `/api/miners/${NOBODY}/chains/1/history?from=0`],
    ['GET', `/api/miners/${NOBODY}/chains/1/chips/0/history?from=0`],
  ])('says that it does not know the miner of %s %s', async (method, path) => {
    const { status, json } = await served.ask(path, { method, ...(method === 'PATCH' && { body: { managed: true } }) });
    expect(status).toBe(404);
    expect(json).toMatchObject({ code: 'NOT_FOUND', data: { id: NOBODY }, message: expect.stringContaining(NOBODY) });
  });
});

describe('history over REST', () => {
  it('passes the range of statuses on, with a default limit', async () => {
    const { status, json } = await served.ask(`/api/statuses/${ALPHA}?since=${T0}&until=${T0 + 1}`);
    expect(status).toBe(200);
    expect(json).toEqual(sampleOf(Status.array()));
    await served.ask(`/api/statuses/${ALPHA}?limit=5`);
    expect(served.operations.asked).toEqual([
      { call: 'miners.statuses', input: { id: ALPHA, limit: 100, since: T0, until: T0 + 1 } },
      { call: 'miners.statuses', input: { id: ALPHA, limit: 5 } },
    ]);
  });

  it('returns telemetry down to the chip', async () => {
    const { json } = await served.ask(`/api/miners/${ALPHA}/telemetry?limit=1`);
    expect(json).toEqual(sampleOf(TelemetrySnapshot.array()));
    expect(json).toMatchObject([{ chains: [{ chips: [{ chip_id: expect.any(Number) }] }] }]);
    expect(served.operations.asked).toEqual([{ call: 'miners.telemetry', input: { id: ALPHA, limit: 1 } }]);
  });

  it.each([
    ['/api/fleet/history', 'fleet', {}],
    ['/api/history?query=rack:R7', 'query', { query: 'rack:R7' }],
    ['/api/models/s19jpro/history', 'model', { alias: 's19jpro' }],
    [`/api/miners/${ALPHA}/history`, 'miner', { id: ALPHA }],
    [`/api/miners/${ALPHA}/chains/2/history`, 'chain', { id: ALPHA, chain_id: 2 }],
    [`/api/miners/${ALPHA}/chains/2/chips/77/history`, 'chip', { id: ALPHA, chain_id: 2, chip_id: 77, nth: 0 }],
    [`/api/miners/${ALPHA}/chains/2/chips/77/history?nth=1`, 'chip', { id: ALPHA, chain_id: 2, chip_id: 77, nth: 1 }],
  ])('condenses a day to the points that are asked for: %s', async (path, call, of) => {
    const { status, json } = await served.ask(
      `${path}${path.includes('?') ? '&' : '?'}from=${T0}&to=${T0 + 86_400_000}&max_points=400`,
    );
    expect(status).toBe(200);
    expect(json).toMatchObject({ from_at: T0, to_at: T0 + 86_400_000 });
    const span = { from: T0, to: T0 + 86_400_000, max_points: 400 };
    expect(served.operations.asked).toEqual([{ call: `history.${call}`, input: { ...of, ...span } }]);
  });

  it('says that it does not know the model of a history', async () => {
    const { status, json } = await served.ask('/api/models/none/history?from=0');
    expect(status).toBe(404);
    expect(json).toMatchObject({ code: 'NOT_FOUND', data: { id: 'none' } });
  });

  it('refuses a history that ends before it begins', async () => {
    const { status, json } = await served.ask(`/api/miners/${ALPHA}/history?from=${T0}&to=${T0 - 1}`);
    expect(status).toBe(400);
    expect(json).toMatchObject({ data: { fields: [{ path: 'from' }] } });
  });

  it('lists what stands out', async () => {
    expect(await served.ask('/api/anomalies')).toMatchObject({
      status: 200,
      json: sampleOf(Anomaly.array()),
    });
    expect(await served.ask('/api/problems')).toMatchObject({
      status: 200,
      json: sampleOf(Problem.array()),
    });
  });
});

describe('models over REST', () => {
  it('lists models with their presets', async () => {
    const { json } = await served.ask('/api/models');
    expect(json).toMatchObject([{ alias: 's19jpro', presets: [{ name: '2500' }, { name: '3000' }] }, { alias: 'l7' }]);
  });

  it.each(['3000', null])('sets the max preset to %j', async (max_preset) => {
    const { status, json } = await served.ask('/api/models/s19jpro', { method: 'PATCH', body: { max_preset } });
    expect(status).toBe(200);
    expect(json).toMatchObject({ alias: 's19jpro', max_preset });
  });

  it('refuses a preset that the model does not have, and says which it has', async () => {
    const { status, json } = await served.ask('/api/models/s19jpro', { method: 'PATCH', body: { max_preset: '9000' } });
    expect(status).toBe(422);
    expect(json).toEqual({
      code: 'UNPROCESSABLE_CONTENT',
      message: 's19jpro has no preset 9000',
      data: { path: 'max_preset', allowed: ['2500', '3000'] },
    });
  });

  it('says that it does not know a model', async () => {
    const { status, json } = await served.ask('/api/models/s99', { method: 'PATCH', body: { max_preset: null } });
    expect(status).toBe(404);
    expect(json).toMatchObject({ code: 'NOT_FOUND', data: { id: 's99' } });
  });
});

describe('scans and the program itself over REST', () => {
  it('starts a scan of everything, or of the given targets', async () => {
    expect(await served.ask('/api/rescan', { method: 'POST' })).toMatchObject({ json: { scan_id: 'scan-2' } });
    await served.ask('/api/rescan', { method: 'POST', body: { targets: ['127.77.0.0/24'] } });
    expect(served.operations.asked).toEqual([
      { call: 'scans.start', input: {} },
      { call: 'scans.start', input: { targets: ['127.77.0.0/24'] } },
    ]);
  });

  it('refuses a target that is none', async () => {
    const { status, json } = await served.ask('/api/rescan', { method: 'POST', body: { targets: ['127.77.0.999'] } });
    expect(status).toBe(422);
    expect(json).toMatchObject({ data: { path: 'targets.0' } });
  });

  it('returns the last scan, the activity and its own health', async () => {
    expect(await served.ask('/api/scans/latest')).toMatchObject({ status: 200, json: { scan_id: 'scan-1' } });
    expect(await served.ask('/api/scans/last-finished')).toMatchObject({
      status: 200,
      json: { scan_id: 'scan-0', phase: 'done' },
    });
    expect(await served.ask(`/api/activity?limit=3&miner_id=${ALPHA.toUpperCase()}`)).toMatchObject({
      status: 200,
      json: sampleOf(ActivityEntry.array()),
    });
    expect(served.operations.asked).toContainEqual({ call: 'app.activity', input: { limit: 3, miner_id: ALPHA } });
    expect(await served.ask('/api/health')).toMatchObject({ status: 200, json: { status: 'ok', version: '9.9.9' } });
  });

  it('exports its metrics for Prometheus', async () => {
    const { status, headers, text } = await served.ask('/metrics');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    // Only of managed miners.
    expect(text).toMatch(/^powerhive_hashrate_hashes_per_second\{algorithm="sha256d",site="[^"]+"\} 100000000000000$/m);
    expect(text).toMatch(/^powerhive_miners\{online="false",managed="true",site="[^"]+"\} 1$/m);
  });
});

it('describes racks, and refuses what is none', async () => {
  const made = await served.ask('/api/racks', {
    method: 'POST',
    body: { rack: 'A/R7', rows: 6, power_limit_w: 60_000 },
  });
  expect(made.status).toBe(201);
  const wrong = await served.ask('/api/racks', { method: 'POST', body: { rack: 'A/R7', rows: 61 } });
  expect(wrong).toMatchObject({ status: 400, json: { data: { fields: [{ path: 'rows' }] } } });
  const { id } = made.json as { id: string };
  expect(await served.ask(`/api/racks/${id}`, { method: 'PATCH', body: { pdu: null } })).toMatchObject({ status: 200 });
  expect(await served.ask(`/api/racks/${id}`, { method: 'PATCH', body: {} })).toMatchObject({ status: 400 });
  expect(await served.ask(`/api/racks/${id}`, { method: 'PATCH', body: { rack: 'R8' } })).toMatchObject({
    status: 400,
  });
});
