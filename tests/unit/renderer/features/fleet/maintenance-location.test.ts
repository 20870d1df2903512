import { expect, it } from 'vitest';
import { queryOf } from '../../../../../src-renderer/features/fleet/bulk/maintenance-location.ts';
import { matchesQuery, parseQuery } from '../../../../../src-shared/query/index.ts';
import { minerRow } from '../../miner-row.ts';

const at = (n: number, place: string | null) => minerRow({ id: `02:00:00:00:00:${String(n).padStart(2, '0')}`, place });
const FARM = [at(1, 'Hall 1/A/R7/1'), at(2, 'Hall 1/A/R7/2'), at(3, 'R8/1'), at(4, 'R8/2'), at(5, null)];

it('is of whole racks where all of their miners are chosen, and of MAC addresses else, and finds exactly them', () => {
  for (const chosen of [FARM.slice(0, 2), FARM.slice(0, 3), FARM.slice(2, 3), FARM.slice(4), FARM]) {
    const query = queryOf(chosen, FARM) ?? '';
    const parsed = parseQuery(query);
    expect(parsed.errors).toEqual([]);
    expect(FARM.filter((miner) => matchesQuery(parsed, miner, 0))).toEqual(chosen);
  }
  expect(queryOf(FARM.slice(0, 3), FARM)).toBe('rack="Hall 1/A/R7" or mac=02:00:00:00:00:03');
});

it('finds no miner of another rack that has the same name in another row', () => {
  const farm = [at(1, 'R7/1'), at(2, 'Hall 1/A/R7/1')];
  const parsed = parseQuery(queryOf(farm.slice(0, 1), farm) ?? '');
  expect(farm.filter((miner) => matchesQuery(parsed, miner, 0))).toEqual(farm.slice(0, 1));
});

it('is none where it would be longer than a maintenance takes', () => {
  const many = Array.from({ length: 60 }, (_, n) => at(n, null));
  expect(queryOf(many, many)).toBeNull();
});
