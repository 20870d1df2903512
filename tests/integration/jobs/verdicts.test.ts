import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { SimulatedMiner } from '../../../src-main/demo/fleet.ts';
import type { Job, JobAction, JobDetail, JobItem, JobPlan, NewJob } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

/** Takes ten minutes, which a reboot without effect is awaited: `npm run test:long` sets it. */
const IS_LONG = process.env['POWERHIVE_ACTING_TRUTH'] === '1';
const LONG_MS = 30 * 60_000;

const FAULTS = [
  '',
  'reply-lost',
  'write-reset',
  // Simulated seconds: 15 s.
  'applied-late=300',
  'no-effect',
  'refused-but-done',
  'slow-writes=12',
  'restart-fails',
  'climbs-back',
  'other-hand',
  'masked-users',
  'settings-corrupt',
  'switcher-waits',
  'live-presets',
  'pools-all-active',
  'first-pool-down',
  'slow=1',
] as const;
type Fault = (typeof FAULTS)[number];
const TIME_SCALE = 20;

const NEW_POOL = 'new.pool.example:3333';
type Order = Pick<z.input<typeof NewJob>, 'action' | 'params'>;
const ORDERS: readonly Order[] = [
  { action: 'locate', params: { on: true } },
  { action: 'pause' },
  { action: 'stop' },
  { action: 'restart' },
  { action: 'reboot' },
  { action: 'preset', params: { steps: -1 } },
  { action: 'preset', params: { steps: 1 } },
  { action: 'pools', params: { pools: [{ url: NEW_POOL, user: 'farm.{name}', pass: 'x' }] } },
];

interface Tried {
  /** The preset of its plan. */
  target: string | null;
  readonly miner: SimulatedMiner;
  readonly id: string;
  readonly fault: Fault;
  readonly order: Order;
}

let farm: WatchedFarm;
let tried: readonly Tried[];

/** What of a miner an action changes, and how often it was asked to. */
function stateOf({ device, requestCounts }: SimulatedMiner) {
  const writes = [...requestCounts].filter(([call]) => /^POST/.test(call) && !/lock|apikeys|backup/.test(call));
  return {
    writes: new Map(writes),
    restarts: device.machine.restartCount,
    bootedAtS: device.bootedAtS,
  };
}

/** Whether the miner is as ordered, by itself. */
function isAsOrdered(
  { order: { action }, miner: { device }, target }: Tried,
  before: ReturnType<typeof stateOf>,
): boolean {
  const { machine } = device;
  const is: Partial<Record<JobAction, boolean>> = {
    locate: device.findMiner,
    pause: !machine.isHashing,
    stop: machine.state === 'stopped',
    restart: machine.isHashing && machine.restartCount > before.restarts,
    reboot: machine.isHashing && device.bootedAtS > before.bootedAtS,
    preset: machine.isHashing && device.rung(device.runningRung).name === target,
    pools: machine.isHashing && (device.runningPools[0]?.url ?? '').endsWith(NEW_POOL),
  };
  return is[action] === true;
}

/** Whether it is as ordered, or will be after its next restart. */
function isSet(tried: Tried, before: ReturnType<typeof stateOf>): boolean {
  const { order, miner, target } = tried;
  const { overclock, pools } = miner.device.settings.miner;
  if (order.action === 'pools' && (pools[0]?.url ?? '').endsWith(NEW_POOL)) return true;
  if (order.action === 'preset' && overclock.preset === target) return true;
  return isAsOrdered(tried, before);
}

