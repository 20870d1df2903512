import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { WARM_UP_MS } from '../../../src-main/jobs/run/schedule.ts';
import type { ActivityEntry, Job, JobDetail, JobPlan, Miner } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { until } from '../../fixtures/patience.ts';
import { powerhive, type Serving, startServing } from '../../fixtures/program/program.ts';

const MINERS = 3;
const net = await claimNet();
const LISTEN = `${net}.1.1-${net}.1.${MINERS}:8985`;
const folder = mkdtempSync(join(tmpdir(), 'powerhive-pause-'));
let fleet: SimulatedFleet;
let serving: Serving;

const serve = async (): Promise<void> => {
  serving = await startServing(['serve', '--data', folder, '--port', '0']);
};
const read: Serving['rest'] = (...request) => serving.rest(...request).catch(() => serving.rest(...request));
const job = async (id: string): Promise<JobDetail> => (await read('GET', `/jobs/${id}`)).body as JobDetail;
const miners = async (): Promise<Miner[]> => (await read('GET', '/miners')).body as Miner[];
const requests = (path: string): number[] => fleet.miners.map(({ requestCounts }) => requestCounts.get(path) ?? 0);
const states = (): string[] => fleet.miners.map(({ device }) => device.machine.state);
const untilRead = (state: string): Promise<unknown> =>
  until(`all miners to be ${state}`, async () => {
    const all = await miners();
    return all.length === MINERS && all.every(({ latest_status }) => latest_status?.state === state);
  });
const pause = async (order: object): Promise<string> => {
  const started = await serving.rest('POST', '/jobs', { action: 'pause', query: 'online', ...order });
  expect(started.status, JSON.stringify(started.body)).toBe(202);
  const { job_id } = (started.body as { job: Job }).job;
  await until('the miners to be paused', async () => (await job(job_id)).counts.in_force === MINERS);
  return job_id;
};

