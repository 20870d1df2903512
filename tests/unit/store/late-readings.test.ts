import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sumMiners } from '../../../src-main/app/operations/history/sum-in-parts.ts';
import { packPoints } from '../../../src-main/history/miner-memory.ts';
import { prepareFill } from '../../../src-main/store/compaction/fill-gaps.ts';
import { readGroupHistory } from '../../../src-main/store/queries/history/group-queries.ts';
import { readChipHistory, readMinerHistory } from '../../../src-main/store/queries/history/history-queries.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { macOf } from './farm-fixture.ts';
import { sumsStore } from './sums-store.ts';
import { DAY, newFarm } from './tidied-farm.ts';

const FIVE = 5 * MINUTE_MS;
const at = (hour: number, minute = 0): number => DAY + hour * HOUR_MS + minute * MINUTE_MS;

let farm: ReturnType<typeof newFarm>;
beforeEach(() => {
  farm = newFarm(1);
});
afterEach(() => farm.remove());

/** Hours in the miner's own chart and in the farm's: number of readings or miners, and TH. */
function hours(fromHour: number, toHour: number) {
  const plan = { fromAt: at(fromHour), toAt: at(toHour), slotMs: HOUR_MS, tier: '1h' } as const;
  const inTh = (hashrate_hs: number | null) => Math.round((hashrate_hs ?? 0) / 1e10) / 100;
  return {
    miner: readMinerHistory(farm.sqlite, macOf(1), plan).map((one) => [one.readings, inTh(one.hashrate_hs)]),
    farm: readGroupHistory(farm.sqlite, null, plan).flatMap(({ points }) =>
      points.map((one) => [one.miners, inTh(one.hashrate_hs)]),
    ),
  };
}

describe('readings of several hours that come late', () => {
  const KEEPS = {
    'the readings are there': [2, {}],
    'the readings are there, and slots of five minutes are not': [3, { status_5min_days: 1 }],
    'the readings are gone': [20, {}],
    'slots of five minutes are gone too': [100, {}],
  } as const;

  it.each(Object.entries(KEEPS))('are added to their hours where %s', async (_, [days, keeps]) => {
    farm.record(1, at(0), at(24));
    await farm.tidy(at(26), keeps);
    await farm.tidy(DAY + days * DAY_MS, keeps);
    const before = hours(0, 24);
    expect(before.farm).toEqual(Array(24).fill([1, 100]));
    // Two rounds, so that the second one finds the block of the first.
    for (const minute of [1, 21]) {
      for (const hour of [10, 11]) farm.record(1, at(hour, minute), at(hour, minute + 6), 20e12);
      await farm.compact(DAY + days * DAY_MS);
    }
    const after = hours(0, 24);
    const whole = Math.round((100 * (12 * 100 + 4 * 20)) / 16) / 100;
    expect(after.miner.slice(9, 13)).toEqual([
      [12, 100],
      [16, whole],
      [16, whole],
      [12, 100],
    ]);
    expect(after.farm.slice(9, 13)).toEqual([
      [1, 100],
      [1, whole],
      [1, whole],
      [1, 100],
    ]);
    await farm.tidy(DAY + days * DAY_MS, keeps);
    expect(hours(0, 24)).toEqual(after);
  });

  it.each([
    ['readings are there', 2],
    ['readings are gone', 10],
    ['hours are gone', 20],
  ])('are added to the day of a chip where its %s', async (_, days) => {
    farm.recordChip(1, at(0), at(24), 70);
    await farm.tidy(at(26));
    await farm.tidy(DAY + days * DAY_MS);
    for (const hour of [10, 11]) farm.recordChip(1, at(hour, 1), at(hour, 2), 20);
    await farm.tidy(DAY + days * DAY_MS);
    const plan = { fromAt: DAY, toAt: DAY + DAY_MS, slotMs: DAY_MS, tier: '1d' } as const;
    const [day] = readChipHistory(farm.sqlite, macOf(1), { chain_id: 1, chip_id: 0, nth: 0 }, plan);
    expect(day).toMatchObject({ readings: 290, temp_max_c: 70 });
    expect(day?.temp_c).toBeGreaterThan(69);
  });

  it('stay rows, named, where the month that has their hour is damaged', async () => {
    farm.record(1, at(0), at(24));
    await farm.tidy(at(26));
    farm.record(1, DAY + 99 * DAY_MS, DAY + 99 * DAY_MS + HOUR_MS);
    await farm.tidy(DAY + 100 * DAY_MS);
    const spoil = farm.sqlite.prepare(
      `UPDATE history_blocks SET block = CAST(substr(block, 1, 20) || zeroblob(30) AS BLOB) WHERE tier = 'status_1h' AND from_at <= ?`,
    );
    expect(spoil.run(DAY).changes).toBe(1);
    farm.record(1, at(10, 1), at(10, 2), 20e12);
    await expect(farm.compact(DAY + 100 * DAY_MS)).rejects.toThrow('damaged (status_1h)');
    expect(farm.sqlite.prepare('SELECT count(*) FROM statuses WHERE recorded_at < ?').pluck().get(at(24))).toBe(1);
    // The sums of the farm may have the hour already: they contain the miner once.
    expect(hours(9, 12).farm).toEqual(Array(3).fill([1, 100]));
    // The sums of chosen miners come from the roll-ups themselves, and contain only the row.
    const plan = { fromAt: at(9), toAt: at(12), slotMs: HOUR_MS, tier: '1h' } as const;
    const [chosen] = await sumMiners(sumsStore(farm.sqlite), [macOf(1)], plan);
    expect(chosen?.points.map(({ miners, hashrate_hs }) => [miners, hashrate_hs])).toEqual([[1, 20e12]]);
  });

  it('are in the sums of the farm once, also before they are compacted, where the readings are gone', async () => {
    farm.record(1, at(0), at(24));
    await farm.tidy(at(26));
    farm.record(1, DAY + 19 * DAY_MS, DAY + 19 * DAY_MS + HOUR_MS);
    await farm.tidy(DAY + 20 * DAY_MS);
    farm.record(1, at(10, 1), at(10, 2), 20e12);
    expect(hours(9, 12).farm).toEqual(Array(3).fill([1, 100]));
    await farm.compact(DAY + 20 * DAY_MS);
    expect(hours(10, 11).farm).toEqual([[1, 93.85]]);
    // An hour without any previous reading is there at once.
    farm.record(1, at(30), at(30, 5), 20e12);
    expect(hours(30, 31).farm).toEqual([[1, 20]]);
  });
});

