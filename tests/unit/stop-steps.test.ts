import { pino } from 'pino';
import { expect, it } from 'vitest';
import { stopSteps } from '../../src-main/runtime/stop-steps.ts';

const never = new Promise<never>(() => undefined);

it('names a step that is late, goes on, and leaves 100 ms to each that follows', async () => {
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
  const step = stopSteps(log, 300, 1);
  expect(await step('the quick', 1000, Promise.resolve())).toBe(true);
  expect(await step('the slow', 250, never)).toBe(false);
  expect(await step('the next', 1000, never)).toBe(false);
  expect(await step('the broken', 1000, Promise.reject(new Error('no')))).toBe(true);
  expect(lines).toEqual([
    'Stopping: the slow took longer than 250 ms',
    'Stopping: the next took longer than 100 ms',
    'Stopping: the broken failed',
  ]);
});

it('counts no time in which this process had no turn', async () => {
  const log = pino({ level: 'silent' });
  const step = stopSteps(log, 300, 1);
  const work = new Promise((resolve) => setTimeout(resolve, 60));
  const stopped = step('what waits for its turn', 200, work);
  // As on a busy machine: the whole limit passes between two turns of the event loop.
  const untilMs = performance.now() + 400;
  while (performance.now() < untilMs);
  expect(await stopped).toBe(true);
});

it('gives a busy machine more time', async () => {
  const step = stopSteps(pino({ level: 'silent' }), 100, 4);
  const work = new Promise((resolve) => setTimeout(resolve, 200));
  expect(await step('what takes longer there', 100, work)).toBe(true);
});