beforeAll(async () => {
  fleet = await startSimulatedFleet({
    endpoints: parseEndpointRange(LISTEN),
    seed: 5,
    timeScale: 50,
    profile: 's19jpro',
  });
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({
      network: { subnets: [LISTEN] },
      polling: { require_max_preset: false },
      intervals: { discovery_seconds: 5, status_seconds: 2 },
      actions: { enabled: true, starts_per_minute: 0, start_kw_per_minute: 0 },
    }),
  );
  await serve();
  await until('all miners to have a key', async () => {
    const all = await miners();
    return all.length === MINERS && all.every(({ has_api_key }) => has_api_key);
  });
  await serving.rest('POST', '/changes', { query: 'online', patch: { managed: true } });
  await untilRead('mining');
});
afterAll(async () => {
  serving?.child.kill('SIGKILL');
  await fleet?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('says in the preview when it ends, and refuses an end that is none', async () => {
  const plan = (order: object) => serving.rest('POST', '/jobs/plan', { action: 'pause', query: 'online', ...order });
  const hour = (await plan({ resume_after_minutes: 60 })).body as JobPlan;
  expect(Math.abs((hour.resume_at ?? 0) - Date.now() - 3_600_000)).toBeLessThan(60_000);
  expect(((await plan({})).body as JobPlan).resume_at).toBeNull();
  const start_at = Date.now() + 7_200_000;
  expect(((await plan({ resume_after_minutes: 60, start_at })).body as JobPlan).resume_at).toBe(start_at + 3_600_000);
  for (const [order, status] of [
    [{ resume_at: Date.now() - 1 }, 422],
    [{ resume_at: start_at - 1, start_at }, 422],
    [{ resume_at: Date.now() + 31 * 86_400_000 }, 422],
    [{ resume_at: start_at, resume_after_minutes: 60 }, 400],
    [{ resume_after_minutes: 0 }, 400],
    [{ resume_after_minutes: 60, action: 'restart' }, 400],
  ] as const) {
    expect((await plan(order)).status, JSON.stringify(order)).toBe(status);
  }
  const later = { action: 'pause', query: 'online', start_at, resume_after_minutes: 60 };
  const scheduled = ((await serving.rest('POST', '/jobs', later)).body as { job: Job }).job.job_id;
  const before = await serving.rest('POST', `/jobs/${scheduled}/pause-end`, { resume_at: start_at - 1000 });
  expect([before.status, JSON.stringify(before.body)]).toEqual([
    422,
    expect.stringContaining('after the pause begins'),
  ]);
  const past = await serving.rest('POST', `/jobs/${scheduled}/pause-end`, { resume_at: Date.now() - 1000 });
  expect(JSON.stringify(past.body)).toContain('this time is in the past');
  await serving.rest('POST', `/jobs/${scheduled}/stop`);
  const dry = await powerhive('do', 'pause', 'online', '--for', '1h', '--dry-run', '--data', folder);
  expect(dry.stdout).toMatch(/until \d{4}-\d\d-\d\d \d\d:\d\d: PowerHive then resumes/);
});

it('shows it on the job and its miners, changes and cancels it, and resumes each miner once', async () => {
  const id = await pause({ resume_after_minutes: 60 });
  const { pause_end } = await job(id);
  expect(pause_end).toMatchObject({ state: 'waiting' });
  await until('the miners to say so', async () =>
    (await miners()).every(({ paused_until, paused_by }) => paused_until === pause_end?.at && paused_by === id),
  );
  const again = (await serving.rest('POST', '/jobs/plan', { action: 'pause', query: 'online' })).body as JobPlan;
  expect(again.skipped[0]?.reason).toMatch(/^it is \w+ already, and paused until \d{4}-/);
  const end = (body: object, of = id) => serving.rest('POST', `/jobs/${of}/pause-end`, body);
  expect((await end({ resume_at: null })).body).toMatchObject({ pause_end: { state: 'cancelled' } });
  expect((await miners()).map(({ paused_until }) => paused_until)).toEqual(Array(MINERS).fill(null));
  expect((await end({ resume_at: null })).status).toBe(409);
  expect((await end({ resume_at: 5 })).status).toBe(422);
  expect((await end({})).status).toBe(400);
  expect((await end({ resume_at: null }, '019b0000-0000-7000-8000-000000000002')).status).toBe(404);
  const at = Date.now() + 4000;
  expect((await end({ resume_at: at })).body).toMatchObject({ pause_end: { state: 'waiting', at } });
  await until('the miners to hash again', async () => (await job(id)).pause_end?.state === 'done');
  expect(Date.now()).toBeGreaterThanOrEqual(at);
  expect(requests('POST /mining/resume')).toEqual(Array(MINERS).fill(1));
  const ended = await job(id);
  const resumed = await job(ended.pause_end?.job_id ?? '');
  expect(resumed).toMatchObject({ action: 'resume', resume_of: id, actor: ended.actor, counts: { in_force: MINERS } });
  expect((await end({ resume_after_minutes: 5 })).status).toBe(409);
  const activity = (await read('GET', '/activity?limit=200')).body as { entries?: ActivityEntry[] } | ActivityEntry[];
  const said = (Array.isArray(activity) ? activity : (activity.entries ?? [])).map(({ message }) => message);
  expect(said.join('\n')).toMatch(/Started, as a pause ends: resume on 3 miners/);
  expect(said.join('\n')).toMatch(/Paused miners will not be resumed by PowerHive/);
  await untilRead('mining');
});

it('comes at the next start, and resumes each miner once, if PowerHive was killed meanwhile', async () => {
  const before = requests('POST /mining/resume');
  const id = await pause({ resume_at: Date.now() + 8000 });
  serving.child.kill('SIGKILL');
  await new Promise((resolve) => setTimeout(resolve, 9000));
  expect(states()).not.toContain('mining');
  await serve();
  await until('the miners to hash again', async () => (await job(id)).pause_end?.state === 'done', {
    plusMs: WARM_UP_MS,
  });
  expect(requests('POST /mining/resume')).toEqual(before.map((count) => count + 1));
  expect(requests('POST /mining/start')).toEqual(Array(MINERS).fill(0));
});
