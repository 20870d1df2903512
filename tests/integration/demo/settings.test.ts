import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedMiner } from '../../../src-main/demo/fleet.ts';
import { api, type FleetSession, read, startSession, unlock } from './simulator-session.ts';

let session: FleetSession;
let miner: SimulatedMiner;

beforeEach(async () => {
  session = await startSession(4, { count: 12, profile: 's19jpro' });
  miner = session.find(({ firmware }) => firmware === '1.2.6');
});
afterEach(() => session.fleet.stop());

async function save(body: unknown) {
  return api(miner, 'POST', '/settings', { token: await unlock(miner), body });
}

async function settings() {
  return read(miner, '/settings', { token: await unlock(miner) });
}

async function currentPreset() {
  return (await read(miner, '/perf-summary')).current_preset;
}

async function restart(): Promise<void> {
  await api(miner, 'POST', '/mining/restart', { token: await unlock(miner) });
  session.pass(300);
}

const pool = (n: number) => ({ url: `stratum+tcp://pool${n}.example:3333`, user: `worker.${n}`, pass: 'x' });
const EMPTY = { url: '', user: '', pass: '' };

describe('the settings of a simulated miner', () => {
  it('merge what is sent and keep the rest', async () => {
    const before = await settings();
    const answer = await save({ miner: { cooling: { mode: { name: 'manual', param: 80 } } } });
    expect([answer.status, answer.json()]).toEqual([200, { restart_required: false, reboot_required: false }]);
    const after = await settings();
    expect(after.miner.cooling).toEqual({ ...before.miner.cooling, mode: { name: 'manual', param: 80 } });
    expect(after.miner.pools).toEqual(before.miner.pools);
    const { miner: summary } = await read(miner, '/summary');
    expect(summary.cooling).toMatchObject({ fan_duty: 80, settings: { mode: { name: 'manual' } } });
  });

  it('require no restart when nothing has changed', async () => {
    const { miner: before } = await settings();
    const answer = await save({ miner: { pools: before.pools } });
    expect(answer.json()).toEqual({ restart_required: false, reboot_required: false });
  });

  it('take a preset into force at the next start of mining', async () => {
    const presets = await read(miner, '/autotune/presets', { token: await unlock(miner) });
    const before = await currentPreset();
    const tuned = presets.find(
      (preset: { name: string; status: string }) => preset.status === 'tuned' && preset.name !== before.name,
    );
    await save({ miner: { overclock: { preset_switcher: { enabled: false } } } });
    const answer = await save({ miner: { overclock: { preset: tuned.name } } });
    expect(answer.json()).toEqual({ restart_required: true, reboot_required: false });
    expect((await read(miner, '/status')).restart_required).toBe(true);
    expect((await currentPreset()).name).toBe(before.name);
    await restart();
    expect(await currentPreset()).toMatchObject({ name: tuned.name, status: 'tuned' });
    expect(await read(miner, '/status')).toMatchObject({ miner_state: 'mining', restart_required: false });
  });

  it('lead to hours of auto-tuning, hashing meanwhile, when the preset was never tuned', async () => {
    await save({ miner: { overclock: { preset: '1740' } } });
    await restart();
    expect((await read(miner, '/status')).miner_state).toBe('auto-tuning');
    expect(await currentPreset()).toMatchObject({ name: '1740', status: 'untuned' });
    expect((await read(miner, '/summary')).miner.hr_realtime).toBeGreaterThan(60_000);
    session.pass(5 * 3600);
    expect((await read(miner, '/status')).miner_state).toBe('mining');
    expect(await currentPreset()).toMatchObject({ name: '1740', status: 'tuned' });
    await api(miner, 'POST', '/autotune/reset', { token: await unlock(miner), body: { presets: ['1740'] } });
    expect(await currentPreset()).toMatchObject({ name: '1740', status: 'untuned' });
  });

  it('run at the globals when the preset is disabled', async () => {
    await save({ miner: { overclock: { preset: 'disabled', globals: { volt: 1350, freq: 400 } } } });
    await restart();
    expect(await currentPreset()).toMatchObject({ name: 'disabled', globals: { volt: 1350, freq: 400 } });
    expect((await read(miner, '/summary')).miner.chains[0].voltage).toBe(13_500);
  });

  it('refuse an unknown preset with 400, or on 1.3 say 200 and change nothing', async () => {
    const answer = await save({ miner: { overclock: { preset: '1234' } } });
    expect([answer.status, answer.json()]).toEqual([400, { err: 'Preset 1234 not found' }]);
    miner = session.find(({ firmware }) => firmware === '1.3.4');
    const before = await settings();
    expect((await save({ miner: { overclock: { preset: '1234' } } })).status).toBe(200);
    expect(await settings()).toEqual(before);
  });

  it('have exactly three pools, which run after a restart and lose their scheme and empty slots in the summary', async () => {
    expect((await save({ miner: { pools: [pool(1)] } })).status).toBe(400);
    expect((await save({ miner: { pools: [pool(1), { url: 'x' }, EMPTY] } })).status).toBe(400);
    const answer = await save({ miner: { pools: [EMPTY, pool(1), pool(2)] } });
    expect(answer.json()).toMatchObject({ restart_required: true });
    await restart();
    const { miner: summary } = await read(miner, '/summary', { token: await unlock(miner) });
    const rows = summary.pools.map(({ id, url, user, pool_type }: Record<string, unknown>) => [
      id,
      url,
      user,
      pool_type,
    ]);
    expect(rows).toEqual([
      [0, 'pool1.example:3333', 'worker.1', 'UserPool'],
      [1, 'pool2.example:3333', 'worker.2', 'UserPool'],
      [2, 'DevFee', 'DevFee', 'DevFee'],
    ]);
  });

  it('refuse a number with a fraction point where an integer belongs, wrong types and what is no JSON', async () => {
    const before = await settings();
    for (const body of [
      '{"miner":{"overclock":{"globals":{"freq":500.0}}}}',
      '{"miner":{"overclock":{"preset":2500}}}',
      '{"miner":{"cooling":"cold"}}',
      '{"miner":{"overclock":{"chains":[]}}}',
      '[]',
      '{"miner":',
    ]) {
      const answer = await save(body);
      expect(answer.status).toBe(400);
      expect(answer.json().err).not.toBe('');
    }
    expect(await settings()).toEqual(before);
  });

  it('want a reboot for the network, after which the new name shows', async () => {
    const answer = await save({ network: { hostname: 'north-7' } });
    expect(answer.json()).toEqual({ restart_required: false, reboot_required: true });
    const hostname = async () => (await read(miner, '/info')).system.network_status.hostname;
    expect(await hostname()).not.toBe('north-7');
    await api(miner, 'POST', '/system/reboot', { token: await unlock(miner) });
    session.pass(30);
    expect(await hostname()).toBe('north-7');
    expect((await read(miner, '/status')).reboot_required).toBe(false);
  });

  it('come back to the factory state with a factory reset', async () => {
    await save({ password: { current: 'admin', pw: 'other' } });
    const token = await unlock(miner, 'other');
    const answer = await api(miner, 'POST', '/settings/factory-reset', { token });
    expect(answer.json()).toEqual({ after: 3 });
    session.pass(30);
    expect(await unlock(miner, 'admin')).toHaveLength(32);
  });
});

