import { describe, expect, it } from 'vitest';
import { findOwnPools, foreignPoolWords, type SetPools } from '../../../src-shared/own-pools.ts';

const pool = (url: string, user: string | null, fields: object = {}): SetPools['pools'][number] =>
  ({
    ...{ pool_id: 0, url, pool_type: 'UserPool', user, status: 'active' },
    ...{ diff: null, accepted: 1, rejected: 0, stale: 0, ping_ms: null, asic_boost: null },
    ...fields,
  }) as never;
const OURS = (n: number) => pool('stratum+tcp://eu.pool.example:3333', `farm.w${n}`);
const BACKUP = pool('us.pool.example:3333', 'farm.x', { status: 'working' });
const FEE = pool('DevFee', '*****', { pool_type: 'DevFee' });
const farm = (count: number, of: (n: number) => SetPools['pools']): SetPools[] =>
  Array.from({ length: count }, (_, n) => ({ algorithm: 'sha256d', pools: of(n) }));
const words = (miners: SetPools[], pools: SetPools['pools']) =>
  foreignPoolWords(pools, findOwnPools(miners).get('sha256d') ?? null);

describe('a foreign pool', () => {
  const most = farm(50, (n) => [OURS(n), BACKUP, FEE]);

  it('is a host, or an account at a host, that the farm is not set to', () => {
    const taken = pool('stratum+ssl://Evil.example:443', 'thief.1');
    const all = [...most, { algorithm: 'sha256d', pools: [taken] }];
    expect(words(all, [taken])).toBe('Mines to evil.example, which is no pool of this farm');
    const account = pool('eu.pool.example:3333', 'thief.w3');
    expect(words(most, [account, FEE])).toBe('Mines to account thief at eu.pool.example, which is none of this farm');
    expect(words(most, [OURS(99), FEE])).toBeNull();
  });

  it('is no backup that works alone, no masked user, no fee and no pool that is not in use', () => {
    expect(
      words(most, [
        { ...OURS(1), status: 'offline' },
        { ...BACKUP, status: 'active' },
      ]),
    ).toBeNull();
    expect(words(most, [pool('eu.pool.example', '*****')])).toBeNull();
    expect(words(most, [FEE])).toBeNull();
    expect(words(most, [pool('evil.example', 'thief', { status: 'working' }), OURS(1)])).toBeNull();
  });

  it('is not what a good part of the farm is set to', () => {
    const other = pool('other.example', 'farm');
    const mixed = [...farm(45, (n) => [OURS(n)]), ...farm(5, () => [other])];
    expect(words(mixed, [other])).toBeNull();
  });

  it('is not judged among few miners, many pools, many accounts, or those of another algorithm', () => {
    const taken = pool('evil.example', 'thief');
    expect(
      words(
        farm(9, (n) => [OURS(n)]),
        [taken],
      ),
    ).toBeNull();
    expect(
      words(
        farm(50, (n) => [pool(`p${n % 20}.example`, 'farm')]),
        [taken],
      ),
    ).toBeNull();
    const tenants = farm(50, (n) => [pool('eu.pool.example', `client${n}.w`)]);
    expect(words(tenants, [pool('eu.pool.example', 'client99')])).toBeNull();
    expect(words(tenants, [taken])).toContain('evil.example');
    const scrypt = most.map((one) => ({ ...one, algorithm: 'scrypt' }));
    expect(words(scrypt, [taken])).toBeNull();
  });
});
