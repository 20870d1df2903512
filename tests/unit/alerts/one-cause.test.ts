import { beforeEach, expect, it } from 'vitest';
import type { ForeignPool, Miner } from '../../../src-shared/model/index.ts';
import { foreignPoolWords } from '../../../src-shared/pools/own-pools.ts';
import { AlertFarm } from '../../fixtures/alerts/alert-farm.ts';
import { minerRow, NOW, status } from '../renderer/miner-row.ts';

const OWN = 'stratum+tcp://eu.pool.example:3333';
const HOT: Miner['attention'] = [{ code: 'hot', severity: 'warning', message: 'Hottest chip at 96 °C.' }];

let farm: AlertFarm;

beforeEach(async () => {
  farm = await new AlertFarm(NOW).start();
});

/** Four racks of twelve, in networks of their own, and their miners by rack. */
function addRacks(perRack = 12): string[][] {
  return [1, 2, 3, 4].map((rack) =>
    Array.from({ length: perRack }, (_, i) => {
      const id = `02:95:23:00:0${rack}:${String(i + 1).padStart(2, '0')}`;
      const own = { latest_status: status({ pool_url: OWN }), pool_urls: [OWN] };
      farm.rows.set(
        id,
        minerRow({
          id,
          ip: `10.1.${rack}.${i + 1}`,
          nickname: `R${rack}-S${i + 1}`,
          place: `R${rack}/${i + 1}`,
          ...own,
        }),
      );
      return id;
    }),
  );
}

function mineTo(ids: readonly string[], pool: ForeignPool): void {
  const message = `${foreignPoolWords(pool)}.`;
  for (const id of ids) farm.change(id, { attention: [{ code: 'pool_foreign', severity: 'critical', message, pool }] });
}

const open = () => farm.incidents.views.open();
const titles = () => open().map(({ title }) => title);

it('one foreign pool is one problem, on however few miners, wherever they are, whenever they began', async () => {
  const [one = [], two = []] = addRacks();
  await farm.pass(60);
  mineTo(one.slice(0, 2), { host: 'evil.example', account: null });
  mineTo(two.slice(0, 1), { host: 'other.example', account: null });
  await farm.pass(90);
  expect(titles().sort()).toEqual([
    '2 miners mine to evil.example, which is not known as a pool of this farm',
    'R2-S1: Mines to other.example, which is not known as a pool of this farm',
  ]);
  // What they earn goes to somebody else now.
  expect(open().map(({ severity }) => severity)).toEqual(['critical', 'critical']);
  expect(open().find(({ miner_ids }) => miner_ids.length === 2)?.cause).toEqual({ kind: 'pool', key: 'evil.example' });
  await farm.pass(7200);
  mineTo(two.slice(1, 2), { host: 'evil.example', account: null });
  mineTo(two.slice(2, 3), { host: 'other.example', account: null });
  await farm.pass(400);
  expect(titles().sort()).toEqual([
    '2 miners mine to other.example, which is not known as a pool of this farm',
    '3 miners mine to evil.example, which is not known as a pool of this farm',
  ]);
  // The single one is part of the larger problem, and is sent no end of its own.
  expect(farm.said().filter((said) => said.startsWith('resolved'))).toEqual([]);
  for (const id of [...one.slice(0, 2), ...two.slice(2, 3)]) farm.change(id, { attention: [] });
  await farm.pass(400);
  expect(titles().sort()).toEqual([
    'R2-S1: Mines to other.example, which is not known as a pool of this farm',
    'R2-S2: Mines to evil.example, which is not known as a pool of this farm',
  ]);
  // What is well again says so, costs nothing more and is last, until it has been so for long enough.
  const cured = farm.clock.nowMs();
  for (const id of two.slice(2, 3)) farm.change(id, { attention: [] });
  for (const id of two.slice(0, 1)) farm.change(id, { attention: [] });
  await farm.pass(30);
  const listed = await farm.incidents.views.list(['open'], 10);
  expect(listed.map(({ title }) => title)).toEqual([
    'R2-S2: Mines to evil.example, which is not known as a pool of this farm',
    'R2-S1: Mines to other.example, which is not known as a pool of this farm (well again)',
  ]);
  const well = listed[1] ?? expect.fail('it is over');
  expect(well).toMatchObject({ hashrate_lost_hs: 0, severity: 'critical' });
  expect((well.well_since_at ?? 0) - cured).toBeLessThanOrEqual(10_000);
  expect(well.closes_at).toBe((well.well_since_at ?? 0) + 300_000);
  expect(farm.shown.at(-1)).toMatchObject({ title: well.title, closes_at: well.closes_at });
  await farm.pass(300);
  expect(titles()).toEqual(['R2-S2: Mines to evil.example, which is not known as a pool of this farm']);
});

