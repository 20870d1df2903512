import { expect, it } from 'vitest';
import { placeHints } from '../../../../../src-renderer/features/places/place-hints.ts';
import { farmRacks } from '../../../../../src-shared/meant-place.ts';
import { minerRow } from '../../miner-row.ts';

const farm = ['Hall 1/A/R3/3-2', 'Hall 2/A/R3/', 'Hall 1/A/R13/', 'R5/1'].map((place, n) =>
  minerRow({ id: `02:95:23:00:01:0${n}`, nickname: `M${n}`, place }),
);
const hints = (typed: string, placing: readonly string[] = []) =>
  placeHints(typed, farmRacks([], farm), farm, new Set(placing));

it('a new rack that is called as known ones in a row or building is asked about, with the position', () => {
  expect(hints('R3').meant).toEqual(['Hall 1/A/R3/', 'Hall 2/A/R3/']);
  expect(hints('r3/3-2').meant).toEqual(['Hall 1/A/R3/3-2', 'Hall 2/A/R3/3-2']);
  // Without the "/" at its end, R3 would be a position; a building and a row are no racks.
  expect(hints('hall 1/a/r3').meant).toEqual(['Hall 1/A/R3/']);
  expect(hints('Hall 1/A/').meant).toEqual(['Hall 1/A/R3/', 'Hall 1/A/R13/']);
  expect(hints('Hall 2').meant).toEqual(['Hall 2/A/R3/']);
  for (const typed of ['R5', 'Hall 1/A/R3/', 'R9', 'a//b//', '']) expect(hints(typed).meant, typed).toEqual([]);
});

it('a position that another miner has is named, but not that of the miner itself, nor a whole rack', () => {
  expect(hints('Hall 1/A/R3/3-2').holders).toEqual(['M0']);
  expect(hints('Hall 1/A/R3/3-2', [farm[0]?.id ?? '']).holders).toEqual([]);
  expect(hints('Hall 2/A/R3/').holders).toEqual([]);
});
