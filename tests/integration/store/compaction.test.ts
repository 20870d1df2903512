import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sumMiners } from '../../../src-main/app/operations/history/sum-in-parts.ts';
import { packPoints } from '../../../src-main/history/miner-memory.ts';
import type { HistoryPlan } from '../../../src-main/history/plan-history.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import { openHistoryReader } from '../../../src-main/store/queries/history/history-export.ts';
import type { Store } from '../../../src-main/store/store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { exportedChips } from '../../fixtures/destinations/exported-chips.ts';
import {
  aBoard,
  aChain,
  aChip,
  aMiner,
  aModel,
  aStatus,
  aTelemetry,
  macOf,
  pruneLimits,
  recordTelemetry,
  someFigures,
  T0,
} from '../../unit/store/farm-fixture.ts';

/** The start of a day, so that two days and three hours of history are in known blocks. */
const DAY = Math.ceil(T0 / DAY_MS) * DAY_MS;

let folder: string;
let path: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-compact-'));
  path = join(folder, 'powerhive.db');
  store = await openStore({ path });
  await store.upsertModels([aModel()]);
  await store.upsertMiners([aMiner(1), aMiner(2), aMiner(3, { model_alias: null })]);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * A reading with special cases: unknown figures, doubles without a decimal form, a board that comes
 * and goes.
 */
function oddStatus(n: number, at: number, i: number) {
  const figures = someFigures({
    hashrate_hs: i % 11 === 0 ? null : 92e12 + i * 1e9 + (i % 7 === 0 ? Math.PI : 0),
    power_w: i % 13 === 0 ? null : 2500 + (i % 5),
    state: i % 17 === 0 ? null : 'mining',
    chip_temp_max_c: 60 + (i % 9),
    uptime_s: i * 60,
    efficiency_j_per_th: i % 3 === 0 ? null : 27.2,
  });
  const chains =
    i % 10 === 0 ? [] : [1, 2].map((id) => aChain(id, { hw_errors: i * id, power_w: i % 4 === 0 ? null : 800 + i }));
  return aStatus(n, at, { figures, chains });
}

async function record(hours: number, from = DAY): Promise<void> {
  for (const n of [1, 2, 3]) {
    const moments = Array.from({ length: hours * 12 }, (_, i) => from + i * 5 * MINUTE_MS + n * 1000);
    await store.recordMinerStatuses(moments.map((at, i) => oddStatus(n, at, i)));
    const readings = moments
      .filter((_, i) => i % 3 === 0)
      .map((at, i) => {
        const chips = [
          aChip(0),
          aChip(7, { hashrate_hs: i % 5 === 0 ? null : (250 + i) * 1e9, temp_c: 60 + (i % 8) / 10, errors: i }),
        ];
        return aTelemetry(n, at, { chains: [{ ...aBoard(1, 0), chips }, aBoard(2, i % 4 === 0 ? 0 : 3)] });
      });
    await recordTelemetry(store, readings);
  }
}

const compactAll = (before: number) => store.compact({ hoursBeforeAt: before });

function count(sql: string): number {
  const beside = new Database(path, { readonly: true });
  const found = beside.prepare(sql).pluck().get() as number;
  beside.close();
  return found;
}

async function everything() {
  const reader = openHistoryReader(path);
  const all = {
    statuses: await Promise.all([1, 2, 3].map((n) => store.statuses(macOf(n), { limit: 5000 }))),
    some: await store.statuses(macOf(2), { limit: 40, since: DAY + HOUR_MS, until: DAY + 3 * HOUR_MS }),
    telemetry: await Promise.all([1, 2, 3].map((n) => store.telemetry(macOf(n), { limit: 500 }))),
    exported: [...reader.statuses(0, DAY + 9 * DAY_MS)],
    chips: exportedChips(reader, DAY + HOUR_MS / 2, DAY + 2 * HOUR_MS),
  };
  reader.close();
  return all;
}

const plan = (tier: HistoryPlan['tier'], slotMs: number, hours: number, fromAt = DAY): HistoryPlan => ({
  fromAt,
  toAt: fromAt + hours * HOUR_MS,
  slotMs,
  tier,
});

