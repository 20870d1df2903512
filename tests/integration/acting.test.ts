import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseEndpointRange } from '../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../src-main/demo/fleet.ts';
import { TIMINGS } from '../../src-main/jobs/timings.ts';
import type { ApiToken, Job, JobDetail, JobPlan, Miner } from '../../src-shared/model/index.ts';
import { until } from '../fixtures/patience.ts';
import { claimNet } from '../fixtures/places.ts';
import { powerhive, type Serving, startServing } from '../fixtures/program.ts';

/** `npm run test:long` takes two hundred. */
const KILLS = Number(process.env['POWERHIVE_ACTING_KILLS'] ?? 2);
const MINERS = 6;

const net = await claimNet();
const LISTEN = `${net}.1.1-${net}.1.${MINERS}:8985`;
const folder = mkdtempSync(join(tmpdir(), 'powerhive-acting-'));
let fleet: SimulatedFleet;
let serving: Serving;

const configure = (enabled: boolean): void =>
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({
      network: { subnets: [LISTEN] },
      polling: { require_max_preset: false },
      intervals: { discovery_seconds: 5, status_seconds: 1 },
      actions: { enabled },
    }),
  );
const serve = async (): Promise<void> => {
  serving = await startServing(['serve', '--data', folder, '--port', '0']);
};
const job = async (id: string): Promise<JobDetail> => (await serving.rest('GET', `/jobs/${id}`)).body as JobDetail;
const ended = async (id: string): Promise<JobDetail> => {
  // A restart that was written down and never left is waited for as long as one that did.
  const rule = { plusMs: TIMINGS.stillMs };
  await until('the job to end', async () => (await job(id)).finished_at !== null, rule);
  return job(id);
};
/** What the simulated miners were sent that changes something, besides logins and keys. */
const changes = (): string[] =>
  fleet.miners
    .flatMap(({ device }) => device.apiLog.map(({ line }) => line))
    .filter((line) => !/unlock|lock|apikeys/.test(line));
/** How often each simulated miner got the request to restart. */
const restarts = (): number[] =>
  // Not from the log of the miner, which keeps its last fifty writes alone.
  fleet.miners.map(({ requestCounts }) => requestCounts.get('POST /mining/restart') ?? 0);
/** Until all are read, so that each can be planned. */
const untilRead = (): Promise<unknown> =>
  until('all miners to be read', async () => {
    const miners = (await serving.rest('GET', '/miners')).body as Miner[];
    return miners.length === MINERS && miners.every(({ latest_status }) => latest_status !== null);
  });

beforeAll(async () => {
  fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(LISTEN), seed: 5, timeScale: 20 });
  configure(false);
  await serve();
  await until('all miners to have a key', async () => {
    const miners = (await serving.rest('GET', '/miners')).body as Miner[];
    return miners.length === MINERS && miners.every(({ has_api_key }) => has_api_key);
  });
  await serving.rest('POST', '/changes', { query: 'online', patch: { managed: true } });
  await untilRead();
});
afterAll(async () => {
  serving?.child.kill('SIGKILL');
  await fleet?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('changes nothing while acting is off, and says so', async () => {
  const order = { action: 'locate', params: { on: true }, query: 'online' };
  const plan = (await serving.rest('POST', '/jobs/plan', order)).body as JobPlan;
  expect(plan.planned).toHaveLength(MINERS);
  const refused = await serving.rest('POST', '/jobs', order);
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'CONFLICT', message: expect.stringContaining('Acting is off') },
  });
  expect((await serving.rest('GET', '/jobs')).body).toEqual([]);
  expect((await powerhive('do', 'locate', 'online', '--set', 'on=true', '--yes', '--data', folder)).code).toBe(1);
  expect(changes()).toEqual([]);
});

