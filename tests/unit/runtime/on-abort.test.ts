import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { onAbort } from '../../../src-main/runtime/on-abort.ts';

it('calls everyone back once, in their order, over one listener', () => {
  const job = new AbortController();
  const called: number[] = [];
  const ends = Array.from({ length: 1000 }, (_, n) => onAbort(job.signal, () => called.push(n)));
  expect(getEventListeners(job.signal, 'abort')).toHaveLength(1);
  ends[1]?.();
  job.abort();
  for (const end of ends) end();
  expect(called).toEqual(Array.from({ length: 1000 }, (_, n) => n).filter((n) => n !== 1));
});

it('leaves no listener when nobody waits any more, and begins again after that', () => {
  const program = new AbortController();
  const callback = (): void => {
    count += 1;
  };
  let count = 0;
  const [first, second] = [onAbort(program.signal, callback), onAbort(program.signal, callback)];
  first();
  first();
  expect(getEventListeners(program.signal, 'abort')).toHaveLength(1);
  second();
  expect(getEventListeners(program.signal, 'abort')).toEqual([]);
  onAbort(program.signal, callback);
  program.abort();
  expect(count).toBe(1);
});

it('calls back at once where the signal has aborted, also while it notifies the others', () => {
  const job = new AbortController();
  const called: string[] = [];
  onAbort(job.signal, () => {
    onAbort(job.signal, () => called.push('late'));
    called.push('first');
  });
  job.abort();
  expect(called).toEqual(['late', 'first']);
});
