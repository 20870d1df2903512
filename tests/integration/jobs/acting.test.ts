import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, type SimulatedMiner, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { presetLadder } from '../../../src-main/demo/hardware/preset-ladders.ts';
import { TIMINGS } from '../../../src-main/jobs/timings.ts';
import type {
  ApiToken,
  Job,
  JobDetail,
  JobPlan,
  LiveEvent,
  Miner,
  PoolChoice,
  PresetCounts,
} from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { until } from '../../fixtures/patience.ts';
import { onTerminal, powerhive, type Serving, startServing } from '../../fixtures/program/program.ts';
import { readEvents, type SentEvent } from '../../fixtures/served/sse.ts';

/** `npm run test:long` uses two hundred. */
const KILLS = Number(process.env['POWERHIVE_ACTING_KILLS'] ?? 2);
/** Miners of one job. Those of earlier rounds may still be being read back. */
const JOB = 6;
/** Miners of all jobs. With few kills, so few that later rounds wait for earlier ones. */
const KILLED = KILLS > 2 ? 60 : 12;
/** More than can be changed without typing their number. */
const MINERS = Math.max(KILLED, 30);
/** A restart of a simulated miner takes two seconds. */
const TIME_SCALE = 50;

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
      intervals: { discovery_seconds: 5, status_seconds: 5 },
      // Rounds are closer together than restarts of a real farm.
      actions: { enabled, starts_per_minute: 0, start_kw_per_minute: 0 },
    }),
  );
const serve = async (): Promise<void> => {
  serving = await startServing(['serve', '--data', folder, '--port', '0']);
};
/**
 * Reads are retried: an idle connection may be closed while it is reused, which is no fault of the
 * program.
 */
const read: Serving['rest'] = (...request) => serving.rest(...request).catch(() => serving.rest(...request));
const job = async (id: string): Promise<JobDetail> => (await read('GET', `/jobs/${id}`)).body as JobDetail;
const ended = async (id: string): Promise<JobDetail> => {
  // A restart that was stored and never sent is awaited as long as one that was sent.
  const rule = { plusMs: TIMINGS.noChangeMs };
  await until('the job to end', async () => (await job(id)).finished_at !== null, rule);
  return job(id);
};
/** Changing requests to the simulated miners, without logins and keys. */
const changes = (): string[] =>
  fleet.miners
    .flatMap(({ device }) => device.apiLog.map(({ line }) => line))
    .filter((line) => !/unlock|lock|apikeys/.test(line));
const simulated = (id: string): SimulatedMiner => {
  const miner = fleet.miners.find(({ mac }) => mac.toLowerCase() === id);
  if (miner === undefined) throw new Error(`no simulated miner ${id}`);
  return miner;
};
const address = (id = ''): string => `${simulated(id).host}:${simulated(id).port}`;
/** Number of restart requests to a simulated miner. */
const restarts = (id: string): number =>
  // Not from the miner's log, which contains only its last fifty writes.
  simulated(id).requestCounts.get('POST /mining/restart') ?? 0;
/** Number of restarts. */
const restarted = (id: string): number => simulated(id).device.machine.restartCount;
/** Waits until all are read, so that each can be planned. */
const untilRead = (): Promise<unknown> =>
  until('all miners to be read', async () => {
    const miners = (await read('GET', '/miners')).body as Miner[];
    return miners.length === MINERS && miners.every(({ latest_status }) => latest_status !== null);
  });

type JobStep = Extract<LiveEvent, { type: 'job' }>;

async function openEvents(signal: AbortSignal): Promise<AsyncGenerator<SentEvent>> {
  const headers = { authorization: `Bearer ${serving.token}` };
  const events = readEvents(await fetch(`${serving.url}/api/events`, { headers, signal }));
  // Skips the snapshot: what follows is new.
  while ((await events.next()).value?.data['last'] !== true);
  return events;
}

/** The steps of a job in the live stream, up to its end. */
async function stepsOf(jobId: string, events: AsyncGenerator<SentEvent>): Promise<JobStep[]> {
  const steps: JobStep[] = [];
  for await (const { data } of events) {
    const event = data as LiveEvent;
    if (event.type !== 'job' || event.job.job_id !== jobId) continue;
    steps.push(event);
    if (event.job.finished_at !== null) break;
  }
  return steps;
}

beforeAll(async () => {
  fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(LISTEN), seed: 5, timeScale: TIME_SCALE });
  // A step of a switcher begins the miner's own count of seconds again, like a restart. The program
  // distinguishes them by the time since its request, but simulated seconds are shorter than its
  // own.
  for (const { device } of fleet.miners) device.settings.miner.overclock.preset_switcher.enabled = false;
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
  const leaving = new AbortController();
  const events = await openEvents(leaving.signal);
  const undo = await serving.rest('POST', `/jobs/${locate.job_id}/undo`, { confirm_count: MINERS });
  const { job: back } = undo.body as { job: Job };
  const steps = await stepsOf(back.job_id, events);
  leaving.abort();
  expect(await ended(back.job_id)).toMatchObject({ counts: { in_force: MINERS }, undo_of: locate.job_id });
  // A listener sees the end of each miner, and how many have ended.
  expect(steps.flatMap(({ taken }) => taken ?? [])).toHaveLength(MINERS);
  const verdicts = new Map(steps.flatMap(({ items }) => items.map(({ id, verdict }) => [id, verdict])));
  expect(Object.fromEntries(verdicts)).toEqual(
    Object.fromEntries(fleet.miners.map(({ mac }) => [mac.toLowerCase(), 'in_force'])),
  );
  const reached = steps.map(({ job: { counts } }) => counts.in_force ?? 0);
  expect(reached).toEqual(reached.toSorted((a, b) => a - b));
  expect(steps.at(-1)?.job).toMatchObject({ state: 'done', counts: { in_force: MINERS } });
});