/** Why a verdict is not what the miner did; null if it is. */
function untruth(tried: Tried, { verdict }: JobItem, before: ReturnType<typeof stateOf>) {
  const { miner, order, fault } = tried;
  const sent = [...stateOf(miner).writes]
    .map(([call, times]) => ({ call, times: times - (before.writes.get(call) ?? 0) }))
    .filter(({ times }) => times > 0);
  if (sent.some(({ times }) => times > 1)) return `it got ${JSON.stringify(sent)}`;
  if (fault === 'other-hand' && order.action === 'preset') return null;
  switch (verdict) {
    case 'in_force':
    case 'proven':
      return isAsOrdered(tried, before) ? null : 'it is not so';
    case 'stored':
      return isSet(tried, before) ? null : 'it is not stored';
    case 'failed':
      // The boards do not come up: the setting stays.
      return isSet(tried, before) && fault !== 'restart-fails' ? 'it is set' : null;
    case 'refused':
      return isSet(tried, before) ? 'it is set' : null;
    case 'skipped':
    case 'cancelled':
      return sent.length > 0 ? `it got ${JSON.stringify(sent)}` : null;
    default:
      return null;
  }
}

async function ended(job_id: string): Promise<JobDetail> {
  for (;;) {
    const job = (await farm.serving.rest('GET', `/jobs/${job_id}`)).body as JobDetail;
    if (job.finished_at !== null) return job;
    await sleep(1000);
  }
}

describe.runIf(IS_LONG)('whatever fault the answers of a miner have', () => {
  beforeAll(async () => {
    const net = await claimNet();
    farm = await startWatchedFarm({
      listen: `${net}.4.1-${net}.4.${FAULTS.length * ORDERS.length}:8987`,
      seed: 7,
      timeScale: TIME_SCALE,
      intervals: { status_seconds: 5 },
      actions: { enabled: true, starts_per_minute: 0, start_kw_per_minute: 0 },
    });
    tried = farm.fleet.miners.map((miner, index) => ({
      target: null,
      miner,
      id: miner.mac.toLowerCase(),
      fault: FAULTS[index % FAULTS.length] ?? '',
      order: ORDERS[Math.floor(index / FAULTS.length)] ?? { action: 'locate' },
    }));
    for (const { miner, fault } of tried) {
      // Steps of a switcher begin the count of seconds again, and simulated seconds are short.
      const isTested = fault === 'climbs-back' || fault === 'switcher-waits';
      if (!isTested) miner.device.settings.miner.overclock.preset_switcher.enabled = false;
      if (fault !== '') miner.injectFault(fault);
    }
  }, LONG_MS);
  afterAll(() => farm?.[Symbol.asyncDispose]());

  it('its verdict is what the miner did, and it gets no request twice', { timeout: LONG_MS }, async () => {
    const { rest } = farm.serving;
    const before = new Map(tried.map(({ id, miner }) => [id, stateOf(miner)]));
    const jobs = new Map<Tried, string>();
    // One job for each, so that a failure stops no other.
    for (const one of tried) {
      const order = { ...one.order, ids: [one.id] };
      const { planned, confirm_count } = (await rest('POST', '/jobs/plan', order)).body as JobPlan;
      if (planned.length === 0) continue;
      one.target = planned[0]?.expect.preset ?? null;
      const started = await rest('POST', '/jobs', { ...order, confirm_count });
      // Its reading may have become old, or its state another one, since the plan.
      if (started.status === 422) continue;
      expect(started, JSON.stringify(started.body)).toMatchObject({ status: 202 });
      jobs.set(one, (started.body as { job: Job }).job.job_id);
    }
    expect(jobs.size).toBeGreaterThan(tried.length / 2);
    const wrong: string[] = [];
    const verdicts = new Set<string>();
    for (const [one, job_id] of jobs) {
      const [item] = (await ended(job_id)).items;
      const was = before.get(one.id);
      if (item === undefined || was === undefined) continue;
      verdicts.add(item.verdict);
      const why = untruth(one, item, was);
      const { action } = one.order;
      if (why !== null)
        wrong.push(`${action} ${one.target} with ${one.fault}: ${item.verdict} ${item.code} (${item.message}): ${why}`);
    }
    expect(wrong).toEqual([]);
    for (const verdict of ['in_force', 'proven', 'failed']) expect(verdicts).toContain(verdict);
  });
});
