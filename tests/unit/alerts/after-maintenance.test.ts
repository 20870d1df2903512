import { expect, it } from 'vitest';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import type { Actor, Miner } from '../../../src-shared/model/index.ts';
import { AlertFarm } from '../../fixtures/alerts/alert-farm.ts';
import { minerRow, NOW, status } from '../renderer/miner-row.ts';

const ID = '02:95:23:00:00:01';
const TESTER: Actor = { via: 'browser', name: 'browser', scope: 'operate' };
const FAN: Miner['attention'] = [{ code: 'fan_lost', severity: 'critical', message: 'Fan 1 of 4 stopped.' }];
const SLOW = status({ hashrate_hs: 50e12, hashrate_expected_hs: 100e12 });

/** One miner in maintenance, and what ends that. */
async function inMaintenance() {
  const farm = await new AlertFarm(NOW).start();
  farm.rows.set(ID, minerRow({ id: ID, nickname: 'M1' }));
  await farm.pass(60);
  const window = { query: `mac=${ID}`, ends_at: NOW + HOUR_MS, reason: '', rule_ids: [] };
  const { id } = await farm.maintenance.add(window, TESTER, farm.clock.nowMs());
  await farm.pass(20);
  return { farm, end: () => farm.maintenance.remove(id, TESTER) };
}
const titles = (farm: AlertFarm): string[] => farm.incidents.views.open().map(({ title }) => title);

it.each([
  ['a condition', { attention: FAN }, 'M1: Fan 1 of 4 stopped'],
  ['a figure', { latest_status: SLOW }, 'M1: Hash rate at 50 % of expected'],
])(
  '%s that lasted through maintenance is a problem right after it: its rule has waited already',
  async (_, fault, title) => {
    const { farm, end } = await inMaintenance();
    const beganAt = farm.clock.nowMs();
    farm.change(ID, fault);
    await farm.pass(700);
    expect(titles(farm)).toEqual([]);
    await end();
    await farm.pass(10);
    expect(titles(farm)).toEqual([title]);
    const [open] = farm.incidents.views.open();
    expect((open?.since_at ?? 0) - beganAt).toBeLessThanOrEqual(10_000);
  },
);

it('waits for the rest of what its rule asks for, where it began late in maintenance', async () => {
  const { farm, end } = await inMaintenance();
  farm.change(ID, { attention: FAN });
  await farm.pass(30);
  await end();
  await farm.pass(20);
  expect(titles(farm)).toEqual([]);
  await farm.pass(20);
  expect(titles(farm)).toEqual(['M1: Fan 1 of 4 stopped']);
});

it('waits again for what was mended meanwhile, and does not count the start of a miner', async () => {
  const { farm, end } = await inMaintenance();
  farm.change(ID, { attention: FAN });
  await farm.pass(100);
  farm.change(ID, { attention: [] });
  await farm.pass(20);
  farm.change(ID, { attention: FAN });
  await end();
  await farm.pass(40);
  expect(titles(farm)).toEqual([]);

  const other = await inMaintenance();
  other.farm.change(ID, { latest_status: SLOW, settling: true });
  await other.farm.pass(700);
  await other.end();
  other.farm.change(ID, { settling: false });
  await other.farm.pass(300);
  expect(titles(other.farm)).toEqual([]);
});

it('an open problem that maintenance has closed opens again at its end, with its own beginning', async () => {
  const farm = await new AlertFarm(NOW).start();
  farm.rows.set(ID, minerRow({ id: ID, nickname: 'M1', attention: FAN }));
  await farm.pass(100);
  const [before] = farm.incidents.views.open();
  const window = { query: `mac=${ID}`, ends_at: NOW + HOUR_MS, reason: '', rule_ids: [] };
  const { id } = await farm.maintenance.add(window, TESTER, farm.clock.nowMs());
  await farm.pass(300);
  expect(titles(farm)).toEqual([]);
  await farm.maintenance.remove(id, TESTER);
  await farm.pass(10);
  expect(farm.incidents.views.open()).toMatchObject([{ since_at: before?.since_at, title: before?.title }]);
});

it('what was mended in maintenance is forgotten, although the miner has another fault', async () => {
  const { farm, end } = await inMaintenance();
  const hot: Miner['attention'] = [{ code: 'hot', severity: 'warning', message: 'Hottest chip at 95 °C.' }];
  farm.change(ID, { attention: [...FAN, ...hot] });
  await farm.pass(700);
  farm.change(ID, { attention: hot });
  await farm.pass(60);
  await end();
  await farm.pass(60);
  expect(titles(farm)).toEqual(['M1: Hottest chip at 95 °C']);
  farm.change(ID, { attention: [...hot, ...FAN] });
  await farm.pass(50);
  expect(titles(farm)).toEqual(['M1: Hottest chip at 95 °C']);
});

it('a rack whose faults outlast maintenance is one problem, however its miners are read after that', async () => {
  const farm = await new AlertFarm(NOW).start();
  const ids = Array.from({ length: 6 }, (_, n) => `02:95:23:00:00:0${n + 1}`);
  for (const [n, id] of ids.entries()) farm.rows.set(id, minerRow({ id, nickname: `M${n}`, place: `R7/${n + 1}` }));
  await farm.pass(60);
  const window = { query: 'rack=R7', ends_at: NOW + HOUR_MS, reason: '', rule_ids: [] };
  const { id } = await farm.maintenance.add(window, TESTER, farm.clock.nowMs());
  for (const one of ids) {
    farm.change(one, { attention: FAN });
    await farm.pass(200);
  }
  expect(farm.said()).toEqual([]);
  await farm.maintenance.remove(id, TESTER);
  for (let second = 0; second < 20; second += 1) {
    await farm.clock.advance(1000);
    farm.change(ids[second % ids.length] ?? '', {});
    await farm.incidents.next();
  }
  expect(farm.said()).toEqual(['opened: 6 miners with a stopped fan in rack R7']);
});

