import { describe, expect, it } from 'vitest';
import { runRemove, runReplace } from '../../../src-main/commands/remove-miner.ts';
import { standInApp } from '../../fixtures/program/stand-in-app.ts';
import { minerRow } from '../renderer/miner-row.ts';

const idOf = (n: number): string => `02:95:23:00:00:0${n}`;
const off = { online: false, ip: null } as const;
const FARM = [
  minerRow({ id: idOf(1), nickname: 'S19 (old)' }),
  minerRow({ id: idOf(2), nickname: 'a or b' }),
  minerRow({ id: idOf(3), nickname: 'offline' }),
  minerRow({ id: idOf(4), nickname: 'R1', ...off, last_ip: '127.77.0.4:8980' }),
  minerRow({ id: idOf(5), nickname: 'R1', ...off, last_ip: '127.77.0.5:8980' }),
  minerRow({ id: idOf(6), nickname: null, ...off, last_ip: '127.77.0.6:8980' }),
  minerRow({ id: idOf(7), nickname: 'R7', ip: '127.77.0.6:8980' }),
];

/** An app with this farm that finds miners only by the complete MAC, address or name. */
const app = () =>
  standInApp(({ method, path }) => {
    if (path === '/api/miners') return FARM;
    return method === 'DELETE' ? { removed: true } : FARM[0];
  });

describe('the miner that a command is about', () => {
  it.each([
    ['S19 (old)', 1],
    ['A OR B', 2],
    ['offline', 3],
    ['127.77.0.4:8980', 4],
    ['127.77.0.5', 5],
    ['02-95-23-00-00-05', 5],
    ['029523000005', 5],
  ])('is named by %j', async (text, n) => {
    await using running = await app();
    expect(await running.run(runRemove, text, '--yes')).toMatchObject({ code: 0 });
    expect(running.asked.at(-1)).toMatchObject({ method: 'DELETE', path: `/api/miners/${idOf(n)}?history=keep` });
  });

  it('is none where no miner or several have that name, or that address', async () => {
    await using running = await app();
    expect((await running.run(runRemove, 'R', '--yes')).code).toContain('no miner is called "R"');
    expect((await running.run(runRemove, 'R1', '--yes')).code).toContain('2 miners are called "R1"');
    // One miner has the address now, and the other one is named by it, because it had it last.
    expect((await running.run(runRemove, '127.77.0.6:8980', '--yes')).code).toContain('2 miners are called');
    expect((await running.run(runReplace, 'R7', 'nobody', '--yes')).code).toContain('no miner is called "nobody"');
    expect(running.asked.every(({ method }) => method === 'GET')).toBe(true);
  });
});
