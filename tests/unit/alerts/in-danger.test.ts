import { expect, it } from 'vitest';
import type { Miner } from '../../../src-shared/model/index.ts';
import { AlertFarm } from '../../fixtures/alerts/alert-farm.ts';
import { minerRow, NOW, status } from '../renderer/miner-row.ts';

const fans = (message: string, more = {}): Miner['attention'] => [
  { code: 'fan_lost', severity: 'critical', message, ...more },
];

it('a miner without any fan is before those that only lose, and says so as soon as the last fan stops', async () => {
  const farm = await new AlertFarm(NOW).start();
  const [hot, dead] = ['02:00:00:00:00:01', '02:00:00:00:00:02'] as const;
  for (const id of [hot, dead]) farm.rows.set(id, minerRow({ id, nickname: id.slice(-2) }));
  const none = status({ hashrate_hs: 0, hashrate_expected_hs: 104e12 });
  const silent = { code: 'not_hashing', severity: 'critical', message: 'Mining, but 0 TH/s.' } as const;
  farm.change(dead, { attention: [silent], latest_status: none });
  farm.change(hot, { attention: fans('Fan 1 of 4 stopped.') });
  await farm.pass(400);
  const listed = async () => (await farm.incidents.views.list(['open'], 10)).map(({ cause: { key } }) => key);
  expect(await listed()).toEqual([dead, hot]);
  farm.shown.length = 0;
  farm.change(hot, { attention: fans('All 4 fans stopped.', { in_danger: true }) });
  await farm.pass(20);
  expect(await listed()).toEqual([hot, dead]);
  expect(farm.shown.at(-1)).toMatchObject({ cause: { key: hot }, in_danger: true });
  // What protects it is offered, which is no cure of it.
  const [danger] = await farm.incidents.views.list(['open'], 1);
  expect(danger).toMatchObject({
    suggested_action: { action: 'pause' },
    advice: expect.stringContaining('all fans share'),
  });
  expect((await farm.incidents.views.get(danger?.incident_id ?? ''))?.action_record).toBeNull();
  farm.change(hot, { attention: fans('Fan 1 of 4 stopped.') });
  await farm.pass(20);
  expect(await listed()).toEqual([dead, hot]);
  expect(farm.shown.at(-1)).toMatchObject({ cause: { key: hot }, suggested_action: null });
});

it('a miner that stopped by itself has one time: that since which it says to be stopped', async () => {
  const farm = await new AlertFarm(NOW).start();
  const id = '02:00:00:00:00:03';
  farm.rows.set(id, minerRow({ id }));
  await farm.pass(120);
  const since_at = farm.clock.nowMs() - 40_000;
  const stop = { code: 'protective_stop', severity: 'critical', message: 'Overheated.', since_at } as const;
  farm.change(id, { attention: [stop], latest_status: status({ state: 'stopped', hashrate_hs: 0 }) });
  await farm.pass(80);
  expect(farm.incidents.views.open()).toMatchObject([
    { since_at, advice: expect.stringContaining('No job is offered') },
  ]);
});
