import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SlowCall } from '../../../src-main/runtime/threads/slow-calls.ts';
import {
  SupervisedThread,
  type ThreadEvent,
  type Timing,
} from '../../../src-main/runtime/threads/supervised-thread.ts';
import { ThreadLink } from '../../../src-main/runtime/threads/thread-link.ts';
import { eventually } from '../../fixtures/patience.ts';
import type { OddCalls } from '../../fixtures/threads/odd-thread.ts';

const URL_OF_IT = new URL('../../fixtures/threads/odd-thread.ts', import.meta.url);

const bell = new SharedArrayBuffer(4);
const events: ThreadEvent[] = [];
/** The error with which the next threads refuse to start; null lets them start. */
let refusal: string | null;
let thread: SupervisedThread<OddCalls>;
beforeEach(() => {
  events.length = 0;
  refusal = null;
  new Int32Array(bell)[0] = 0;
});
afterEach(() => thread?.terminate());

function startOdd(signal?: AbortSignal): Promise<ThreadLink<OddCalls>> {
  return ThreadLink.start<OddCalls>(
    {
      url: URL_OF_IT,
      name: 'odd',
      data: { refusal, bell },
      mostHeapMb: 64,
      toError: ({ message }) => new Error(message),
      toDeath: (reported) => new Error(`gone: ${reported}`),
    },
    signal,
  );
}

function supervise(
  timing: Partial<Timing> = {},
  giveUpAfterMs?: number,
  endIdleAfterMs?: number,
  onSlowCall?: (slow: SlowCall) => void,
  endsStuck = false,
): SupervisedThread<OddCalls> {
  thread = new SupervisedThread<OddCalls>({
    name: 'odd',
    start: startOdd,
    toStuck: () => new Error('stuck'),
    onEvent: (event) => events.push(event),
    endsStuck,
    timing: { firstWaitMs: 20, longestWaitMs: 40, ...timing },
    ...(giveUpAfterMs !== undefined && { giveUpAfterMs }),
    ...(endIdleAfterMs !== undefined && { endIdleAfterMs }),
    ...(onSlowCall !== undefined && { onSlowCall }),
  });
  return thread;
}

const kinds = (): string[] => events.map(({ kind }) => kind);
const waits = (): number[] => events.flatMap((event) => (event.kind === 'ended' ? [event.retryInMs] : []));

it('starts with the first call', async () => {
  supervise();
  expect(thread.health()).toEqual({ name: 'odd', state: 'idle', restarts: 0, last_error: null });
  expect(await thread.call('echo', 7)).toBe(7);
  expect(thread.health()).toMatchObject({ state: 'running', restarts: 0 });
});

it('hands on many replies in several turns, in their order', async () => {
  await supervise().begin();
  let turns = 0;
  let goesOn = true;
  const count = (): void => {
    turns++;
    if (goesOn) setImmediate(count);
  };
  const came: number[] = [];
  const held = thread.call('hold').then(count);
  const calls = Array.from({ length: 400 }, (_, i) => thread.call('echo', i).then((value) => came.push(value)));
  await Promise.all([held, ...calls, thread.call('release')]);
  goesOn = false;
  expect(came).toEqual(Array.from({ length: 400 }, (_, i) => i));
  expect(turns).toBeGreaterThanOrEqual(20);
});

it('hands on the replies that came before its thread was ended', async () => {
  const link = await startOdd();
  const held = link.call('hold').then(() => link.end('ended by the test'));
  const calls = Array.from({ length: 100 }, (_, i) => link.call('echo', i));
  await Promise.all([held, link.call('release')]);
  expect(await Promise.all(calls)).toEqual(Array.from({ length: 100 }, (_, i) => i));
});

it('loses a thread that takes more memory than it may have, and nothing else', async () => {
  await supervise().begin();
  await expect(thread.call('fill')).rejects.toThrow(/memory limit/);
  expect(await thread.call('echo', 1)).toBe(1);
});

it('rejects what a dying thread had under way, and comes back at once', async () => {
  await supervise().begin();
  await expect(thread.call('die')).rejects.toThrow('gone: asked to die');
  expect(await thread.call('echo', 1)).toBe(1);
  expect(kinds()).toEqual(['ended', 'restarted']);
  expect(thread.health()).toMatchObject({ state: 'running', restarts: 1, last_error: 'gone: asked to die' });
});

it('waits longer before each further try, refuses calls meanwhile with the reason, and comes back by itself', async () => {
  await supervise().begin();
  refusal = 'no disk';
  await expect(thread.call('die')).rejects.toThrow();
  await eventually(() => expect(waits().length).toBeGreaterThanOrEqual(5));
  expect(waits().slice(0, 5)).toEqual([0, 20, 40, 40, 40]);
  expect(['down', 'starting']).toContain(thread.health().state);
  await expect(thread.call('echo', 1)).rejects.toThrow('no disk');
  refusal = null;
  await eventually(() => expect(thread.health().state).toBe('running'));
  expect(await thread.call('echo', 2)).toBe(2);
});

