import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OpenDestination } from '../../../src-main/destinations/outgoing-task.ts';
import { SessionPool } from '../../../src-main/destinations/postgres/session-pool.ts';

const DESTINATION = { id: 'a', url: 'postgresql://db/farm', user: 'me', secret: 'pw', sample_seconds: 60 };
const SIGNAL = new AbortController().signal;

class FakeConnection {
  isBroken = false;
  cut(): void {
    this.isBroken = true;
  }
  /** A server that has disappeared without closing the connection. */
  close(): Promise<void> {
    return new Promise(() => undefined);
  }
}

function sessions() {
  const opened: FakeConnection[] = [];
  const kept = new SessionPool(async () => {
    const connection = new FakeConnection();
    opened.push(connection);
    return { connection };
  });
  const step = async (changes: Partial<OpenDestination> = {}) => {
    const destination = { ...DESTINATION, ...changes } as OpenDestination;
    await kept.use(destination, SIGNAL);
    kept.release(destination);
  };
  return { opened, kept, step };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('keeps a connection from step to step, and cuts that of a destination that is used no more', async () => {
  const { opened, step } = sessions();
  await step();
  vi.advanceTimersByTime(300_000);
  await step();
  expect(opened).toHaveLength(1);
  vi.advanceTimersByTime(359_000);
  expect(opened[0]?.isBroken).toBe(false);
  vi.advanceTimersByTime(2000);
  expect(opened[0]?.isBroken).toBe(true);
});

it('does not cut one that is in use', async () => {
  const { opened, kept, step } = sessions();
  await step();
  await kept.use(DESTINATION as OpenDestination, SIGNAL);
  vi.advanceTimersByTime(3_600_000);
  expect(opened.map(({ isBroken }) => isBroken)).toEqual([false]);
});

it('waits for no server that is silently gone when the login changes', async () => {
  const { opened, step } = sessions();
  await step();
  await step({ secret: 'other' });
  expect(opened.map(({ isBroken }) => isBroken)).toEqual([true, false]);
});