it('a foreign account at an own pool is one problem by that account', async () => {
  const [one = []] = addRacks();
  await farm.pass(60);
  mineTo(one.slice(0, 3), { host: 'eu.pool.example', account: 'thief@mail' });
  mineTo(one.slice(3, 5), { host: 'eu.pool.example', account: 'thief2' });
  await farm.pass(400);
  expect(titles().sort()).toEqual([
    '2 miners mine to account thief2 at eu.pool.example, which is not known as one of this farm',
    '3 miners mine to account thief@mail at eu.pool.example, which is not known as one of this farm',
  ]);
});

it('a dark rack of four is one problem; three of its four are one each', async () => {
  const [one = [], two = []] = addRacks(4);
  await farm.pass(60);
  farm.drop(one);
  farm.drop(two.slice(0, 3));
  await farm.pass(240);
  expect(titles().sort()).toEqual([
    'R2-S1: Offline',
    'R2-S2: Offline',
    'R2-S3: Offline',
    'Rack R1 is dark: all 4 miners offline (10.1.1.0/24)',
  ]);
});

it('a rack that gets too hot is one problem, although its miners do one after another', async () => {
  const [one = [], two = []] = addRacks();
  await farm.pass(60);
  for (const id of one.slice(0, 6)) {
    farm.change(id, { attention: HOT });
    await farm.pass(100);
  }
  farm.change(two[0] ?? '', { attention: HOT });
  await farm.pass(300);
  expect(titles().sort()).toEqual(['6 miners too hot in rack R1', 'R2-S1: Hottest chip at 96 °C']);
});

it('a pool that works for none of its miners is the cause, although none of them uses one now', async () => {
  const racks = addRacks();
  const theirs = [...(racks[0] ?? []).slice(0, 5), ...(racks[2] ?? []).slice(0, 5)];
  const pool_urls = ['stratum+tcp://dead.example:3333'];
  for (const id of theirs) farm.change(id, { pool_urls });
  await farm.pass(60);
  for (const id of theirs) {
    const down = { code: 'pools_down', severity: 'critical', message: 'All pools are dead.' } as const;
    farm.change(id, { attention: [down], latest_status: status({ pool_url: null }) });
  }
  await farm.pass(240);
  expect(open()).toMatchObject([
    { title: '10 miners without a pool: dead.example is down', cause: { kind: 'pool', key: 'dead.example' } },
  ]);
});

it('two dark racks are of no model that nearly all miners have', async () => {
  const [one = [], two = [], , four = []] = addRacks();
  farm.change(four[0] ?? '', { model_alias: 's21' });
  await farm.pass(60);
  farm.drop([...one, ...two]);
  await farm.pass(240);
  expect(titles()).toEqual(['24 of 48 miners offline']);
});

it('what all miners of a model get, wherever they are, is of that model', async () => {
  const some = addRacks().flatMap((rack) => rack.slice(0, 4));
  for (const id of some) farm.change(id, { model_alias: 's21' });
  await farm.pass(60);
  farm.drop(some);
  await farm.pass(240);
  expect(titles()).toEqual(['16 miners offline of model s21']);
});
