import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALPHA } from '../../fixtures/served/fake-operations.ts';
import { type Served, serve } from '../../fixtures/served/served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served[Symbol.asyncDispose]());

const JSON_TYPE = { 'content-type': 'application/json' };
const patch = (path: string, body: object | string, headers = {}) =>
  served.ask(path, { method: 'PATCH', body, headers });

describe('a body that does not fit is refused, and changes nothing', () => {
  it.each([
    ['a text for a boolean', { managed: 'false' }, 'managed'],
    ['a number for a boolean', { managed: 1 }, 'managed'],
    ['a number for a text', { nickname: 5 }, 'nickname'],
    ['an empty password', { unlock_pass: '' }, 'unlock_pass'],
    ['a field nobody knows', { managed: true, colour: 'red' }, 'colour'],
    ['no field at all', {}, 'body'],
    ['a name that is too long', { nickname: 'x'.repeat(65) }, 'nickname'],
    ['a name of two lines', { nickname: 'Rack 1\n00:00:00 ERROR forged' }, 'nickname'],
    ['a name that a terminal obeys', { nickname: 'x\u001b[2J' }, 'nickname'],
    ['a name that turns what is around it', { nickname: '\u202egnp.exe' }, 'nickname'],
    ['a name that marks its direction', { nickname: '\u061cx' }, 'nickname'],
    ['a name that nobody can see', { nickname: '\u200b\u200d' }, 'nickname'],
  ])('%s', async (_what, body, path) => {
    const { status, json } = await patch(`/api/miners/${ALPHA}`, body);
    expect(status).toBe(400);
    expect(json).toEqual({
      code: 'BAD_REQUEST',
      message: expect.stringContaining(`${path}: `),
      data: { fields: [{ path, message: expect.stringMatching(/^\w/) }] },
    });
    expect(served.operations.asked).toEqual([]);
  });

  it('names every wrong field, and repeats no value', async () => {
    const body = { managed: 'no', unlock_pass: 'p'.repeat(200), nickname: 7 };
    const { json, text } = await patch(`/api/miners/${ALPHA}`, body);
    expect(json).toMatchObject({
      data: { fields: [{ path: 'managed' }, { path: 'unlock_pass' }, { path: 'nickname' }] },
    });
    expect(text).not.toContain('ppp');
  });

  it.each(['[]', '[{"managed":false}]', 'null', '"managed"', '5', 'true'])(
    'JSON that is no object: %s',
    async (body) => {
      for (const [method, path] of [
        ['PATCH', `/api/miners/${ALPHA}`],
        ['POST', `/api/miners/${ALPHA}/rescan`],
        ['POST', '/api/rescan'],
      ] as const) {
        const { status, json } = await served.ask(path, { method, body, headers: JSON_TYPE });
        expect({ path, status }).toEqual({ path, status: 400 });
        expect(json).toMatchObject({ code: 'BAD_REQUEST', message: 'the body must be a JSON object' });
      }
      expect(served.operations.asked).toEqual([]);
    },
  );

  it('a body that is missing', async () => {
    const { status, json } = await served.ask(`/api/miners/${ALPHA}`, { method: 'PATCH' });
    expect(status).toBe(400);
    expect(json).toMatchObject({ data: { fields: [{ path: 'body' }] } });
  });

  it('JSON that is broken', async () => {
    const { status, json } = await patch(`/api/miners/${ALPHA}`, '{"managed":', JSON_TYPE);
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'BAD_REQUEST', message: 'the body is not valid JSON' });
  });

  it('a key that would reach a prototype', async () => {
    const { status } = await patch(`/api/miners/${ALPHA}`, '{"__proto__":{"managed":false}}', JSON_TYPE);
    expect(status).toBe(400);
    expect(served.operations.asked).toEqual([]);
  });
});

describe('a body of another type is refused', () => {
  it.each([
    [{ 'content-type': 'text/plain' }],
    [{ 'content-type': 'application/x-www-form-urlencoded' }],
    [{ 'content-type': 'multipart/form-data; boundary=x' }],
    [{ 'content-type': 'application/octet-stream' }],
    [{ 'content-type': 'text/event-stream' }],
    [{ 'content-type': 'application/jsonp' }],
    [{ 'content-type': 'application/json; charset=utf-16' }],
    [{}],
    [{ ...JSON_TYPE, 'content-disposition': 'attachment; filename="x"' }],
    [{ ...JSON_TYPE, 'content-encoding': 'gzip' }],
  ])('%j', async (headers) => {
    const { status, json } = await patch(`/api/miners/${ALPHA}`, '{"managed":false}', headers);
    expect(status).toBe(415);
    expect(json).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE', data: {} });
    expect(served.operations.asked).toEqual([]);
  });

  it('but JSON with a charset of UTF-8 is JSON', async () => {
    const { status } = await patch('/api/models/l7', '{"max_preset":null}', {
      'content-type': 'application/json; charset=UTF-8',
    });
    expect(status).toBe(200);
  });
});

