import { request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { claimNet } from '../fixtures/farm/loopback-nets.ts';
import { startWatchedFarm, type WatchedFarm } from '../fixtures/program/watched-farm.ts';
import { cases, LONG_MS } from './cases.ts';
import { ODD_TEXTS, oddNumber, oddText, oddValue } from './odd-values.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema?: object;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: BodySchema } } };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
}

interface BodySchema {
  readonly properties?: Record<string, unknown>;
}

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, object> };
}

interface Route extends Operation {
  readonly method: string;
  readonly path: string;
}

const NOBODY = '02:00:00:00:00:99';

let farm: WatchedFarm;
let document: Document;
let routes: Route[];
let known: Record<string, readonly string[]>;
let loopbackTargets: readonly string[];
const schemas = new Map<object, z.ZodType>();

beforeAll(async () => {
  const net = await claimNet();
  farm = await startWatchedFarm({ listen: `${net}.1.1-${net}.1.3:8985`, profile: 'healthy' });
  document = (await farm.serving.rest('GET', '/openapi.json')).body as Document;
  routes = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
  const models = await farm.models();
  const ids = (await farm.miners()).map(({ id }) => id);
  known = {
    id: [...ids, NOBODY],
    miner_id: [...ids, NOBODY],
    alias: [...models.map(({ alias }) => alias), 'no-such-model'],
    chain_id: ['1', '2'],
    chip_id: ['0', '1'],
    max_preset: models.flatMap(({ presets }) => presets.map(({ name }) => name)),
  };
  // No name server and no other machine may be contacted: what can be read as a target is one of
  // the farm.
  loopbackTargets = [`${net}.1.1:8985`, `${net}.1.1-${net}.1.3:8985`, `${net}.1.0/30:8985`];
});

afterAll(() => farm?.[Symbol.asyncDispose]());

const WRONG_TARGETS = [
  '',
  ' ',
  '127.0.0.1:99999',
  '127.0.0.0/33',
  '127.0.0.9-127.0.0.1',
  '[::1]',
  'x'.repeat(300),
  '/',
  'a b',
  '\u0000',
];

/** A value for a parameter or a field: often one that exists, often an odd one. */
function anyValue(name: string): fc.Arbitrary<unknown> {
  if (name === 'targets') {
    const target = fc.constantFrom<unknown>(...loopbackTargets, ...WRONG_TARGETS, 5, null, {});
    return fc.oneof(fc.array(target, { maxLength: 4 }), oddNumber, fc.constantFrom(null, true, {}, 'text'));
  }
  const real = known[name];
  const times = fc.oneof(fc.nat({ max: 10_000 }), fc.integer({ min: Date.now() - 86_400_000, max: Date.now() + 1000 }));
  return fc.oneof(
    { arbitrary: real === undefined ? times : fc.constantFrom<unknown>(...real), weight: 6 },
    { arbitrary: oddValue, weight: 3 },
    fc.constantFrom<unknown>('true', 'false', true, false, '1', '5', 'hour', 'raw', '2h', 'day'),
  );
}

interface Request {
  readonly route: Route;
  readonly path: string;
  readonly body: string | null;
  readonly headers: Record<string, string>;
}

function anyRequest(route: Route): fc.Arbitrary<Request> {
  const parameters = route.parameters ?? [];
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const fields = Object.keys(route.requestBody?.content['application/json'].schema.properties ?? {});
  const body = fc.oneof(
    {
      arbitrary: fc.record(Object.fromEntries(fields.map((name) => [name, anyValue(name)])), { requiredKeys: [] }),
      weight: 6,
    },
    // Fields of the operations that a caller must not reach, and unknown fields.
    fc.record(
      { [fields[0] ?? 'a']: anyValue(fields[0] ?? 'a'), extra: oddValue, api_key: oddText },
      { requiredKeys: ['extra'] },
    ),
    fields.includes('targets') ? fc.constantFrom<unknown>([], 5, 'text', null) : oddValue,
  );
  return fc
    .record({
      path: fc.tuple(...inPath.map(({ name }) => anyValue(name))),
      query: fc.array(
        fc.tuple(
          fc.constantFrom(...inQuery.map(({ name }) => name), 'unknown', 'q[]', '__proto__', '0'),
          fc.oneof(anyValue('limit'), oddText),
        ),
        { maxLength: 6 },
      ),
      required: fc.boolean(),
      body: route.requestBody === undefined ? fc.constant(undefined) : fc.option(body, { nil: undefined, freq: 12 }),
      headers: fc.constantFrom<Record<string, string>>(
        {},
        {},
        {},
        { 'last-event-id': '-1' },
        { accept: 'text/html' },
        { range: 'bytes=0-' },
      ),
    })
    .map(({ path, query, required, body: content, headers }) => {
      const filled = inPath.reduce(
        (url, { name }, i) => url.replace(`{${name}}`, encode(path[i]) || '%20'),
        route.path,
      );
      const span: [string, unknown][] =
        required && inQuery.some(({ name }) => name === 'from')
          ? [
              ['from', Date.now() - 3_600_000],
              ['to', Date.now()],
            ]
          : [];
      const search = [...span, ...query].map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
      return {
        route,
        path: search === '' ? filled : `${filled}?${search}`,
        body: content === undefined ? null : JSON.stringify(content),
        headers: { ...headers, ...(content !== undefined && { 'content-type': 'application/json' }) },
      };
    });
}

