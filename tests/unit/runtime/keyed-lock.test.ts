import { describe, expect, it } from 'vitest';
import { KeyedLock } from '../../../src-main/runtime/keyed-lock.ts';
import { flushTasks } from '../../fixtures/manual-clock.ts';

/** A lock, and tasks that end when the test allows it. */
function setUp() {
  const lock = new KeyedLock();
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (key: string, name: string, signal?: AbortSignal): Promise<string> =>
    lock.run(
      key,
      async () => {
        begun.push(name);
        await new Promise<void>((resolve) => ends.set(name, resolve));
        return name;
      },
      signal,
    );
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await flushTasks();
  };
  return { lock, begun, begin, end };
}

describe('the keyed lock', () => {
  it('runs one task per key at a time, in the order of the calls, and other keys beside it', async () => {
    const { begun, begin, end } = setUp();
    const answers = [begin('a', 'a1'), begin('a', 'a2'), begin('a', 'a3'), begin('b', 'b1')];
    await flushTasks();
    expect(begun).toEqual(['a1', 'b1']);
    await end('a1');
    const late = begin('a', 'a4');
    await flushTasks();
    expect(begun).toEqual(['a1', 'b1', 'a2']);
    for (const name of ['a2', 'a3', 'a4', 'b1']) await end(name);
    expect(begun).toEqual(['a1', 'b1', 'a2', 'a3', 'a4']);
    expect(await Promise.all([...answers, late])).toEqual(['a1', 'a2', 'a3', 'b1', 'a4']);
  });

  it('goes on after a task that fails', async () => {
    const { lock, begin, end } = setUp();
    const failed = lock.run('a', async () => {
      throw new Error('out of order');
    });
    const next = begin('a', 'next');
    await expect(failed).rejects.toThrow('out of order');
    await end('next');
    expect(await next).toBe('next');
  });

  it('lets a waiting caller go when it is aborted, and no other', async () => {
    const { begun, begin, end } = setUp();
    const first = begin('a', 'first');
    const leaving = new AbortController();
    const second = begin('a', 'second', leaving.signal);
    const third = begin('a', 'third');
    await flushTasks();
    leaving.abort(new Error('stopping'));
    await expect(second).rejects.toThrow('stopping');
    await expect(begin('a', 'never', leaving.signal)).rejects.toThrow('stopping');
    await end('first');
    expect(begun).toEqual(['first', 'third']);
    await end('third');
    expect(await Promise.all([first, third])).toEqual(['first', 'third']);
  });
});
