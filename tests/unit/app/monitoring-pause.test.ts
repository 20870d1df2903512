import { expect, it } from 'vitest';
import { MonitoringPause } from '../../../src-main/app/monitoring-pause.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

/**
 * A clock that can leap forward without waking sleepers in between, as if the program did not run.
 */
class SleepyClock extends ManualClock {
  #wallLeapMs = 0;
  #monotonicLeapMs = 0;

  override nowMs(): number {
    return super.nowMs() + this.#wallLeapMs;
  }

  override monotonicMs(): number {
    return super.monotonicMs() + this.#monotonicLeapMs;
  }

  leap(wallMs: number, monotonicMs: number): void {
    this.#wallLeapMs += wallMs;
    this.#monotonicLeapMs += monotonicMs;
  }
}

function setUp(intervalMs = 30_000) {
  const clock = new SleepyClock();
  const reported: string[] = [];
  const wakefulness = new MonitoringPause({
    clock,
    intervalMs: () => intervalMs,
    discovery: { pause: (reason) => reported.push(`pause: ${reason}`), resume: () => reported.push('resume') },
    polling: { pause: () => reported.push('drop polls'), resume: () => reported.push('poll') },
    gaps: { pause: () => reported.push('leave gaps'), resume: () => reported.push('fill gaps') },
    onError: (error) => {
      throw error;
    },
  });
  wakefulness.loop.start();
  return { clock, reported, wakefulness };
}

const SLEPT = ['leave gaps', 'drop polls', 'pause: This computer was asleep.', 'resume', 'poll', 'fill gaps'];
const MINUTES = 60_000;

it('takes it for a sleep when the program did not run for twenty minutes: both clocks went on', async () => {
  const { clock, reported, wakefulness } = setUp();
  await clock.advance(10_000);
  clock.leap(20 * MINUTES, 20 * MINUTES);
  await clock.advance(1000);
  expect(reported).toEqual(SLEPT);
  await clock.advance(10 * MINUTES);
  expect(reported).toEqual(SLEPT);
  await wakefulness.loop.stop();
});

it('takes it for a sleep when only the wall clock went on, as in a sleep of the whole computer', async () => {
  const { clock, reported, wakefulness } = setUp();
  clock.leap(20 * MINUTES, 0);
  await clock.advance(1000);
  expect(reported).toEqual(SLEPT);
  await wakefulness.loop.stop();
});

it('notices the sleep before its own interval when a caller is about to believe a timeout', async () => {
  const { clock, reported, wakefulness } = setUp();
  clock.leap(20 * MINUTES, 20 * MINUTES);
  wakefulness.check();
  expect(reported).toEqual(SLEPT);
  wakefulness.check();
  await clock.advance(5000);
  expect(reported).toEqual(SLEPT);
  await wakefulness.loop.stop();
});

it.each([
  [5000, 9000, 0],
  [5000, 11_000, 1],
  [30_000, 14_000, 0],
  [30_000, 16_000, 1],
  [21_600_000, 29_000, 0],
  [21_600_000, 31_000, 1],
])('with a scan every %d ms, %d ms without running are %d sleeps', async (intervalMs, pauseMs, sleeps) => {
  const { clock, reported, wakefulness } = setUp(intervalMs);
  await clock.advance(3000);
  clock.leap(pauseMs, pauseMs);
  await clock.advance(1000);
  expect(reported.filter((word) => word === 'resume')).toHaveLength(sleeps);
  await wakefulness.loop.stop();
});

it('does not mind a clock that is set back', async () => {
  const { clock, reported, wakefulness } = setUp();
  clock.leap(-20 * MINUTES, 0);
  await clock.advance(10_000);
  expect(reported).toEqual([]);
  await wakefulness.loop.stop();
});

it('ends a pause for a sleep without a wake-up report, once the program has run on for a minute', async () => {
  const { clock, reported, wakefulness } = setUp();
  wakefulness.pause('asleep');
  reported.length = 0;
  // Awake for a moment during the night, then asleep again.
  await clock.advance(40_000);
  clock.leap(60 * MINUTES, 60 * MINUTES);
  await clock.advance(40_000);
  expect(reported).toEqual([]);
  await clock.advance(25_000);
  expect(reported).toEqual(['resume', 'poll', 'fill gaps']);
  wakefulness.resume('asleep');
  expect(reported).toEqual(['resume', 'poll', 'fill gaps']);
  await wakefulness.loop.stop();
});

it('never ends a pause of the operator', async () => {
  const { clock, reported, wakefulness } = setUp();
  wakefulness.pause('operator');
  wakefulness.pause('asleep');
  reported.length = 0;
  clock.leap(20 * MINUTES, 20 * MINUTES);
  await clock.advance(10 * MINUTES);
  expect(reported).toEqual(['pause: You paused it.']);
  wakefulness.resume('operator');
  expect(reported).toEqual(['pause: You paused it.', 'resume', 'poll', 'fill gaps']);
  await wakefulness.loop.stop();
});
