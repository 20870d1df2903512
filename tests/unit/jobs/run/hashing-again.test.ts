import { describe, expect, it } from 'vitest';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';

const ALL_AT_ONCE = { first_wave: 2, stop_total_failed_percent: 100 };

describe.each([
  ['restart', 'mining'],
  ['resume', 'stopped'],
  ['start', 'stopped'],
  ['reboot', 'mining'],
] as const)('%s', (action, state) => {
  const begin = (hashesAfterMs: number) => {
    const farm = jobsAtWork(2, { changes: () => ({ state }), actions: ALL_AT_ONCE });
    farm.miners.at(1).hashesFromMs = farm.clock.monotonicMs() + hashesAfterMs;
    const order = { action, ...(action === 'reboot' && { confirm_count: 2 }) } as const;
    return { ...farm, begin: () => farm.start(order) };
  };

  it('has failed on a miner that mines again and hashes nothing', async () => {
    const { jobs, begin: start, untilEnd } = begin(Number.POSITIVE_INFINITY);
    const id = await start();
    await untilEnd(id);
    const [hanging, other] = (await jobs.get(id))?.items ?? [];
    expect(hanging).toMatchObject({
      verdict: 'failed',
      code: 'not_hashing',
      message: 'it mines again, and hashes nothing for 5 min',
      after: { state: 'mining', hashrate_hs: 0 },
    });
    expect(other).toMatchObject({ verdict: 'in_force', code: null, after: { state: 'mining' } });
    expect(other?.after?.hashrate_hs).toBeGreaterThan(0);
  });

  it('is in force once the miner hashes, however long after its state says so', async () => {
    const { jobs, begin: start, untilEnd } = begin(240_000);
    const id = await start();
    await untilEnd(id);
    const items = (await jobs.get(id))?.items ?? [];
    expect(items.map(({ verdict, code }) => [verdict, code])).toEqual([
      ['in_force', null],
      ['in_force', null],
    ]);
    expect(items[0]?.finished_at).toBeGreaterThan(items[1]?.finished_at ?? Number.POSITIVE_INFINITY);
  });
});
