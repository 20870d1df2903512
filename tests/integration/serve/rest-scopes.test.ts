import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeOwnFolder } from '../../fixtures/own-folder.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';

interface Operation {
  readonly requestBody?: object;
}

interface Route extends Operation {
  readonly method: string;
  readonly path: string;
  /** The path with an id in it. */
  readonly asked: string;
}

interface MadeToken {
  readonly id: string;
  readonly secret: string;
}

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const MAC = '02:00:00:00:00:99';
const { path: folder, remove } = makeOwnFolder('scopes');

let serving: Serving;
let routes: Route[];
let tokens: Record<'reading' | 'operating' | 'revoked', MadeToken>;

beforeAll(async () => {
  serving = await startServing(['serve', '--data', folder, '--port', '0']);
  const { paths } = (await serving.rest('GET', '/openapi.json')).body as {
    paths: Record<string, Record<string, Operation>>;
  };
  routes = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      asked: path
        .replace(/(miners|statuses)\/\{id\}/, `$1/${MAC}`)
        .replace(/\{chain_id\}|\{chip_id\}/g, '1')
        .replace(/\{[^}]+\}/g, ID),
      ...(requestBody !== undefined && { requestBody }),
    })),
  );
  const make = async (name: string, scope: string) =>
    (await serving.rest('POST', '/tokens', { name, scope })).body as MadeToken;
  tokens = {
    reading: await make('reading', 'read'),
    operating: await make('operating', 'operate'),
    revoked: await make('revoked', 'operate'),
  };
  await serving.rest('DELETE', `/tokens/${tokens.revoked.id}`);
});
afterAll(async () => {
  if (serving?.child.exitCode === null) await serving.stop();
  remove();
});

async function ask({ method, asked, requestBody }: Route, authorization: string | null) {
  const ended = new AbortController();
  const response = await fetch(`${serving.url}${asked}`, {
    method,
    headers: {
      ...(authorization !== null && { authorization }),
      ...(requestBody !== undefined && { 'content-type': 'application/json' }),
    },
    // Each operation refuses it, so that nothing is changed.
    ...(requestBody !== undefined && { body: '{"unheard_of":1}' }),
    signal: ended.signal,
  });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const text = isStream ? '' : await response.text();
  if (isStream) ended.abort();
  return { status: response.status, text };
}

it('has every route to try', () => {
  expect(routes.length).toBeGreaterThan(80);
  expect(routes.filter(({ asked }) => asked.includes('{'))).toEqual([]);
});

it.each<[string, () => string | null]>([
  ['no token', () => null],
  ['a token that nobody made', () => `Bearer ${'x'.repeat(43)}`],
  ['a revoked token', () => `Bearer ${tokens.revoked.secret}`],
  ['a token and something behind it', () => `Bearer ${serving.token} x`],
  ['a part of the token', () => `Bearer ${serving.token.slice(0, -1)}`],
  ['the id of a token', () => `Bearer ${tokens.operating.id}`],
  ['another scheme', () => `Basic ${serving.token}`],
])('answers nothing to %s, on any route but health', async (_, authorization) => {
  for (const route of routes.filter(({ path }) => path !== '/api/health')) {
    const { status, text } = await ask(route, authorization());
    expect(status, `${route.method} ${route.path}`).toBe(401);
    expect(JSON.parse(text)).toMatchObject({ code: 'UNAUTHORIZED', message: expect.any(String), data: {} });
  }
});

it('changes nothing for a token that may only read, and shows it everything without a secret', async () => {
  for (const route of routes) {
    const { status, text } = await ask(route, `Bearer ${tokens.reading.secret}`);
    const asked = `${route.method} ${route.path}: ${status} ${text.slice(0, 200)}`;
    if (route.method === 'GET') expect([200, 400, 404], asked).toContain(status);
    else
      expect(JSON.parse(text), asked).toMatchObject({
        code: 'FORBIDDEN',
        message: expect.stringContaining('may only read'),
      });
    for (const secret of [serving.token, ...Object.values(tokens).map(({ secret }) => secret)])
      expect(text.includes(secret), asked).toBe(false);
  }
});

it.each(['HEAD', 'OPTIONS', 'PUT', 'PROPFIND'])('has no way around the scope by the method %s', async (method) => {
  for (const route of routes.filter((one) => one.method !== 'GET' && one.method !== method)) {
    const headers = { authorization: `Bearer ${tokens.reading.secret}` };
    const { status } = await fetch(`${serving.url}${route.asked}`, { method, headers });
    // What can be read at the same path may be asked for its headers.
    const isRead =
      method === 'HEAD' && routes.some(({ path, method: other }) => path === route.path && other === 'GET');
    expect(isRead ? [200, 404, 405] : [403, 404, 405], `${method} ${route.path}`).toContain(status);
  }
});

it('lets a token that may operate, and the one of the file, through to every operation', async () => {
  for (const secret of [tokens.operating.secret, serving.token])
    for (const route of routes) {
      const { status, text } = await ask(route, `Bearer ${secret}`);
      expect([200, 201, 400, 404, 409, 422], `${route.method} ${route.path}: ${text.slice(0, 200)}`).toContain(status);
    }
});
