import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually, stopwatch } from '../../fixtures/patience.ts';
import { BRAVO, CANARY } from '../../fixtures/served/fake-operations.ts';
import { type Served, serve } from '../../fixtures/served/served.ts';
import { readEvents, type SentEvent } from '../../fixtures/served/sse.ts';

let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(() => served[Symbol.asyncDispose]());

/** Opens the stream and reads it event by event. */
async function open(headers: Record<string, string> = {}) {
  const leaving = new AbortController();
  const response = await fetch(`${served.server.url}/api/events`, {
    headers: { authorization: `Bearer ${served.token}`, ...headers },
    signal: leaving.signal,
  });
  return { response, events: readEvents(response), leave: () => leaving.abort() };
}

async function take(events: AsyncGenerator<SentEvent>, count: number): Promise<SentEvent[]> {
  const taken: SentEvent[] = [];
  while (taken.length < count) {
    const { done, value } = await events.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
}

it('sends the state in chunks, then what changes, each with its sequence number', async () => {
  const { response, events, leave } = await open();
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const snapshot = await take(events, 2);
  expect(snapshot).toMatchObject([
    { id: '0', event: 'message', data: { type: 'snapshot', first: true, last: false, miners: [{}, {}] } },
    { id: '41', data: { type: 'snapshot', first: false, last: true, miners: [{}] } },
  ]);
  expect(JSON.stringify(snapshot)).not.toContain(CANARY);

  served.operations.push({ seq: 42, type: 'miners', miners: [], removed_ids: [BRAVO] });
  expect(await take(events, 1)).toEqual([
    { id: '42', event: 'message', data: { seq: 42, type: 'miners', miners: [], removed_ids: [BRAVO] } },
  ]);
  leave();
});

it.each([
  ['41', 41],
  ['0', null],
  ['nonsense', null],
  ['-3', null],
])('goes on after the event that the caller saw last: %s', async (lastEventId, afterSeq) => {
  const { response, leave } = await open({ 'last-event-id': lastEventId });
  expect(response.status).toBe(200);
  await eventually(() => expect(served.operations.streamsAfter).toEqual([afterSeq]));
  leave();
});

it('lets go of a caller that has left', async () => {
  const { events, leave } = await open();
  await take(events, 2);
  expect(served.operations.openStreams).toBe(1);
  leave();
  await eventually(() => expect(served.operations.openStreams).toBe(0));
});

it('lets go of a caller that has left, even if the source never rests', async () => {
  const ended = Promise.withResolvers<void>();
  served.operations.app.events = async function* (signal) {
    try {
      while (!signal.aborted) yield { seq: 1, type: 'models', models: [] };
    } finally {
      ended.resolve();
    }
  };
  const { events, leave } = await open();
  await take(events, 1);
  leave();
  await ended.promise;
  expect(await served.ask('/api/health')).toMatchObject({ status: 200 });
});

it('ends when the program stops, at once', async () => {
  const { events } = await open();
  await take(events, 2);
  const stopped = served.server.stop(5000);
  expect(await take(events, 1)).toEqual([]);
  const took = stopwatch();
  await stopped;
  expect(took()).toBeLessThan(1000);
  expect(served.operations.openStreams).toBe(0);
});

it('ends even if the program never wakes its stream', async () => {
  const asleep = Promise.withResolvers<never>();
  served.operations.app.events = async function* () {
    yield { seq: 1, type: 'models', models: [] };
    await asleep.promise;
  };
  const { events } = await open();
  await take(events, 1);
  await served.server.stop(5000);
  expect(await take(events, 1)).toEqual([]);
});

it('logs why a stream breaks, and reports to the caller only that it did', async () => {
  served.operations.app.events = async function* () {
    yield { seq: 1, type: 'models', models: [] };
    throw new Error(`out of memory ${'at the farm'}`);
  };
  const { events } = await open();
  const [, broken] = await take(events, 2);
  expect(broken).toMatchObject({ event: 'error', data: { code: 'INTERNAL_SERVER_ERROR' } });
  expect(JSON.stringify(broken)).not.toContain('farm');
  expect(served.logLines.join('')).toContain('out of memory at the farm');
});

it('lets no malformed event out', async () => {
  served.operations.app.events = async function* () {
    yield { seq: 7, type: 'scan', scan: { unlock_pass: CANARY } } as never;
  };
  const { events } = await open();
  const [broken] = await take(events, 1);
  expect(broken).toMatchObject({ event: 'error', data: { code: 'INTERNAL_SERVER_ERROR' } });
  expect(served.logLines.join('')).toContain('a live scan event is wrong: scan.scan_id');
  expect(JSON.stringify(broken) + served.logLines.join('')).not.toContain(CANARY);
});

it('ends as soon as its token is revoked, and opens no more', async () => {
  const revoked = new AbortController();
  const grafana = { name: 'grafana', scope: 'read', revoked: revoked.signal } as const;
  const find = (secret: string) => (secret === 'of-grafana' && !revoked.signal.aborted ? grafana : null);
  await using other = await serve({ tokens: { find } });
  const open = () => fetch(`${other.server.url}/api/events`, { headers: { authorization: 'Bearer of-grafana' } });
  const response = await open();
  const events = readEvents(response);
  expect(await take(events, 2)).toMatchObject([{ data: { first: true } }, { data: { last: true } }]);
  const next = events.next();
  revoked.abort();
  await expect(next).rejects.toThrow();
  expect((await open()).status).toBe(401);
});
