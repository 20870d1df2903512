import { expect, it } from 'vitest';
import { poolLook } from '../../../../../src-renderer/features/miner/pools/pool-look.ts';
import type { Pool } from '../../../../../src-shared/model/index.ts';

const pool = (pool_id: number, status: string, pool_type = 'UserPool'): Pool => ({
  pool_id,
  url: pool_type === 'DevFee' ? 'DevFee' : `stratum+tcp://p${pool_id}.example:3333`,
  user: null,
  pool_type,
  status,
  accepted: 1,
  rejected: 0,
  stale: 0,
  ping_ms: null,
});
const looks = (...pools: Pool[]) => pools.map((one) => poolLook(one, pools)).map(({ tone, word }) => `${tone} ${word}`);

it('has one pool in use, the others on standby, and the fee grey', () => {
  expect(looks(pool(0, 'active'), pool(1, 'working'), pool(2, 'offline'), pool(3, 'active', 'DevFee'))).toEqual([
    'green in use',
    'green standby',
    'grey offline',
    'grey firmware fee',
  ]);
  // The miner works for the fee now: the operator's pool is still the one in use.
  expect(looks(pool(0, 'working'), pool(1, 'rejecting'), pool(3, 'active', 'DevFee'))).toEqual([
    'green in use',
    'amber rejecting',
    'grey firmware fee',
  ]);
});
