import { describe, expect, it } from 'vitest';
import { leastSumMs, sumMiners } from '../../../src-main/app/operations/history/sum-in-parts.ts';
import { monitoredSlots } from '../../../src-main/history/monitored-slots.ts';
import type { Store } from '../../../src-main/store/store.ts';
import { DAY_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';

const NOTHING = { knownFromAt: null, watched: [], miners: [] };

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
    const store = { minersSums, monitored: async () => monitoredSlots(NOTHING, { ...plan, readAllMs: 30_000 }) };
    await expect(sumMiners(store, ids, plan, caller.signal)).rejects.toThrow(/abort/i);
    expect(asked).toHaveLength(2);
    expect(await sumMiners(store, ids, plan)).toEqual([]);
    expect(asked).toHaveLength(7);
  });

  it('are read more coarsely the more of them are asked for over longer', () => {
    const minutes = (miners: number, days: number) =>
      leastSumMs({ from: 0, to: days * DAY_MS, max_points: 480 }, miners, 0) / MINUTE_MS;
    expect(minutes(50, 1)).toBe(0);
    expect(minutes(200, 1)).toBe(5);
    expect(minutes(900, 0.25)).toBe(0);
    expect(minutes(10_000, 1)).toBe(5);
    expect(minutes(1000, 7)).toBe(5);
    expect(minutes(10_000, 7)).toBe(60);
    expect(minutes(50, 30)).toBe(5);
    expect(minutes(1000, 30)).toBe(60);
    expect(leastSumMs({ from: 0, max_points: 480 }, 10_000, DAY_MS)).toBe(5 * MINUTE_MS);
  });
});
