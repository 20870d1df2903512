import { expect, it } from 'vitest';
import { farmRacks, meantPlace, withExactPlace } from '../../../src-shared/meant-place.ts';
import { MinerPatch } from '../../../src-shared/model/index.ts';
import { placeText } from '../../../src-shared/place.ts';

const farm = farmRacks([{ rack: 'Hall 1/A/R3' }], [{ place: 'R5/1' }, { place: 'Row 2/R6/1' }, { place: null }]);
const text = (typed: string, racks = farm) => {
  const place = meantPlace(typed, racks);
  return place === null ? null : placeText(place);
};

it('a new rack of a known building or row needs no "/" at its end', () => {
  expect(text('Hall 1/C/R9')).toBe('Hall 1/C/R9/');
  expect(text('hall 1/A/R9')).toBe('hall 1/A/R9/');
  expect(text('Row 2/R9')).toBe('Row 2/R9/');
  expect(text('a//b//')).toBeNull();
});

it('a number is a position, and so is what is in a known rack, in a row of racks, or among unknown ones', () => {
  for (const typed of ['Hall 1/C/9', 'R5/S3', 'r5/S3', 'Row 2/R6/S3', 'Hall 1/C/R9/S3', 'Hall 2/C/R9'])
    expect(text(typed), typed).toBe(typed);
  expect(text('Hall 1/C/R9', farmRacks([], []))).toBe('Hall 1/C/R9');
});

it('exact paths stay exact, on their way to the program too', () => {
  for (const [place, exact] of [
    ['Hall 1/C/R9', '/Hall 1/C/R9'],
    ['Row 2/R9', '//Row 2/R9'],
    ['Hall 1/C/R9/', 'Hall 1/C/R9/'],
    ['Hall 1/C/9', 'Hall 1/C/9'],
    ['Hall 1//C/S9', 'Hall 1//C/S9'],
  ] as const) {
    const sent = MinerPatch.parse(withExactPlace({ place }));
    expect(sent).toEqual({ place: exact });
    expect(text(sent.place ?? '')).toBe(place);
  }
  expect(withExactPlace({ place: null })).toEqual({ place: null });
});