describe('compaction', () => {
  it('changes nothing of what is read back, and keeps the latest status of each miner a row', async () => {
    await record(5);
    const before = await everything();
    const counts = await compactAll(DAY + 5 * HOUR_MS);
    expect(counts).toEqual({ hours: 30, days: 0, refused: 0, troubles: [] });
    expect(count('SELECT count(*) FROM statuses')).toBe(3);
    // They are in the blocks too, and hidden.
    expect(count(`SELECT count(*) FROM sealed_rows WHERE kind = 'status'`)).toBe(3);
    expect(count('SELECT count(*) FROM sealed_rows')).toBe(3);
    expect(count('SELECT count(*) FROM chain_snapshots WHERE miner_key IS NOT NULL')).toBe(0);
    expect(await everything()).toEqual(before);
    expect((await store.loadFleet()).latest.get(macOf(2))?.recorded_at).toBe(before.statuses[1]?.[0]?.recorded_at);
  });

  it('takes only hours that are over, and finds nothing more to do afterwards', async () => {
    await record(3);
    expect(await compactAll(DAY + 2 * HOUR_MS)).toMatchObject({ hours: 12 });
    expect(count('SELECT count(*) FROM statuses')).toBe(36);
    expect(await compactAll(DAY + 2 * HOUR_MS)).toMatchObject({ hours: 0 });
    expect(await compactAll(DAY + 3 * HOUR_MS)).toMatchObject({ hours: 6 });
    expect(await compactAll(DAY + 3 * HOUR_MS)).toMatchObject({ hours: 0, days: 0 });
  });

  it('gives the same history as before at the readings, and the same to four digits from roll-ups', async () => {
    await record(27);
    // The latest reading of each, which remains a row, is not in the requested period.
    await store.recordMinerStatuses([1, 2, 3].map((n) => oddStatus(n, DAY + 28 * HOUR_MS, 1)));
    const ask = async (tiers: { status: HistoryPlan; chip: HistoryPlan; group: HistoryPlan }) => ({
      miner: await store.minerHistory(macOf(1), tiers.status),
      chain: await store.chainHistory(macOf(1), 2, tiers.status),
      chip: await store.chipHistory(macOf(1), { chain_id: 1, chip_id: 7, nth: 0 }, tiers.chip),
      group: await store.groupHistory(null, tiers.group),
      model: await store.groupHistory('s19jpro', tiers.group),
      sums: await sumMiners(store, [1, 2, 3].map(macOf), tiers.group),
    });
    const raw = {
      status: plan('raw', MINUTE_MS, 27),
      chip: plan('raw', 15 * MINUTE_MS, 27),
      group: plan('1min', MINUTE_MS, 27),
    };
    const narrow = {
      status: plan('5min', 15 * MINUTE_MS, 27),
      chip: plan('1h', HOUR_MS, 27),
      group: plan('5min', 15 * MINUTE_MS, 27),
    };
    const wide = {
      status: plan('1h', 3 * HOUR_MS, 27),
      chip: plan('1d', DAY_MS, 27),
      group: plan('1h', 3 * HOUR_MS, 27),
    };
    const before = [await ask(raw), await ask(narrow), await ask(wide)] as const;
    expect(before[0].miner.length).toBeGreaterThan(300);
    expect(before[0].chip.length).toBeGreaterThan(80);
    expect(before[2].model[0]?.points[0]?.miners).toBe(2);

    expect(await compactAll(DAY + 27 * HOUR_MS)).toMatchObject({ hours: 27 * 6, days: 6, refused: 0 });
    const after = [await ask(raw), await ask(narrow), await ask(wide)] as const;
    const { group: _, model: __, sums: ___, ...compactedReadings } = after[0];
    const { group: ____, model: _____, sums: ______, ...readings } = before[0];
    expect(compactedReadings).toEqual(readings);
    for (const [i, one] of after.entries()) closeTo(one, before[i]);
    // Added up miner by miner, it is the same as the stored sums.
    const byAlgorithm = (series: (typeof after)[0]['group']) =>
      series.toSorted((a, b) => String(a.algorithm).localeCompare(String(b.algorithm)));
    for (const { sums, group } of [...before, ...after]) closeTo(byAlgorithm(sums), byAlgorithm(group));
  });

  it('gives the figures of some miners as columns: those of their histories, compacted or not, read or filled', async () => {
    await record(27);
    const filled = [1, 2, 400].map((slot) => ({
      at: DAY - 3 * HOUR_MS + slot * 5 * MINUTE_MS,
      ...{ hashrate_hs: 1e14, power_w: null, pcb_temp_max_c: 60, chip_temp_max_c: 71, fan_duty_percent: null },
    }));
    await store.fillHistory([{ miner_id: macOf(1), points: packPoints(filled) }]);
    const ids = [...[1, 2, 3].map(macOf), '02:00:00:00:00:99'];
    const plans = [
      plan('5min', 5 * MINUTE_MS, 27),
      { ...plan('5min', 5 * MINUTE_MS, 27), fromAt: DAY - 3 * HOUR_MS + 7 * MINUTE_MS },
      plan('5min', 15 * MINUTE_MS, 27),
      plan('1h', HOUR_MS, 27),
    ];
    const check = async (): Promise<void> => {
      for (const one of plans) {
        const slots = await store.minersSlots(ids, one);
        expect(slots.map(({ minerId }) => minerId)).toEqual(ids);
        for (const { minerId, ...columns } of slots) {
          const points = await store.minerHistory(minerId, one);
          const column = (value: (point: (typeof points)[0]) => number | null) =>
            Float64Array.from(points, (point) => value(point) ?? Number.NaN);
          expect(columns).toEqual({
            ats: column(({ at }) => at),
            hashrate_hs: column(({ hashrate_hs }) => hashrate_hs),
            hashrate_expected_hs: column(({ hashrate_expected_hs }) => hashrate_expected_hs),
            power_w: column(({ power_w }) => power_w),
            chip_temp_max_c: column(({ chip_temp_max_c }) => chip_temp_max_c),
          });
        }
      }
    };
    await check();
    await compactAll(DAY + 13 * HOUR_MS);
    await check();
    await compactAll(DAY + 27 * HOUR_MS);
    await check();
    expect((await store.minersSlots(ids, plans[1] as HistoryPlan))[0]?.ats.length).toBeGreaterThan(100);
    await store.replaceMiner(macOf(1), macOf(3));
    await check();
  });

  it('keeps chips apart that share a label, in every tier and before it is compacted', async () => {
    const chips = [aChip(7, { temp_c: 50 }), aChip(3), aChip(7, { temp_c: 70 })];
    const moments = Array.from({ length: 27 * 4 }, (_, i) => DAY + i * 15 * MINUTE_MS);
    await recordTelemetry(
      store,
      moments.map((at) => aTelemetry(1, at, { chains: [{ ...aBoard(1, 0), chips }] })),
    );
    const temps = async (nth: number): Promise<(number | null)[][]> => {
      const plans = [plan('raw', 15 * MINUTE_MS, 27), plan('1h', HOUR_MS, 27), plan('1d', DAY_MS, 27)];
      const found = await Promise.all(
        plans.map((one) => store.chipHistory(macOf(1), { chain_id: 1, chip_id: 7, nth }, one)),
      );
      return found.map((points) => [...new Set(points.map(({ temp_c }) => temp_c))]);
    };
    const all = async () => [await temps(0), await temps(1), await temps(2)];
    const each = [
      [[50], [50], [50]],
      [[70], [70], [70]],
      [[], [], []],
    ];
    expect(await all()).toEqual(each);
    await compactAll(DAY + 26 * HOUR_MS);
    expect(await all()).toEqual(each);
  });

  it('puts what comes late into the block of its hour, and into its roll-ups', async () => {
    await record(3);
    await compactAll(DAY + 3 * HOUR_MS);
    await store.recordMinerStatuses([oddStatus(1, DAY + 90_000, 1), oddStatus(1, DAY + 4 * HOUR_MS, 2)]);
    await recordTelemetry(store, [aTelemetry(1, DAY + 90_000)]);
    const before = await everything();
    const total = await store.groupHistory(null, plan('1h', HOUR_MS, 3));
    expect(await compactAll(DAY + 3 * HOUR_MS)).toMatchObject({ hours: 2 });
    expect(await everything()).toEqual(before);
    const [first] = await store.minerHistory(macOf(1), plan('1h', HOUR_MS, 1));
    expect(first?.readings).toBe(13);
    const after = await store.groupHistory(null, plan('1h', HOUR_MS, 3));
    expect(after[0]?.points.map(({ miners }) => miners)).toEqual(total[0]?.points.map(({ miners }) => miners));
    expect(await store.telemetry(macOf(1), { limit: 500, since: DAY + 90_000, until: DAY + 90_000 })).toHaveLength(1);
  });

  it('leaves the rows of an hour alone whose block is damaged, says so, and goes on with the others', async () => {
    await record(2);
    await compactAll(DAY + 2 * HOUR_MS);
    await store.close();
    const beside = new Database(path);
    beside.exec(
      `UPDATE history_blocks SET block = zeroblob(100) WHERE tier = 'status_raw' AND miner_key = 1 AND from_at = ${DAY}`,
    );
    beside.close();
    store = await openStore({ path });
    await store.recordMinerStatuses([1, 2].map((n) => oddStatus(n, DAY + 90_000, 1)));
    await store.recordMinerStatuses([1, 2].map((n) => oddStatus(n, DAY + 4 * HOUR_MS, 1)));
    expect(await compactAll(DAY + 2 * HOUR_MS)).toMatchObject({
      refused: 1,
      troubles: [expect.stringContaining('damaged')],
    });
    const found = await store.statuses(macOf(1), { limit: 100, until: DAY + HOUR_MS });
    expect(found.map(({ recorded_at }) => recorded_at)).toEqual([DAY + 90_000]);
    expect(await store.statuses(macOf(2), { limit: 100, until: DAY + HOUR_MS })).toHaveLength(13);
  });

  /** Damages blocks of a tier and miner without the store's knowledge. */
  async function damage(tier: string, n: number): Promise<void> {
    await store.close();
    const beside = new Database(path);
    const change = `UPDATE history_blocks SET block = CAST(substr(block, 1, 20) || zeroblob(30) AS BLOB)
      WHERE tier = ? AND miner_key = (SELECT miner_key FROM miners WHERE id = ?)`;
    expect(beside.prepare(change).run(tier, macOf(n)).changes).toBeGreaterThan(0);
    beside.close();
    store = await openStore({ path });
  }

  const blockOf = (tier: string, n: number): { from_at: number; is_open: number }[] => {
    const beside = new Database(path, { readonly: true });
    const sql = `SELECT from_at, is_open, block FROM history_blocks
      WHERE tier = ? AND miner_key = (SELECT miner_key FROM miners WHERE id = ?) ORDER BY from_at`;
    const found = beside.prepare(sql).all(tier, macOf(n)) as { from_at: number; is_open: number }[];
    beside.close();
    return found;
  };

  it.each(['status_5min', 'chip_1h'])(
    'keeps a damaged roll-up of a day (%s) and all that would go into it, names it, and counts no sum twice',
    async (tier) => {
      await record(2);
      await compactAll(DAY + 2 * HOUR_MS);
      await record(1, DAY + 2 * HOUR_MS);
      await damage(tier, 1);
      const before = await everything();
      const kept = blockOf(tier, 1);
      const sums = async () => {
        const narrow = await store.groupHistory(null, plan('5min', 5 * MINUTE_MS, 3));
        const wide = await store.groupHistory(null, plan('1h', HOUR_MS, 3));
        const model = await store.groupHistory('s19jpro', plan('1h', HOUR_MS, 3));
        return [narrow, wide, model].map((series) => series.flatMap((one) => one.points));
      };
      const total = await sums();
      for (let round = 0; round < 3; round++) {
        const counts = await compactAll(DAY + 3 * HOUR_MS);
        expect(counts).toMatchObject({ hours: round === 0 ? 5 : 0, refused: 1 });
        for (const trouble of counts.troubles) expect(trouble).toMatch(new RegExp(`${macOf(1)}.*damaged.*${tier}`));
        expect(blockOf(tier, 1)).toEqual(kept);
        expect(await everything()).toEqual(before);
        closeTo(await sums(), total);
      }
      const figures = { hashrate_hs: 1, power_w: 1, pcb_temp_max_c: 1, chip_temp_max_c: 1, fan_duty_percent: 1 };
      const points = packPoints([{ at: DAY + 3 * HOUR_MS, ...figures }]);
      expect(await store.fillHistory([{ miner_id: macOf(1), points }])).toEqual([tier === 'status_5min' ? 0 : 1]);
      expect(blockOf(tier, 1)).toSatisfy((now: unknown) => tier !== 'status_5min' || isDeepStrictEqual(now, kept));
    },
  );

  it.each([
    ['status_1h', 'status_5min'],
    ['chip_1d', 'chip_1h'],
  ])('keeps a damaged roll-up of a month (%s), and the days that would go into it', async (long, short) => {
    await record(1);
    await compactAll(DAY + 26 * HOUR_MS);
    await record(1, DAY + DAY_MS);
    await damage(long, 1);
    const kept = blockOf(long, 1);
    for (let round = 0; round < 2; round++) {
      const counts = await compactAll(DAY + 51 * HOUR_MS);
      expect(counts).toMatchObject({ refused: 1 });
      expect(counts.troubles).toEqual([expect.stringContaining(long)]);
      expect(blockOf(long, 1)).toEqual(kept);
      expect(blockOf(short, 1)).toHaveLength(2);
      for (const block of blockOf(short, 1)) expect(block.is_open).toBe(block.from_at > DAY ? 1 : 0);
      expect(blockOf(short, 2)).toMatchObject([{ is_open: 0 }, { is_open: 0 }]);
    }
  });

  it('refuses to read what a newer PowerHive compacted', async () => {
    await record(1);
    await compactAll(DAY + HOUR_MS);
    await store.close();
    const beside = new Database(path);
    beside.exec(`UPDATE history_blocks SET block = CAST(x'09' || substr(block, 2) AS BLOB) WHERE tier = 'status_raw'`);
    beside.close();
    store = await openStore({ path });
    await expect(store.statuses(macOf(1), { limit: 100 })).rejects.toMatchObject({ code: 'newer' });
  });

  it('deletes each tier by its own age, and reports the size of each', async () => {
    await record(30);
    await compactAll(DAY + 30 * HOUR_MS);
    const use = await store.diskUse();
    const tier = (name: string) => use.tiers.find((one) => one.tier === name);
    expect(tier('status_raw')).toMatchObject({ blocks: 90, rows: 3 * 30 * 12, from_at: DAY });
    expect(tier('status_1h')).toMatchObject({ blocks: 3, rows: 3 * 24 });
    expect(tier('chip_1d')?.blocks).toBe(3);
    expect(tier('status_raw')?.bytes).toBe(
      count(`SELECT sum(length(block)) FROM history_blocks WHERE tier = 'status_raw'`),
    );

    const counts = await store.prune(pruneLimits({ status_raw: DAY + 10 * HOUR_MS, chip_1h: DAY + DAY_MS }));
    expect(counts.blocks).toBe(3 * 10 + 3);
    expect((await store.statuses(macOf(1), { limit: 5000 })).at(-1)?.recorded_at).toBe(DAY + 10 * HOUR_MS + 1000);
    expect(await store.minerHistory(macOf(1), plan('5min', HOUR_MS, 30))).toHaveLength(30);
  });

  it('keeps a reading of boards that was read along with a status, whichever of them is compacted first', async () => {
    const [first] = await store.recordMinerStatuses([
      oddStatus(1, DAY + 60_000, 1),
      oddStatus(1, DAY + 5 * HOUR_MS, 2),
    ]);
    await recordTelemetry(store, [aTelemetry(1, DAY + HOUR_MS + 1, { status_id: first! })]);
    const before = await everything();
    for (const hour of [1, 2, 2, 2]) {
      await compactAll(DAY + hour * HOUR_MS);
      expect(await everything()).toEqual(before);
    }
    expect(count('SELECT count(*) FROM statuses')).toBe(1);
  });

  it('stops early when the store is closed, and what was done is done', async () => {
    await record(6);
    const before = await everything();
    const compaction = compactAll(DAY + 6 * HOUR_MS).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await store.close();
    await compaction;
    store = await openStore({ path });
    expect(await everything()).toEqual(before);
  });
});

/**
 * Figures may differ by the rounding to four digits, or three for chips; everything else must be
 * equal.
 */
function closeTo(actual: unknown, expected: unknown, at = ''): void {
  if (typeof expected === 'number' && typeof actual === 'number') {
    const slack = at.startsWith('.chip.') ? 5e-3 : 1e-3;
    if (Math.abs(actual - expected) > slack * Math.abs(expected))
      throw new Error(`${at}: ${actual} is not ${expected}`);
  } else if (typeof expected === 'object' && expected !== null && typeof actual === 'object' && actual !== null) {
    expect(Object.keys(actual), at).toEqual(Object.keys(expected));
    for (const [key, value] of Object.entries(expected))
      closeTo((actual as Record<string, unknown>)[key], value, `${at}.${key}`);
  } else expect(actual, at).toEqual(expected);
}
