import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedMiner } from '../../../src-main/demo/fleet.ts';
import { api, type FleetSession, read, startSession, unlock } from './simulator-session.ts';

let session: FleetSession;
let miner: SimulatedMiner;

beforeEach(async () => {
  session = await startSession(3, { count: 12, profile: 's19jpro' });
  miner = session.find(
    ({ firmware, device }) => firmware === '1.2.7' && device.runningPools.filter(({ url }) => url !== '').length > 1,
  );
});
afterEach(() => session.fleet.stop());

const state = async (): Promise<string> => (await read(miner, '/status')).miner_state;
const hashrate = async (): Promise<number> => (await read(miner, '/summary')).miner.hr_realtime;

async function post(path: string, body?: unknown) {
  return api(miner, 'POST', path, { token: await unlock(miner), body });
}

describe('mining on a simulated miner', () => {
  it('stops within seconds and then reports no boards', async () => {
    const stop = await post('/mining/stop');
    expect([stop.status, stop.text]).toEqual([200, '']);
    expect(await state()).toBe('shutting-down');
    session.pass(5);
    expect(await state()).toBe('stopped');
    const { miner: summary } = await read(miner, '/summary');
    expect(summary).toMatchObject({ hr_realtime: 0, power_consumption: 0, chains: [], chip_temp: { min: 0, max: 0 } });
    expect(await read(miner, '/chains')).toEqual([]);
  });

  it('starts through initializing with every chip red, then ramps up to the full rate', async () => {
    const full = await hashrate();
    await post('/mining/stop');
    session.pass(5);
    expect((await post('/mining/start')).status).toBe(200);
    session.pass(30);
    expect(await state()).toBe('initializing');
    const { miner: starting } = await read(miner, '/summary');
    expect(starting.hr_realtime).toBe(0);
    expect(starting.chains[0].chip_statuses).toEqual({ red: 126, orange: 0, grey: 0 });
    expect((await read(miner, '/chains'))[0].sensors[0].state).toBe('init');
    session.pass(85);
    expect(await state()).toBe('mining');
    const ramping = await hashrate();
    expect(ramping).toBeGreaterThan(0);
    expect(ramping).toBeLessThan(full * 0.7);
    session.pass(70);
    expect((await hashrate()) / full).toBeGreaterThan(0.97);
  });

  it('returns 500 with the reason to commands that do not fit its state', async () => {
    for (const [path, text] of [
      ['/mining/start', 'failed-to-activate-start-mode '],
      ['/mining/resume', 'failed-to-activate-resume-mode '],
    ] as const) {
      const answer = await post(path);
      expect([answer.status, answer.json()]).toEqual([500, { err: `CGMiner err: Cgminer error ${text}` }]);
    }
    await post('/mining/stop');
    const pause = await post('/mining/pause');
    expect([pause.status, pause.json().err]).toEqual([
      500,
      'CGMiner err: Cgminer error failed-to-activate-pause-mode ',
    ]);
  });

  it('pauses at once and resumes without initialising the boards again', async () => {
    expect((await post('/mining/pause')).status).toBe(200);
    expect(await hashrate()).toBe(0);
    expect((await post('/mining/resume')).status).toBe(200);
    session.pass(30);
    expect(await state()).toBe('mining');
    expect(await hashrate()).toBeGreaterThan(0);
  });

  it('restarts through restarting and initializing, whether it is read in between or not', async () => {
    await post('/mining/restart');
    expect(await state()).toBe('restarting');
    session.pass(600);
    expect(await state()).toBe('mining');
    const { miner_state_time } = await read(miner, '/status');
    expect(miner_state_time).toBeGreaterThan(470);
    expect(miner_state_time).toBeLessThan(510);
  });

  it('switches the running pool by the id of the summary, until the next start', async () => {
    const statuses = async () =>
      (await read(miner, '/summary')).miner.pools.map(({ status }: { status: string }) => status);
    const before = await statuses();
    const users = before.length - 1;
    expect(users).toBeGreaterThan(1);
    expect((await post('/mining/switch-pool', { pool_id: users - 1 })).text).toBe('');
    expect((await statuses())[users - 1]).toBe('active');
    // The pool that was left keeps its shares, and the other one begins at zero.
    const accepted = async () => {
      const { pools } = (await read(miner, '/summary')).miner;
      return [pools[0].accepted, pools[users - 1].accepted];
    };
    const [left, taken] = await accepted();
    expect([left > 0, taken]).toEqual([true, 0]);
    session.pass(600);
    const [still, then] = await accepted();
    expect([still, then > 0 && then < left]).toEqual([left, true]);
    const missing = await post('/mining/switch-pool', { pool_id: 77 });
    expect([missing.status, missing.json()]).toEqual([500, { err: 'Could not find pool' }]);
    await post('/mining/restart');
    session.pass(300);
    expect(await statuses()).toEqual(before);
  });

  it('counts hardware errors and shares up while it hashes', async () => {
    const look = async () => {
      const { miner: summary } = await read(miner, '/summary');
      return [summary.hw_errors, summary.pools[0].accepted, summary.best_share];
    };
    const before = await look();
    session.pass(3600);
    for (const [i, value] of (await look()).entries()) expect(value).toBeGreaterThan(before[i]);
  });

  it('remembers in /metrics and the logs that it was stopped', async () => {
    await post('/mining/stop');
    session.pass(1800);
    await post('/mining/start');
    session.pass(1800);
    const { metrics, annotations } = await read(miner, '/metrics?time_slice=7200&step=300');
    const rates = metrics.map(({ data }: { data: { hashrate: number } }) => data.hashrate);
    expect(rates[0]).toBeGreaterThan(0);
    expect(rates).toContain(0);
    expect(rates.at(-1)).toBeGreaterThan(0);
    expect(annotations.map(({ data }: { data: { type: string } }) => data.type)).toEqual(['start', 'stop']);
    expect((await api(miner, 'GET', '/logs/miner')).text).toContain('chain#1 - connected');
  });
});