function encode(value: unknown): string {
  const text = typeof value === 'string' ? value : String(JSON.stringify(value));
  return encodeURIComponent(text.slice(0, 2000).toWellFormed());
}

interface Answered {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** One request; of a stream only its beginning. */
function send({ route, path, body, headers }: Request): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(farm.serving.url);
    const auth = { authorization: `Bearer ${farm.serving.token}` };
    const sent = request(
      { host: '127.0.0.1', port, path, method: route.method, headers: { ...auth, ...headers } },
      (response) => {
        let text = '';
        const answered = () =>
          resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text });
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
          if (response.headers['content-type']?.startsWith('text/event-stream')) {
            sent.destroy();
            answered();
          }
        });
        response.on('end', answered);
      },
    );
    sent.on('error', reject);
    sent.end(body ?? undefined);
  });
}

function check({ route, path, body }: Request, { status, type, text }: Answered): void {
  const asked = `${route.method} ${path} ${body ?? ''}`.slice(0, 600);
  expect(status, `${asked} -> ${text.slice(0, 300)}`).toBeLessThan(500);
  const reported = route.responses[status];
  expect(reported, `${asked} -> ${status}, which is not documented: ${text.slice(0, 300)}`).toBeDefined();
  const [contentType = '', content] = Object.entries(reported?.content ?? {})[0] ?? [];
  expect(type, asked).toContain(contentType);
  if (contentType !== 'application/json' || content === undefined) return;
  if (status >= 400)
    expect((JSON.parse(text) as { message: string }).message, asked).not.toMatch(
      /\b(undefined|received|Invalid|NaN)\b|\[object|^$/,
    );
  const parsed = schemaOf(content.schema).safeParse(JSON.parse(text));
  expect(parsed.success, `${asked} -> ${status} ${text.slice(0, 300)} ${parsed.error?.message.slice(0, 300)}`).toBe(
    true,
  );
}

/** The schema with everything that it refers to. */
function schemaOf(schema: object): z.ZodType {
  const made = schemas.get(schema);
  if (made !== undefined) return made;
  const inPlace = (part: object) =>
    JSON.parse(JSON.stringify(part).replaceAll('#/components/schemas/', '#/$defs/')) as object;
  const whole = z.fromJSONSchema({ ...inPlace(schema), $defs: inPlace(document.components.schemas) } as Parameters<
    typeof z.fromJSONSchema
  >[0]);
  schemas.set(schema, whole);
  return whole;
}

it(
  'serves every request as its OpenAPI document says, and never fails',
  async () => {
    expect(routes.length).toBeGreaterThan(20);
    const anyOf = fc.oneof(...routes.map(anyRequest));
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(anyOf, async (asked) => {
        const answered = await send(asked);
        check(asked, answered);
        statuses.set(answered.status, (statuses.get(answered.status) ?? 0) + 1);
      }),
      cases(300, { cost: 5 }),
    );
    // It has got through to the operations, and has been turned away, often enough to mean
    // something.
    for (const status of [200, 400, 404]) expect(statuses.get(status) ?? 0, `${status}s`).toBeGreaterThan(10);
    expect(farm.serving.child.exitCode).toBeNull();
    expect(farm.serving.stderr()).not.toMatch(/ERROR|A call failed|A request failed/);
  },
  LONG_MS,
);

it('would notice a response that is not as documented', () => {
  const list = document.paths['/api/miners']?.['get']?.responses['200']?.content?.['application/json']?.schema ?? {};
  const refusal = document.paths['/api/miners']?.['get']?.responses['400']?.content?.['application/json']?.schema ?? {};
  expect(schemaOf(list).safeParse([{ id: 5 }]).success).toBe(false);
  expect(schemaOf(refusal).safeParse({ code: 'BAD_REQUEST' }).success).toBe(false);
});

it('turns away every odd path without a failure', async () => {
  for (const text of ODD_TEXTS) {
    for (const path of [
      `/${encode(text)}`,
      `/api/${encode(text)}`,
      `/api/miners/${encode(text)}/x`,
      `/assets/${encode(text)}`,
    ]) {
      for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS']) {
        const answered = await send({ route: { ...(routes[0] as Route), method }, path, body: null, headers: {} });
        expect(answered.status, `${method} ${path}`).toBeLessThan(500);
      }
    }
  }
  expect(farm.serving.stderr()).not.toMatch(/ERROR|A call failed|A request failed/);
});
