import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  packChipSlots,
  replaceChipSlots,
  rollUpChips,
  unpackChipSlots,
  widenChips,
} from '../../../src-main/history/chip-roll-up.ts';
import { changeOfShares, type GroupShare, groupShares } from '../../../src-main/history/group-shares.ts';
import {
  addStatusSlots,
  type RolledStatus,
  rollUpStatuses,
  widenStatusSlots,
} from '../../../src-main/history/status-roll-up.ts';
import { packStatusSlots, unpackStatusSlots } from '../../../src-main/history/status-roll-up-block.ts';
import { FIVE_MINUTES_MS } from '../../../src-main/history/tiers.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { aBoard, aChip } from '../store/farm-fixture.ts';

const AT = 1_767_225_600_000;
const figure = fc.option(fc.oneof(fc.integer({ min: 0, max: 99_999 }), fc.double({ min: 0, max: 1e15, noNaN: true })));
const counter = fc.option(fc.nat());
const chain = fc.record({
  chain_id: fc.nat(3),
  hashrate_hs: figure,
  power_w: figure,
  chip_temp_max_c: figure,
  pcb_temp_max_c: figure,
  hw_errors: counter,
});
const status: fc.Arbitrary<RolledStatus> = fc.record({
  recorded_at: fc.integer({ min: AT, max: AT + 2 * HOUR_MS }),
  hashrate_hs: figure,
  hashrate_expected_hs: figure,
  power_w: figure,
  chip_temp_max_c: figure,
  pcb_temp_max_c: figure,
  fan_duty_percent: figure,
  fan_rpm_max: counter,
  hw_error_percent: figure,
  chains: fc.uniqueArray(chain, { maxLength: 3, selector: ({ chain_id }) => chain_id }),
});
const statuses = fc.array(status, { maxLength: 60 }).map((all) => all.sort((a, b) => a.recorded_at - b.recorded_at));

const known = (values: (number | null)[]): number[] => values.filter((value) => value !== null);
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const digits = (value: number, count: number): number => Number(value.toPrecision(count));

