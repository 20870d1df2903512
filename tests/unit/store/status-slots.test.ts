import { afterEach, beforeEach, expect, it } from 'vitest';
import { packPoints } from '../../../src-main/history/miner-memory.ts';
import { prepareFill } from '../../../src-main/store/compaction/fill-gaps.ts';
import { readGroupHistory } from '../../../src-main/store/queries/history/group-queries.ts';
import { readMinerHistory } from '../../../src-main/store/queries/history/history-queries.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { macOf } from './farm-fixture.ts';
import { DAY, newFarm } from './tidied-farm.ts';

let farm: ReturnType<typeof newFarm>;
beforeEach(async () => {
  farm = newFarm(1);
  // In the first half hour, ten minutes have readings every five; in the second, none.
  farm.record(1, DAY, DAY + 10 * MINUTE_MS);
  farm.record(1, DAY + MINUTE_MS, DAY + 10 * MINUTE_MS);
  const points = Array.from({ length: 10 }, (_, i) => {
    const figures = { hashrate_hs: 40e12, power_w: 1, pcb_temp_max_c: 1, chip_temp_max_c: 1, fan_duty_percent: 1 };
    return { at: DAY + (10 + 5 * i) * MINUTE_MS, ...figures };
  });
  farm.commitCompact(prepareFill(farm.sqlite, [{ miner_id: macOf(1), points: packPoints(points) }]).steps);
  await farm.compact(DAY + 2 * HOUR_MS);
});
afterEach(() => farm.remove());

it.each(['raw', '5min'] as const)('a slot that is partly filled is one point, by time (%s)', (tier) => {
  const plan = { fromAt: DAY, toAt: DAY + HOUR_MS, slotMs: 30 * MINUTE_MS, tier };
  const points = readMinerHistory(farm.sqlite, macOf(1), plan);
  expect(points.map(({ at, source, readings, hashrate_hs }) => [at - DAY, source, readings, hashrate_hs])).toEqual([
    [0, 'read', 8, (2 * 100e12 + 4 * 40e12) / 6],
    [30 * MINUTE_MS, 'filled', 6, 40e12],
  ]);
  const [farmSeries] = readGroupHistory(farm.sqlite, null, { ...plan, tier: '5min' });
  expect(farmSeries?.points.map(({ hashrate_hs }) => hashrate_hs)).toEqual([60e12, 40e12]);
});

it('narrow slots stay as narrow as they are filled', () => {
  const plan = { fromAt: DAY, toAt: DAY + 20 * MINUTE_MS, slotMs: MINUTE_MS, tier: 'raw' as const };
  const points = readMinerHistory(farm.sqlite, macOf(1), plan);
  expect(points.map(({ at, source }) => [(at - DAY) / MINUTE_MS, source])).toEqual([
    ...[0, 1, 5, 6].map((minute) => [minute, 'read']),
    ...[10, 15].map((minute) => [minute, 'filled']),
  ]);
});