describe('a body above 1 MB is refused', () => {
  const tooLarge = `{"nickname":"${'x'.repeat(1 << 20)}"}`;

  it('when its length is announced', async () => {
    const { status, json } = await patch(`/api/miners/${ALPHA}`, tooLarge, JSON_TYPE);
    expect(status).toBe(413);
    expect(json).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', message: 'a body may have 1 MB at most', data: {} });
  });

  it.each([
    ['', 'application/json', 'right', 413],
    [' and the type is wrong', 'text/plain', 'right', 415],
    [' and the token too', 'application/json', 'wrong', 401],
  ])('and the connection stays open under a client that still sends it%s', async (_what, type, token, expected) => {
    const { port } = served.server;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const failures: string[] = [];
    socket.on('error', (error: NodeJS.ErrnoException) => failures.push(error.code ?? error.message));
    socket.write(
      `PATCH /api/miners/${ALPHA} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${
        token === 'right' ? served.token : token
      }\r\nContent-Type: ${type}\r\nContent-Length: 10000000\r\n\r\n{`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(new RegExp(`^HTTP/1.1 ${expected} .*"code":"[A-Z_]+"`, 's'));
    expect(answer.toString()).toContain('x-content-type-options: nosniff');
    for (let block = 0; block < 10; block += 1) {
      socket.write(' '.repeat(1000));
      await setTimeout(20);
    }
    expect(failures).toEqual([]);
    socket.destroy();
  });

  it('when it comes in chunks', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { ...JSON_TYPE, authorization: `Bearer ${served.token}`, 'transfer-encoding': 'chunked' };
      const { port } = served.server;
      const sent = request({ host: '127.0.0.1', port, path: '/api/rescan', method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      for (let at = 0; at < tooLarge.length; at += 65_536) sent.write(tooLarge.slice(at, at + 65_536));
      sent.end();
    });
    expect(status).toBe(413);
  });
});

describe('paths and queries', () => {
  it.each([
    ['/api/miners/nonsense', 'id'],
    ['/api/miners/%E0%A4%A', 'id'],
    ['/api/miners/02:95:23:00:00', 'id'],
    ['/api/miners?online=1', 'online'],
    ['/api/miners?online=true&online=false', 'online'],
    [`/api/statuses/${ALPHA}?limit=0`, 'limit'],
    [`/api/statuses/${ALPHA}?limit=5001`, 'limit'],
    [`/api/statuses/${ALPHA}?limit=ten`, 'limit'],
    [`/api/statuses/${ALPHA}?since=-1`, 'since'],
    [`/api/miners/${ALPHA}/history`, 'from'],
  ])('are refused where they do not fit: %s', async (path, field) => {
    const { status, json } = await served.ask(path);
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'BAD_REQUEST', data: { fields: [{ path: field }] } });
  });

  it.each(['/api', '/api/', '/api/nothing', '/api/miners/a/b/c', '/apinothing', '/nothing'])(
    'that are not there are distinguished: %s',
    async (path) => {
      const { status, json } = await served.ask(path);
      expect(status).toBe(404);
      expect(json).toEqual({ code: 'NOT_FOUND', message: expect.stringContaining(path), data: {} });
    },
  );

  it.each([
    ['POST', '/api/miners', 'GET'],
    ['PUT', `/api/miners/${ALPHA}`, 'GET, PATCH, DELETE'],
    ['GET', '/api/rescan', 'POST'],
    ['PUT', '/api/openapi.json', 'GET'],
    ['POST', '/metrics', 'GET'],
    ['POST', '/', 'GET, HEAD'],
  ])('answer %s %s with what they allow: %s', async (method, path, allow) => {
    const { status, headers, json } = await served.ask(path, { method });
    expect(status).toBe(405);
    expect(headers.allow).toBe(allow);
    expect(json).toMatchObject({ code: 'METHOD_NOT_SUPPORTED' });
  });
});
