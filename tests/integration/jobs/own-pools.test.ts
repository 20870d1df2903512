import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ActivityEntry, Job, JobDetail, JobPlan, MinerDetail, OwnPool } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { until } from '../../fixtures/patience.ts';
import { powerhive, type Serving, startServing } from '../../fixtures/program/program.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

/** Enough that one of them is only a small part of the farm. */
const MINERS = 20;
const net = await claimNet();
let farm: WatchedFarm;
let serving: Serving;
let id: string;

const serve = async (): Promise<void> => {
  serving = await startServing(['serve', '--data', farm.folder, '--port', '0']);
};

beforeAll(async () => {
  farm = await startWatchedFarm({
    listen: `${net}.1.1-${net}.1.${MINERS}:8997`,
    profile: 's19jpro',
    intervals: { status_seconds: 1 },
    timeScale: 50,
  });
  expect(await farm.serving.stop()).toBe(0);
  const file = join(farm.folder, 'config.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), actions: { enabled: true } }));
  await serve();
  id = ((await serving.rest('GET', '/miners')).body as MinerDetail[])[0]?.id ?? '';
});
afterAll(async () => {
  if (serving?.child.exitCode === null) await serving.stop();
  await farm?.[Symbol.asyncDispose]();
});

const miner = async (): Promise<MinerDetail> => (await serving.rest('GET', `/miners/${id}`)).body as MinerDetail;
const ownPools = async (): Promise<OwnPool[]> => (await serving.rest('GET', '/own-pools')).body as OwnPool[];
const isForeign = async (): Promise<boolean> => (await miner()).conditions.some(({ code }) => code === 'pool_foreign');
/** The miner works for the new pool, according to a current reading. */
const untilRead = (): Promise<void> => {
  const from = Date.now();
  return until('the miner to work for the new pool', async () => {
    const { latest_status, pools } = await miner();
    const isUsed = pools.some(({ url, status }) => status === 'active' && url?.includes('new.example') === true);
    return isUsed && (latest_status?.recorded_at ?? 0) > from;
  });
};

/** Sets pools as previewed, once the miner is known well enough, and returns the job when it has ended. */
async function act(params: object): Promise<JobDetail> {
  const order = { action: 'pools', params, ids: [id] };
  const planned = async (): Promise<JobPlan> => (await serving.rest('POST', '/jobs/plan', order)).body as JobPlan;
  await until('the miner to be known well enough', async () => (await planned()).planned.length === 1);
  const { confirm_count } = await planned();
  const { status, body } = await serving.rest('POST', '/jobs', { ...order, confirm_count });
  expect({ status, body }).toMatchObject({ status: 202 });
  const { job_id } = (body as { job: Job }).job;
  const job = async (): Promise<JobDetail> => (await serving.rest('GET', `/jobs/${job_id}`)).body as JobDetail;
  await until('the job to end', async () => (await job()).finished_at !== null);
  return job();
}

it('a pool that a job set stays own after the job is forgotten, and until the operator forgets the pool', async () => {
  const pools = [{ url: 'stratum+tcp://new.example:3333', user: 'Farm.{name}', pass: 'x' }];
  await act({ pools });
  const kept = [{ host: 'new.example', account: 'farm', miners: 1 }];
  expect(await ownPools()).toEqual(kept);

  expect(await serving.stop()).toBe(0);
  const database = new Database(join(farm.folder, 'powerhive.db'));
  database.pragma('foreign_keys = ON');
  expect(database.prepare('DELETE FROM jobs').run().changes).toBe(1);
  database.close();
  await serve();
  expect(await ownPools()).toEqual(kept);
  await untilRead();
  expect(await isForeign()).toBe(false);

  // A thief comes, and goes again: what was before is known over the restart, and its worker with it.
  const device = farm.fleet.miners.find((one) => one.device.plan.mac.toLowerCase() === id)?.device;
  if (device === undefined) throw new Error('no such device');
  const [set] = device.settings.miner.pools;
  if (set === undefined) throw new Error('no pool');
  const thief = { url: set.url.replace('new.example', 'pool.thief.example'), user: 'thief.1', pass: 't' };
  expect((await miner()).pools_before).toBeNull();
  device.settings.miner.pools = [thief, ...device.settings.miner.pools.slice(1)];
  device.runningPools = device.settings.miner.pools;
  await until('the pool of the thief to be seen', isForeign);
  const before = [{ url: set.url, user: set.user }];
  expect((await miner()).pools_before).toMatchObject({ pools: before });
  const dry = ['do', 'pools', 'condition=pool_foreign', '--set', 'before=on', '--dry-run', '--data', farm.folder];
  await until('the command line to offer the same', async () => {
    const { stdout } = await powerhive(...dry);
    return stdout.startsWith('put back the pools of before: 1 of 1 miner');
  });
  const back = await act({ before: true });
  expect(back.items).toMatchObject([
    { verdict: expect.stringMatching(/^(in_force|proven)$/), after: { pools: before } },
  ]);
  expect(device.settings.miner.pools[0]).toEqual({ ...set, pass: 't' });
  await untilRead();
  expect((await miner()).pools_before).toBeNull();
  const undo = await serving.rest('POST', `/jobs/${back.job_id}/undo`, {});
  expect(undo.body).toMatchObject({
    planned: [],
    skipped: [{ reason: expect.stringContaining('pool.thief.example') }],
  });

  const pool = { host: 'new.example', account: 'farm' };
  expect(await serving.rest('POST', '/own-pools/forget', { ...pool, account: 'other' })).toMatchObject({ status: 404 });
  expect(await serving.rest('POST', '/own-pools/forget', pool)).toMatchObject({ status: 200, body: [] });
  await until('the pool to be foreign', isForeign);
  const entries = (await serving.rest('GET', '/activity?kind=operator_change')).body as ActivityEntry[];
  expect(entries.filter(({ event }) => event === 'pool_forgotten').map(({ data }) => data)).toEqual([pool]);
  expect(await serving.rest('POST', '/own-pools/forget', pool)).toMatchObject({ status: 404 });
});
