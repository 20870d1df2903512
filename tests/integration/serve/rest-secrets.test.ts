import { afterEach, beforeEach, expect, it } from 'vitest';
import { ALPHA, CANARY } from '../../fixtures/served/fake-operations.ts';
import { type Served, serve } from '../../fixtures/served/served.ts';

let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(() => served[Symbol.asyncDispose]());

it('hides the settings from other programs', async () => {
  for (const path of ['/api/settings/get', '/api/settings', '/api/settings/update']) {
    expect(await served.ask(path, { method: 'POST', body: {} })).toMatchObject({ status: 404 });
  }
});

it('lets no secret out, even where the program is careless with its rows', async () => {
  const paths = [
    '/api/miners',
    `/api/miners/${ALPHA}`,
    `/api/statuses/${ALPHA}`,
    `/api/miners/${ALPHA}/telemetry`,
    '/api/models',
    '/api/anomalies',
    '/api/problems',
    '/api/activity',
    '/api/health',
    '/api/openapi.json',
    '/metrics',
  ];
  for (const path of paths) {
    const { status, text } = await served.ask(path);
    expect({ path, status }).toEqual({ path, status: 200 });
    expect({ path, leaks: text.includes(CANARY) || text.includes('"api_key"') }).toEqual({ path, leaks: false });
  }
  const { text } = await served.ask(`/api/miners/${ALPHA}`, { method: 'PATCH', body: { unlock_pass: CANARY } });
  expect(text).not.toContain(CANARY);
  expect(served.logLines.join('')).not.toContain(CANARY);
});

it('hides its own errors from the caller, and logs them in full', async () => {
  served.operations.rows.set(ALPHA, { ...served.operations.rows.get(ALPHA), online: CANARY } as never);
  const wrong = await served.ask('/api/miners');
  expect(wrong.status).toBe(500);
  expect(wrong.json).toEqual({
    code: 'INTERNAL_SERVER_ERROR',
    message: 'PowerHive failed to do this; its log says why',
    data: {},
  });
  expect(served.logLines.join('')).toContain('0.online');
  expect(served.logLines.join('')).not.toContain(CANARY);

  served.operations.scans.latest = () => {
    throw new Error('the disk is on fire');
  };
  const thrown = await served.ask('/api/scans/latest');
  expect(thrown).toMatchObject({ status: 500, json: { code: 'INTERNAL_SERVER_ERROR', data: {} } });
  expect(thrown.text).not.toContain('fire');
  expect(served.logLines.join('')).toContain('the disk is on fire');
});
