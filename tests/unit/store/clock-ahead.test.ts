import { afterEach, beforeEach, expect, it } from 'vitest';
import { sumMiners } from '../../../src-main/app/operations/history/sum-in-parts.ts';
import { readGroupHistory } from '../../../src-main/store/queries/history/group-queries.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { macOf } from './farm-fixture.ts';
import { sumsStore } from './sums-store.ts';
import { DAY, newFarm } from './tidied-farm.ts';

let farm: ReturnType<typeof newFarm>;
beforeEach(() => {
  farm = newFarm(2);
});
afterEach(() => farm.remove());

const record = (fromMinute: number, toMinute: number): void => {
  for (const n of [1, 2]) farm.record(n, DAY + fromMinute * MINUTE_MS, DAY + toMinute * MINUTE_MS);
};

/** The minutes of the hour in the farm's sums, and in those of the same miners; also in TH. */
async function minutes() {
  const plan = { fromAt: DAY, toAt: DAY + HOUR_MS, slotMs: 5 * MINUTE_MS, tier: '5min' } as const;
  const bothWays = [
    readGroupHistory(farm.sqlite, null, plan),
    await sumMiners(sumsStore(farm.sqlite), [macOf(1), macOf(2)], plan),
  ];
  return bothWays.map((series) =>
    series.flatMap(({ points }) =>
      points.map(({ at, miners, hashrate_hs }) => [(at - DAY) / MINUTE_MS, miners, (hashrate_hs ?? 0) / 1e12]),
    ),
  );
}

it('an hour that was compacted by a clock that ran ahead goes on in the sums when the clock is right again', async () => {
  record(0, 10);
  await farm.tidy(DAY + 2 * HOUR_MS);
  record(10, 15);
  await farm.compact(DAY);
  record(15, 50);
  await farm.compact(DAY);
  const shown = Array.from({ length: 10 }, (_, i) => [5 * i, 2, 200]);
  expect(await minutes()).toEqual([shown, shown]);
  // Late data for a slot that is in the block is counted once.
  record(6, 7);
  expect(await minutes()).toEqual([shown, shown]);
  await farm.tidy(DAY + 2 * HOUR_MS);
  expect(await minutes()).toEqual([shown, shown]);
});
