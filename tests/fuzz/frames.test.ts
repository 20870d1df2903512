import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createRouter } from '../../src-main/api/router.ts';
import { PageCalls } from '../../src-main/desktop/window/page-calls.ts';
import { parsePageMessage } from '../../src-main/desktop/window/page-message.ts';
import { TESTER } from '../fixtures/actors.ts';
import { fakeOperations } from '../fixtures/served/fake-operations.ts';
import { serve } from '../fixtures/served/served.ts';
import { cases, LONG_MS } from './cases.ts';
import { mangled, oddText, oddValue } from './odd-values.ts';

/** A call as the screens send it. */
const frame = (id: string, procedure: string, input: unknown) =>
  JSON.stringify({ i: id, p: { u: `/${procedure}`, b: { json: input } } });

const PROCEDURES = [
  'miners/list',
  'miners/get',
  'miners/update',
  'models/update',
  'scans/start',
  'settings/update',
  'app/health',
  'app/events',
  'history/miner',
];
const anyFrame = fc.oneof(
  fc.tuple(fc.constantFrom(...PROCEDURES), oddValue).chain(([procedure, input]) => {
    const text = frame('1', procedure, input);
    return fc.oneof({ arbitrary: fc.constant(text), weight: 3 }, { arbitrary: mangled(text), weight: 2 });
  }),
  fc.tuple(oddText, oddValue).map(([path, input]) => frame('2', path, input)),
  oddValue.map((value) => JSON.stringify(value)),
  oddText,
);

/**
 * What a call with any input may never do with a fake operations, which takes every id but checks
 * nothing by itself.
 */
function checkAsked(asked: readonly unknown[]): void {
  for (const call of asked) {
    const text = JSON.stringify(call);
    expect(text.length).toBeLessThan(20_000);
    expect(text).not.toContain('__proto__');
  }
}

it(
  'any frame of a page is answered or dropped, and nothing of it reaches the operations unchecked',
  async () => {
    const operations = fakeOperations();
    const lines: string[] = [];
    const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
    const call = { via: 'ipc', actor: TESTER, stopping: new AbortController().signal, log } as const;
    const bad: unknown[] = [];
    let answers = 0;
    const calls = new PageCalls(
      createRouter(operations),
      call,
      (_epoch, message) => void (message !== '' && answers++),
      (error) => bad.push(error),
    );
    await fc.assert(
      fc.asyncProperty(anyFrame, async (message) => {
        calls.receive(randomUUID(), message);
        await new Promise(setImmediate);
      }),
      cases(700),
    );
    calls.end();
    expect(answers).toBeGreaterThan(200);
    expect(bad.length).toBeGreaterThan(100);
    expect(lines).toEqual([]);
    checkAsked(operations.asked);
  },
  LONG_MS,
);

it(
  'a message is taken from the main frame of an own page only, as text',
  () => {
    const own = 'app://powerhive';
    const anyOrigin = fc.oneof(
      fc.constantFrom(own, 'null', 'file://', 'app://powerhive.evil', 'app://powerhive/', 'https://powerhive', ''),
      oddText,
    );
    const anyFrameOf = fc.option(fc.record({ origin: anyOrigin, parent: fc.constantFrom(null, {}, undefined) }), {
      freq: 8,
    });
    fc.assert(
      fc.property(
        fc.boolean(),
        anyFrameOf,
        fc.oneof(fc.uuid(), oddValue),
        fc.oneof(anyFrame, oddValue),
        (isOwn, sender, epoch, message) => {
          const { ok } = parsePageMessage(isOwn, sender, epoch, message);
          const may = isOwn && sender?.origin === own && sender.parent === null && typeof message === 'string';
          if (!may) expect(ok).toBe(false);
          if (may && typeof epoch === 'string' && epoch.length === 36) expect(ok).toBe(true);
        },
      ),
      cases(700),
    );
  },
  LONG_MS,
);

it(
  'any frame over a WebSocket gets a response or ends that socket, and the next one opens',
  async () => {
    await using served = await serve();
    const { port } = served.server;
    const connect = async (): Promise<WebSocket> => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { origin: `http://127.0.0.1:${port}` });
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      socket.send(JSON.stringify({ token: served.token }));
      await new Promise((resolve) => socket.once('message', resolve));
      return socket;
    };
    let socket = await connect();
    let closed = 0;
    await fc.assert(
      fc.asyncProperty(anyFrame, fc.boolean(), async (message, asBytes) => {
        if (socket.readyState !== WebSocket.OPEN) {
          closed += 1;
          socket = await connect();
        }
        socket.send(asBytes ? Buffer.from(message) : message);
        // Its effect on the socket shows before the response to a ping that follows it.
        await new Promise<void>((resolve) => {
          const done = (): void => {
            socket.off('pong', done).off('close', done);
            resolve();
          };
          socket.on('pong', done).on('close', done);
          socket.ping();
        });
      }),
      cases(150, { cost: 10 }),
    );
    socket.terminate();
    expect(closed).toBeGreaterThan(20);
    expect(served.logLines.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
    checkAsked(served.operations.asked);
    expect((await served.ask('/api/health')).status).toBe(200);
  },
  LONG_MS,
);
