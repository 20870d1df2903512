import { afterEach, beforeEach, expect, it } from 'vitest';
import { sumMiners } from '../../../src-main/app/operations/history/sum-in-parts.ts';
import { readGroupHistory } from '../../../src-main/store/queries/history/group-queries.ts';
import { prepareStatusWrites } from '../../../src-main/store/queries/history/status-queries.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { aMiner, aModel, aStatus, macOf, someFigures } from './farm-fixture.ts';
import { sumsStore } from './sums-store.ts';
import { DAY, newFarm } from './tidied-farm.ts';

let farm: ReturnType<typeof newFarm>;
beforeEach(() => {
  farm = newFarm(3);
});
afterEach(() => farm.remove());

function read(n: number, power_w: number | null, at = DAY + MINUTE_MS): void {
  const figures = someFigures({ hashrate_hs: 100e12, power_w });
  prepareStatusWrites(farm.sqlite).recordMinerStatuses([aStatus(n, at, { figures, fans: [], chains: [] })]);
}

const WIDTHS = [
  ['1min', MINUTE_MS],
  ['5min', 5 * MINUTE_MS],
  ['1h', HOUR_MS],
] as const;

/** Of the farm and of its miners one by one, at each width: how many miners, and how many of them are in the power. */
async function counts() {
  const found = new Set<string>();
  const ids = [1, 2, 3].map(macOf);
  const store = sumsStore(farm.sqlite);
  for (const [tier, slotMs] of WIDTHS) {
    const plan = { fromAt: DAY, toAt: DAY + HOUR_MS, slotMs, tier } as const;
    for (const [series] of [readGroupHistory(farm.sqlite, null, plan), await sumMiners(store, ids, plan)])
      for (const { miners, power_w, power_miners } of series?.points ?? [])
        found.add(`${power_w} W of ${power_miners} of ${miners}`);
  }
  return [...found];
}

it('a sum of power says of how many miners it is, before and after the compaction', async () => {
  read(1, 3000);
  read(2, 2000);
  read(3, null);
  expect(await counts()).toEqual(['5000 W of 2 of 3']);
  await farm.compact(DAY + 2 * HOUR_MS);
  expect(await counts()).toEqual(['5000 W of 2 of 3']);
});

it('and counts a reading that comes when the hour is compacted already', async () => {
  read(1, 3000);
  read(3, null);
  await farm.compact(DAY + 2 * HOUR_MS);
  read(2, 2000);
  expect(await counts()).toEqual(['5000 W of 2 of 3']);
  read(3, 1000, DAY + MINUTE_MS + 1);
  await farm.compact(DAY + 2 * HOUR_MS);
  expect(await counts()).toEqual(['6000 W of 3 of 3']);
});

it('is not known where one of its parts is of an older version', async () => {
  farm.fleet.upsertModels([aModel({ alias: 's21' })]);
  farm.fleet.upsertMiners([aMiner(2, { model_alias: 's21' })]);
  read(1, 3000);
  await farm.compact(DAY + 2 * HOUR_MS);
  farm.sqlite.exec('UPDATE group_slots SET power_miners = NULL');
  read(2, 2000);
  await farm.compact(DAY + 2 * HOUR_MS);
  const plan = { fromAt: DAY, toAt: DAY + HOUR_MS, slotMs: HOUR_MS, tier: '1h' } as const;
  expect(readGroupHistory(farm.sqlite, null, plan)[0]?.points).toMatchObject([{ power_w: 5000, power_miners: null }]);
});
