import { expect, it } from 'vitest';
import { runMiners } from '../../../src-main/commands/miners.ts';
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
  await using app = await standInApp(({ path }) => (path === '/api/health' ? { ...healthOf(), now_at: NOW } : miners));
  const { stdout } = await app.run(runMiners);
  const [head = '', ...lines] = stdout.trimEnd().split('\n');
  const at = head.indexOf('STATE');
  const states = lines.map((line) => line.slice(at).split(/ {2,}/)[0]);
  expect(states).toEqual(['tuning', 'not managed', 'no API key: Wrong miner password.', 'offline']);
  expect(lines[3]).toContain('10.1.7.9');
});
