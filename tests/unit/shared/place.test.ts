import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placedByAddress, placedByName } from '../../../src-renderer/features/fleet/bulk/place-rules.ts';
import { farmRacks } from '../../../src-shared/meant-place.ts';
import { MinerPatch, NewMinersChange } from '../../../src-shared/model/index.ts';
import { parsePlace, placeText, rackOf, shownPlace } from '../../../src-shared/place.ts';
import { minerRow, offlineRow } from '../renderer/miner-row.ts';

const NO_RACKS = farmRacks([], []);
const none = { building: null, row: null, position: null };

describe('a place', () => {
  it.each([
    ['R7', { ...none, rack: 'R7' }],
    ['R7/4', { ...none, rack: 'R7', position: '4' }],
    ['A / R7 / 3-4', { ...none, row: 'A', rack: 'R7', position: '3-4' }],
    ['A/R7/', { ...none, row: 'A', rack: 'R7' }],
    ['Hall 1//Стойка 7/', { ...none, building: 'Hall 1', rack: 'Стойка 7' }],
    ['Hall 1/A/R7/4', { building: 'Hall 1', row: 'A', rack: 'R7', position: '4' }],
  ])('is named by %s', (text, place) => expect(parsePlace(text)).toEqual(place));

  it.each(['', '/', '/4', 'A//4', 'a/b/c/d/e', 'none', 'None/3', '-x', 'a"b', 'a:b', 'x'.repeat(33), 'R7/\u202e'])(
    'is not named by %j',
    (text) => {
      expect(parsePlace(text)).toBeNull();
      expect(MinerPatch.safeParse({ place: text }).success).toBe(false);
    },
  );

  it('is written in one way only, which is read back', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,8}$/).filter((text) => text.toLowerCase() !== 'none');
    const maybe = fc.option(part);
    fc.assert(
      fc.property(maybe, maybe, part, maybe, (building, row, rack, position) => {
        const place = { building, row, rack, position };
        expect(parsePlace(placeText(place))).toEqual(place);
        expect(rackOf(placeText(place))?.endsWith(rack)).toBe(true);
      }),
    );
    expect(MinerPatch.parse({ place: ' R7 / 4 ' })).toEqual({ place: 'R7/4' });
    expect(MinerPatch.parse({ place: null })).toEqual({ place: null });
  });

  it('is what a change of many miners sets, or whether they are managed, and not both', () => {
    const ids = ['02:00:00:00:00:01'];
    expect(NewMinersChange.parse({ ids, patch: { place: 'R7/' } })).toEqual({ ids, patch: { place: 'R7' } });
    expect(NewMinersChange.safeParse({ ids, patch: { place: 'R7' }, check: true }).success).toBe(false);
    expect(NewMinersChange.safeParse({ ids, patch: {} }).success).toBe(false);
  });
});

describe('places by rule', () => {
  const farm = [
    minerRow({ id: 'a', nickname: 'R7-S3-04', ip: '10.1.7.9:8080' }),
    minerRow({ id: 'b', nickname: 'r12-s1-2', ip: '10.1.8.200' }),
    offlineRow({ id: 'c', nickname: 'office', last_ip: '10.1.9.1' }),
  ];

  it('come from names by a pattern', () => {
    expect([...placedByName(farm, 'R{rack}-S{shelf}-{pos}')]).toEqual([
      ['a', 'R7/3-04'],
      ['b', 'r12/1-2'],
    ]);
    expect([...placedByName(farm, '{row}-{rack}-{pos}')][0]).toEqual(['a', 'R7/S3/04']);
    for (const pattern of ['', 'R{n}', 'R{rack}-{rack}', 'R{rack}{']) expect(placedByName(farm, pattern).size).toBe(0);
  });

  it('come from addresses, the first rule that fits counts, also of a miner that is offline', () => {
    const { places, wrong } = placedByAddress(
      farm,
      '10.1.7.0/24 = R7/{ip4}\n\n10.1.8.0/23 = A/R8/\n10.1.9.1 = R9',
      NO_RACKS,
    );
    expect([...places]).toEqual([
      ['a', 'R7/9'],
      ['b', 'A/R8/'],
      ['c', 'A/R8/'],
    ]);
    expect(wrong).toEqual([]);
    expect(placedByAddress(farm, '10.1.7.0/33 = R7\nR7\n300.1.1.1 = R1\n10.1.7.0/24 = a:b', NO_RACKS).wrong).toEqual([
      1, 2, 3, 4,
    ]);
  });

  it('are read as a typed place is: a rack of a known building needs no "/"', () => {
    const known = farmRacks([{ rack: 'Hall 1/A/R3' }], []);
    const { places } = placedByAddress(farm, '10.1.7.0/24 = Hall 1/C/R9\n10.1.8.0/24 = Hall 1/C/{ip4}', known);
    expect([...places.values()]).toEqual(['Hall 1/C/R9/', 'Hall 1/C/200']);
  });

  it('come from ranges as the networks take them, and from the valid lines beside wrong ones', () => {
    for (const range of ['10.1.7.1-20', '10.1.7.1–20', '10.1.7.1-10.1.7.20', '10.1.7.*'])
      expect([...placedByAddress(farm, `${range} = R5/{ip4}`, NO_RACKS).places], range).toEqual([['a', 'R5/9']]);
    const mixed = placedByAddress(farm, '10.1.7.20-1 = R4\n10.1.7.1-20 -> R5/{ip4}', NO_RACKS);
    expect(mixed.wrong).toEqual([1]);
    expect([...mixed.places]).toEqual([['a', 'R5/9']]);
  });
});

it('a place that ends in a rack is shown without the "/" that it is written with', () => {
  expect(['Hall 1/C/R9/', 'R7', 'Hall 1/A/R3/1-2'].map(shownPlace)).toEqual(['Hall 1/C/R9', 'R7', 'Hall 1/A/R3/1-2']);
});
