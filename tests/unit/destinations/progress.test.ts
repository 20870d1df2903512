import { expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { startLoop } from './started-loop.ts';

it('reports what is refused at once, and what was refused within the hour after that when it is over', async () => {
  const clock = new ManualClock();
  const at = clock.nowMs();
  const refusals = [5, 3, 2];
  const { events, stop } = startLoop(clock, at, {
    async step({ position, upToAt }) {
      await clock.sleep(1000);
      const refused = upToAt > position.at ? (refusals.shift() ?? 0) : 0;
      const refusal = refused === 0 ? null : `HTTP 400: no ${refused}`;
      const moved = { position: { ...position, at: upToAt }, reachedAt: upToAt };
      return { ...moved, sent: 1, refused, refusal, failure: null, isDone: true };
    },
  });
  const reported = () => events.map(({ data }) => data);
  await clock.advance(30 * MINUTE_MS);
  expect(refusals).toEqual([]);
  expect(reported()).toEqual([{ name: 'VM', refused: 5, reason: 'HTTP 400: no 5' }]);
  await clock.advance(2 * HOUR_MS);
  expect(reported().slice(1)).toEqual([{ name: 'VM', refused: 5, reason: 'HTTP 400: no 2' }]);
  await stop();
});

it('goes on while its progress cannot be written, with everything counted, and writes it afterwards', async () => {
  const clock = new ManualClock();
  const at = Math.floor(clock.nowMs() / MINUTE_MS) * MINUTE_MS;
  let isFull = false;
  const kept: number[] = [];
  const failures: unknown[] = [];
  const sent: number[] = [];
  const { loop, stop } = startLoop(clock, at, {
    async step({ position, upToAt }) {
      await clock.sleep(1000);
      for (let minute = position.at; minute < upToAt; minute += MINUTE_MS) sent.push(minute);
      const result = { position: { ...position, at: upToAt }, reachedAt: upToAt, failure: null, isDone: true };
      return { ...result, sent: (upToAt - position.at) / MINUTE_MS, refused: 0, refusal: null };
    },
    async keep(_, progress) {
      if (isFull) throw new Error('database or disk is full');
      kept.push(progress.sent);
    },
    onError: (error) => failures.push(error),
  });
  await clock.advance(5 * MINUTE_MS);
  isFull = true;
  await clock.advance(10 * MINUTE_MS);
  expect(failures.length).toBeGreaterThan(5);
  isFull = false;
  await clock.advance(5 * MINUTE_MS);
  expect(sent.length).toBeGreaterThan(17);
  expect(new Set(sent).size).toBe(sent.length);
  expect(kept.at(-1)).toBe(sent.length);
  expect(loop.state().sent).toBe(sent.length);
  await stop();
});
