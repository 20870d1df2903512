import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { SimulatedMiner } from '../../../src-main/demo/fleet.ts';
import { startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { until } from '../../fixtures/patience.ts';
import { api, read, startSession, unlock } from './simulator-session.ts';

describe('the power cord of a simulated miner', () => {
  it('pulled, makes the address refuse and ends open connections; its neighbours go on', async () => {
    const { fleet } = await startSession(6, { count: 2 });
    const [miner, neighbour] = fleet.miners as [SimulatedMiner, SimulatedMiner];
    const socket = connect(miner.port, miner.host);
    await new Promise((resolve) => socket.once('connect', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    await read(miner, '/info');
    await miner.powerOff();
    await closed;
    await expect(read(miner, '/info')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await read(neighbour, '/info')).toHaveProperty('model');
    await fleet.stop();
  });

  it('plugged in again, boots it at the same address with uptime and sessions reset', async () => {
    const session = await startSession(6, { profile: 's19jpro' });
    const miner = session.first();
    const { port } = miner;
    const token = await unlock(miner);
    await miner.powerOff();
    session.pass(600);
    await miner.powerOn();
    expect(miner.port).toBe(port);
    expect((await read(miner, '/info')).system.uptime).toMatch(/^ ?0:00$/);
    expect((await api(miner, 'GET', '/apikeys', { token })).status).toBe(401);
    expect((await read(miner, '/status')).miner_state).toBe('starting');
    session.pass(200);
    expect((await read(miner, '/status')).miner_state).toBe('mining');
    await session.fleet.stop();
  });

  it('may be pulled and plugged in any order and any number of times', async () => {
    const { fleet } = await startSession(6);
    const miner = fleet.miners[0] as SimulatedMiner;
    await Promise.all([miner.powerOff(), miner.powerOn(), miner.powerOff(), miner.powerOn()]);
    await miner.powerOn();
    expect(await read(miner, '/info')).toHaveProperty('model');
    await fleet.stop();
    await expect(read(miner, '/info')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('a reboot in real time', () => {
  it('closes the address for a while, thirty times as fast here', async () => {
    const fleet = await startSimulatedFleet({ endpoints: [{ host: '127.78.6.250', port: 0 }], timeScale: 30 });
    const miner = fleet.miners[0] as SimulatedMiner;
    const before = await read(miner, '/info');
    await api(miner, 'POST', '/system/reboot', { token: await unlock(miner) });
    const outcomes = new Set<string>();
    let uptime = before.system.uptime;
    await until('it to be back', async () => {
      uptime = await read(miner, '/info').then(
        (info) => info.system.uptime,
        (error: NodeJS.ErrnoException) => {
          outcomes.add(error.code ?? error.message);
          return before.system.uptime;
        },
      );
      return uptime !== before.system.uptime;
    });
    expect(outcomes).toContain('ECONNREFUSED');
    expect(uptime).toMatch(/^ ?0:00$/);
    await fleet.stop();
  });
});

describe('a simulated fleet', () => {
  it('is the same farm for the same seed and another for another', async () => {
    const look = async (seed: number) => {
      const { fleet } = await startSession(6, { count: 30, seed });
      const seen = [];
      for (const miner of fleet.miners) {
        const { hr_realtime, power_consumption } = (await read(miner, '/summary')).miner ?? {};
        seen.push([miner.mac, miner.model, miner.firmware, hr_realtime, power_consumption]);
      }
      await fleet.stop();
      return seen;
    };
    const farm = await look(7);
    expect(await look(7)).toEqual(farm);
    expect(await look(8)).not.toEqual(farm);
  });

  it('has a few sick miners in the mixed profile and none in the healthy one', async () => {
    const looksSick = async (miner: SimulatedMiner): Promise<boolean> => {
      const { miner: summary } = await read(miner, '/summary');
      const worst = (summary?.chains ?? []).some(
        (chain: { chip_statuses: { red: number; orange: number }; chip_temp: { max: number } }) =>
          chain.chip_statuses.red > 2 || chain.chip_statuses.orange > 7 || chain.chip_temp.max > 76,
      );
      return worst;
    };
    const count = async (profile: string) => {
      const { fleet } = await startSession(6, { count: 56, profile });
      let sick = 0;
      for (const miner of fleet.miners) if (await looksSick(miner)) sick++;
      await fleet.stop();
      return sick;
    };
    expect(await count('mixed')).toBe(4);
    expect(await count('healthy')).toBe(0);
  });

  it('refuses addresses that this machine does not have and unknown profiles', async () => {
    const elsewhere = [
      { host: '127.78.6.248', port: 0 },
      { host: '198.51.100.5', port: 0 },
    ];
    await expect(startSimulatedFleet({ endpoints: elsewhere })).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
    const endpoints = [{ host: '127.78.6.249', port: 0 }];
    await expect(startSimulatedFleet({ endpoints, profile: 'nice' })).rejects.toThrow('known: mixed, healthy');
  });
});
