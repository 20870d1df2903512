import { describe, expect, it } from 'vitest';
import { minersInShort, namedMinersText, nameMiners } from '../../../src-shared/miner/named-miners.ts';
import { matchesQuery, parseQuery } from '../../../src-shared/query/index.ts';
import { minerRow, NOW } from '../renderer/miner-row.ts';

const miners = (count: number, place: (i: number) => string | null = () => 'R7', ip = '10.1.4.') =>
  Array.from({ length: count }, (_, i) =>
    minerRow({
      id: `02:95:23:00:00:${i.toString(16).padStart(2, '0')}`,
      nickname: `S19-${i + 3}`,
      place: place(i),
      ip: `${ip}${i}`,
    }),
  ).reverse();
const said = (those: ReturnType<typeof miners>) => namedMinersText(nameMiners(those), those.length);

describe('many miners', () => {
  it('are named by the first of them, and by where they stand', () => {
    expect(said(miners(12))).toBe('S19-3, S19-4 and 10 more in R7');
    expect(said(miners(1204).map((miner) => ({ ...miner, ip: null })))).toBe('S19-3, S19-4 and 1,202 more in R7');
    expect(said(miners(3))).toBe('S19-3, S19-4 and S19-5 in R7');
    expect(said(miners(2, (i) => `A/R${8 - i}/1`))).toBe('S19-3 and S19-4 in A/R7 and A/R8');
    expect(said(miners(1))).toBe('S19-3 in R7');
  });

  it('stand in their network where not all of them have a rack, and nowhere where they are apart', () => {
    expect(said(miners(4, (i) => (i === 0 ? null : 'R7')))).toBe('S19-3, S19-4 and 2 more in 10.1.4.0/24');
    const apart = miners(4, () => null).map((miner, i) => ({ ...miner, ip: `10.1.${i}.1` }));
    expect(said(apart)).toBe('S19-3, S19-4 and 2 more');
    expect(said(miners(4, (i) => `R${i}`, '')).replace(/ in .*/, '')).toBe('S19-3, S19-4 and 2 more');
  });

  it('are in short where they stand, one is its name, and the rest are the first and how many more', () => {
    expect(minersInShort(miners(12))).toBe('R7');
    expect(minersInShort(miners(10_000, (i) => `R${i % 2}`))).toBe('R0 and R1');
    expect(minersInShort(miners(1))).toBe('S19-3');
    const apart = miners(12, () => null).map((miner, i) => ({ ...miner, ip: `10.1.${i}.1` }));
    expect(minersInShort(apart)).toBe('S19-3, S19-4 and 10 more');
    expect(minersInShort([])).toBeNull();
  });

  it('are found by their query, as far as it has room for them', () => {
    const farm = miners(140);
    const { query } = nameMiners(farm.slice(0, 139));
    const parsed = parseQuery(query ?? '');
    expect(query?.length).toBeLessThanOrEqual(2000);
    expect(farm.filter((miner) => matchesQuery(parsed, miner, NOW))).toEqual(farm.slice(0, 139));
    expect(nameMiners(miners(141)).query).toBeNull();
    expect(nameMiners([]).query).toBeNull();
  });
});