describe('roll-ups of statuses', () => {
  it('are mean, lowest, highest and last of the readings of each slot, to four digits', () => {
    fc.assert(
      fc.property(statuses, (all) => {
        const slots = rollUpStatuses(all, FIVE_MINUTES_MS);
        expect(slots.reduce((sum, { readings }) => sum + readings, 0)).toBe(all.length);
        for (const { at, readings, figures, chains } of slots) {
          const inSlot = all.filter(({ recorded_at }) => recorded_at >= at && recorded_at < at + FIVE_MINUTES_MS);
          expect(readings).toBe(inSlot.length);
          const powers = known(inSlot.map(({ power_w }) => power_w));
          if (powers.length === 0) expect(figures.power_w).toBeNull();
          else
            expect(figures.power_w).toEqual({
              known: powers.length,
              mean: digits(mean(powers), 4),
              min: digits(Math.min(...powers), 4),
              max: digits(Math.max(...powers), 4),
              last: digits(powers.at(-1) as number, 4),
            });
          for (const of of chains) {
            const boards = inSlot.flatMap((one) => one.chains.filter(({ chain_id }) => chain_id === of.chain_id));
            expect(of.readings).toBe(boards.length);
            const errors = known(boards.map(({ hw_errors }) => hw_errors));
            expect(of.figures.hw_errors?.last ?? null).toBe(errors.at(-1) ?? null);
          }
        }
      }),
    );
  });

  it('come back from their block exactly, both widths and single boards', () => {
    fc.assert(
      fc.property(statuses, (all) => {
        const narrow = rollUpStatuses(all, FIVE_MINUTES_MS);
        const wide = rollUpStatuses(all, HOUR_MS);
        const block = packStatusSlots(narrow, wide);
        expect(unpackStatusSlots(block, 'narrow')).toStrictEqual(narrow);
        expect(unpackStatusSlots(block, 'wide')).toStrictEqual(wide);
        const ofOne = narrow.map((slot) => ({ ...slot, chains: slot.chains.filter(({ chain_id }) => chain_id === 2) }));
        expect(unpackStatusSlots(block, 'narrow', 2)).toStrictEqual(ofOne);
      }),
    );
  });

  it('add up to what the readings themselves would have given', () => {
    fc.assert(
      fc.property(statuses, (all) => {
        const [direct, widened] = [
          rollUpStatuses(all, HOUR_MS, false),
          addStatusSlots(rollUpStatuses(all, FIVE_MINUTES_MS, false), HOUR_MS, false),
        ];
        expect(widened).toHaveLength(direct.length);
        direct.forEach(({ readings, figures }, i) => {
          const other = widened[i];
          expect(other?.readings).toBe(readings);
          const [a, b] = [figures.hashrate_hs, other?.figures.hashrate_hs ?? null];
          expect(b === null).toBe(a === null);
          if (a === null || b === null) return;
          expect({ ...b, mean: 0 }).toEqual({ ...a, mean: 0 });
          expect(Math.abs(b.mean - a.mean)).toBeLessThanOrEqual(1e-9 * Math.abs(a.mean));
        });
      }),
    );
  });

  it('widen by time: a slot that was read often weighs as much as one of a single value', () => {
    const at = (minute: number, hashrate_hs: number): RolledStatus => ({
      ...{ hashrate_expected_hs: null, power_w: null, chip_temp_max_c: null, pcb_temp_max_c: null },
      ...{ fan_duty_percent: null, fan_rpm_max: null, hw_error_percent: null, chains: [] },
      recorded_at: AT + minute * 60_000,
      hashrate_hs,
    });
    const read = rollUpStatuses(
      Array.from({ length: 20 }, (_, i) => at(i / 4, 100)),
      FIVE_MINUTES_MS,
    );
    const filled = rollUpStatuses([at(5, 0), at(10, 0)], FIVE_MINUTES_MS, true, 'filled');
    const [wide, ...more] = widenStatusSlots([...read, ...filled], 15 * 60_000, false);
    expect(more).toEqual([]);
    expect(wide).toMatchObject({ at: AT, source: 'read', readings: 22 });
    expect(wide?.figures.hashrate_hs).toMatchObject({ known: 22, mean: 100 / 3, min: 0, max: 100, last: 0 });
    // Late data for a slot is added to it, and does not make a new slot.
    const late = rollUpStatuses([at(1, 40)], FIVE_MINUTES_MS);
    const [mixed] = widenStatusSlots([...read, ...late, ...filled], 15 * 60_000, false);
    expect(mixed?.figures.hashrate_hs?.mean).toBeCloseTo((20 * 100 + 40) / 21 / 3, 9);
  });
});

const snapshot = fc.record({
  recorded_at: fc.integer({ min: AT, max: AT + 30 * HOUR_MS }),
  status_id: fc.constant(null),
  chains: fc.array(
    fc.array(fc.tuple(fc.nat(5), figure, figure, counter), { maxLength: 6 }).map((chips) => ({
      ...aBoard(1, 0),
      chips: chips.map(([id, hashrate_hs, temp_c, errors]) => aChip(id, { hashrate_hs, temp_c, errors })),
    })),
    { maxLength: 2 },
  ),
});
const snapshots = fc
  .array(snapshot, { maxLength: 30 })
  .map((all) => all.sort((a, b) => a.recorded_at - b.recorded_at))
  // One board per number: a roll-up cannot distinguish two with the same number.
  .map((all) => all.map((one) => ({ ...one, chains: one.chains.map((board, i) => ({ ...board, chain_id: i })) })));

