import { once } from 'node:events';
import { isDefinedError, safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { eventually, pause, stopwatch, until } from '../../fixtures/patience.ts';
import { ALPHA, CANARY, NOBODY } from '../../fixtures/served/fake-operations.ts';
import { closeOf, createClient, signIn } from '../../fixtures/served/page-socket.ts';
import { type Served, serve } from '../../fixtures/served/served.ts';

let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(() => served[Symbol.asyncDispose]());

describe('calls', () => {
  it('are answered, the settings among them', async () => {
    const { socket, client } = await createClient(served);
    expect((await client.miners.list({ online: false })).map(({ ip }) => ip)).toEqual([null]);
    expect(await client.miners.update({ params: { id: ALPHA }, body: { managed: false } })).toMatchObject({
      managed: false,
    });
    expect(await client.settings.localNetworks()).toEqual([
      expect.objectContaining({ interface_name: expect.any(String) }),
    ]);
    expect(JSON.stringify(await client.miners.get({ id: ALPHA }))).not.toContain(CANARY);
    socket.terminate();
  });

  it('are refused with the errors that the contract names', async () => {
    const { socket, client } = await createClient(served);
    const [unknown] = await safe(client.miners.get({ id: NOBODY }));
    expect(isDefinedError(unknown) && unknown.code === 'NOT_FOUND' && unknown.data.id).toBe(NOBODY);

    const patch = { params: { id: ALPHA }, body: { managed: 'yes' as never } };
    const [wrong] = await safe(client.miners.update(patch));
    expect(isDefinedError(wrong) && wrong.code === 'BAD_REQUEST' && wrong.data.fields[0]?.path).toBe('managed');

    const [preset] = await safe(client.models.update({ params: { alias: 'l7' }, body: { max_preset: '1' } }));
    expect(isDefinedError(preset) && preset.code === 'UNPROCESSABLE_CONTENT' && preset.data.allowed).toEqual([
      '2500',
      '3000',
    ]);

    const [internal] = await safe(client.settings.get());
    expect(internal).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', status: 500 });
    expect(String(internal)).not.toContain('configuration');
    expect(served.logLines.join('')).toContain('the configuration is gone');
    socket.terminate();
  });

  it('go on after one that names no procedure', async () => {
    const { socket, client } = await createClient(served);
    const [error] = await safe((client as unknown as { nothing: { here(): Promise<unknown> } }).nothing.here());
    expect(error).toMatchObject({ status: 404 });
    expect(await client.scans.latest()).toMatchObject({ scan_id: 'scan-1' });
    socket.terminate();
  });
});

describe('live events', () => {
  it('come as a snapshot and then as changes, and end when the page lets go', async () => {
    const { socket, client } = await createClient(served);
    const events = await client.app.events();
    expect((await events.next()).value).toMatchObject({ type: 'snapshot', first: true, last: false });
    const last = (await events.next()).value;
    expect(last).toMatchObject({ type: 'snapshot', last: true, seq: 41 });
    expect(JSON.stringify(last)).not.toContain(CANARY);
    served.operations.push({ seq: 42, type: 'models', models: [] });
    expect((await events.next()).value).toMatchObject({ type: 'models', seq: 42 });

    await events.return?.();
    await eventually(() => expect(served.operations.openStreams).toBe(0));
    expect(await client.scans.latest()).toMatchObject({ scan_id: 'scan-1' });
    socket.terminate();
  });

  it('end when a signal aborts', async () => {
    const { socket, client } = await createClient(served);
    const leaving = new AbortController();
    const events = await client.app.events(undefined, { signal: leaving.signal });
    await events.next();
    leaving.abort();
    await eventually(() => expect(served.operations.openStreams).toBe(0));
    socket.terminate();
  });

  it('end when the socket is lost', async () => {
    const { socket, client } = await createClient(served);
    const events = await client.app.events();
    await events.next();
    socket.terminate();
    await eventually(() => expect(served.operations.openStreams).toBe(0));
  });

  it('end when the socket is lost, even if the source never rests', async () => {
    const ended = Promise.withResolvers<void>();
    served.operations.app.events = async function* (signal) {
      try {
        while (!signal.aborted) yield { seq: 1, type: 'models', models: [] };
      } finally {
        ended.resolve();
      }
    };
    const { socket, client } = await createClient(served);
    await (await client.app.events()).next();
    socket.terminate();
    await ended.promise;
    expect(await served.ask('/api/health')).toMatchObject({ status: 200 });
  });

  it('wait for a page that does not read, instead of piling up', async () => {
    let yielded = 0;
    const models = [...served.operations.modelRows.values()];
    const wide = Array.from({ length: 2000 }, () => models[0]).filter((model) => model !== undefined);
    served.operations.app.events = async function* (signal) {
      while (!signal.aborted) yield { seq: ++yielded, type: 'models', models: wide };
    };
    const { socket, client } = await createClient(served);
    const events = await client.app.events();
    socket.pause();
    await eventually(() => expect(yielded).toBeGreaterThan(1));
    let before = -1;
    await until('no more to be yielded', async () => {
      before = yielded;
      await pause(300);
      return before === yielded;
    });
    expect(yielded).toBeLessThan(60);
    socket.resume();
    await events.next();
    socket.terminate();
  });
});

describe('a bad frame', () => {
  it.each(['hello', '5', 'null', '[]', '{}', '{"i":"1"}', '{"i":"1","p":{}}', '{"i":"1","p":{"u":5}}'])(
    'closes the socket with 1003: %s',
    async (frame) => {
      const { socket } = await signIn(served);
      socket.send(frame);
      expect(await closeOf(socket)).toMatchObject({ code: 1003 });
      expect(await served.ask('/api/health')).toMatchObject({ status: 200 });
    },
  );

  it('closes the socket with 1009 when it is above 1 MB', async () => {
    const { socket } = await signIn(served);
    socket.send('x'.repeat((1 << 20) + 1));
    expect(await closeOf(socket)).toMatchObject({ code: 1009 });
  });
});

describe('a heartbeat', () => {
  it('keeps a page that responds, and disconnects one that does not', async () => {
    await using strict = await serve({ timeouts: { heartbeatMs: 50 } });
    const { port } = strict.server;
    const join = async (options: ClientOptions) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { origin: `http://127.0.0.1:${port}`, ...options });
      await once(socket, 'open');
      socket.send(JSON.stringify({ token: strict.token }));
      await once(socket, 'message');
      return socket;
    };
    const alive = await join({});
    const dead = await join({ autoPong: false });
    expect(await closeOf(dead)).toMatchObject({ code: 1006 });
    await once(alive, 'ping');
    expect(alive.readyState).toBe(WebSocket.OPEN);
    alive.terminate();
  });
});

describe('a stop', () => {
  it('ends streams in order, refuses new calls, and says goodbye', async () => {
    const { socket, client } = await createClient(served);
    const events = await client.app.events();
    await events.next();
    await events.next();
    const semaphore = Promise.withResolvers<void>();
    served.operations.rescanHold = semaphore.promise;
    const slow = client.miners.rescan({ id: ALPHA });
    await client.scans.latest();

    const closed = closeOf(socket);
    const stopped = served.server.stop(4000);
    expect(await events.next()).toMatchObject({ done: true });
    const [refused] = await safe(client.scans.latest());
    expect(refused).toMatchObject({ code: 'SERVICE_UNAVAILABLE', status: 503 });
    semaphore.resolve();
    expect(await slow).toMatchObject({ scan_id: 'scan-1' });
    expect(await closed).toEqual({ code: 1001, reason: 'PowerHive is stopping' });
    await stopped;
  });

  it('disconnects a page that does not respond, within the deadline', async () => {
    const { socket, client } = await createClient(served);
    const events = await client.app.events();
    await events.next();
    socket.pause();
    const took = stopwatch();
    await served.server.stop(1000);
    expect(took()).toBeLessThan(1000);
    socket.terminate();
  });
});
