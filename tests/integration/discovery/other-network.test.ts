import { afterEach, describe, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';
import { type Farm, manageAll, startFarm, statusesOf } from '../../fixtures/farm/farm.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { until } from '../../fixtures/patience.ts';

const net = await claimNet();
const MINERS = 8;
const endpointsIn = (part: number): string => `${net}.${part}.1-${net}.${part}.${MINERS}:8987`;

let farm: Farm;
let other: SimulatedFleet | null = null;
afterEach(async () => {
  await farm.close();
  await other?.stop();
  other = null;
});

async function begin(part: number, options: object = {}): Promise<void> {
  farm = await startFarm({ listen: endpointsIn(part), ...options });
  farm.app.start();
  await until('every miner with a key', () => {
    const miners = farm.app.operations.miners.list();
    return miners.length === MINERS && miners.every(({ has_api_key }) => has_api_key);
  });
  await until('the first scan', () => farm.app.operations.scans.latest()?.finished_at != null);
}

/** Lets a scheduled scan run, as it would automatically. */
async function scheduledScan(intervals: object = {}): Promise<void> {
  const before = farm.app.operations.scans.latest()?.scan_id;
  const answer = await farm.app.operations.settings.update({ intervals }, BY_TESTER);
  expect(answer.ok).toBe(true);
  await until('a scan of the schedule', () => {
    const latest = farm.app.operations.scans.latest();
    return latest?.scan_id !== before && latest?.trigger === 'schedule' && latest.finished_at !== null;
  });
}

const online = (): number => farm.app.operations.miners.list().filter((miner) => miner.online).length;
const watching = () => farm.app.operations.app.health().watching;
const reported = async (kind: string): Promise<number> =>
  (await farm.app.operations.app.activity({ limit: 500, kind })).length;

describe('another site with the same addresses', () => {
  it('is recognised as another network: no miner goes offline, and no unknown miner is added or given a key', async () => {
    await begin(1);
    await farm.fleet.stop();
    other = await startSimulatedFleet({ endpoints: parseEndpointRange(endpointsIn(1)), seed: 99 });
    await scheduledScan();
    const reason = `Different network? Other miners answer at ${MINERS} of ${MINERS} known addresses.`;
    expect(watching()).toMatchObject({ state: 'not_watching', reason: expect.stringContaining(reason) });
    expect(farm.app.operations.scans.latest()).toMatchObject({
      miners_new: 0,
      miners_offline: 0,
      message: expect.stringContaining(reason),
    });
    expect({ online: online(), known: farm.app.operations.miners.list().length }).toEqual({
      online: MINERS,
      known: MINERS,
    });
    for (const { requestCounts } of other.miners) {
      expect([...requestCounts.keys()].filter((route) => /unlock|apikeys/.test(route))).toEqual([]);
    }

    // Back at home it monitors again automatically.
    await other.stop();
    other = await startSimulatedFleet({ endpoints: parseEndpointRange(endpointsIn(1)) });
    await scheduledScan();
    expect(watching()).toMatchObject({ state: 'watching', reason: null });
    expect({
      online: online(),
      offline: await reported('miner_offline'),
      known: farm.app.operations.miners.list().length,
    }).toEqual({
      online: MINERS,
      offline: 0,
      known: MINERS,
    });
  });

  it('is taken for the farm when the operator scans', async () => {
    await begin(2);
    await farm.fleet.stop();
    other = await startSimulatedFleet({ endpoints: parseEndpointRange(endpointsIn(2)), seed: 99 });
    await scheduledScan();
    expect(watching().state).toBe('not_watching');
    await farm.scan();
    expect(watching().state).toBe('watching');
    expect({ online: online(), known: farm.app.operations.miners.list().length }).toEqual({
      online: MINERS,
      known: 2 * MINERS,
    });
  });

  it('is not suspected where two miners were replaced', async () => {
    await begin(3);
    await farm.fleet.miners[0]?.powerOff();
    await farm.fleet.miners[1]?.powerOff();
    other = await startSimulatedFleet({ endpoints: parseEndpointRange(endpointsIn(3)).slice(0, 2), seed: 99 });
    await scheduledScan();
    expect(watching().state).toBe('watching');
    expect(farm.app.operations.scans.latest()).toMatchObject({ miners_new: 2, miners_offline: 2 });
  });
});

it('follows every miner when DHCP reassigns all addresses, and keeps the history of each under its MAC', async () => {
  const often = { discovery_seconds: 5, status_seconds: 1, telemetry_seconds: 5 };
  await begin(4, { settings: { intervals: often } });
  await manageAll(farm.app);
  const ids = farm.app.operations.miners.list().map(({ id }) => id);
  const own = new Map<string, unknown>();
  const users = async (id: string): Promise<unknown[]> =>
    (await statusesOf(farm.app, id, { limit: 1000 })).flatMap(({ pool_user }) =>
      pool_user === null || /^\*+$/.test(pool_user) ? [] : pool_user,
    );
  await until('two statuses of each', async () => {
    for (const id of ids) if ((await users(id)).length < 2) return false;
    return true;
  });
  for (const id of ids) own.set(id, (await users(id))[0]);
  expect(new Set(own.values()).size).toBe(MINERS);

  // No miner answers while the farm is exchanged, which may take longer than three polls: none are
  // polled in this time.
  await scheduledScan({ discovery_seconds: 3600, status_seconds: 3600, telemetry_seconds: 3600 });
  await farm.fleet.stop();
  other = await startSimulatedFleet({ endpoints: parseEndpointRange(endpointsIn(4)).reverse() });
  expect(await farm.app.operations.settings.update({ intervals: often }, BY_TESTER)).toMatchObject({ ok: true });
  // Polls before the next scan find other miners at the known addresses.
  const macs = other.miners.map(({ mac }) => mac.toLowerCase());
  const endpointOf = (id: string): string | undefined => other?.targets[macs.indexOf(id)];
  await until('every miner at its new address', () =>
    farm.app.operations.miners.list().every(({ id, ip }) => ip === endpointOf(id)),
  );
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (await users(id)).length);
  await until('two more statuses of each', async () => {
    for (const id of ids) if ((await users(id)).length < (counts.get(id) ?? 0) + 2) return false;
    return true;
  });
  for (const id of ids) expect([...new Set(await users(id))]).toEqual([own.get(id)]);
  const moves = { online: online(), offline: await reported('miner_offline'), moved: await reported('miner_moved') };
  expect(moves).toEqual({ online: MINERS, offline: 0, moved: MINERS });
});

it('watches on when the clock leaps, ahead and back, as it does after an hour of sleep', async () => {
  let leapMs = 0;
  await begin(5, { clock: { ...systemClock, nowMs: () => Date.now() + leapMs } });
  await manageAll(farm.app);
  for (const leap of [HOUR_MS, -2 * HOUR_MS, 4000 * 24 * HOUR_MS, 0]) {
    leapMs = leap;
    const since = Date.now() + leap;
    await until(`new statuses of each, ${leap / HOUR_MS} h off`, () =>
      farm.app.operations.miners.list().every(({ latest_status }) => {
        const age = (latest_status?.recorded_at ?? 0) - since;
        return age >= 0 && age < 60_000;
      }),
    );
    await scheduledScan();
    expect({ leap, watching: watching().state, online: online() }).toEqual({
      leap,
      watching: 'watching',
      online: MINERS,
    });
  }
  expect(await reported('miner_offline')).toBe(0);
  const failed = farm.app.operations.app.health().loops.filter(({ failures }) => failures > 0);
  expect(failed.map(({ name, last_error }) => `${name}: ${last_error}`)).toEqual([]);
});
