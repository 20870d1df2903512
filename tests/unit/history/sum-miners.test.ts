import { describe, expect, it } from 'vitest';
import { sumMiners } from '../../../src-main/app/operations/sum-miners.ts';
import type { Store } from '../../../src-main/store/store.ts';

describe('sums over many miners', () => {
  it('are added up no further once nobody waits for them', async () => {
    const ids = Array.from({ length: 1000 }, (_, n) => `miner ${n}`);
    const plan = { fromAt: 0, toAt: 3_600_000, slotMs: 300_000, tier: 'raw' } as const;
    const asked: number[] = [];
    const caller = new AbortController();
    const minersSums: Store['minersSums'] = async (some) => {
      asked.push(some.length);
      if (asked.length === 2) caller.abort();
      return [];
    };
    await expect(sumMiners({ minersSums }, ids, plan, caller.signal)).rejects.toThrow(/abort/i);
    expect(asked).toHaveLength(2);
    expect(await sumMiners({ minersSums }, ids, plan)).toEqual([]);
    expect(asked).toHaveLength(7);
  });
});
