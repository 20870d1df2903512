import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Incident, IncidentDetail, Job, Rule } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { until } from '../../fixtures/patience.ts';
import { startServing } from '../../fixtures/program/program.ts';
import { startWatchedFarm } from '../../fixtures/program/watched-farm.ts';

/** A restart of a simulated miner takes two seconds. */
const TIME_SCALE = 50;

it('an incident says how often its suggested action ended this fault, as soon as that is known', async () => {
  const net = await claimNet();
  await using farm = await startWatchedFarm({
    listen: `${net}.1.1:8987`,
    profile: 's19jpro',
    timeScale: TIME_SCALE,
    intervals: { discovery_seconds: 60, status_seconds: 2 },
  });
  expect(await farm.serving.stop()).toBe(0);
  const file = join(farm.folder, 'config.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), actions: { enabled: true } }));
  const serving = await startServing(['serve', '--data', farm.folder, '--port', '0']);
  onTestFinished(async () => void (await serving.stop()));
  const rest = async <T>(method: string, path: string, body?: object): Promise<T> =>
    (await serving.rest(method, path, body)).body as T;
  const sick = (is: boolean): Promise<unknown> =>
    rest('POST', '/changes', { query: 'online', patch: { tags: is ? ['sick'] : [] } });
  const { id: ruleId } = await rest<Rule>('POST', '/rules', {
    name: 'Sick',
    query: 'tag:sick',
    for_seconds: 0,
    suggested_action: { action: 'restart', params: {} },
  });
  const open = async (): Promise<Incident | undefined> =>
    (await rest<Incident[]>('GET', '/incidents?state=open')).find(({ rule_id }) => rule_id === ruleId);
  const detail = async (): Promise<IncidentDetail> =>
    rest('GET', `/incidents/${(await open())?.incident_id ?? 'none'}`);

  await sick(true);
  await until('the fault', async () => (await open()) !== undefined);
  const nothing = { tried: 0, worked: 0 };
  expect(await detail()).toMatchObject({ action_record: { ...nothing, here: nothing } });

  const order = { action: 'restart', ids: (await open())?.miner_ids };
  // It must have been read before it can be changed.
  let started = await serving.rest('POST', '/jobs', order);
  await until('the job to start', async () => {
    if (started.status >= 300) started = await serving.rest('POST', '/jobs', order);
    return started.status < 300;
  });
  const { job_id } = (started.body as { job: Job }).job;
  await until('the job to end', async () => (await rest<Job>('GET', `/jobs/${job_id}`)).finished_at !== null);
  // Not before its effect is known.
  const done = await detail();
  expect(done).toMatchObject({ action_record: nothing });
  expect(done.timeline.map(({ event, actor }) => [event, actor?.via ?? null])).toEqual([
    ['opened', null],
    ['job', 'rest'],
  ]);
  expect(done.timeline[1]?.message).toMatch(/^restart on 1 miner: hashing again$/);
  await sick(false);
  await until('the fault to be over', async () => (await open()) === undefined);
  await sick(true);
  await until('the fault to be back', async () => (await open()) !== undefined);
  // It is back within days, so it was not cured.
  const once = { tried: 1, worked: 0 };
  expect(await detail()).toMatchObject({ action_record: { ...once, here: once } });
});
