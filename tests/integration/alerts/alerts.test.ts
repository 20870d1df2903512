import { once } from 'node:events';
import { expect, it } from 'vitest';
import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import type {
  Incident,
  IncidentDetail,
  Maintenance,
  Rule,
  RulePreview,
  WeakChips,
} from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { until } from '../../fixtures/patience.ts';
import { powerhive, startServing } from '../../fixtures/program/program.ts';
import { startWatchedFarm } from '../../fixtures/program/watched-farm.ts';

it('finds an incident by a rule of the operator, keeps it over a kill, and ends it with the rule', async () => {
  const net = await claimNet();
  await using farm = await startWatchedFarm({
    listen: `${net}.1.1-${net}.1.6:8984`,
    seed: 5,
    timeScale: 20,
    intervals: { discovery_seconds: 60, status_seconds: 2 },
  });
  let { serving } = farm;
  const get = async <T>(path: string): Promise<T> => (await serving.rest('GET', path)).body as T;
  const open = async (): Promise<Incident[]> => get('/incidents?state=open');

  const rules = await get<Rule[]>('/rules');
  expect(rules.filter(({ built_in, enabled }) => built_in && enabled).length).toBeGreaterThan(15);
  expect((await serving.rest('DELETE', '/rules/offline')).status).toBe(409);

  const wrong = await serving.rest('POST', '/rules', { name: 'Wrong', query: 'tmp>1', for_seconds: 0 });
  expect(wrong).toMatchObject({ status: 422, body: { data: { path: 'query' } } });
  await until('all to be matched by the preview', async () => {
    const { body } = await serving.rest('POST', '/rules/preview', { query: 'managed:yes', for_seconds: 60 });
    return (body as RulePreview).matching.length === 6;
  });
  const made = await serving.rest('POST', '/rules', { name: 'Managed', query: 'managed:yes', for_seconds: 0 });
  expect(made.status).toBe(201);
  const { id } = made.body as Rule;
  await until('one incident of all six', async () => (await open()).some(({ miner_ids }) => miner_ids.length === 6));
  const [incident] = await open();
  expect(await open()).toHaveLength(1);
  expect(incident).toMatchObject({
    rule_id: id,
    cause: { kind: 'network', key: `${net}.1.0/24` },
    severity: 'warning',
  });
  const found = async (q: string): Promise<Incident[]> => get(`/incidents?q=${encodeURIComponent(q)}`);
  expect(await found('kind:network rule:managed severity:warning since:1h')).toMatchObject([{ rule_id: id }]);
  expect(await found(`ip:${net}.1.1 since>1h`)).toEqual([]);
  expect((await serving.rest('GET', '/incidents?q=severty%3Ainfo')).status).toBe(400);
  const listed = await powerhive('incidents', 'kind:network', '--state', 'open', '--data', farm.folder);
  expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining(incident?.title ?? 'a title') });
  expect((await powerhive('incidents', '--state', 'gone', '--data', farm.folder)).code).toBe(2);
  expect((await powerhive('incidents', 'severity>info', '--data', farm.folder)).code).toBe(2);
  const path = `/incidents/${incident?.incident_id}`;

  expect((await serving.rest('POST', `${path}/snooze`, { until_at: 1 })).status).toBe(422);
  const acknowledged = await serving.rest('POST', `${path}/acknowledge`);
  expect(acknowledged.body).toMatchObject({ state: 'acknowledged', acknowledged_at: expect.any(Number) });

  serving.child.kill('SIGKILL');
  await once(serving.child, 'exit');
  serving = await startServing(['serve', '--data', farm.folder, '--port', '0']);
  const detail = await get<IncidentDetail>(path);
  expect(detail).toMatchObject({ state: 'acknowledged', opened_at: incident?.opened_at, since_at: incident?.since_at });
  expect(detail.timeline.map(({ event }) => event)).toEqual(['opened', 'acknowledged']);
  expect(detail.members).toHaveLength(6);

  // The weak chips of today are on disk before they are compared with anything.
  await until('the chips of today to be kept', async () => (await get<WeakChips>('/weak-chips')).since_at !== null);

  const until_at = Date.now() + 3_600_000;
  expect((await serving.rest('POST', `${path}/snooze`, { until_at })).body).toMatchObject({ state: 'snoozed' });
  expect((await serving.rest('POST', `${path}/reopen`)).body).toMatchObject({ state: 'open', snoozed_until: null });
  const planned = await serving.rest('POST', '/maintenance', { query: `ip:${net}.1.1`, ends_at: until_at });
  expect(await get<Maintenance[]>('/maintenance')).toEqual([planned.body]);
  expect((await serving.rest('DELETE', `/maintenance/${(planned.body as Maintenance).id}`)).status).toBe(200);

  expect((await serving.rest('DELETE', `/rules/${id}`)).status).toBe(200);
  await until('it to be over', async () => (await get<Incident>(path)).state === 'resolved');
  expect(await get<Incident[]>('/incidents?state=resolved')).toMatchObject([{ miners_total: 6 }]);
  expect(await get<Incident[]>('/incidents?state=resolved&q=kind:network')).toMatchObject([{ miners_total: 6 }]);
  expect(await get<Incident[]>('/incidents?state=resolved&q=-kind:network')).toEqual([]);
  const before = `/incidents?state=resolved&resolved_after=${Date.now() - 7 * DAY_MS}`;
  expect(await get<Incident[]>(before)).toMatchObject([{ miners_total: 6 }]);
  expect(await get<Incident[]>(`/incidents?state=resolved&resolved_after=${Date.now()}`)).toEqual([]);
  expect((await serving.rest('POST', `${path}/acknowledge`)).status).toBe(409);
  const audit = await get<object>('/activity?kind=operator_change&limit=10');
  expect(JSON.stringify(audit)).toMatch(/rule_deleted.*incident_snoozed.*incident_acknowledged.*rule_created/s);
  await serving.stop();
});
