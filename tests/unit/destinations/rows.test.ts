import { expect, it } from 'vitest';
import { READINGS, readingRows } from '../../../src-main/destinations/postgres/rows.ts';
import { aChain, aStatus, macOf, someFigures } from '../store/farm-fixture.ts';

it('makes unknown what a column has no place for, and keeps all the rest', () => {
  const chains = [
    aChain(1, { chips_red: 40_000, chips_grey: 1e300, power_w: 1e39, chip_temp_max_c: 71 }),
    aChain(100_000, { chips_red: 1 }),
  ];
  const figures = someFigures({ power_w: 2500, fan_duty_percent: -1e39 });
  const rows = readingRows(
    macOf(1),
    [{ ...aStatus(1, 60_000, { figures, chains }), ...figures, id: 1 }] as never,
    [],
    60_000,
  );
  const named = (table: 'statuses' | 'boards') =>
    rows[table].map((row) => Object.fromEntries(Object.keys(READINGS[table].columns).map((name, i) => [name, row[i]])));
  expect(named('statuses')).toEqual([expect.objectContaining({ power_w: 2500, fan_duty_percent: null })]);
  expect(named('boards')).toEqual([
    expect.objectContaining({ board: 1, chips_red: 40_000, chips_grey: null, power_w: null, chip_temp_max_c: 71 }),
  ]);
});

it('has the mean of the chips in the slots in which they were read, and not in the others', () => {
  const chains = [aChain(1, { chip_temp_min_c: 50, chip_temp_max_c: 90 })];
  const statuses = [0, 15_000, 60_000].map((at) => ({ ...aStatus(1, at, { chains }), ...someFigures(), id: at }));
  const temps = [5000, 50_000, 130_000].map((recorded_at, i) => {
    return { recorded_at, chain_id: 1, chip_temp_mean_c: 61 + i };
  });
  const names = Object.keys(READINGS.boards.columns);
  const column = (row: readonly unknown[], name: string) => row[names.indexOf(name)];
  const { statuses: rows, boards } = readingRows(macOf(1), statuses as never, temps, 60_000);
  expect(rows).toHaveLength(2);
  expect(boards.map((row) => ['at_s', 'chip_temp_mean_c', 'chip_temp_max_c'].map((name) => column(row, name)))).toEqual(
    [
      [0, 61.5, 90],
      [60, null, 90],
      [120, 63, null],
    ],
  );
});
