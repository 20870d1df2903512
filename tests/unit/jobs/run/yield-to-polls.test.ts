import { describe, expect, it } from 'vitest';
import { ANOTHER } from '../../../fixtures/actors.ts';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';

const COUNT = 200;
/** Maximum number of miners that are written to at once. */
const AT_ONCE = 64;

describe('a job while polls are behind', () => {
  it('writes to nobody at first, and goes on at once when they have caught up', async () => {
    const { clock, miners, polls, start, verdicts } = jobsAtWork(COUNT);
    polls.areBehind = true;
    const id = await start({ action: 'locate', params: { on: true } });
    await clock.advance(4000);
    expect(miners.writeCount).toBe(0);
    expect(miners.reads).toEqual([]);
    polls.areBehind = false;
    await clock.advance(1000);
    expect(await verdicts(id)).toEqual({ in_force: COUNT });
  });

  it('goes on slowly where they never catch up', async () => {
    const { clock, miners, polls, start, untilEnd, verdicts } = jobsAtWork(COUNT);
    polls.areBehind = true;
    const id = await start({ action: 'locate', params: { on: true } });
    await clock.advance(5500);
    expect(miners.writeCount).toBe(AT_ONCE);
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ in_force: COUNT });
  });

  it.each([
    { action: 'pause' as const, params: {} },
    { action: 'stop' as const, params: {} },
    { action: 'throttle' as const, params: { percent: 50 } },
  ])('takes load off miners without a wait: $action', async (order) => {
    const { clock, miners, polls, start } = jobsAtWork(COUNT, {
      actions: { first_wave: COUNT, starts_per_minute: 0, start_kw_per_minute: 0 },
    });
    polls.areBehind = true;
    // Another waiting job does not delay it.
    await start({ action: 'locate', params: { on: true }, ids: miners.ids.slice(0, 100) });
    await start({ ...order, ids: miners.ids.slice(100) });
    await clock.advance(1000);
    const sent = miners.all.flatMap(({ writes }) => writes.map(({ kind }) => kind));
    expect(sent).toEqual(new Array(100).fill(order.action));
  });

  it('waits before it raises the power of miners', async () => {
    const { clock, miners, polls, start } = jobsAtWork(4, { changes: () => ({ throttled: 50 }) });
    polls.areBehind = true;
    await start({ action: 'throttle', params: { percent: 80 } });
    await clock.advance(4000);
    expect(miners.writeCount).toBe(0);
  });

  it('is stopped while it waits', async () => {
    const { clock, miners, polls, jobs, start, verdicts } = jobsAtWork(COUNT);
    polls.areBehind = true;
    const id = await start({ action: 'locate', params: { on: true } });
    await clock.advance(1000);
    const stopped = jobs.stop(id, ANOTHER);
    await clock.advance(1);
    await stopped;
    expect(miners.writeCount).toBe(0);
    expect(await verdicts(id)).toEqual({ cancelled: COUNT });
  });

  it('is paused while it waits, and sends nothing until it goes on', async () => {
    const { clock, miners, polls, jobs, start, verdicts } = jobsAtWork(COUNT);
    const by = { via: 'cli', name: 'a test', scope: 'operate' } as const;
    polls.areBehind = true;
    const id = await start({ action: 'locate', params: { on: true } });
    await clock.advance(1000);
    await jobs.pause(id, by);
    polls.areBehind = false;
    await clock.advance(20_000);
    expect(miners.writeCount).toBe(0);
    await jobs.continue(id, by);
    await clock.advance(2000);
    expect(await verdicts(id)).toEqual({ in_force: COUNT });
  });

  it('reads the miners that it watches less often', async () => {
    const { clock, miners, polls, start } = jobsAtWork(1);
    await start({ action: 'restart' });
    await clock.advance(20_000);
    const readsOf = async (ms: number): Promise<number> => {
      const before = miners.reads.length;
      await clock.advance(ms);
      return miners.reads.length - before;
    };
    const usual = await readsOf(30_000);
    polls.areBehind = true;
    expect(await readsOf(30_000)).toBeLessThanOrEqual(Math.ceil(usual / 2));
  });
});