it('names a slow call, each kind once a minute, and no quick one', async () => {
  const slow: SlowCall[] = [];
  const reported = (): string[] => slow.map(({ thread: name, call }) => `${name}: ${call}`);
  await supervise({ slowCallMs: 0 }, undefined, undefined, (call) => slow.push(call)).call('echo', 1);
  await thread.call('echo', 2);
  expect(reported()).toEqual(['odd: echo']);
  expect(slow[0]?.tookMs).toBeGreaterThan(0);
  await thread.terminate();
  await supervise({ slowCallMs: 3_600_000 }, undefined, undefined, (call) => slow.push(call)).call('echo', 3);
  expect(slow).toHaveLength(1);
});

it('begins with short waits again once one has lived for a while', async () => {
  await supervise({ provenMs: 0 }).begin();
  for (let i = 0; i < 3; i++) await expect(thread.call('die')).rejects.toThrow();
  await thread.call('echo', 1);
  expect(waits()).toEqual([0, 0, 0]);
});

it('gives up one that cannot come back for long, once, and goes on refusing', async () => {
  await supervise({}, 100).begin();
  refusal = 'no disk';
  await expect(thread.call('die')).rejects.toThrow();
  await eventually(() => expect(kinds().at(-1)).toBe('given_up'));
  expect(thread.health()).toMatchObject({ state: 'down', last_error: 'no disk' });
  await expect(thread.call('echo', 1)).rejects.toThrow('no disk');
  expect(kinds().filter((kind) => kind === 'given_up')).toHaveLength(1);
});

it('is not given up where it comes back each time, however often it dies', async () => {
  await supervise({ backMs: 0, longestWaitMs: 20 }, 100).begin();
  const endMs = performance.now() + 300;
  for (let restarts = 1; performance.now() < endMs; restarts++) {
    await expect(thread.call('die')).rejects.toThrow();
    await eventually(() => expect(thread.health()).toMatchObject({ state: 'running', restarts }));
  }
  expect(await thread.call('echo', 3)).toBe(3);
  expect(kinds()).not.toContain('given_up');
});

it('reports a failed first start to its caller', async () => {
  refusal = 'no file';
  await expect(supervise().begin()).rejects.toThrow('no file');
  expect(events).toEqual([]);
  await thread.close();
});

it('names one that does not respond, refuses calls to it, and ends it whatever it does', async () => {
  await supervise({ stuckMs: 50 }).begin();
  const hanging = thread.call('hang').catch((error: Error) => error.message);
  await eventually(() => {
    thread.check();
    expect(thread.health().state).toBe('stuck');
  });
  expect(kinds()).toEqual(['stuck']);
  expect(await hanging).toBe('stuck');
  await expect(thread.call('echo', 1)).rejects.toThrow('stuck');
  Atomics.store(new Int32Array(bell), 0, 1);
  Atomics.notify(new Int32Array(bell), 0);
  await eventually(() => {
    thread.check();
    expect(thread.health().state).toBe('running');
  });
  expect(kinds()).toEqual(['stuck', 'answers_again']);
  Atomics.store(new Int32Array(bell), 0, 0);
  const again = thread.call('hang');
  await Promise.all([expect(again).rejects.toThrow('gone'), thread.terminate()]);
  await expect(thread.call('echo', 1)).rejects.toThrow('closed');
});

it('ends a stuck one that keeps nothing, and starts another', async () => {
  await supervise({ stuckMs: 50 }, undefined, undefined, undefined, true).begin();
  const hanging = expect(thread.call('hang')).rejects.toThrow('stuck');
  await eventually(() => {
    thread.check();
    expect(kinds()).toEqual(['stuck', 'ended', 'restarted']);
  });
  await hanging;
  expect(await thread.call('echo', 5)).toBe(5);
  expect(thread.health()).toMatchObject({
    state: 'running',
    restarts: 1,
    last_error: 'gone: it did not answer for 0 s',
  });
});

it('ends one that has had nothing to do, which is no trouble, and starts another with the next call', async () => {
  supervise({}, undefined, 50);
  for (let i = 0; i < 3; i++) {
    expect(await thread.call('echo', i)).toBe(i);
    await eventually(() => expect(thread.health().state).toBe('idle'));
  }
  expect(thread.health()).toEqual({ name: 'odd', state: 'idle', restarts: 0, last_error: null });
  expect(events).toEqual([]);
  await thread.close();
  await expect(thread.call('echo', 4)).rejects.toThrow('closed');
});

it('does not end one that is at work, however long that takes', async () => {
  supervise({}, undefined, 20);
  const hanging = thread.call('hang');
  await eventually(() => expect(thread.health().state).toBe('running'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(thread.health().state).toBe('running');
  Atomics.store(new Int32Array(bell), 0, 1);
  Atomics.notify(new Int32Array(bell), 0);
  await hanging;
});

it('is gone for good once it is closed, also where one was just being ended', async () => {
  supervise({}, undefined, 0);
  await thread.call('echo', 1);
  await thread.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(thread.health().state).toBe('idle');
  expect(events).toEqual([]);
});
