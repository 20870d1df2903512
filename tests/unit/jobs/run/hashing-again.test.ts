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

it('figures that stood still before a reboot prove nothing until they move', async () => {
  const { miners, clock, jobs, start, untilEnd } = jobsAtWork(2, { actions: ALL_AT_ONCE });
  const known = miners.miner.bind(miners);
  miners.miner = (id) => {
    const miner = known(id);
    return miner === null ? null : { ...miner, figures_frozen: true };
  };
  const id = await start({ action: 'reboot', confirm_count: 2 });
  await clock.advance(200_000);
  miners.at(2).extraW = 10;
  await untilEnd(id);
  const [frozen, moving] = (await jobs.get(id))?.items ?? [];
  expect(frozen).toMatchObject({
    verdict: 'failed',
    code: 'figures_frozen',
    message: 'its figures still stand still',
    before: { power_w: null, hashrate_hs: null },
    after: { state: 'mining', power_w: null, hashrate_hs: null },
  });
  expect(moving).toMatchObject({ verdict: 'in_force', code: null });
  expect(moving?.after?.hashrate_hs).toBeGreaterThan(0);
  // A job of one miner says why it halted, and not on which of its miners.
  const one = await start({ action: 'reboot', confirm_count: 1, ids: miners.ids.slice(0, 1) });
  await untilEnd(one);
  expect((await jobs.get(one))?.reason).toBe('It failed: its figures still stand still.');
});
