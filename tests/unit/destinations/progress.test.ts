import { expect, it } from 'vitest';
import { DestinationLoop, SAFE_MS } from '../../../src-main/destinations/destination-loop.ts';
import { BACKOFF } from '../../../src-main/destinations/retry.ts';
import type { StoredDestination } from '../../../src-main/store/destination-records.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { NewEvent } from '../../../src-shared/model/index.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

it('reports what is refused at once, and what was refused within the hour after that when it is over', async () => {
  const clock = new ManualClock();
  const at = clock.nowMs();
  const stored = {
    id: '01890a5d-ac96-774b-bcce-b302099a8058',
    name: 'VM',
    enabled: true,
    sample_seconds: 60,
    position: { at, to: null, after_key: 0, fill_id: 0, safe: null },
    sent: 0,
    refused: 0,
    last_success_at: null,
    last_error: null,
  } as unknown as StoredDestination;
  const events: NewEvent[] = [];
  const refusals = [5, 3, 2];
  const loop = new DestinationLoop(stored, {
    clock,
    backoff: BACKOFF,
    safeMs: SAFE_MS,
    async step({ position, upToAt }) {
      await clock.sleep(1000);
      const refused = upToAt > position.at ? (refusals.shift() ?? 0) : 0;
      const refusal = refused === 0 ? null : `HTTP 400: no ${refused}`;
      const moved = { position: { ...position, at: upToAt }, reachedAt: upToAt };
      return { ...moved, sent: 1, refused, refusal, failure: null, isDone: true };
    },
    keep: async () => undefined,
    open: (one) => ({ ...one, secret: null }) as never,
    oldestUnwrittenAt: () => null,
    watchingSinceAt: () => null,
    statusMs: () => 15_000,
    publish: (event) => events.push(event),
    onError: (error) => {
      throw error;
    },
  });
  loop.start();
  const reported = () => events.map(({ data }) => data);
  await clock.advance(30 * MINUTE_MS);
  expect(refusals).toEqual([]);
  expect(reported()).toEqual([{ name: 'VM', refused: 5, reason: 'HTTP 400: no 5' }]);
  await clock.advance(2 * HOUR_MS);
  expect(reported().slice(1)).toEqual([{ name: 'VM', refused: 5, reason: 'HTTP 400: no 2' }]);
  const stopped = loop.stop();
  await clock.advance(MINUTE_MS);
  await stopped;
});

it('goes on while its progress cannot be written, with everything counted, and writes it afterwards', async () => {
  const clock = new ManualClock();
  const at = Math.floor(clock.nowMs() / MINUTE_MS) * MINUTE_MS;
  const stored = {
    id: '01890a5d-ac96-774b-bcce-b302099a8058',
    name: 'VM',
    enabled: true,
    sample_seconds: 60,
    position: { at, to: null, after_key: 0, fill_id: 0, safe: null },
    sent: 0,
    refused: 0,
    last_success_at: null,
    last_error: null,
  } as unknown as StoredDestination;
  let isFull = false;
  const kept: number[] = [];
  const failures: unknown[] = [];
  const sent: number[] = [];
  const loop = new DestinationLoop(stored, {
    clock,
    backoff: BACKOFF,
    safeMs: SAFE_MS,
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
    open: (one) => ({ ...one, secret: null }) as never,
    oldestUnwrittenAt: () => null,
    watchingSinceAt: () => null,
    statusMs: () => 15_000,
    publish: () => undefined,
    onError: (error) => failures.push(error),
  });
  loop.start();
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
  const stopped = loop.stop();
  await clock.advance(MINUTE_MS);
  await stopped;
});