describe('an hour that was read, and of which the month alone knows', () => {
  const point = (moment: number) => {
    const figures = { hashrate_hs: 40e12, power_w: 1, pcb_temp_max_c: 1, chip_temp_max_c: 1, fan_duty_percent: 1 };
    return { at: moment, ...figures };
  };
  const fill = (fromAt: number, toAt: number): void => {
    const moments = Array.from({ length: (toAt - fromAt) / FIVE }, (_, i) => fromAt + i * FIVE);
    const points = packPoints(moments.map(point));
    farm.commitCompact(prepareFill(farm.sqlite, [{ miner_id: macOf(1), points }]).steps);
  };
  const keeps = { status_days: 1, status_5min_days: 1 };

  it('is not replaced by what is filled into it', async () => {
    farm.record(1, at(0), at(10, 25));
    await farm.tidy(at(12), keeps);
    farm.record(1, at(60), at(60, 30));
    await farm.tidy(at(62), keeps);
    fill(at(10, 25), at(12));
    await farm.tidy(at(62), keeps);
    const { miner, farm: sums } = hours(9, 12);
    expect(miner).toEqual([
      [12, 100],
      [5, 100],
      [12, 40],
    ]);
    expect(sums).toEqual([
      [1, 100],
      [1, 100],
      [1, 40],
    ]);
  });

  it('is filled on where it was filled before', async () => {
    farm.record(1, at(0), at(1));
    fill(at(10), at(10, 30));
    await farm.tidy(at(26), keeps);
    farm.record(1, at(60), at(60, 30));
    await farm.tidy(at(62), keeps);
    fill(at(10, 30), at(11));
    await farm.tidy(at(62), keeps);
    expect(hours(10, 11)).toEqual({ miner: [[12, 40]], farm: [[1, 40]] });
    farm.record(1, at(10, 1), at(10, 2));
    await farm.tidy(at(62), keeps);
    expect(hours(10, 11)).toEqual({ miner: [[1, 100]], farm: [[1, 100]] });
  });
});
