import { expect, it } from 'vitest';
import { HeldMiners } from '../../../../src-main/jobs/pause/held-miners.ts';

it('knows the miners of each job, the last of which to pause a miner holds it', () => {
  const said: string[] = [];
  const held = new HeldMiners((id, now) => said.push(`${id} ${now?.job_id ?? '-'}`));
  for (const id of ['a', 'b', 'c']) held.hold(id, { job_id: 'first', until_at: 100 }, 1);
  held.hold('b', { job_id: 'second', until_at: 200 }, 2);
  held.hold('b', { job_id: 'first', until_at: 100 }, 1);
  expect([held.of('first'), held.of('second'), held.jobs()]).toEqual([['a', 'c'], ['b'], ['first', 'second']]);
  expect([held.release('a'), held.release('a')]).toEqual(['first', null]);
  held.releaseAll('first');
  expect([held.of('first'), held.jobs()]).toEqual([[], ['second']]);
  expect(said).toEqual(['a first', 'b first', 'c first', 'b second', 'a -', 'c -']);
});

it('lets one of many miners go without a look at the others', () => {
  const count = 20_000;
  const held = new HeldMiners(() => undefined);
  for (let n = 0; n < count; n++) held.hold(`m${n}`, { job_id: `job ${n % 2000}`, until_at: 100 }, 1);
  const startedMs = performance.now();
  for (let n = 0; n < count; n++) {
    const jobId = held.release(`m${n}`) ?? '';
    held.of(jobId);
  }
  // With a walk over all of them at each this took many seconds.
  expect(performance.now() - startedMs).toBeLessThan(5000);
  expect(held.jobs()).toEqual([]);
});