it('what was lost in maintenance is no loss of the problem that follows, and none is counted twice', async () => {
  const farm = await new AlertFarm(NOW).start();
  farm.rows.set(ID, minerRow({ id: ID, nickname: 'M1', latest_status: SLOW }));
  await farm.pass(900);
  const window = { query: `mac=${ID}`, ends_at: NOW + 10 * HOUR_MS, reason: '', rule_ids: [] };
  const { id } = await farm.maintenance.add(window, TESTER, farm.clock.nowMs());
  await farm.pass(7200);
  await farm.maintenance.remove(id, TESTER);
  await farm.pass(100);
  const [before, after] = [...farm.store.incidentRows.values()].map(({ incident }) => incident);
  const lostPerSecond = 50e12;
  expect(before?.hashrate_lost_hash).toBeGreaterThan(800 * lostPerSecond);
  expect(after?.since_at).toBe(before?.since_at);
  expect(farm.incidents.views.open()[0]?.hashrate_lost_hash).toBeLessThan(200 * lostPerSecond);
});

it('after a restart of PowerHive in maintenance the wait of a rule counts from the restart, and not from its end', async () => {
  const { farm } = await inMaintenance();
  farm.change(ID, { attention: FAN });
  await farm.pass(700);
  const next = new AlertFarm(farm.clock.nowMs());
  for (const [id, row] of farm.rows) next.rows.set(id, row);
  for (const [id, window] of farm.store.windows) next.store.windows.set(id, window);
  await next.start();
  const restartedAt = next.clock.nowMs();
  await next.pass(700);
  expect(titles(next)).toEqual([]);
  for (const id of next.store.windows.keys()) await next.maintenance.remove(id, TESTER);
  await next.pass(10);
  expect(titles(next)).toEqual(['M1: Fan 1 of 4 stopped']);
  expect(next.incidents.views.open()[0]?.since_at).toBeGreaterThanOrEqual(restartedAt);
});

it('what may burn stays a problem in maintenance, and is said in it: only messages wait for its end', async () => {
  const { farm, end } = await inMaintenance();
  const burning: Miner['attention'] = [
    { code: 'fan_lost', severity: 'critical', message: 'All 4 fans stopped.', in_danger: true },
  ];
  farm.change(ID, { attention: burning });
  await farm.pass(80);
  expect(farm.incidents.views.open()).toMatchObject([
    { title: 'M1: All 4 fans stopped (in maintenance)', in_danger: true },
  ]);
  expect(farm.announcements).toEqual([]);
  await end();
  await farm.pass(10);
  expect(farm.announcements.map(({ event }) => event)).toEqual(['opened']);
  expect(farm.shown.at(-1)?.title).toBe('M1: All 4 fans stopped');
  const again = { query: `mac=${ID}`, ends_at: NOW + HOUR_MS, reason: '', rule_ids: [] };
  await farm.maintenance.add(again, TESTER, farm.clock.nowMs());
  await farm.pass(20);
  expect(titles(farm)).toEqual(['M1: All 4 fans stopped (in maintenance)']);
  farm.change(ID, { attention: FAN });
  await farm.pass(20);
  expect(titles(farm)).toEqual([]);
});

it('a fault that is there again within the time of its rule after a stop was never over; a later one is new', async () => {
  const farm = await new AlertFarm(NOW).start();
  farm.rows.set(ID, minerRow({ id: ID, nickname: 'M1' }));
  const down: Miner['attention'] = [{ code: 'pools_down', severity: 'critical', message: 'Both pools are offline.' }];
  const mining = status({ hashrate_hs: 0, hashrate_expected_hs: 100e12 });
  const pause = async (seconds: number) => {
    farm.change(ID, { attention: [], latest_status: status({ state: 'stopped', hashrate_hs: 0 }) });
    await farm.pass(seconds);
    expect(titles(farm)).toEqual([]);
    farm.change(ID, { latest_status: status({ state: 'starting', hashrate_hs: 0 }) });
    await farm.pass(60);
  };
  await farm.pass(60);
  const beganAt = farm.clock.nowMs();
  farm.change(ID, { attention: down, latest_status: mining });
  await farm.pass(200);
  await pause(7200);
  // Its pools are tried first.
  farm.change(ID, { latest_status: mining });
  await farm.pass(60);
  const againAt = farm.clock.nowMs();
  farm.change(ID, { attention: down });
  await farm.pass(110);
  expect(titles(farm)).toEqual([]);
  await farm.pass(30);
  const [open] = farm.incidents.views.open();
  expect((open?.since_at ?? 0) - beganAt).toBeLessThanOrEqual(10_000);
  // What it would have hashed while it was stopped is not lost by this.
  expect(open?.hashrate_lost_hash).toBeLessThanOrEqual((100e12 * (farm.clock.nowMs() - againAt)) / 1000);
  expect(open?.hashrate_lost_hash).toBeGreaterThan(0);
  await pause(60);
  farm.change(ID, { latest_status: mining });
  await farm.pass(130);
  const newAt = farm.clock.nowMs();
  farm.change(ID, { attention: down });
  await farm.pass(140);
  expect(farm.incidents.views.open()[0]?.since_at).toBeGreaterThanOrEqual(newAt);
});
