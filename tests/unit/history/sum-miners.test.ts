import { describe, expect, it } from 'vitest';
import { sumMiners, thinned } from '../../../src-main/app/operations/history/sum-in-parts.ts';
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

  it('are read more coarsely the more of them are asked for over longer', () => {
    const points = (miners: number, hours: number) =>
      thinned({ from: 0, to: hours * 3_600_000, max_points: 480 }, miners, 0).max_points;
    expect(points(50, 24)).toBe(480);
    expect(points(10_000, 24)).toBe(289);
    expect(points(1000, 24 * 7)).toBe(480);
    expect(points(10_000, 24 * 7)).toBe(169);
    expect(points(10_000, 24 * 30)).toBe(480);
    const untilNow = thinned({ from: 0, max_points: 480 }, 10_000, 24 * 3_600_000);
    expect(untilNow.max_points).toBe(289);
  });
});