describe('roll-ups of chips', () => {
  it('are mean, lowest and highest to three digits, and the errors as they last stood', () => {
    fc.assert(
      fc.property(snapshots, (all) => {
        for (const { chain_id, chip_id, nth, slots } of rollUpChips(all, HOUR_MS)) {
          for (const { at, readings, figures } of slots) {
            const chips = all
              .filter(({ recorded_at }) => recorded_at >= at && recorded_at < at + HOUR_MS)
              .flatMap(({ chains }) => chains.filter((board) => board.chain_id === chain_id))
              .flatMap((board) => board.chips.filter((chip) => chip.chip_id === chip_id)[nth] ?? []);
            expect(readings).toBe(chips.length);
            const temps = known(chips.map(({ temp_c }) => temp_c));
            expect(figures.temp_c?.max ?? null).toBe(temps.length === 0 ? null : digits(Math.max(...temps), 3));
            expect(figures.temp_c?.mean ?? null).toBe(temps.length === 0 ? null : digits(mean(temps), 3));
            expect(figures.errors?.last ?? null).toBe(known(chips.map(({ errors }) => errors)).at(-1) ?? null);
          }
        }
      }),
    );
  });

  it('come back from their block exactly, all or a single chip', () => {
    fc.assert(
      fc.property(snapshots, fc.nat(2), (all, nth) => {
        const chips = rollUpChips(all, HOUR_MS);
        const block = packChipSlots(chips);
        expect(unpackChipSlots(block)).toStrictEqual(chips);
        const wanted = { chain_id: 0, chip_id: 3, nth };
        const expected = chips.filter((chip) => chip.chain_id === 0 && chip.chip_id === 3 && chip.nth === nth);
        expect(unpackChipSlots(block, wanted)).toStrictEqual(expected);
      }),
    );
  });

  it('may be made hour by hour, and widened later: lowest, highest, last and counts are those of the readings', () => {
    fc.assert(
      fc.property(snapshots, (all) => {
        const hours = Map.groupBy(all, ({ recorded_at }) => Math.floor(recorded_at / HOUR_MS));
        let hourly: ReturnType<typeof rollUpChips> = [];
        for (const [, hour] of hours) hourly = replaceChipSlots(hourly, rollUpChips(hour, HOUR_MS));
        expect(hourly).toStrictEqual(rollUpChips(all, HOUR_MS));
        const days = widenChips(hourly, 24 * HOUR_MS);
        const direct = rollUpChips(all, 24 * HOUR_MS);
        const bare = (chips: typeof days) =>
          chips.map(({ slots, ...chip }) => ({
            ...chip,
            slots: slots.map(({ figures, ...slot }) => ({
              ...slot,
              errors: figures.errors,
              hashrate: figures.hashrate_hs && { ...figures.hashrate_hs, mean: 0, last: 0 },
            })),
          }));
        expect(bare(days)).toStrictEqual(bare(direct));
      }),
    );
  });
});

describe('shares in the sums over many miners', () => {
  const share = (changes: Partial<GroupShare> = {}): GroupShare => ({
    ...{ slot_ms: HOUR_MS, at: AT, miners: 1, filled: 0, hashrate_hs: null, chip_temp_max_c: 60 },
    ...{ power_w: 100, power_miners: 1 },
    ...changes,
  });

  it('keep unknown what is unknown before and after', () => {
    expect(changeOfShares([share()], [share({ power_w: 150 })])).toEqual([
      share({ miners: 0, hashrate_hs: null, power_w: 50, power_miners: 0 }),
    ]);
    expect(changeOfShares([share()], [])).toEqual([
      share({ miners: -1, hashrate_hs: null, power_w: -100, power_miners: -1, chip_temp_max_c: null }),
    ]);
  });

  it('change also where the hottest chip alone does, and not where nothing does', () => {
    const hot = share({ chip_temp_max_c: 99 });
    expect(changeOfShares([share()], [hot])).toMatchObject([{ miners: 0, power_w: 0, chip_temp_max_c: 99 }]);
    expect(changeOfShares([share()], [share()])).toEqual([]);
  });

  it('change by exactly what makes the old ones the new ones', () => {
    fc.assert(
      fc.property(statuses, statuses, (before, after) => {
        const [old, fresh] = [before, after].map((all) => groupShares(rollUpStatuses(all, HOUR_MS), HOUR_MS)) as [
          GroupShare[],
          GroupShare[],
        ];
        const sums = new Map<number, number[]>();
        for (const share of [...old, ...changeOfShares(old, fresh)]) {
          const [miners = 0, power = 0] = sums.get(share.at) ?? [];
          sums.set(share.at, [miners + share.miners, power + (share.power_w ?? 0)]);
        }
        for (const { at, power_w } of fresh) {
          const [miners, power = 0] = sums.get(at) ?? [];
          expect(miners).toBe(1);
          expect(power).toBeCloseTo(power_w ?? 0, 0);
          sums.delete(at);
        }
        for (const [miners] of sums.values()) expect(miners).toBe(0);
      }),
    );
  });
});
