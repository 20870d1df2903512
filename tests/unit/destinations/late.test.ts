import { expect, it } from 'vitest';
import type { StepResult } from '../../../src-main/destinations/outgoing-task.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { startLoop } from './started-loop.ts';

/** The end of a step that has sent a part of an hour: the part counts. */
interface InHour {
  readonly at: number;
  readonly reachedAt: number | null;
}

/**
 * A destination that was added this long after the start of its history. `step` returns how far
 * each request gets, or null if it fails.
 */
function sendingFrom(
  behindMs: number,
  step: (fromAt: number, upToAt: number) => number | InHour | null,
  oldestUnwrittenAt: (nowAt: number) => number | null = () => null,
) {
  const clock = new ManualClock();
  const at = clock.nowMs() - behindMs;
  const { loop, events, stop } = startLoop(clock, at, {
    async step({ position, upToAt }): Promise<StepResult> {
      await clock.sleep(10_000);
      const to = step(position.at, upToAt);
      const nothing = { sent: 0, refused: 0, refusal: null, isDone: false, reachedAt: null };
      if (to === null)
        return { ...nothing, position, failure: { message: 'HTTP 503', retryAfterMs: null, isCut: false } };
      const { at, reachedAt } = typeof to === 'number' ? { at: to, reachedAt: to } : to;
      return { ...nothing, sent: 1, position: { ...position, at }, failure: null, isDone: at >= upToAt, reachedAt };
    },
    oldestUnwrittenAt: () => oldestUnwrittenAt(clock.nowMs()),
  });
  return { clock, loop, events, stop, codes: () => events.map(({ event }) => event) };
}

it('is late when it fails and is an hour behind, until it has caught up', async () => {
  let isUp = true;
  const { clock, loop, codes } = sendingFrom(MINUTE_MS, (_, upToAt) => (isUp ? upToAt : null));
  await clock.advance(5 * MINUTE_MS);
  isUp = false;
  await clock.advance(55 * MINUTE_MS);
  expect(loop.isLate).toBe(false);
  await clock.advance(15 * MINUTE_MS);
  expect(loop.isLate).toBe(true);
  isUp = true;
  await clock.advance(5 * MINUTE_MS);
  expect(loop.isLate).toBe(false);
  expect(codes()).toEqual(['destination_late', 'destination_caught_up']);
  await loop.stop();
});

it('is not late while it sends what is kept from days ago', async () => {
  const { clock, loop, codes } = sendingFrom(48 * HOUR_MS, (from, upToAt) => Math.min(upToAt, from + 10 * MINUTE_MS));
  await clock.advance(HOUR_MS);
  expect(loop.state().lag_seconds).toBeLessThan(120);
  expect(codes()).toEqual([]);
  await loop.stop();
});

/** Sends an hour of history in steps; the position advances when the hour is complete. */
function hourIn(steps: number): (fromAt: number, upToAt: number) => InHour {
  let step = 0;
  return (at, upToAt) => {
    step += 1;
    const to = Math.min(upToAt, at + HOUR_MS);
    if (step % steps === 0) return { at: to, reachedAt: to };
    return { at, reachedAt: at + ((to - at) * (step % steps)) / steps };
  };
}

it('is not late while it catches up by hours of which each takes longer than ten minutes', async () => {
  const { clock, codes, stop } = sendingFrom(24 * HOUR_MS, hourIn(70));
  await clock.advance(2 * HOUR_MS);
  expect(codes()).toEqual([]);
  await stop();
});

it('is late where each hour of history takes longer than an hour', async () => {
  const { clock, codes, stop } = sendingFrom(24 * HOUR_MS, hourIn(400));
  await clock.advance(30 * MINUTE_MS);
  expect(codes()).toEqual(['destination_late']);
  await stop();
});

it('is not late after an outage of less than an hour that takes some minutes to make up for', async () => {
  let isUp = true;
  const slow = hourIn(24);
  const step = (from: number, upToAt: number) =>
    isUp ? (upToAt - from > 5 * MINUTE_MS ? slow(from, upToAt) : upToAt) : null;
  const { clock, loop, codes, stop } = sendingFrom(MINUTE_MS, step);
  await clock.advance(30 * MINUTE_MS);
  isUp = false;
  await clock.advance(57 * MINUTE_MS);
  isUp = true;
  await clock.advance(15 * MINUTE_MS);
  expect(loop.state().lag_seconds).toBeLessThan(120);
  expect(codes()).toEqual([]);
  await stop();
});

it('is not late for one failure while it catches up, and is for ten minutes of them', async () => {
  let isUp = true;
  const { clock, codes, stop } = sendingFrom(48 * HOUR_MS, (from) => (isUp ? from + 2 * MINUTE_MS : null));
  await clock.advance(20 * MINUTE_MS);
  isUp = false;
  await clock.advance(2 * MINUTE_MS);
  isUp = true;
  await clock.advance(20 * MINUTE_MS);
  expect(codes()).toEqual([]);
  isUp = false;
  await clock.advance(13 * MINUTE_MS);
  expect(codes()).toEqual(['destination_late']);
  await stop();
});

it('is not late while it sends what has no place in time, such as years of activity', async () => {
  let isActivity = true;
  const step = (at: number, upToAt: number) => (isActivity ? { at, reachedAt: null } : Math.min(upToAt, at + HOUR_MS));
  const { clock, loop, codes, stop } = sendingFrom(48 * HOUR_MS, step);
  await clock.advance(HOUR_MS);
  isActivity = false;
  await clock.advance(HOUR_MS);
  expect(codes()).toEqual([]);
  expect(loop.state().lag_seconds).toBeLessThan(120);
  await stop();
});

it('is late where the limit of its upload lets it fall behind for ever', async () => {
  const { clock, loop, events, codes, stop } = sendingFrom(2 * HOUR_MS, (from) => from + 5000);
  await clock.advance(5 * MINUTE_MS);
  expect(codes()).toEqual([]);
  await clock.advance(10 * MINUTE_MS);
  expect(loop.isLate).toBe(true);
  expect(codes()).toEqual(['destination_late']);
  expect(events[0]?.data).toMatchObject({ reason: expect.stringContaining('Raise its upload limit') });
  await stop();
});

it('asks for no step after the other while the disk is behind', async () => {
  let steps = 0;
  const step = (_: number, upToAt: number): number => {
    steps += 1;
    return upToAt;
  };
  // Readings of the last two minutes are not on disk yet.
  const { clock, stop } = sendingFrom(0, step, (nowAt) => nowAt - 2 * MINUTE_MS);
  await clock.advance(5 * MINUTE_MS);
  // Each takes ten seconds here, plus a second of pause.
  expect(steps).toBeGreaterThan(0);
  expect(steps).toBeLessThanOrEqual(28);
  await stop();
});