it('asks for the count where much is changed', async () => {
  const order = { action: 'reboot', query: 'online' };
  expect((await serving.rest('POST', '/jobs/plan', order)).body).toMatchObject({ confirm_count: MINERS });
  expect(await serving.rest('POST', '/jobs', order)).toMatchObject({
    status: 422,
    body: { data: { path: 'confirm_count' } },
  });
  expect(await serving.rest('POST', '/jobs', { ...order, confirm_count: 1 })).toMatchObject({ status: 422 });
  expect((await serving.rest('POST', '/jobs', { ...order, params: { on: true } })).status).toBe(400);
});

it('lists the pools that miners are set to, for who switches to another', async () => {
  const pools = (await serving.rest('POST', '/jobs/pools', { query: 'online' })).body as PoolChoice[];
  expect(pools.length).toBeGreaterThan(1);
  expect(pools).toEqual(pools.toSorted((a, b) => b.miners - a.miners));
  expect(pools.reduce((sum, { active }) => sum + active, 0)).toBe(MINERS);
  expect(await serving.rest('POST', '/jobs/pools', {})).toMatchObject({ status: 400 });
  expect(await serving.rest('POST', '/jobs/pools', { query: 'state:' })).toMatchObject({ status: 422 });
});

it('lists the presets of miners, and how many have tuned each', async () => {
  const presets = (await serving.rest('POST', '/jobs/presets', { query: 'online' })).body as PresetCounts[];
  const tuned = fleet.miners.flatMap(({ device }) =>
    [...device.tunedRungs].map((rung) => presetLadder(device.plan.model)[rung]?.name),
  );
  for (const { preset, ...counts } of presets) {
    expect(counts, preset).toMatchObject({ tuned: tuned.filter((name) => name === preset).length, unknown: 0 });
  }
  expect(presets.some(({ miners, tuned: some }) => some > 0 && some < miners)).toBe(true);
  expect(presets.reduce((sum, { active }) => sum + active, 0)).toBe(MINERS);
  expect(await serving.rest('POST', '/jobs/presets', { query: 'state:' })).toMatchObject({ status: 422 });
});

it('says what a restart is expected to bring to a miner that does not hash', async () => {
  const [{ id } = { id: '' }] = (await read('GET', '/miners?q=state:mining')).body as Miner[];
  const rate = async () => ((await read('GET', `/miners/${id}`)).body as Miner).latest_status?.hashrate_hs ?? 0;
  simulated(id).injectFault('not-hashing');
  await until('it to hash nothing', async () => (await rate()) === 0);
  const plan = (await serving.rest('POST', '/jobs/plan', { action: 'restart', ids: [id] })).body as JobPlan;
  simulated(id).clearFaults();
  expect(plan.planned[0]?.before.hashrate_hs).toBe(0);
  expect(plan.hashrate_hs_change).toBeGreaterThan(0);
  await until('it to hash again', async () => (await rate()) > 0);
});

