import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Served, serve } from '../../fixtures/served/served.ts';

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly security?: unknown[];
  readonly parameters?: { name: string; in: string; required?: boolean; description?: string }[];
  readonly requestBody?: { content: Record<string, { examples?: Record<string, { value: unknown }> }> };
  readonly responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}

interface Document {
  readonly openapi: string;
  readonly info: { title: string; version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

let served: Served;
let document: Document;
beforeAll(async () => {
  served = await serve();
  document = (await served.ask('/api/openapi.json')).json as Document;
});
afterAll(() => served[Symbol.asyncDispose]());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );

it('is OpenAPI 3.1 and lists every route, and nothing that is not one', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.info).toMatchObject({ title: 'PowerHive', version: '9.9.9' });
  expect(
    operations()
      .map(({ method, path }) => `${method.toUpperCase()} ${path}`)
      .sort(),
  ).toEqual([
    'DELETE /api/channels/{id}',
    'DELETE /api/destinations/{id}',
    'DELETE /api/maintenance/{id}',
    'DELETE /api/miner-passwords/{id}',
    'DELETE /api/miners/{id}',
    'DELETE /api/miners/{id}/replaced-by',
    'DELETE /api/racks/{id}',
    'DELETE /api/rules/{id}',
    'DELETE /api/sites/{id}',
    'DELETE /api/tokens/{id}',
    'GET /api/activity',
    'GET /api/anomalies',
    'GET /api/changes/{change_id}',
    'GET /api/channels',
    'GET /api/day',
    'GET /api/destinations',
    'GET /api/events',
    'GET /api/fleet/history',
    'GET /api/health',
    'GET /api/history',
    'GET /api/history/disk',
    'GET /api/history/marks',
    'GET /api/incidents',
    'GET /api/incidents/{incident_id}',
    'GET /api/jobs',
    'GET /api/jobs/{job_id}',
    'GET /api/maintenance',
    'GET /api/miner-passwords',
    'GET /api/miners',
    'GET /api/miners/{id}',
    'GET /api/miners/{id}/chains/{chain_id}/chips/{chip_id}/history',
    'GET /api/miners/{id}/chains/{chain_id}/history',
    'GET /api/miners/{id}/history',
    'GET /api/miners/{id}/telemetry',
    'GET /api/models',
    'GET /api/models/{alias}/history',
    'GET /api/openapi.json',
    'GET /api/own-pools',
    'GET /api/own-pools/seen',
    'GET /api/problems',
    'GET /api/racks',
    'GET /api/rules',
    'GET /api/rules/fired',
    'GET /api/scans/last-finished',
    'GET /api/scans/latest',
    'GET /api/sites',
    'GET /api/statuses/{id}',
    'GET /api/summary',
    'GET /api/tokens',
    'GET /api/transitions',
    'GET /api/weak-chips',
    'GET /metrics',
    'PATCH /api/channels/{id}',
    'PATCH /api/destinations/{id}',
    'PATCH /api/miners/{id}',
    'PATCH /api/models/{alias}',
    'PATCH /api/racks/{id}',
    'PATCH /api/rules/{id}',
    'PATCH /api/sites/{id}',
    'POST /api/backups',
    'POST /api/changes',
    'POST /api/changes/{change_id}/stop',
    'POST /api/channels',
    'POST /api/channels/{id}/test',
    'POST /api/destinations',
    'POST /api/destinations/{id}/test',
    'POST /api/incidents/{incident_id}/acknowledge',
    'POST /api/incidents/{incident_id}/note',
    'POST /api/incidents/{incident_id}/reopen',
    'POST /api/incidents/{incident_id}/resolve',
    'POST /api/incidents/{incident_id}/snooze',
    'POST /api/jobs',
    'POST /api/jobs/plan',
    'POST /api/jobs/pools',
    'POST /api/jobs/presets',
    'POST /api/jobs/{job_id}/continue',
    'POST /api/jobs/{job_id}/pause',
    'POST /api/jobs/{job_id}/pause-end',
    'POST /api/jobs/{job_id}/retry',
    'POST /api/jobs/{job_id}/stop',
    'POST /api/jobs/{job_id}/undo',
    'POST /api/maintenance',
    'POST /api/miner-passwords',
    'POST /api/miners/{id}/replaced-by',
    'POST /api/miners/{id}/rescan',
    'POST /api/own-pools/decide',
    'POST /api/own-pools/forget',
    'POST /api/racks',
    'POST /api/rescan',
    'POST /api/rules',
    'POST /api/rules/preview',
    'POST /api/rules/{id}/reset',
    'POST /api/sites',
    'POST /api/tokens',
    'PUT /api/miner-passwords/order',
  ]);
});

