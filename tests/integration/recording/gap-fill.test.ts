import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { DirectGateway } from '../../../src-main/gateway/direct-gateway.ts';
import { packPoints } from '../../../src-main/history/miner-memory.ts';
import { GapFiller } from '../../../src-main/recording/gap-filler.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import type { Store } from '../../../src-main/store/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { until } from '../../fixtures/patience.ts';
import { aMiner, aModel, aStatus, macOf } from '../../unit/store/farm-fixture.ts';

let folder: string;
let store: Store;
let fleet: SimulatedFleet;
const client = new DirectGateway({ timeoutMs: 10_000 });
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-gap-'));
  store = await openStore({ path: join(folder, 'powerhive.db') });
  fleet = await startSimulatedFleet({ endpoints: [{ host: '127.77.9.1', port: 0 }], profile: 'healthy' });
});
afterEach(async () => {
  await client.close();
  await fleet.stop();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

it('fills what was missed from the memory of the miner, marked so, and never over what was read', async () => {
  const nowAt = Date.now();
  const previousAt = nowAt - 3 * HOUR_MS;
  await store.upsertModels([aModel()]);
  await store.upsertMiners([aMiner(1)]);
  // Read until three hours ago, once by accident in between, and again now.
  const accidentAt = nowAt - HOUR_MS;
  await store.recordMinerStatuses([previousAt, accidentAt, nowAt].map((at) => aStatus(1, at)));
  await store.compact({ hoursBeforeAt: Math.floor(accidentAt / HOUR_MS) * HOUR_MS });

  const [target = ''] = fleet.targets;
  const [host = '', port] = target.split(':');
  const reported: number[][] = [];
  let done = (): void => undefined;
  const filled = new Promise<void>((resolve) => (done = resolve));
  const gaps = new GapFiller({
    minerGateway: client,
    store,
    clock: systemClock,
    targetOf: () => ({
      address: { host, port: Number(port), mac: fleet.miners[0]?.mac.toLowerCase() ?? '', kind: 'vnish' },
      hrMeasure: 'GH/s',
    }),
    timeoutMs: () => 10_000,
    onError: (error) => reported.push([String(error)] as never),
    onFilled: (miners, slots) => {
      reported.push([miners, slots]);
      done();
    },
  });
  gaps.statusRead(macOf(1), previousAt, nowAt);
  await until('the gap to be kept', async () => (await store.gaps()).length === 1);
  expect(await store.gaps()).toEqual([{ miner_id: macOf(1), from_at: previousAt, to_at: nowAt }]);
  gaps.loop.start();
  await filled;
  await gaps.loop.stop();
  expect(await store.gaps()).toEqual([]);

  const history = (slotMs: number, tier: 'raw' | '5min' | '1h') =>
    store.minerHistory(macOf(1), { fromAt: previousAt - 10 * MINUTE_MS, toAt: nowAt + 1, slotMs, tier });
  const points = await history(5 * MINUTE_MS, '5min');
  const read = points.filter(({ source }) => source === 'read');
  expect(read).toHaveLength(3);
  // The first is compacted, so it has the precision of a roll-up.
  expect(read.map(({ hashrate_hs }) => Number(hashrate_hs?.toPrecision(4)))).toEqual([9.241e13, 9.241e13, 9.241e13]);
  const missed = points.filter(({ source }) => source === 'filled');
  expect(reported).toEqual([[1, missed.length]]);
  expect(missed.length).toBeGreaterThanOrEqual(33);
  expect(
    missed.every(({ hashrate_hs, power_w, readings }) => hashrate_hs !== null && power_w !== null && readings > 0),
  ).toBe(true);
  expect(new Set(points.map(({ at }) => at)).size).toBe(points.length);

  const isFilled = (fromAt: number, toAt: number) => store.hasFilled(fromAt, toAt);
  expect(await isFilled(previousAt + 10 * MINUTE_MS, previousAt + 20 * MINUTE_MS)).toBe(true);
  expect(await isFilled(previousAt - HOUR_MS, previousAt - 10 * MINUTE_MS)).toBe(false);

  // Finer charts show it too, and sums over many miners include it.
  expect((await history(MINUTE_MS, 'raw')).filter(({ source }) => source === 'filled')).toHaveLength(missed.length);
  const [group] = await store.groupHistory(null, {
    fromAt: previousAt + 10 * MINUTE_MS,
    toAt: accidentAt - 10 * MINUTE_MS,
    slotMs: 5 * MINUTE_MS,
    tier: '5min',
  });
  expect(group?.points.every(({ source, miners }) => source === 'filled' && miners === 1)).toBe(true);

  // A second request fills nothing twice. After later compaction, readings replace filled points.
  expect(
    await store.fillHistory([
      {
        miner_id: macOf(1),
        points: packPoints(
          missed.map(({ at }) => ({
            at,
            hashrate_hs: 1,
            power_w: 1,
            pcb_temp_max_c: 1,
            chip_temp_max_c: 1,
            fan_duty_percent: 1,
          })),
        ),
      },
    ]),
  ).toEqual([0]);
  const lateAt = missed[3]?.at ?? 0;
  await store.recordMinerStatuses([aStatus(1, lateAt + 1000), aStatus(1, nowAt + 1000)]);
  await store.compact({ hoursBeforeAt: Math.floor(nowAt / HOUR_MS) * HOUR_MS });
  const late = (await history(5 * MINUTE_MS, '5min')).find(({ at }) => at === lateAt);
  expect(late).toMatchObject({ source: 'read', hashrate_hs: 92_410_000_000_000 });
});
