import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedMiner } from '../../../src-main/demo/fleet.ts';
import { startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { api, type FleetSession, read, startSession, unlock } from './simulator-session.ts';

const net = await claimNet();
const KEY = 'abcdefabcdefabcdefabcdefabcdefab';

let session: FleetSession;
let miner: SimulatedMiner;

beforeEach(async () => {
  session = await startSession(5, { count: 6, profile: 's19jpro' });
  miner = session.find(({ firmware }) => firmware === '1.2.7');
});
afterEach(() => session.fleet.stop());

interface Seen {
  readonly miner_status: Record<string, unknown>;
  readonly hr_realtime: number;
  readonly instant_hashrate: number;
  readonly power_consumption: number;
  readonly pools: { readonly status: string; readonly accepted: number; readonly rejected: number }[];
  readonly cooling: { readonly fans: { readonly rpm: number; readonly status: string }[] };
  readonly chains: SeenBoard[];
}
interface SeenBoard {
  readonly status: unknown;
  readonly hashrate_rt: number;
  readonly power_consumption: number;
  readonly chip_statuses: Record<string, number>;
}
const chipsOf = ({ chip_statuses }: SeenBoard) => Object.values(chip_statuses).reduce((sum, chips) => sum + chips, 0);

const summary = async () => (await read(miner, '/summary')).miner;

describe('a simulated miner with a fault of its hardware', () => {
  it('has lost a board: two thirds of the rate, and the board is disconnected or not reported', async () => {
    const before = await summary();
    miner.injectFault('board-missing');
    const after = await summary();
    expect(after.hr_realtime / before.hr_realtime).toBeCloseTo(0.667, 1);
    const states = after.chains.map((chain: { status: { state: string } }) => chain.status.state);
    expect(states.filter((state: string) => state === 'mining')).toHaveLength(2);
    const boards = await read(miner, '/chains');
    expect(boards).toHaveLength(after.chains.length);
    expect(boards.filter((board: { chips: unknown[] }) => board.chips.length > 0)).toHaveLength(2);
    miner.clearFaults();
    expect((await summary()).chains).toHaveLength(3);
  });

  it('has failing sensors on one board', async () => {
    miner.injectFault('sensor-error');
    const boards = await read(miner, '/chains');
    const states = boards.map(({ sensors }: { sensors: { state: string }[] }) => sensors[0]?.state);
    expect(states.toSorted()).toEqual(['error', 'measure', 'measure']);
  });

  it('has a fan that stands still while the others work harder', async () => {
    const before = (await summary()).cooling;
    miner.injectFault('fan-lost');
    const after = (await summary()).cooling;
    const lost = after.fans.filter(({ status }: { status: string }) => status === 'lost');
    expect(lost).toHaveLength(1);
    expect(lost[0].rpm).toBe(0);
    expect(after.fan_num).toBe(3);
    expect(after.fan_duty).toBeGreaterThan(before.fan_duty);
  });

  it.each<[string, (miner: Seen) => unknown, unknown]>([
    ['throttled', ({ miner_status }) => miner_status.throttled, 60],
    ['no-watts', ({ power_consumption, chains }) => [power_consumption, chains[0]?.power_consumption], [0, 0]],
    ['hardly-hashing', ({ hr_realtime }) => hr_realtime < 1000 && hr_realtime > 0, true],
    [
      'protective-stop',
      ({ miner_status }) => miner_status,
      expect.objectContaining({
        miner_state: 'stopped',
        description: 'chain#1 - Overheated, chip temp=104',
        failure_code: 0,
      }),
    ],
    [
      'board-off',
      ({ chains }) => chains.map(({ status }) => (status as { state: string }).state).toSorted(),
      ['disabled', 'mining', 'mining'],
    ],
    ['board-silent', ({ chains }) => chains.filter(({ hashrate_rt }) => hashrate_rt === 0).length, 1],
    ['pools-down', ({ pools }) => [...new Set(pools.map(({ status }) => status))], ['offline', 'active']],
    ['first-pool-down', ({ pools: [first, second] }) => [first?.status, second?.status], ['offline', 'active']],
    ['pools-all-active', ({ pools }) => [...new Set(pools.map(({ status }) => status))], ['active']],
    ['throttled-zero', ({ miner_status, hr_realtime }) => [miner_status.throttled, hr_realtime > 0], [0, true]],
    ['shares-rejected', ({ pools: [own] }) => Math.abs((own?.accepted ?? 0) - (own?.rejected ?? 0)) <= 1, true],
    [
      'fans-stopped',
      ({ cooling }) => cooling.fans.map(({ rpm, status }) => `${rpm} ${status}`),
      Array(4).fill('0 lost'),
    ],
    ['chips-missing', ({ chains }) => chains.map(chipsOf).toSorted(), [126, 126, 94]],
    ['other-boards', ({ chains }) => chains.map(chipsOf), [75, 75, 75]],
    ['status-text', ({ chains }) => chains.map(({ status }) => status), ['mining', 'mining', 'mining']],
    ['old-totals', (reported) => ['hr_realtime' in reported, reported.instant_hashrate > 0], [false, true]],
  ])('reports in its summary that it is %s', async (fault, read, expected) => {
    miner.injectFault(fault);
    expect(read(await summary())).toEqual(expected);
    miner.clearFaults();
  });

  it('shows in its list of boards what a fault makes of them', async () => {
    const boards = async () =>
      (await read(miner, '/chains')) as { status?: unknown; chips: Record<string, unknown>[] }[];
    miner.injectFault('chips-missing');
    expect((await boards()).map(({ chips }) => chips.length).toSorted()).toEqual([126, 126, 94]);
    miner.clearFaults();
    miner.injectFault('status-none');
    expect((await boards()).some((board) => 'status' in board)).toBe(false);
    miner.injectFault('old-chip-names');
    expect(Object.keys((await boards())[0]?.chips[0] ?? {})).toEqual(
      expect.arrayContaining(['hashrate', 'errors', 'status']),
    );
    miner.clearFaults();
    miner.injectFault('boards-500');
    expect((await api(miner, 'GET', '/chains')).status).toBe(500);
    miner.clearFaults();
    miner.injectFault('other-boards');
    expect((await read(miner, '/model')).chain.chips_per_chain).toBe(75);
    miner.clearFaults();
    expect((await read(miner, '/model')).chain.chips_per_chain).toBe(126);
  });

  it('reports one fan at rest on a hydro miner', async () => {
    const hydro = await startSession(5, { profile: 'hydro', faults: 'hydro-fan' });
    const { cooling } = (await read(hydro.first(), '/summary')).miner;
    // It stops itself because of its water, and not of its air.
    hydro.first().injectFault('protective-stop');
    const { miner_status } = (await read(hydro.first(), '/summary')).miner;
    expect(miner_status).toMatchObject({ miner_state: 'stopped', description: 'Water temperature too low' });
    await hydro.fleet.stop();
    expect(cooling.fans).toEqual([expect.objectContaining({ rpm: 0, status: 'ok' })]);
  });

  it('stands still to the byte, until it does not any more', async () => {
    miner.injectFault('frozen');
    const first = await summary();
    session.pass(600);
    expect(await summary()).toEqual(first);
    miner.clearFaults();
    expect(await summary()).not.toEqual(first);
  });

  it('mines without hashing', async () => {
    miner.injectFault('not-hashing');
    const after = await summary();
    expect([after.miner_status.miner_state, after.hr_realtime]).toEqual(['mining', 0]);
    expect(after.chains[0].chip_statuses.red).toBe(126);
  });

  it('is hot', async () => {
    const before = (await summary()).chip_temp.max;
    miner.injectFault('hot');
    expect((await summary()).chip_temp.max).toBeGreaterThan(before + 8);
  });

  it('has a cluster of silent chips', async () => {
    miner.injectFault('chip-dead');
    const dead = (await read(miner, '/chains')).flatMap(
      ({ chips }: { chips: { hr: number; id: number; grade: string }[] }) => chips.filter(({ hr }) => hr === 0),
    );
    expect(dead).toHaveLength(6);
    expect(dead.at(-1).id - dead[0].id).toBe(5);
    expect(new Set(dead.map(({ grade }: { grade: string }) => grade))).toEqual(new Set(['red']));
  });

  it('cannot read its configuration until it is rebooted', async () => {
    const token = await unlock(miner);
    miner.injectFault('config-corrupt');
    expect(await read(miner, '/status')).toMatchObject({
      miner_state: 'failure',
      description: 'Failed to parse miner configuration',
      failure_code: 1002,
    });
    expect(await summary()).toMatchObject({
      hr_realtime: 0,
      hr_nominal: 0,
      chains: [],
      cooling: { fans: [], fan_num: 0 },
    });
    expect(await read(miner, '/chains')).toEqual([]);
    for (const method of ['GET', 'POST']) {
      const answer = await api(miner, method, '/settings', { token, ...(method === 'POST' && { body: {} }) });
      expect(answer.status).toBe(500);
      expect(answer.json().err).toContain('duplicate field');
    }
    await api(miner, 'POST', '/system/reboot', { token });
    session.pass(200);
    expect((await read(miner, '/status')).miner_state).toBe('mining');
    expect((await api(miner, 'GET', '/settings', { token: await unlock(miner) })).status).toBe(200);
  });

  it('tries a few starts when its boards do not come up, then fails', async () => {
    miner.injectFault('init-failure');
    session.pass(115);
    expect((await read(miner, '/status')).miner_state).toMatch(/restarting|initializing/);
    session.pass(600);
    expect(await read(miner, '/status')).toMatchObject({
      miner_state: 'failure',
      description: 'Miner initialization failed',
    });
    expect((await api(miner, 'GET', '/logs/status')).text).toContain(
      'Restarting (3 of 3) - Miner initialization failed',
    );
    miner.clearFaults();
    session.pass(200);
    expect((await read(miner, '/status')).miner_state).toBe('mining');
  });
});

describe('a simulated miner with a fault of its access', () => {
  it('has another password', async () => {
    miner.injectFault('wrong-password');
    expect((await api(miner, 'POST', '/unlock', { body: { pw: 'admin' } })).status).toBe(403);
    miner.clearFaults();
    expect(await unlock(miner)).toHaveLength(32);
  });

  it('refuses every unlock as one try too many', async () => {
    miner.injectFault('unlock-429');
    const answer = await api(miner, 'POST', '/unlock', { body: { pw: 'admin' } });
    expect([answer.status, answer.json()]).toEqual([429, { unlock_timeout: 300 }]);
  });

  it('gives its boards to nobody without a key', async () => {
    const statusOf = async (path: string) => (await api(miner, 'GET', path)).status;
    expect(await statusOf('/chains')).toBe(200);
    miner.injectFault('key-for-reads');
    for (const path of ['/chains', '/perf-summary', '/model', '/metrics']) expect(await statusOf(path)).toBe(401);
    expect([await statusOf('/info'), await statusOf('/summary')]).toEqual([200, 200]);
    const token = await unlock(miner);
    await api(miner, 'POST', '/apikeys', { token, body: { key: KEY, description: 'reader' } });
    expect((await api(miner, 'GET', '/chains', { apiKey: KEY })).status).toBe(200);
  });

  it('loses API keys: those it has at once, later ones after a minute', async () => {
    const put = async () =>
      api(miner, 'POST', '/apikeys', { token: await unlock(miner), body: { key: KEY, description: 'x' } });
    await put();
    miner.injectFault('key-deleted');
    expect((await api(miner, 'GET', '/apikeys', { apiKey: KEY })).status).toBe(401);
    await put();
    session.pass(59);
    expect((await api(miner, 'GET', '/apikeys', { apiKey: KEY })).status).toBe(200);
    session.pass(2);
    expect((await api(miner, 'GET', '/apikeys', { apiKey: KEY })).status).toBe(401);
  });
});

describe('a simulated miner with a fault of its responses', () => {
  it('never responds', async () => {
    miner.injectFault('hang');
    await expect(api(miner, 'GET', '/info', { timeoutMs: 100 })).rejects.toThrow('no answer in time');
    expect(miner.requestCounts.get('GET /info')).toBe(1);
  });

  it('responds late', async () => {
    miner.injectFault('slow=0.2');
    const startedMs = performance.now();
    expect((await api(miner, 'GET', '/info')).status).toBe(200);
    expect(performance.now() - startedMs).toBeGreaterThan(190);
  });

  it('breaks off in the body', async () => {
    miner.injectFault('reset-body');
    await expect(api(miner, 'GET', '/summary')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('gives the web page for JSON', async () => {
    miner.injectFault('html');
    const answer = await api(miner, 'GET', '/summary');
    expect([answer.status, answer.type]).toEqual([200, 'text/html']);
  });

  it('gives JSON that ends in the middle', async () => {
    miner.injectFault('bad-json');
    const answer = await api(miner, 'GET', '/summary');
    expect(answer.status).toBe(200);
    expect(() => answer.json()).toThrow(SyntaxError);
  });

  it('mixes up types in what is read often, but still says who it is', async () => {
    const before = typesIn(await summary());
    miner.injectFault('wrong-types');
    const mixed = await summary();
    expect(typesIn(mixed)).not.toEqual(before);
    expect((await read(miner, '/info')).system.network_status.mac).toBe(miner.mac);
  });

  it('sends a body larger than any client should take', async () => {
    miner.injectFault('huge-body');
    expect(await receivedBytes(miner, 8_000_000)).toBeGreaterThan(8_000_000);
  });

  it('sends a small body that unpacks to a large one', async () => {
    miner.injectFault('gzip-bomb');
    const packed = await download(miner);
    expect(packed.length).toBeLessThan(500_000);
    expect(gunzipSync(packed)).toHaveLength(256 * 1024 * 1024);
  });

  it('wears names made to hurt', async () => {
    miner.injectFault('weird-names');
    const { hostname } = (await read(miner, '/info')).system.network_status;
    expect(hostname).not.toMatch(/^(Antminer|R\d+-S\d\d-\d\d)$/);
    const { pools } = (await read(miner, '/summary', { token: await unlock(miner) })).miner;
    expect(pools[0].user).not.toMatch(/^farm\./);
    expect(Object.keys(await read(miner, '/notes'))).toEqual(['place']);
  });

  it('shows no MAC, or that of its neighbour', async () => {
    const mac = async () => (await read(miner, '/info')).system.network_status.mac;
    miner.injectFault('no-mac');
    expect(await mac()).toBeUndefined();
    miner.clearFaults();
    miner.injectFault('dup-mac');
    const others = session.fleet.miners.filter((other) => other !== miner).map((other) => other.mac);
    expect(others).toContain(await mac());
  });
});

describe('faults asked for at the start', () => {
  it('hit the share or number of miners, the same ones for the same seed', async () => {
    const afflicted = async () => {
      const farm = await startSession(5, { count: 40, faults: 'fan-lost:10%,hot:2,slow=3:1' });
      const having = (name: 'fan-lost' | 'hot' | 'slow') =>
        farm.fleet.miners.flatMap((one, i) => (one.device.faults.has(name) ? [i] : []));
      const found = { fanLost: having('fan-lost'), hot: having('hot'), slow: having('slow') };
      await farm.fleet.stop();
      return found;
    };
    const found = await afflicted();
    expect([found.fanLost.length, found.hot.length, found.slow.length]).toEqual([4, 2, 1]);
    expect(await afflicted()).toEqual(found);
  });

  it('hit the miner at an address', async () => {
    const endpoints = [1, 2, 3].map((n) => ({ host: `${net}.5.${250 + n}`, port: 8980 }));
    const fleet = await startSimulatedFleet({ endpoints, faults: `offline@${net}.5.252` });
    try {
      await expect(read(fleet.miners[1] as SimulatedMiner, '/info')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      expect(await read(fleet.miners[2] as SimulatedMiner, '/info')).toHaveProperty('model');
    } finally {
      await fleet.stop();
    }
  });

  it('are refused with the known names, and leave nothing listening', async () => {
    const endpoints = [{ host: `${net}.5.249`, port: 8981 }];
    await expect(startSimulatedFleet({ endpoints, faults: 'sloth' })).rejects.toThrow(
      /unknown fault "sloth"; known: config/,
    );
    await expect(startSimulatedFleet({ endpoints, faults: 'hang@127.0.0.9' })).rejects.toThrow(
      'no miner at that address',
    );
    const fleet = await startSimulatedFleet({ endpoints });
    await fleet.stop();
  });
});

/** The types of a value's fields, at any depth. */
function typesIn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, typesIn(field)]));
}

function receivedBytes(from: SimulatedMiner, enough: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let received = 0;
    const call = request({ host: from.host, port: from.port, path: '/api/v1/info', agent: false }, (response) => {
      response.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > enough) {
          call.destroy();
          resolve(received);
        }
      });
      response.on('end', () => resolve(received));
    });
    call.on('error', reject);
    call.end();
  });
}

function download(from: SimulatedMiner): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const call = request({ host: from.host, port: from.port, path: '/api/v1/info', agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks)));
    });
    call.on('error', reject);
    call.end();
  });
}
