import { describe, expect, it } from 'vitest';
import { failure } from '../../../../src-main/drivers/outcome.ts';
import { jobsAtWork, killAndOpen } from '../../../fixtures/jobs/jobs-at-work.ts';

const POOLS = [{ url: 'new.example:3333', user: 'wrong', pass: 'x' }];
const ACTOR = { via: 'cli', name: 'x', scope: 'operate' } as const;

describe('where nobody of the first wave came into force', () => {
  it('the next miner takes its place, and proves it before the others follow', async () => {
    const { miners, jobs, start, untilEnd, verdicts } = jobsAtWork(100, { changes: () => ({ sharesPerMinute: 0 }) });
    const rules = { first_wave: 1, next_wave_when: 'first_proven' } as const;
    miners.at(1).faults.push('other_hand');
    miners.at(2).faults.push('corrupt');
    const id = await start({ action: 'pools', params: { pools: POOLS }, rules, confirm_count: 100 });
    miners.at(1).state = 'stopped';
    await untilEnd(id);
    expect(await jobs.get(id)).toMatchObject({
      state: 'halted',
      reason: 'It failed or was not proven on the first miner.',
      waves: [3, 3, 10, 84],
    });
    expect(await verdicts(id)).toEqual({ skipped: 2, in_force: 1, cancelled: 97 });
  });

  it('so it is where this computer could not ask or send, and in the later waves no more', async () => {
    const { clock, miners, jobs, start, untilEnd } = jobsAtWork(40, { actions: { starts_per_minute: 0 } });
    const read = miners.read.bind(miners);
    const starved = failure('starved', 'too busy', { retryable: true });
    miners.read = async (id, parts) => (id === miners.ids[0] ? starved : read(id, parts));
    const sent: number[] = [];
    miners.onWrite = () => sent.push(clock.nowMs());
    const id = await start({ action: 'restart' });
    await untilEnd(id);
    const job = await jobs.get(id);
    expect(job).toMatchObject({ state: 'done', waves: [2, 4, 4, 30], counts: { skipped: 1, in_force: 39 } });
    expect([1, 4, 4, 30]).toEqual([
      ...new Map(sent.map((at) => [at, sent.filter((one) => one === at).length])).values(),
    ]);
  });

  it('so it is where the operator removed it after its request, which nothing waits for', async () => {
    const { clock, miners, jobs, start, untilEnd } = jobsAtWork(8, { actions: { starts_per_minute: 0 } });
    const id = await start({ action: 'restart' });
    await clock.advance(1000);
    const [first = ''] = miners.ids;
    miners.miners.delete(first);
    await clock.advance(10_000);
    const message = 'the restart was sent, and it was removed since';
    expect((await jobs.get(id))?.items[0]).toMatchObject({ verdict: 'unknown', code: 'removed', message });
    await untilEnd(id);
    expect(await jobs.get(id)).toMatchObject({ state: 'done', counts: { unknown: 1, in_force: 7 } });
  });

  it('so it is when it was paused, and PowerHive ended meanwhile', async () => {
    const work = jobsAtWork(20, { actions: { starts_per_minute: 0 } });
    const { clock, miners, jobs, start, untilEnd } = work;
    const read = miners.read.bind(miners);
    miners.read = async (id, parts) => {
      const outcome = await read(id, parts);
      if (id === miners.ids[1]) await clock.sleep(5000);
      return outcome;
    };
    const id = await start({ action: 'restart' });
    miners.at(1).managed = false;
    await clock.advance(1000);
    await jobs.pause(id, ACTOR);
    const again = await killAndOpen(work);
    expect(miners.writeCount).toBe(0);
    await again.continue(id, ACTOR);
    await clock.advance(20_000);
    expect(miners.all.filter(({ writes }) => writes.length > 0)).toHaveLength(1);
    await untilEnd(id);
    expect(await again.get(id)).toMatchObject({ state: 'done', counts: { skipped: 1, in_force: 19 } });
  });
});