it('names every operation once and every parameter of its path', () => {
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path, operation } of operations()) {
    const inPath = operation.parameters?.filter((parameter) => parameter.in === 'path') ?? [];
    expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{[^}]+\}/g) ?? []);
    expect(inPath.every(({ required }) => required === true)).toBe(true);
  }
});

it('has the parameter of /metrics, which no call of the contract stands behind', () => {
  expect(document.paths['/metrics']?.['get']?.parameters).toMatchObject([{ name: 'miners', in: 'query' }]);
});

it('says of every operation what it does, beyond its summary', () => {
  const silent = operations().flatMap(({ path, method, operation: { summary = '', description = '' } }) =>
    summary !== '' && description.endsWith('.') && description !== summary ? [] : [`${method} ${path}`],
  );
  expect(silent).toEqual([]);
});

it('says of every parameter what it is', () => {
  const silent = operations().flatMap(({ path, method, operation }) =>
    (operation.parameters ?? []).flatMap(({ name, description }) =>
      description === undefined ? [`${method} ${path}: ${name}`] : [],
    ),
  );
  expect(silent).toEqual([]);
});

it('refers to nothing that is not in it', () => {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name]) => name,
  );
  expect(refs.length).toBeGreaterThan(5);
  for (const name of refs) expect(document.components.schemas).toHaveProperty(name ?? '');
  expect(JSON.stringify(document.paths['/api/miners']?.['get'])).toContain('#/components/schemas/Miner"');
});

it('lists the refusals of every route, in their actual shape', () => {
  for (const { path, operation } of operations()) {
    const statuses = Object.keys(operation.responses);
    const expected = ['403', '500'];
    if (path !== '/api/health') expected.push('401');
    if (operation.requestBody !== undefined) expected.push('413', '415');
    expect(statuses).toEqual(expect.arrayContaining(expected));
    for (const status of statuses.filter((status) => Number(status) >= 400)) {
      const text = JSON.stringify(operation.responses[status]?.content?.['application/json']?.schema);
      expect(text).toContain('"required":["code","message","data"]');
    }
  }
  const patch = document.paths['/api/models/{alias}']?.['patch'];
  expect(Object.keys(patch?.responses ?? {})).toEqual(expect.arrayContaining(['200', '400', '404', '422', '503']));
});

it('takes every example of a body as it is', async () => {
  const answers = operations().flatMap(({ path, method, operation }) =>
    Object.entries(operation.requestBody?.content['application/json']?.examples ?? {}).map(
      async ([name, { value }]) => {
        const id = path.startsWith('/api/miners/') ? '02:95:23:00:00:01' : '01890a5d-ac96-774b-bcce-b302099a8057';
        const { status } = await served.ask(path.replace(/\{\w+\}/, id), {
          method: method.toUpperCase(),
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(value),
        });
        return `${method.toUpperCase()} ${path}, ${name}: ${[400, 413, 415, 500].includes(status) ? status : 'taken'}`;
      },
    ),
  );
  const all = await Promise.all(answers);
  expect(all.length).toBeGreaterThan(35);
  expect(all.filter((answer) => !answer.endsWith(': taken'))).toEqual([]);
});

it('requires the token for everything but health', () => {
  expect(document).toMatchObject({ security: [{ token: [] }] });
  expect(document.components.securitySchemes).toMatchObject({ token: { type: 'http', scheme: 'bearer' } });
  const open = operations().filter(({ operation }) => operation.security !== undefined);
  expect(open.map(({ path }) => path)).toEqual(['/api/health']);
});

it('describes the live stream as Server-Sent Events that can be resumed', () => {
  const events = document.paths['/api/events']?.['get'];
  expect(events?.responses['200']?.content).toHaveProperty('text/event-stream');
  expect(events?.parameters).toMatchObject([{ name: 'Last-Event-ID', in: 'header' }]);
});
