import { expect, it } from 'vitest';
import { positionWords } from '../../../../../src-renderer/features/miner/position-words.ts';
import { neighboursOf } from '../../../../../src-renderer/miner-view/racks/neighbours.ts';
import { minerRow } from '../../miner-row.ts';

it('the neighbours of a miner are in its rack, in the order of the positions', () => {
  const miners = ['R7/1-2', 'R7/1-10', 'R7/1-9', 'R8/1-1', 'R7', null, 'A/R7/1-3'].map((place, n) =>
    minerRow({ id: `02:95:23:00:00:0${n}`, nickname: place, place }),
  );
  const beside = (place: string | null): (string | null)[] => {
    const { before, after } = neighboursOf(miners.find((miner) => miner.place === place) ?? minerRow(), miners);
    return [before?.place ?? null, after?.place ?? null];
  };
  expect(beside('R7/1-9')).toEqual(['R7/1-2', 'R7/1-10']);
  expect(beside('R7/1-2')).toEqual([null, 'R7/1-9']);
  expect(beside('R8/1-1')).toEqual([null, null]);
  expect(beside('R7')).toEqual([null, null]);
  expect(beside(null)).toEqual([null, null]);
});

it('a position is said as shelf and slot where it has both', () => {
  expect(['3-4', 'S3-04', 'S3.P4', '16', 'top'].map(positionWords)).toEqual([
    'shelf 3 · slot 4',
    'shelf 3 · slot 4',
    'shelf 3 · slot 4',
    'position 16',
    'position top',
  ]);
});
