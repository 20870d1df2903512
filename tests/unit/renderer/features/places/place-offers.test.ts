import { expect, it } from 'vitest';
import { placedFrom } from '../../../../../src-renderer/features/fleet/bulk/placed-from.ts';
import { knownRacks, placeOffers } from '../../../../../src-renderer/features/places/place-offers.ts';
import { Rack } from '../../../../../src-shared/model/index.ts';
import { sampleOf } from '../../../../fixtures/served/sample.ts';
import { minerRow } from '../../miner-row.ts';

const rack = (path: string, rows: number | null, columns: number | null): Rack => ({
  ...sampleOf(Rack),
  rack: path,
  rows,
  columns,
});
const racks = [rack('Hall 1/A/R3', 2, 2), rack('Hall 1/B/R10', null, null)];
const farm = ['Hall 1/A/R3/1-1', 'Hall 1/A/R3/2-1', 'R5/1', 'R5/3', 'Hall 2/A/R4/1-1', 'Hall 2/A/R4/1-2'].map(
  (place, n) => minerRow({ id: `02:95:23:00:01:0${n}`, ip: `127.88.0.${20 - n}`, place }),
);
const offers = (typed: string, placing: readonly string[] = []) =>
  placeOffers(typed, knownRacks(racks, farm, new Set(placing)));
const places = (typed: string, placing?: readonly string[]) => offers(typed, placing).map(({ place }) => place);

it('what is known is offered part by part, and by any name in it', () => {
  expect(offers('').map(({ place, kind, count, free }) => [place, kind, count, free])).toEqual([
    ['Hall 1/', 'building', 2, null],
    ['Hall 2/', 'building', 1, null],
    ['R5/', 'rack', 2, null],
  ]);
  expect(places('hall 1/')).toEqual(['Hall 1/A/', 'Hall 1/B/', 'Hall 1/A/R3/', 'Hall 1/B/R10/']);
  expect(places('hall 1/a/').slice(0, 1)).toEqual(['Hall 1/A/R3/']);
  // The only rack that is left, with its free positions.
  expect(places('r3')).toEqual(['Hall 1/A/R3/', 'Hall 1/A/R3/1-2', 'Hall 1/A/R3/2-2']);
  expect(places('R9')).toEqual([]);
});

it('a miner that is in a row by mistake, as if it were a rack, hides none of its racks', () => {
  const mixed = ['A/3', 'A/R7/1', 'A/R8/1'].map((place, n) => minerRow({ id: `02:95:23:00:02:0${n}`, place }));
  const after = (typed: string) => placeOffers(typed, knownRacks([], mixed, new Set())).map(({ place }) => place);
  expect(after('')).toEqual(['A/']);
  expect(after('A/').slice(0, 4)).toEqual(['A/R7/', 'A/R8/', 'A/1', 'A/2']);
  expect(after('a/r')).toEqual(['A/R7/', 'A/R8/']);
  expect(after('A/R7/').slice(0, 2)).toEqual(['A/R7/2', 'A/R7/3']);
});

it('the free positions of a rack are by its size, or by how its miners are numbered', () => {
  expect(places('Hall 1/A/R3/')).toEqual(['Hall 1/A/R3/1-2', 'Hall 1/A/R3/2-2']);
  expect(places('hall 1/a/r3/2')).toEqual(['Hall 1/A/R3/2-2']);
  expect(places('Hall 2/A/R4/').slice(0, 2)).toEqual(['Hall 2/A/R4/2-1', 'Hall 2/A/R4/2-2']);
  expect(places('Hall 1/B/R10/').slice(0, 2)).toEqual(['Hall 1/B/R10/1', 'Hall 1/B/R10/2']);
  expect(places('R5/2')).toEqual([]);
  // A miner does not take its place from itself.
  expect(places('Hall 1/A/R3/', [farm[0]?.id ?? ''])).toContain('Hall 1/A/R3/1-1');
});

it('several miners get the free positions after the first one, by address; if there are not enough, none', () => {
  const [, , a, b] = farm;
  const both = [a, b].filter((miner) => miner !== undefined);
  expect([...(placedFrom('Hall 1/A/R3/1-2', both, racks, farm) ?? [])]).toEqual([
    [b?.id, 'Hall 1/A/R3/1-2'],
    [a?.id, 'Hall 1/A/R3/2-2'],
  ]);
  expect(placedFrom('Hall 1/A/R3/2-2', both, racks, farm)).toBeNull();
  expect(placedFrom('Hall 1/A/R3/1-1', both, racks, farm)).toBeNull();
  expect([...(placedFrom('R9/7', both, racks, farm)?.values() ?? [])]).toEqual(['R9/7', 'R9/8']);
  // A rack of which nothing is known has as many positions as needed, also on a shelf.
  expect([...(placedFrom('R9/2-3', both, racks, farm)?.values() ?? [])]).toEqual(['R9/2-3', 'R9/2-4']);
});

it('each miner is looked at a few times, however many positions are offered', () => {
  const MINERS = 1000;
  let looks = 0;
  const many = Array.from({ length: MINERS }, (_, n) => {
    const miner = minerRow({ id: `m${n}` });
    Object.defineProperty(miner, 'place', {
      get() {
        looks += 1;
        return `R7/${n + 1}`;
      },
    });
    return miner;
  });
  expect(placeOffers('R7/', knownRacks([], many, new Set())).at(-1)?.place).toBe(`R7/${MINERS + 4}`);
  expect(looks / MINERS).toBeLessThan(10);
});
