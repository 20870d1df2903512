import { afterEach, beforeEach, expect, it } from 'vitest';
import { sumMiners } from '../../../src-main/app/operations/history/sum-in-parts.ts';
import { prepareFarmSlotWrites } from '../../../src-main/store/queries/history/day-queries.ts';
import { readGroupHistory } from '../../../src-main/store/queries/history/group-queries.ts';
import { prepareMonitoredWrites } from '../../../src-main/store/queries/history/monitored-queries.ts';
import { readTimes } from '../../../src-main/store/queries/history/reading-times.ts';
import { prepareStatusWrites } from '../../../src-main/store/queries/history/status-queries.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { aStatus, macOf, someFigures } from './farm-fixture.ts';
import { sumsStore } from './sums-store.ts';
import { DAY, newFarm } from './tidied-farm.ts';

let farm: ReturnType<typeof newFarm>;
beforeEach(() => {
  farm = newFarm(3);
});
afterEach(() => farm.remove());

const at = (minute: number) => DAY + minute * MINUTE_MS;
const ALL = [1, 2, 3];

/** PowerHive monitored these miners from a minute to another. */
function watch(miners: readonly number[], fromMinute: number, toMinute: number): void {
  const { recordMonitored } = prepareMonitoredWrites(farm.sqlite);
  expect(recordMonitored({ at: at(fromMinute), watchedFrom: at(fromMinute), minerIds: miners.map(macOf) })).toBe(true);
  recordMonitored({ at: at(toMinute), watchedFrom: at(fromMinute), minerIds: null });
}

function readEachMinute(n: number, fromMinute: number, toMinute: number): void {
  const minutes = Array.from({ length: toMinute - fromMinute }, (_, i) => fromMinute + i);
  const parts = { figures: someFigures(), fans: [], chains: [] };
  prepareStatusWrites(farm.sqlite).recordMinerStatuses(minutes.map((minute) => aStatus(n, at(minute) + 1, parts)));
}

/** "2 of 3" for each slot of a time, of the farm, of its model, and of the same miners: all are the same. */
async function counts(fromMinute: number, toMinute: number, tier: '1min' | '5min' | '1h', slotMs: number) {
  const plan = { fromAt: at(fromMinute), toAt: at(toMinute), slotMs, tier };
  const ways = [
    readGroupHistory(farm.sqlite, null, plan),
    readGroupHistory(farm.sqlite, 's19jpro', plan),
    await sumMiners(sumsStore(farm.sqlite), ALL.map(macOf), plan),
  ].map((series) =>
    series.flatMap(({ points }) =>
      points.map(({ miners, of_miners, complete, hashrate_hs }) => {
        expect(complete).toBe(true);
        if (miners === 0) expect(hashrate_hs).toBe(0);
        return `${miners} of ${of_miners}`;
      }),
    ),
  );
  expect(ways[1]).toEqual(ways[0]);
  expect(ways[2]).toEqual(ways[0]);
  return ways[0];
}

it('sums say of how many monitored miners they are, at each width, before and after the compaction', async () => {
  watch(ALL, 0, 120);
  readEachMinute(1, 0, 5);
  readEachMinute(1, 8, 10);
  readEachMinute(2, 0, 5);
  const check = async () => {
    expect(await counts(0, 10, '1min', MINUTE_MS)).toEqual([
      ...Array(5).fill('2 of 3'),
      ...Array(3).fill('0 of 3'),
      '1 of 3',
      '1 of 3',
    ]);
    expect(await counts(0, 15, '5min', 5 * MINUTE_MS)).toEqual(['2 of 3', '1 of 3', '0 of 3']);
    expect(await counts(0, 120, '1h', HOUR_MS)).toEqual(['2 of 3', '0 of 3']);
  };
  await check();
  await farm.compact(DAY + 2 * HOUR_MS);
  await check();
});

it('an outage that goes on is 0 up to now, before the time that PowerHive monitors is prolonged again', () => {
  watch(ALL, 0, 9);
  const now = at(9) + 15_000;
  const plan = { fromAt: at(0), toAt: now, slotMs: MINUTE_MS, tier: '1min', readAllMs: 30_000 } as const;
  const last = (nowAt: number) =>
    readGroupHistory(farm.sqlite, null, { ...plan, toAt: nowAt, completeUntilAt: nowAt - 30_000 })[0]?.points.at(-1);
  expect(last(now)).toMatchObject({ at: at(8), miners: 0, of_miners: 3 });
  watch(ALL, 0, 9.5);
  expect(last(now + 20_000)).toMatchObject({ at: at(9), miners: 0, of_miners: 3, hashrate_hs: 0 });
  expect(last(now + 10 * MINUTE_MS)).toMatchObject({ at: at(9) });
});

it('the times of the readings of a miner are the same before and after the compaction', async () => {
  readEachMinute(1, 0, 5);
  readEachMinute(1, 58, 70);
  readEachMinute(2, 6, 7);
  const times = () =>
    readTimes(farm.sqlite, macOf(1), { fromAt: at(2), toAt: at(65) }).map((time) => (time - at(0) - 1) / MINUTE_MS);
  const wanted = [2, 3, 4, 58, 59, 60, 61, 62, 63, 64];
  expect(times()).toEqual(wanted);
  await farm.compact(DAY + HOUR_MS);
  expect(times()).toEqual(wanted);
});

it('a miner that is unmanaged does not count from then on, and counts again later', async () => {
  watch(ALL, 0, 10);
  watch([1, 2], 10, 20);
  watch(ALL, 20, 30);
  farm.record(1, at(0), at(30));
  expect(await counts(0, 30, '5min', 5 * MINUTE_MS)).toEqual([
    '1 of 3',
    '1 of 3',
    '1 of 2',
    '1 of 2',
    '1 of 3',
    '1 of 3',
  ]);
});

it('while PowerHive did not monitor there is no sum, whoever was monitored before and after', async () => {
  watch(ALL, 0, 10);
  watch(ALL, 20, 30);
  expect(await counts(0, 30, '5min', 5 * MINUTE_MS)).toEqual(Array(4).fill('0 of 3'));
});

it('a miner that is not in the database yet is written later', () => {
  const { recordMonitored } = prepareMonitoredWrites(farm.sqlite);
  const now = { at: at(0), watchedFrom: at(0), minerIds: [...ALL, 9].map(macOf) };
  expect(recordMonitored(now)).toBe(false);
  expect(recordMonitored({ ...now, at: at(1), minerIds: ALL.map(macOf) })).toBe(true);
  expect(farm.sqlite.prepare('SELECT count(*) FROM monitored_spans').pluck().get()).toBe(3);
});

it('what is older than the history is deleted with it', async () => {
  watch(ALL, 0, 10);
  watch([], 10, 20);
  const sums = {
    recorded_ms: 1,
    expected_hash: 1,
    hashed_hash: 1,
    paid_hash: 1,
    known_miner_ms: 1,
    hashing_miner_ms: 1,
  };
  const lost = [{ cause: 'other', lost_hash: 1 }];
  prepareFarmSlotWrites(farm.sqlite).addToFarmSlots([{ at: at(0), algorithm: 'sha256d', ...sums, lost }]);
  await farm.tidy(DAY + 800 * 24 * HOUR_MS);
  const left = (table: string) => farm.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  const tables = ['monitored_spans', 'watched_spans', 'farm_slots', 'loss_slots'];
  expect(tables.map(left)).toEqual([0, 0, 0, 0]);
});
