import { expect, it } from 'vitest';
import { namedByAddress, poolSets } from '../../../../../src-renderer/features/jobs/order/pool-sets.ts';
import { minerRow } from '../../miner-row.ts';

const mines = (pool_urls: string[] | null, algorithm = 'sha256d') => minerRow({ pool_urls, algorithm });

it('offers the pools of most miners of the same algorithm, with how many have them', () => {
  const farm = [mines(['a:1', 'b:1']), mines(['c:1']), mines(['a:1', 'b:1']), mines(null), mines([])];
  const other = mines(['d:1'], 'scrypt');
  expect(poolSets([...farm, other], [farm[1] ?? other])).toEqual([
    { urls: ['a:1', 'b:1'], miners: 2 },
    { urls: ['c:1'], miners: 1 },
  ]);
  expect(poolSets([...farm, other], [other])).toEqual([{ urls: ['d:1'], miners: 1 }]);
});

it('counts the miners that a worker name would give their address', () => {
  const nameless = minerRow({ nickname: null, label: null, hostname: null, ip: '10.1.4.7' });
  const named = minerRow({ nickname: 'R1-S01' });
  expect(namedByAddress(['farm.{name}', ''], [nameless, named])).toBe(1);
  expect(namedByAddress(['farm.{mac}', ''], [nameless, named])).toBe(0);
});
