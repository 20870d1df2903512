import { expect, it } from 'vitest';
import { countWeakChips, knownWeakChips, weakChipsRank } from '../../../../src-shared/judging/chip-grades.ts';
import { DAY_MS } from '../../../../src-shared/milliseconds.ts';

it('counts the chips of all boards that have grades', () => {
  const none = { chips_orange: null, chips_red: null };
  expect(countWeakChips([{ chips_orange: 2, chips_red: 1 }, none, { chips_orange: 3, chips_red: null }])).toEqual({
    weak: 5,
    bad: 1,
  });
  expect(countWeakChips([none])).toBeNull();
  expect(countWeakChips([])).toBeNull();
});

it('knows them of a miner that hashed within the last day', () => {
  const weak_chips = { weak: 5, bad: 1 };
  const at = (recorded_at: number, state: string | null) =>
    knownWeakChips({ weak_chips, latest_status: { recorded_at, state } }, DAY_MS);
  expect(at(0, 'mining')).toEqual(weak_chips);
  expect(at(-1, 'mining')).toBeNull();
  expect(at(0, 'stopped')).toBeNull();
  expect(knownWeakChips({ weak_chips, latest_status: null }, 0)).toBeNull();
  expect(knownWeakChips({ latest_status: { recorded_at: 0, state: 'mining' } }, 0)).toBeNull();
});

it('puts one bad chip before any number of weak ones', () => {
  expect(weakChipsRank({ weak: 0, bad: 1 })).toBeGreaterThan(weakChipsRank({ weak: 342, bad: 0 }));
});
