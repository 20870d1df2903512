import { expect, it } from 'vitest';
import { createHistoryOperations } from '../../../src-main/app/operations/history/history.ts';
import { DAY_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { MinerHistory, QueryHistory, Settings } from '../../../src-shared/model/index.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';
import { minerRow, NOW, offlineRow, status } from '../renderer/miner-row.ts';

it('a history says how many of its miners hash and report no power, which sums of power lack', async () => {
  const hiding = minerRow({ id: '02:00:00:00:00:01', latest_status: status({ power_w: null }) });
  const stopped = minerRow({ id: '02:00:00:00:00:02', latest_status: status({ power_w: null, hashrate_hs: 0 }) });
  const rows = [minerRow({}), hiding, stopped, offlineRow({ id: '02:00:00:00:00:03' })];
  const operations = createHistoryOperations({
    fleet: { miners: () => rows, entry: () => null },
    store: { hasFilled: async () => false, groupHistory: async () => [] },
    settings: { current: Settings.parse({}) },
    clock: { nowMs: () => NOW },
    gaps: { waitingIds: () => new Set() },
    maintenance: { known: (moment: object) => moment },
  } as never);
  const found = await operations.query({ query: '', from: NOW - 3_600_000, max_points: 60 }, BY_TESTER);
  expect(QueryHistory.parse(found)).toMatchObject({ miners: 4, without_power: 1 });
});

const ID = '02:00:00:00:00:01';
const SLOT_MS = 5 * MINUTE_MS;

/** The gaps in a day of a miner that was read every 15 s except in some minutes before now. */
async function gapsOfDay(without: (minutesAgo: number) => boolean, filled: readonly number[] = []) {
  const times = Array.from({ length: 5760 }, (_, i) => NOW - DAY_MS + i * 15_000).filter(
    (at) => !without((NOW - at) / MINUTE_MS),
  );
  const slots = [...new Set(times.map((at) => Math.floor(at / SLOT_MS) * SLOT_MS))];
  const figures = { hashrate_hs: 1e14, hashrate_min_hs: 1e14, hashrate_max_hs: 1e14, hashrate_expected_hs: null };
  const others = { power_w: null, chip_temp_max_c: null, pcb_temp_max_c: null, fan_duty_percent: null };
  const point = { readings: 1, ...figures, ...others, fan_rpm_max: null, hw_error_percent: null };
  const operations = createHistoryOperations({
    fleet: { entry: () => ({ stored: { first_seen_at: 0 } }) },
    store: {
      minerHistory: async () =>
        [
          ...slots.map((at) => ({ at, source: 'read', ...point })),
          ...filled.map((at) => ({ at, source: 'filled', ...point })),
        ].sort((a, b) => a.at - b.at),
      readTimes: async () => times,
    },
    settings: { current: Settings.parse({}) },
    clock: { nowMs: () => NOW },
  } as never);
  const found = await operations.miner({ id: ID, from: NOW - DAY_MS, to: NOW, max_points: 360 });
  if (!found.ok) throw new Error('no history');
  const { gaps, slot_ms } = MinerHistory.parse(found.value);
  expect(slot_ms).toBe(SLOT_MS);
  return gaps.map(({ from_at, to_at }) => [(NOW - from_at) / MINUTE_MS, (NOW - to_at) / MINUTE_MS]);
}

it('an outage is a gap in the day of a miner, although it was read at the beginning and the end of each point', async () => {
  expect(await gapsOfDay((ago) => ago > 62 && ago <= 68)).toEqual([[68, 62]]);
  expect(await gapsOfDay((ago) => ago <= 3)).toEqual([[3, 0]]);
  expect(await gapsOfDay((ago) => ago > 62 && ago <= 64)).toEqual([]);
});

it('what a miner remembers of an outage is no gap in it', async () => {
  const slotAgo = (minutes: number) => Math.floor((NOW - minutes * MINUTE_MS) / SLOT_MS) * SLOT_MS;
  const isOut = (ago: number) => ago > 60 && ago <= 80;
  expect(await gapsOfDay(isOut)).toEqual([[80, 60]]);
  expect(await gapsOfDay(isOut, [80, 75, 70, 65].map(slotAgo))).toEqual([]);
});
