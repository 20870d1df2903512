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
    60_000,
  );
  const named = (table: 'statuses' | 'boards') =>
    rows[table].map((row) => Object.fromEntries(Object.keys(READINGS[table].columns).map((name, i) => [name, row[i]])));
  expect(named('statuses')).toEqual([expect.objectContaining({ power_w: 2500, fan_duty_percent: null })]);
  expect(named('boards')).toEqual([
    expect.objectContaining({ board: 1, chips_red: 40_000, chips_grey: null, power_w: null, chip_temp_max_c: 71 }),
  ]);
});
