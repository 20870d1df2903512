import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedMiner } from '../../../src-main/demo/fleet.ts';
import { api, type FleetSession, startSession, unlock } from './simulator-session.ts';

let session: FleetSession;
let miner: SimulatedMiner;

beforeEach(async () => {
  session = await startSession(8, { profile: 's19jpro' });
  miner = session.first();
});
afterEach(() => session.fleet.stop());

const log = async (type: string): Promise<string> => (await api(miner, 'GET', `/logs/${type}`)).text;

describe('the logs of a simulated miner', () => {
  it('report its history, in the words of the firmware', async () => {
    miner.injectFault('board-missing');
    await api(miner, 'POST', '/mining/restart', { token: await unlock(miner) });
    session.pass(300);
    expect(await log('miner')).toMatch(/^\[\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\] INFO: Initializing \[Antminer S19J Pro/m);
    expect(await log('miner')).toMatch(/ERROR: chain#\d - Failed to init pic controller$/m);
    expect(await log('status')).toMatch(/INFO: Start mining\n.*INFO: Switched to mining\n$/);
    expect(await log('api')).toMatch(/^\[\d\d \w{3} \d\d:\d\d:\d\d\] .* "POST \/mining\/restart" 200 /m);
  });

  it('are empty once cleared, and fill again', async () => {
    const token = await unlock(miner);
    expect((await api(miner, 'POST', '/logs/status/clear')).status).toBe(401);
    expect((await api(miner, 'POST', '/logs/*/clear', { token })).status).toBe(200);
    expect(await log('status')).toBe('');
    session.pass(10);
    await api(miner, 'POST', '/mining/stop', { token });
    session.pass(10);
    expect(await log('status')).toContain('Mining stopped');
  });

  it('come over a WebSocket as well, the history at once and without credentials', async () => {
    const socket = new WebSocket(`ws://${miner.host}:${miner.port}/api/v1/logs-ws/status`);
    const first = await new Promise<string>((resolve, reject) => {
      socket.onmessage = ({ data }) => resolve(String(data));
      socket.onerror = () => reject(new Error('refused'));
    });
    expect(first).toBe(await log('status'));
    const closed = new Promise((resolve) => {
      socket.onclose = resolve;
    });
    socket.close();
    await closed;
  });
});