it('does what was previewed, reads it back, and takes it back again', async () => {
  await serving.stop();
  configure(true);
  await serve();
  await untilRead();
  const dry = await powerhive('do', 'locate', 'online', '--set', 'on=on', '--dry-run', '--json', '--data', folder);
  expect(JSON.parse(dry.stdout)).toMatchObject({ action: 'locate', waves: [MINERS], confirm_count: null });
  const done = await powerhive('do', 'locate', 'online', '--set', 'on=on', '--yes', '--json', '--data', folder);
  expect(done.code, done.stderr).toBe(0);
  const locate = JSON.parse(done.stdout) as JobDetail;
  expect(locate).toMatchObject({ state: 'done', counts: { in_force: MINERS }, actor: { via: 'cli' } });
  const undo = await serving.rest('POST', `/jobs/${locate.job_id}/undo`, { confirm_count: MINERS });
  const { job: back } = undo.body as { job: Job };
  expect(await ended(back.job_id)).toMatchObject({ counts: { in_force: MINERS }, undo_of: locate.job_id });
});

it('asks for the count where much is changed', async () => {
  const order = { action: 'reboot', query: 'online' };
  expect(await serving.rest('POST', '/jobs', order)).toMatchObject({
    status: 422,
    body: { data: { path: 'confirm_count' } },
  });
  expect(await serving.rest('POST', '/jobs', { ...order, confirm_count: 1 })).toMatchObject({ status: 422 });
  expect((await serving.rest('POST', '/jobs', { ...order, params: { on: true } })).status).toBe(400);
});

it('lets a token that may only read change nothing', async () => {
  const made = await serving.rest('POST', '/tokens', { name: 'grafana', scope: 'read' });
  const { id, secret } = made.body as ApiToken & { secret: string };
  expect(made.status).toBe(201);
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${serving.url}/api${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    }).then(({ status }) => status);
  const order = { action: 'locate', params: { on: true }, query: 'online' };
  expect(await ask('GET', '/miners')).toBe(200);
  expect(await ask('POST', '/jobs', order)).toBe(403);
  expect(await ask('POST', '/tokens', { name: 'x', scope: 'operate' })).toBe(403);
  expect(await ask('POST', '/rescan', {})).toBe(403);
  expect(JSON.stringify((await serving.rest('GET', '/tokens')).body)).not.toContain(secret);
  expect((await serving.rest('DELETE', `/tokens/${id}`)).body).toEqual({ removed: true });
  expect(await ask('GET', '/miners')).toBe(401);
});

it('sends nothing twice, whenever the program is killed, and every miner gets its verdict', {
  timeout: 120_000 * (KILLS + 1),
}, async () => {
  for (let round = 0; round < KILLS; round++) {
    const before = restarts();
    const started = await serving.rest('POST', '/jobs', { action: 'restart', query: 'online' });
    expect(started, JSON.stringify(started.body)).toMatchObject({ status: 202 });
    const { job: running } = started.body as { job: Job };
    await sleep((round * 137) % 1500);
    // Every fourth one is paused before: it stays so, and goes on where it was.
    const isPaused = round % 4 === 3 && (await serving.rest('POST', `/jobs/${running.job_id}/pause`)).status === 200;
    serving.child.kill('SIGKILL');
    await serving.ended;
    await serve();
    if (isPaused) {
      expect(await job(running.job_id)).toMatchObject({ state: 'paused' });
      await untilRead();
      await until('the job to go on', async () => {
        if ((await job(running.job_id)).finished_at !== null) return true;
        return (await serving.rest('POST', `/jobs/${running.job_id}/continue`)).status === 200;
      });
    }
    const after = await ended(running.job_id);
    if (!isPaused) expect(after).toMatchObject({ state: 'halted', reason: expect.stringContaining('PowerHive ended') });
    const sent = new Map(
      restarts().map((count, at) => [fleet.miners[at]?.mac.toLowerCase(), count - (before[at] ?? 0)]),
    );
    for (const { id, verdict } of after.items) {
      // One that was written down and never left has failed: it is read as one that did not restart.
      const times = { in_force: [1], failed: [0, 1], cancelled: [0], skipped: [0] }[verdict as string];
      expect(times, `${verdict} in round ${round}`).toContain(sent.get(id));
    }
    await untilRead();
    await until('the miners to mine again', async () => {
      const plan = (await serving.rest('POST', '/jobs/plan', { action: 'restart', query: 'online' })).body as JobPlan;
      return plan.planned.length > 0;
    });
  }
});