it.runIf(process.platform === 'linux')('asks on a terminal for the number, or for a yes', async () => {
  const before = changes().length;
  const { planned } = (await serving.rest('POST', '/jobs/plan', { action: 'stop', query: 'online' })).body as JobPlan;
  const [count, [one]] = [planned.length, planned];
  const all = ['do', 'stop', 'online', '--data', folder];
  const wrong = await onTerminal(String(count - 1), ...all);
  expect(wrong.stdout).toContain(`Change ${count} miners? Type ${count}: `);
  expect(wrong.code).toBe(1);
  const no = await onTerminal('n', 'do', 'pause', `ip=${address(one?.id)}`, '--data', folder);
  expect(no.stdout).toContain('Change 1 miner? [y/N] ');
  expect(no.code).toBe(1);
  expect(changes()).toHaveLength(before);
  const stopped = await onTerminal(String(count), ...all);
  expect(stopped.code, stopped.stdout).toBe(0);
  expect(stopped.stdout).toMatch(new RegExp(`done: .*\\b${count} stopped`));
  expect(planned.map(({ id }) => simulated(id).device.machine.state)).toEqual(Array(count).fill('stopped'));
  const [{ job_id } = { job_id: '' }] = (await serving.rest('GET', '/jobs?limit=1')).body as Job[];
  const back = ((await serving.rest('POST', `/jobs/${job_id}/undo`)).body as JobPlan).planned.length;
  const undo = await serving.rest('POST', `/jobs/${job_id}/undo`, { confirm_count: back });
  expect(await ended((undo.body as { job: Job }).job.job_id)).toMatchObject({ counts: { in_force: back } });
  await untilRead();
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

const DAY_S = 86_400;
/** What a job did to a miner, until the next job has it. */
interface Taken {
  readonly job_id: string;
  readonly id: string;
  readonly restartsBefore: number;
  /** Its restarts before, by its own count. */
  readonly restartedBefore: number;
  readonly what: string;
}

it('sends nothing twice, whenever the program is killed, and every miner gets its verdict', {
  timeout: 30_000 * KILLS + 400_000,
}, async () => {
  const atRisk = new Set(fleet.miners.slice(0, KILLED).map(({ mac }) => mac.toLowerCase()));
  const taken = new Map<string, Taken>();
  const verdicts = new Map<string, number>();
  const states = new Map<string, number>();
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);

  /** Called when the miner is free again: what it received must agree with the verdict. */
  const checkMiner = ({ id, restartsBefore, restartedBefore, what }: Taken, of: JobDetail): void => {
    const item = of.items.find((one) => one.id === id);
    const verdict = item?.code === 'no_effect' ? 'no_effect' : (item?.verdict ?? 'lost');
    // A request that was stored and never sent, or whose connection broke, caused no restart.
    const times = { in_force: [1], no_effect: [0, 1], unknown: [0, 1], cancelled: [0], skipped: [0] }[
      verdict as string
    ];
    const said = `${id} is ${verdict} in ${what}: ${item?.message}`;
    expect(times, said).toContain(restarts(id) - restartsBefore);
    if (verdict === 'no_effect') expect(restarted(id), said).toBe(restartedBefore);
    taken.delete(id);
    count(verdicts, verdict);
  };

  /** Starts a job on free miners; those that have been free for longest come first. */
  const begin = async (rules: object, what: string): Promise<string> => {
    let started: string | null = null;
    await until('miners to be free', async () => {
      const plan = (await read('POST', '/jobs/plan', { action: 'restart', query: 'online' })).body as JobPlan;
      const lately = [...taken.keys()];
      const free = plan.planned
        .flatMap(({ id }) => (atRisk.has(id) ? [id] : []))
        .sort((a, b) => lately.indexOf(a) - lately.indexOf(b));
      if (free.length < JOB) return false;
      const ids = free.slice(0, JOB);
      for (const earlier of new Set(ids.flatMap((id) => taken.get(id)?.job_id ?? []))) {
        const of = await job(earlier);
        for (const id of ids) if (taken.get(id)?.job_id === earlier) checkMiner(taken.get(id) as Taken, of);
      }
      for (const id of ids) {
        // By its own count it has mined for a day, so that a restart shows by a lower count.
        simulated(id).device.machine.sinceS -= DAY_S;
      }
      const before = new Map(
        ids.map((id) => [id, { restartsBefore: restarts(id), restartedBefore: restarted(id) }] as const),
      );
      const answer = await serving.rest('POST', '/jobs', { action: 'restart', ids, ...rules });
      // On a busy machine their readings may have become stale.
      if (answer.status === 422) return false;
      expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 202 });
      const { job_id } = (answer.body as { job: Job }).job;
      for (const [id, counts] of before) taken.set(id, { job_id, id, ...counts, what });
      started = job_id;
      return true;
    });
    return started ?? 'none';
  };

  for (let round = 0; round < KILLS; round++) {
    const waved = await begin({}, `a job in waves, round ${round}`);
    const atOnce = await begin({ rules: { first_wave: JOB } }, `a job in one wave, round ${round}`);
    // Half of the kills during the first requests, half of them later.
    await sleep(round % 2 === 0 ? (round * 37) % 250 : (round * 137) % 3000);
    await job(waved);
    // In every fourth round a job is paused first: it remains paused, and continues from there.
    const isPaused = round % 4 === 3 && (await serving.rest('POST', `/jobs/${waved}/pause`)).status === 200;
    serving.child.kill('SIGKILL');
    await serving.ended;
    await serve();
    if (isPaused) {
      expect(await job(waved)).toMatchObject({ state: 'paused' });
      // The next kill may come while it continues.
      await until('the job to go on', async () => {
        if ((await job(waved)).finished_at !== null) return true;
        return (await serving.rest('POST', `/jobs/${waved}/continue`)).status === 200;
      });
    }
    for (const id of [waved, atOnce]) {
      const { state, reason } = await job(id);
      count(states, state);
      if (state === 'halted') expect(reason).toContain('PowerHive ended');
    }
  }
  // A request that was stored and never sent is awaited as long as one that was sent.
  for (const id of new Set([...taken.values()].map(({ job_id }) => job_id))) {
    const of = await ended(id);
    for (const one of [...taken.values()].filter(({ job_id }) => job_id === id)) checkMiner(one, of);
  }
  // The kills came while there was something to lose.
  expect(verdicts.get('in_force') ?? 0).toBeGreaterThanOrEqual(KILLS);
  expect(verdicts.get('cancelled') ?? 0).toBeGreaterThanOrEqual(KILLS);
});
