import { expect, it } from 'vitest';
import {
  positionOfSlot,
  rackCells,
  rackSlots,
  sizeOf,
  slotOf,
  slotPlaces,
} from '../../../../../src-renderer/miner-view/racks/rack-slots.ts';
import { minerRow } from '../../miner-row.ts';

const SIZE = { rows: 6, columns: 4 };
const at = (id: string, place: string) => minerRow({ id, place });

it.each([
  ['1', 0],
  ['24', 23],
  ['25', null],
  ['0', null],
  ['1-1', 0],
  ['3-4', 11],
  ['S3-4', 11],
  ['shelf3.pos4', 11],
  ['3-5', null],
  ['7-1', null],
  ['top', null],
  ['3-4-5', null],
  [null, null],
])('position %s is slot %s', (position, slot) => {
  expect(slotOf(position, SIZE)).toBe(slot);
});

it('writes the position of each slot so that it is read back', () => {
  for (const isNumbered of [true, false]) {
    for (let slot = 0; slot < 24; slot++) expect(slotOf(positionOfSlot(slot, SIZE, isNumbered), SIZE)).toBe(slot);
  }
  expect(positionOfSlot(2, { rows: 1, columns: 4 }, false)).toBe('3');
});

it('has a miner in its slot; one without a slot of its own is among the others', () => {
  const size = { rows: 1, columns: 3 };
  const miners = [at('1', 'R7/3'), at('2', 'R7/3'), at('3', 'R7'), at('4', 'R7/9')];
  const { slots, others } = rackSlots(miners, size);
  expect(slots.map((miner) => miner?.id ?? null)).toEqual([null, null, '1']);
  expect(others.map(({ id }) => id)).toEqual(['2', '3', '4']);
  expect(rackCells(miners, size).map((miner) => miner?.id ?? null)).toEqual(['2', '3', '1', '4']);
});

it('writes the place of a slot as the others of that rack are written', () => {
  expect(slotPlaces('R7', SIZE, [])(5)).toBe('R7/2-2');
  expect(slotPlaces('A/R7', SIZE, [])(5)).toBe('A/R7/2-2');
  expect(slotPlaces('Hall 1/A/R7', SIZE, [])(5)).toBe('Hall 1/A/R7/2-2');
  expect(slotPlaces('R7', SIZE, [at('1', 'R7/12')])(5)).toBe('R7/6');
  // A building without a row is written like a row in the name of the rack.
  expect(slotPlaces('Hall 1/R7', SIZE, [at('1', 'Hall 1//R7/1-1')])(5)).toBe('Hall 1//R7/2-2');
});

it('knows no size of a rack of which a part is unknown', () => {
  expect(sizeOf({ rows: 6, columns: null })).toBeNull();
  expect(sizeOf(null)).toBeNull();
  expect(sizeOf(SIZE)).toEqual(SIZE);
});
