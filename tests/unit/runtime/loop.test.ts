import { describe, expect, it } from 'vitest';
import { Loop, type LoopRun } from '../../../src-main/runtime/loop.ts';
import { flushTasks, ManualClock } from '../../fixtures/manual-clock.ts';

function setUp(run: (signal: AbortSignal) => Promise<LoopRun>, intervalMs = 1000) {
  const clock = new ManualClock();
  const errors: unknown[] = [];
  const loop = new Loop({
    name: 'test',
    intervalMs: () => intervalMs,
    run,
    clock,
    onError: (error) => errors.push(error),
  });
  return { clock, loop, errors };
}

describe('the loop runner', () => {
  it('runs at once and then once an interval, counted from start to start', async () => {
    const startedAt: number[] = [];
    const { clock, loop } = setUp(async () => {
      startedAt.push(clock.nowMs());
      await clock.sleep(300);
      return {};
    });
    const t0 = clock.nowMs();
    loop.start();
    await clock.advance(3500);
    expect(startedAt.map((at) => at - t0)).toEqual([0, 1000, 2000, 3000]);
    await loop.stop();
  });

  it('rests as long as its interval says, up to a day', async () => {
    for (const hours of [1, 6, 24]) {
      const startedAt: number[] = [];
      const { clock, loop } = setUp(async () => {
        startedAt.push(clock.nowMs());
        return {};
      }, hours * 3_600_000);
      const t0 = clock.nowMs();
      loop.start();
      await clock.advance(hours * 2.5 * 3_600_000);
      expect(startedAt.map((at) => (at - t0) / 3_600_000)).toEqual([0, hours, 2 * hours]);
      expect(loop.health().next_run_at).toBe(t0 + 3 * hours * 3_600_000);
      await loop.stop();
    }
  });

  it('reports what a run could not do, without counting it as a failure', async () => {
    const { clock, loop } = setUp(async () => ({ trouble: 'one of two' }));
    loop.start();
    await clock.advance(10);
    expect(loop.health()).toMatchObject({ failures: 0, last_error: 'one of two', last_success_at: clock.nowMs() - 10 });
    await loop.stop();
  });

  it('never overlaps itself: a run longer than the interval is followed by the next at once', async () => {
    let inside = 0;
    let most = 0;
    let runs = 0;
    const { clock, loop } = setUp(async () => {
      inside += 1;
      most = Math.max(most, inside);
      await clock.sleep(2500);
      inside -= 1;
      runs += 1;
      return {};
    });
    loop.start();
    await clock.advance(10_000);
    expect(most).toBe(1);
    expect(runs).toBe(4);
    const stopped = loop.stop();
    await clock.advance(2500);
    await stopped;
  });

  it('runs now when it is woken, also when that happens during a run', async () => {
    let runs = 0;
    const { clock, loop } = setUp(async () => {
      runs += 1;
      await clock.sleep(100);
      return {};
    });
    loop.start();
    await clock.advance(50);
    loop.wake();
    await clock.advance(60);
    expect(runs).toBe(2);
    await clock.advance(200);
    expect(runs).toBe(2);
    loop.wake();
    await clock.advance(1);
    expect(runs).toBe(3);
    const stopped = loop.stop();
    await clock.advance(100);
    await stopped;
  });

  it('goes on after a failed run and keeps the record of it', async () => {
    let runs = 0;
    const { clock, loop, errors } = setUp(async () => {
      runs += 1;
      if (runs === 2) throw new Error('no luck');
      return { counts: { things: runs } };
    });
    loop.start();
    await clock.advance(1000);
    expect(loop.health()).toMatchObject({ runs: 2, failures: 1, last_error: 'no luck', counts: { things: 1 } });
    await clock.advance(1000);
    expect(loop.health()).toMatchObject({ runs: 3, failures: 1, last_error: null, counts: { things: 3 } });
    expect(errors).toHaveLength(1);
    expect(loop.health().next_run_at).toBe(clock.nowMs() + 1000);
    await loop.stop();
  });

  it('rests while paused, whatever wakes it, and runs at once when resumed', async () => {
    let runs = 0;
    const { clock, loop } = setUp(async () => {
      runs += 1;
      return {};
    });
    loop.start();
    await flushTasks();
    loop.pause();
    loop.wake();
    await clock.advance(86_400_000);
    expect(runs).toBe(1);
    expect(loop.health()).toMatchObject({ paused: true, next_run_at: null });
    loop.resume();
    await flushTasks();
    expect(runs).toBe(2);
    await loop.stop();
  });

  it('stops by aborting the run under way and waiting for it', async () => {
    let cleanedUp = false;
    const { clock, loop } = setUp(async (signal) => {
      await clock.sleep(60_000, signal);
      cleanedUp = true;
      return {};
    });
    loop.start();
    await flushTasks();
    await loop.stop();
    expect(cleanedUp).toBe(true);
  });
});
