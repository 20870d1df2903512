import { expect, it } from 'vitest';
import { halvesByMiner } from '../../../src-main/destinations/postgres/rows.ts';
import { type Part, writeInParts } from '../../../src-main/destinations/postgres/write-in-parts.ts';
import { splitInHalf } from '../../../src-main/destinations/split-in-half.ts';

it('refuses alone what the database cannot keep, and writes all the rest', async () => {
  const there: number[] = [];
  const partOf = (all: readonly number[]): Part => ({
    rows: all.length,
    write: async () => {
      if (all.some((n) => n % 40 === 7)) throw new Error(`${all.length} refused`);
      there.push(...all);
    },
    halves: () => splitInHalf(all).map(partOf),
  });
  const write = (part: Part) => part.write().then(() => null, String);
  const all = Array.from({ length: 100 }, (_, i) => i);
  expect(await writeInParts(partOf(all), write)).toEqual({ rows: 3, message: 'Error: 1 refused' });
  expect(there).toEqual(all.filter((n) => n % 40 !== 7));
  expect(await writeInParts(partOf([1, 2]), write)).toEqual({ rows: 0, message: null });
});

it('divides readings by miner, with the rows of all tables', () => {
  const rows = {
    statuses: [
      ['a', 1],
      ['b', 1],
    ],
    boards: [
      ['a', 1, 1],
      ['c', 1, 1],
    ],
    statuses_5min: [],
  };
  expect(halvesByMiner(rows)).toEqual([
    {
      statuses: [
        ['a', 1],
        ['b', 1],
      ],
      boards: [['a', 1, 1]],
      statuses_5min: [],
    },
    { statuses: [], boards: [['c', 1, 1]], statuses_5min: [] },
  ]);
  expect(halvesByMiner({ statuses: [['a', 1]], boards: [['a', 1, 1]], statuses_5min: [] })).toEqual([]);
});
