import { describe, expect, it } from 'vitest';
import { call, threadClient } from '../../../src-main/runtime/threads/thread-client.ts';

const CALLS = {
  add: call<(a: number, b: number) => number>(),
  name: call<() => string>(),
};

describe('the client of a thread', () => {
  it('has one method for each declared call, and sends its arguments', async () => {
    const sent: unknown[] = [];
    const client = threadClient(CALLS, async (name, ...args) => {
      sent.push([name, ...args]);
      return undefined as never;
    });
    await client.add(1, 2);
    await client.name();
    expect(sent).toEqual([['add', 1, 2], ['name']]);
    expect(Object.keys(client)).toEqual(['add', 'name']);
  });

  it('has exact types: another name, argument or result does not compile', () => {
    const client = threadClient(CALLS, async () => undefined as never);
    // Never called: the compiler fails if one of these is not an error.
    const wrong = (): void => {
      // @ts-expect-error no such call
      client.subtract(1, 2);
      // @ts-expect-error an argument of another type
      client.add(1, '2');
      // @ts-expect-error a missing argument
      client.add(1);
      // @ts-expect-error another result
      client.name().then((name: number) => name);
    };
    expect(wrong).toBeTypeOf('function');
  });
});
