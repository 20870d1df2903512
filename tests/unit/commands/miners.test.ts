import { expect, it } from 'vitest';
import { runMiners } from '../../../src-main/commands/miners.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { standInApp } from '../../fixtures/program/stand-in-app.ts';
import { healthOf } from '../../fixtures/served/health.ts';
import { minerRow, NOW, offlineRow, status } from '../renderer/miner-row.ts';

it('says of each miner its state as the screens do, with the reason', async () => {
  const polling = { ...minerRow().polling, eligible: false };
  const miners = [
    minerRow({ nickname: 'tunes', latest_status: status({ state: 'auto-tuning' }) }),
    minerRow({ nickname: 'left', managed: false, polling: { ...polling, reason_code: 'unmanaged' } }),
    minerRow({
      nickname: 'locked',
      latest_status: null,
      polling,
      attention: [{ code: 'api_key', severity: 'warning', message: 'Wrong miner password.' }],
    }),
    offlineRow({ nickname: 'gone', last_ip: '10.1.7.9' }),
  ];
  const { lines, states } = await listed(miners);
  expect(states).toEqual(['tuning', 'not managed', 'no API key: Wrong miner password.', 'offline']);
  expect(lines[3]).toContain('10.1.7.9');
});

it('says at once of a rack that just stopped answering that it has no recent reading', async () => {
  const polling = { ...minerRow().polling, consecutive_failures: 1, last_error: 'No answer within 1.5 s.' };
  const rack = [1, 2, 3].map((n) => minerRow({ id: `02:95:23:00:01:0${n}`, place: `R1/${n}`, polling }));
  const { states } = await listed([
    ...rack,
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => minerRow({ id: `02:95:23:00:02:0${n}`, place: `R2/${n}` })),
  ]);
  expect(states.slice(0, 4)).toEqual([...rack.map(() => expect.stringContaining('No answer within')), 'mining']);
});

async function listed(miners: readonly Miner[]) {
  await using app = await standInApp(({ path }) => (path === '/api/health' ? { ...healthOf(), now_at: NOW } : miners));
  const { stdout } = await app.run(runMiners);
  const [head = '', ...lines] = stdout.trimEnd().split('\n');
  const at = head.indexOf('STATE');
  return { lines, states: lines.map((line) => line.slice(at).split(/ {2,}/)[0]) };
}
