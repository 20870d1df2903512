import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { closeOf, connect, openSocket, originOf, refusalOf, signIn } from '../../fixtures/served/page-socket.ts';
import { type Served, serve } from '../../fixtures/served/served.ts';

let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(() => served[Symbol.asyncDispose]());

describe('the upgrade', () => {
  it.each([
    ['no Origin', {}],
    ['another Origin', { origin: 'https://evil.example' }],
    ['the Origin null', { origin: 'null' }],
    ['our Origin on another port', { origin: 'http://127.0.0.1:1' }],
    ['another Host', { origin: 'http://127.0.0.1:1', headers: { host: 'evil.example' } }],
  ])('is refused with %s', async (_what, options) => {
    expect(await refusalOf(served, options)).toEqual({ status: 403, code: 'FORBIDDEN' });
  });

  it('is for the page that was served through a tunnel too, whose end has another port', async () => {
    const socket = connect(served, { origin: 'http://localhost:18081', headers: { host: 'localhost:18081' } });
    await once(socket, 'open');
    socket.close();
  });

  it('is refused with another Host even under our own Origin', async () => {
    const options = { origin: originOf(served), headers: { host: 'evil.example' } };
    expect(await refusalOf(served, options)).toEqual({ status: 403, code: 'FORBIDDEN' });
  });

  it.each(['/', '/api/events', '/ws?token=x', '/ws/'])('is refused on the path %s', async (path) => {
    expect(await refusalOf(served, { origin: originOf(served) }, path)).toEqual({ status: 404, code: 'NOT_FOUND' });
  });

  it('is what a plain request to its path is answered with what to use', async () => {
    expect(await served.ask('/ws')).toMatchObject({ status: 426, json: { code: 'UPGRADE_REQUIRED' } });
  });
});

describe('the first frame', () => {
  it('opens the socket when it carries the token', async () => {
    const { socket, welcome } = await signIn(served);
    expect(welcome).toEqual({ ready: true, version: '9.9.9' });
    socket.terminate();
  });

  it.each([
    ['a wrong token', JSON.stringify({ token: 'x'.repeat(43) })],
    ['no token', '{}'],
    ['a token that is no text', '{"token":1}'],
    ['no object', 'null'],
    ['no JSON', 'hello'],
    ['a call', '{"i":"1","p":{"u":"/miners/list"}}'],
  ])('closes the socket with 4401 when it carries %s', async (_what, frame) => {
    const socket = await openSocket(served);
    socket.send(frame);
    expect(await closeOf(socket)).toMatchObject({ code: 4401 });
  });

  it('must be text', async () => {
    const socket = await openSocket(served);
    socket.send(Buffer.from(JSON.stringify({ token: served.token })), { binary: true });
    expect(await closeOf(socket)).toMatchObject({ code: 4401 });
  });

  it('must come in time', async () => {
    await using hasty = await serve({ timeouts: { tokenFrameMs: 50 } });
    const { port } = hasty.server;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { origin: `http://127.0.0.1:${port}` });
    expect(await closeOf(socket)).toEqual({ code: 4401, reason: 'no token in time' });
  });

  it('lets no call through that is sent right behind a wrong one', async () => {
    const socket = await openSocket(served);
    const frames: string[] = [];
    socket.on('message', (data) => frames.push(String(data)));
    socket.send('{"token":"wrong"}');
    socket.send('{"i":"1","p":{"u":"/scans/start","b":{"json":{}}}}');
    await closeOf(socket);
    expect(frames).toEqual([]);
    expect(served.operations.asked).toEqual([]);
  });
});