describe('rebooting a simulated miner', () => {
  it('drops the connections after three seconds and comes back with uptime and sessions reset', async () => {
    const token = await unlock(miner);
    const reboot = await api(miner, 'POST', '/system/reboot', { token });
    expect([reboot.status, reboot.json()]).toEqual([200, { after: 3 }]);
    session.pass(2);
    expect(await state()).toBe('mining');
    session.pass(2);
    await expect(api(miner, 'GET', '/info')).rejects.toMatchObject({ code: 'ECONNRESET' });
    session.pass(19);
    expect((await read(miner, '/info')).system.uptime).toBe('0:00');
    expect((await api(miner, 'GET', '/apikeys', { token })).status).toBe(401);
    expect(await state()).toBe('starting');
    expect(await read(miner, '/summary')).toEqual({ miner: null });
    session.pass(110);
    expect(await state()).toBe('mining');
  });

  it('stays stopped afterwards when it was stopped and set to', async () => {
    await post('/settings', { miner: { misc: { remain_stopped_on_reboot: true } } });
    await post('/mining/stop');
    session.pass(10);
    await post('/system/reboot');
    session.pass(300);
    expect(await state()).toBe('stopped');
  });
});

describe('finding a simulated miner', () => {
  it('toggles the light on old builds, whatever the body says', async () => {
    const find = async () => (await api(miner, 'POST', '/find-miner', { body: { on: true } })).json();
    expect(await find()).toEqual({ on: true });
    expect((await read(miner, '/status')).find_miner).toBe(true);
    expect(await find()).toEqual({ on: false });
    expect((await api(miner, 'POST', '/locate-miner', { body: { is_enabled: true } })).status).toBe(404);
  });

  it('sets the light on 1.3', async () => {
    const farm = await startSession(3, { count: 30, profile: 's21' });
    try {
      const newer = farm.find(({ firmware }) => firmware === '1.3.4');
      for (const wanted of [true, true, false]) {
        const answer = await api(newer, 'POST', '/locate-miner', { body: { is_enabled: wanted } });
        expect(answer.json()).toEqual({ is_enabled: wanted });
        expect((await read(newer, '/status')).find_miner).toBe(wanted);
      }
    } finally {
      await farm.fleet.stop();
    }
  });
});

describe('throttling a simulated miner', () => {
  it('scales rate and power on 1.3 without a restart, and is unknown before', async () => {
    expect((await post('/mining/throttle', { percent: 50 })).status).toBe(404);
    const farm = await startSession(3, { count: 30, profile: 's21' });
    try {
      const newer = farm.find(({ firmware }) => firmware === '1.3.4');
      const token = await unlock(newer);
      const { miner: before } = await read(newer, '/summary');
      const throttle = (percent: unknown) => api(newer, 'POST', '/mining/throttle', { token, body: { percent } });
      expect((await throttle(10)).status).toBe(400);
      expect((await throttle(50)).json()).toEqual({ restart_required: false, reboot_required: false });
      const { miner: after } = await read(newer, '/summary');
      expect(after.hr_realtime / before.hr_realtime).toBeCloseTo(0.5, 1);
      expect(after.power_consumption / before.power_consumption).toBeLessThan(0.6);
      expect((await read(newer, '/status')).throttled).toBe(50);
    } finally {
      await farm.fleet.stop();
    }
  });
});
