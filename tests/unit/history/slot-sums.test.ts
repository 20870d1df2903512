import { describe, expect, it } from 'vitest';
import { readSlotMeans } from '../../../src-main/history/slot-means.ts';
import { SlotSums } from '../../../src-main/history/slot-sums.ts';
import { type RolledStatus, rollUpStatuses } from '../../../src-main/history/status-roll-up.ts';
import { packStatusSlots, unpackStatusSlots } from '../../../src-main/history/status-roll-up-block.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { someFigures } from '../store/farm-fixture.ts';

const T0 = 1_767_225_600_000;

function readings(count: number, ths: number): RolledStatus[] {
  return Array.from({ length: count }, (_, i) => ({
    ...someFigures({
      hashrate_hs: i % 7 === 3 ? null : (ths + (i % 5)) * 1e12,
      power_w: i % 11 === 0 ? null : 3000 + i,
      chip_temp_max_c: 60 + (i % 20),
    }),
    recorded_at: T0 + i * MINUTE_MS,
    chains: [{ chain_id: 1, hashrate_hs: 1e12, power_w: 900, chip_temp_max_c: 60, pcb_temp_max_c: 50, hw_errors: i }],
  }));
}

describe('the means of a block of roll-ups', () => {
  it.each(['narrow', 'wide'] as const)('are those that the whole block has, of the %s slots', (width) => {
    const all = readings(180, 90);
    const block = packStatusSlots(rollUpStatuses(all, 5 * MINUTE_MS), rollUpStatuses(all, HOUR_MS, true, 'filled'));
    const whole = unpackStatusSlots(block, width);
    const means = readSlotMeans(block, width);
    expect([...means.ats]).toEqual(whole.map(({ at }) => at));
    expect([...means.filled]).toEqual(whole.map(({ source }) => (source === 'filled' ? 1 : 0)));
    expect([...means.hashrate_hs]).toEqual(whole.map(({ figures }) => figures.hashrate_hs?.mean ?? Number.NaN));
    expect([...means.power_w]).toEqual(whole.map(({ figures }) => figures.power_w?.mean ?? Number.NaN));
    expect([...means.chip_temp_max_c]).toEqual(whole.map(({ figures }) => figures.chip_temp_max_c?.max ?? Number.NaN));
  });
});

describe('sums of slots', () => {
  const means = (hashrate: (number | null)[], from = T0) => ({
    ats: Float64Array.from(hashrate, (_, i) => from + i * HOUR_MS),
    filled: new Float64Array(hashrate.length),
    hashrate_hs: Float64Array.from(hashrate, (value) => value ?? Number.NaN),
    power_w: Float64Array.from(hashrate, (value) => (value !== null && value >= 3 ? 2 * value : Number.NaN)),
    chip_temp_max_c: Float64Array.from(hashrate, (_, i) => (i === 1 ? Number.NaN : 70 + i)),
  });

  it('add miners up, leave unknown what nobody knows, and cross a thread as they are', () => {
    const some = new SlotSums(T0, T0 + 4 * HOUR_MS, HOUR_MS);
    some.addMeans(means([1, null, 3]));
    some.addMeans(means([10, null]));
    const all = new SlotSums(T0, T0 + 4 * HOUR_MS, HOUR_MS);
    all.addPacked(some.packed());
    const sum = { miners: 5, filled: 5, hashrate_hs: 100, power_w: 50, chip_temp_max_c: 60 };
    all.addSum({ ...sum, at: T0 + 2 * HOUR_MS, power_miners: 4 });
    all.addSum({ ...sum, at: T0 + 3 * HOUR_MS, power_miners: null });
    all.addSum({ ...sum, at: T0 + 3 * HOUR_MS, power_miners: 5 });
    expect(all.all()).toEqual([
      { at: T0, miners: 2, filled: 0, hashrate_hs: 11, power_w: 20, power_miners: 1, chip_temp_max_c: 70 },
      {
        at: T0 + HOUR_MS,
        miners: 2,
        filled: 0,
        hashrate_hs: null,
        power_w: null,
        power_miners: 0,
        chip_temp_max_c: null,
      },
      {
        at: T0 + 2 * HOUR_MS,
        miners: 6,
        filled: 5,
        hashrate_hs: 103,
        power_w: 56,
        power_miners: 5,
        chip_temp_max_c: 72,
      },
      {
        at: T0 + 3 * HOUR_MS,
        miners: 10,
        filled: 10,
        hashrate_hs: 200,
        power_w: 100,
        power_miners: null,
        chip_temp_max_c: 60,
      },
    ]);
  });

  it('take no slot outside the span, nor one that is added elsewhere', () => {
    const sums = new SlotSums(T0 + HOUR_MS, T0 + 2 * HOUR_MS, HOUR_MS);
    sums.addMeans(means([1, 2, 3]));
    expect(sums.all().map(({ at }) => at)).toEqual([T0 + HOUR_MS]);
    const others = new SlotSums(T0, T0 + 3 * HOUR_MS, HOUR_MS);
    others.addMeans(means([1, 2, 3]), new Set([T0]));
    expect(others.all().map(({ at }) => (at - T0) / HOUR_MS)).toEqual([1, 2]);
  });
});