describe('the preset switcher', () => {
  it('goes down rung by rung in hot air and up again when it is over, leaving the configured preset alone', async () => {
    const { miner: configured } = await settings();
    await save({ miner: { overclock: { preset_switcher: { enabled: true, check_time: 60, min_preset: '1740' } } } });
    session.pass(3600);
    const watts = async () => Number((await currentPreset()).name);
    const cool = await watts();
    miner.injectFault('hot');
    session.pass(700);
    const hot = await watts();
    expect(hot).toBeLessThan(cool);
    expect((await settings()).miner.overclock.preset).toBe(configured.overclock.preset);
    miner.clearFaults();
    session.pass(7200);
    expect(await watts()).toBe(cool);
  });
});

describe('notes on a simulated miner', () => {
  it('are added once, changed, read without credentials and deleted', async () => {
    const token = await unlock(miner);
    const note = { key: 'place', value: 'rack 2' };
    expect((await api(miner, 'POST', '/notes', { body: note })).status).toBe(401);
    expect((await api(miner, 'POST', '/notes', { token, body: note })).status).toBe(200);
    expect((await api(miner, 'POST', '/notes', { token, body: note })).status).toBe(409);
    expect((await api(miner, 'PUT', '/notes/place', { token, body: { value: 'rack 3' } })).status).toBe(200);
    expect(await read(miner, '/notes')).toEqual({ place: 'rack 3' });
    expect((await api(miner, 'DELETE', '/notes/place', { token })).status).toBe(200);
    expect((await api(miner, 'GET', '/notes/place')).status).toBe(404);
  });
});
