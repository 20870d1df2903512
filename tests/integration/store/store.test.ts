import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newDelivery } from '../../../src-main/alerts/outbox/new-delivery.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import type { Store } from '../../../src-main/store/store.ts';
import { entryOf } from '../../../src-shared/events/event-entry.ts';
import { DAY_MS } from '../../../src-shared/milliseconds.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { farmEvent, proseEntry } from '../../fixtures/served/activity-entries.ts';
import {
  aBoard,
  aChain,
  aChip,
  aMiner,
  aModel,
  aStatus,
  aTelemetry,
  macOf,
  recordTelemetry,
  someFigures,
  T0,
} from '../../unit/store/farm-fixture.ts';

let folder: string;
let path: string;
const opened: Store[] = [];

async function open(): Promise<Store> {
  const store = await openStore({ path });
  opened.push(store);
  return store;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-store-'));
  path = join(folder, 'powerhive.db');
});

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the fleet', () => {
  it('is after a restart what was written before it', async () => {
    const first = await open();
    const miners = [aMiner(1), aMiner(2, { ip: null, managed: false, nickname: 'corner', offline_since_at: T0 + 5 })];
    await first.upsertModels([aModel()]);
    await first.setMaxPreset('s19jpro', '2500');
    await first.upsertMiners(miners);
    const status = aStatus(1, T0 + 1000);
    const [id] = await first.recordMinerStatuses([status]);
    await first.close();

    const fleet = await (await open()).loadFleet();
    expect(fleet.miners).toEqual(miners);
    expect(fleet.models).toEqual([{ ...aModel(), max_preset: '2500' }]);
    expect([...fleet.latest]).toEqual([[macOf(1), { ...status, id }]]);
  });

  it('is whole and in order however large it is, each miner with its own latest status', async () => {
    const store = await open();
    const miners = Array.from({ length: 1203 }, (_, i) => aMiner(i + 1));
    await store.upsertMiners(miners);
    const statuses = miners.flatMap((_, i) => (i % 3 === 0 ? aStatus(i + 1, T0 + i) : []));
    const ids = await store.recordMinerStatuses(statuses);
    await store.upsertMiners(miners.slice(0, 700).toReversed());

    const fleet = await store.loadFleet();
    expect(fleet.miners).toEqual(miners);
    expect([...fleet.latest.values()]).toEqual(statuses.map((status, i) => ({ ...status, id: ids[i] })));
  });

  it('keeps max_preset when a miner reports its model again, and replaces the presets', async () => {
    const store = await open();
    await store.upsertModels([aModel()]);
    await store.setMaxPreset('s19jpro', '2500');
    const fewer = aModel({ name: 'Antminer S19J Pro', presets: aModel().presets.slice(1) });
    await store.upsertModels([fewer]);
    expect((await store.loadFleet()).models).toEqual([{ ...fewer, max_preset: '2500' }]);
  });

  it('refuses a max_preset for a model that is not there', async () => {
    const store = await open();
    await expect(store.setMaxPreset('s99', '1')).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringMatching(/s99/),
    });
  });

  it('keeps a miner under its MAC when everything else about it changes', async () => {
    const store = await open();
    await store.upsertMiners([aMiner(1)]);
    await store.recordMinerStatuses([aStatus(1, T0)]);
    await store.upsertMiners([aMiner(1, { ip: null, hostname: 'new' })]);
    const fleet = await store.loadFleet();
    expect(fleet.miners).toEqual([aMiner(1, { ip: null, hostname: 'new' })]);
    expect(fleet.latest.has(macOf(1))).toBe(true);
  });
});

describe('what the operator decides', () => {
  const decided = { nickname: 'corner', managed: false, unlock_pass_sealed: 'v1:new' };

  it('outlives what was seen before it and is written after it', async () => {
    const store = await open();
    await store.upsertMiners([aMiner(1)]);
    await Promise.all([
      store.decideMiner(aMiner(1), { nickname: decided.nickname }),
      store.decideMiner(aMiner(1), { managed: decided.managed, unlock_pass_sealed: decided.unlock_pass_sealed }),
      store.upsertMiners([aMiner(1, { ip: '127.0.1.99' })]),
    ]);
    expect((await store.loadFleet()).miners).toEqual([aMiner(1, { ip: '127.0.1.99', ...decided })]);
  });

  it('is written with the whole row where there is none yet', async () => {
    const store = await open();
    await store.decideMiner(aMiner(2), decided);
    expect((await store.loadFleet()).miners).toEqual([aMiner(2, decided)]);
  });
});

describe('statuses', () => {
  it('come back newest first, with their parts, within the range', async () => {
    const store = await open();
    await store.upsertMiners([aMiner(1), aMiner(2)]);
    const records = [0, 1, 2, 3].map((i) => aStatus(1, T0 + i, { chains: [aChain(1, { hw_errors: i })] }));
    const ids = await store.recordMinerStatuses([...records, aStatus(2, T0 + 2)]);

    const all = await store.statuses(macOf(1), { limit: 10 });
    expect(all.map((status) => status.id)).toEqual(ids.slice(0, 4).reverse());
    const { miner_id: _, pools: __, figures, ...parts } = records[3]!;
    expect(all[0]).toEqual({ id: ids[3], ...figures, ...parts });
    const some = await store.statuses(macOf(1), { limit: 1, since: T0 + 1, until: T0 + 2 });
    expect(some.map((status) => status.recorded_at)).toEqual([T0 + 2]);
  });

  it('keep unknown as null and hold back what no database can hold', async () => {
    const store = await open();
    await store.upsertMiners([aMiner(1)]);
    const hostile = someFigures({
      hashrate_hs: Number.NaN,
      power_w: Number.POSITIVE_INFINITY,
      fan_count: 2.5,
      uptime_s: 1e300,
      state: "'; DROP TABLE statuses; --\u0000\ud800",
      preset: undefined as never,
    });
    await store.recordMinerStatuses([
      aStatus(1, T0, {
        figures: hostile,
        fans: [
          { fan_id: 0, rpm: null, max_rpm: null, status: null },
          { fan_id: 0, rpm: -1, max_rpm: 0, status: 'x'.repeat(100_000) },
        ],
      }),
    ]);
    const [read] = await store.statuses(macOf(1), { limit: 1 });
    expect(read).toMatchObject({ hashrate_hs: null, power_w: null, fan_count: null, uptime_s: null, preset: null });
    expect(read?.state).toContain('DROP TABLE');
    expect(read?.fans.map((fan) => fan.rpm)).toEqual([null, -1]);
  });

  it('of a miner that was never written are refused, and take no other write with them', async () => {
    const store = await open();
    await store.upsertMiners([aMiner(1)]);
    const [good, bad, alsoGood] = await Promise.allSettled([
      store.recordMinerStatuses([aStatus(1, T0)]),
      store.recordMinerStatuses([aStatus(1, T0 + 1), aStatus(9, T0 + 1)]),
      store.recordMinerStatuses([aStatus(1, T0 + 2)]),
    ]);
    expect(good.status).toBe('fulfilled');
    expect(bad).toMatchObject({
      status: 'rejected',
      reason: { code: 'failed', message: expect.stringMatching(/02:95:23:00:00:09/) },
    });
    expect(alsoGood.status).toBe('fulfilled');
    const read = await store.statuses(macOf(1), { limit: 10 });
    expect(read.map((status) => status.recorded_at)).toEqual([T0 + 2, T0]);
  });

  it('of an unknown miner are none', async () => {
    const store = await open();
    expect(await store.statuses(macOf(5), { limit: 5 })).toEqual([]);
    const plan = { fromAt: 0, toAt: T0, slotMs: 1000, tier: 'raw' as const };
    expect(await store.minerHistory(macOf(5), plan)).toEqual([]);
    expect(await store.chipHistory(macOf(5), { chain_id: 1, chip_id: 0, nth: 0 }, plan)).toEqual([]);
  });
});

describe('telemetry', () => {
  it('comes back to the last chip, newest first, apart from the chains of statuses', async () => {
    const store = await open();
    await store.upsertMiners([aMiner(1)]);
    const [statusId] = await store.recordMinerStatuses([aStatus(1, T0)]);
    const records = [aTelemetry(1, T0), aTelemetry(1, T0 + 60_000, { status_id: statusId!, chains: [aBoard(2, 0)] })];
    await recordTelemetry(store, records);
    const expected = records.map(({ miner_id: _, ...snapshot }) => snapshot).reverse();
    expect(await store.telemetry(macOf(1), { limit: 10 })).toEqual(expected);
    expect(await store.telemetry(macOf(1), { limit: 1 })).toEqual(expected.slice(0, 1));
    expect(await store.telemetry(macOf(1), { limit: 9, until: T0 })).toEqual(expected.slice(1));
    expect((await store.statuses(macOf(1), { limit: 1 }))[0]?.chains).toHaveLength(3);
  });

  it('with a damaged frame keeps its board and loses its chips', async () => {
    const store = await open();
    await store.upsertMiners([aMiner(1)]);
    await recordTelemetry(store, [aTelemetry(1, T0)]);
    const beside = new Database(path);
    beside.exec(`UPDATE chain_chips SET frame = x'28b52ffd00' WHERE chain_snapshot_id = 1`);
    beside.exec(`UPDATE chain_chips SET frame = x'0102030405060708' WHERE chain_snapshot_id = 2`);
    beside.close();
    const [snapshot] = await store.telemetry(macOf(1), { limit: 1 });
    expect(snapshot?.chains.map((chain) => chain.chips.length)).toEqual([0, 0, 126]);
    expect(snapshot?.chains[0]?.hashrate_hs).toBe(aBoard(1).hashrate_hs);
  });

  it('of a newer frame version is refused with words', async () => {
    const store = await open();
    await store.upsertMiners([aMiner(1)]);
    await recordTelemetry(store, [aTelemetry(1, T0)]);
    const beside = new Database(path);
    beside.exec(`UPDATE chain_chips SET frame = x'0902030405060708'`);
    beside.close();
    await expect(store.telemetry(macOf(1), { limit: 1 })).rejects.toMatchObject({
      code: 'newer',
      message: expect.stringMatching(/version 9/),
    });
  });
});

describe('history', () => {
  it('averages each slot and leaves empty ones out', async () => {
    const store = await open();
    await store.upsertMiners([aMiner(1)]);
    const at = Math.ceil(T0 / 60_000) * 60_000;
    const reading = (offsetMs: number, hashrate_hs: number | null, power_w: number | null) =>
      aStatus(1, at + offsetMs, { figures: someFigures({ hashrate_hs, power_w }) });
    await store.recordMinerStatuses([
      reading(0, 10, 100),
      reading(59_999, 30, null),
      reading(180_000, null, null),
      reading(600_000, 7, 7),
    ]);
    const plan = { fromAt: at, toAt: at + 600_000, slotMs: 60_000, tier: 'raw' as const };
    const rest = {
      source: 'read',
      hashrate_expected_hs: 92_000_000_000_000,
      chip_temp_max_c: 74,
      pcb_temp_max_c: 58,
      fan_duty_percent: 63,
      fan_rpm_max: 5400,
      hw_error_percent: 0.04,
    };
    const nothing = { hashrate_hs: null, hashrate_min_hs: null, hashrate_max_hs: null, power_w: null };
    expect(await store.minerHistory(macOf(1), plan)).toEqual([
      { at, readings: 2, hashrate_hs: 20, hashrate_min_hs: 10, hashrate_max_hs: 30, power_w: 100, ...rest },
      { at: at + 180_000, readings: 1, ...nothing, ...rest },
    ]);
  });

  it('returns one board and one chip', async () => {
    const store = await open();
    await store.upsertMiners([aMiner(1)]);
    const at = Math.ceil(T0 / 60_000) * 60_000;
    const plan = { fromAt: at, toAt: at + 60_000, slotMs: 60_000, tier: 'raw' as const };
    const [cool, hot] = [60, 80].map((temp, i) => {
      const chains = [
        aChain(1),
        aChain(2, { chip_temp_max_c: temp, hashrate_hs: temp, power_w: temp, hw_errors: temp }),
      ];
      return aStatus(1, at + i * 15_000, { chains });
    });
    await store.recordMinerStatuses([cool!, hot!]);
    expect(await store.chainHistory(macOf(1), 2, plan)).toEqual([
      {
        at,
        source: 'read',
        readings: 2,
        hashrate_hs: 70,
        hashrate_min_hs: 60,
        hashrate_max_hs: 80,
        power_w: 70,
        chip_temp_max_c: 80,
        pcb_temp_max_c: 58,
        hw_errors: 80,
      },
    ]);
    const board = (hashrate_hs: number | null, temp_c: number, errors: number | null) => ({
      ...aBoard(1, 2),
      chips: [aChip(0), aChip(7, { hashrate_hs, temp_c, errors })],
    });
    await recordTelemetry(store, [
      aTelemetry(1, at, { chains: [board(10, 60, 5)] }),
      aTelemetry(1, at + 30_000, { chains: [board(null, 70, null)] }),
    ]);
    expect(await store.chipHistory(macOf(1), { chain_id: 1, chip_id: 7, nth: 0 }, plan)).toEqual([
      {
        at,
        source: 'read',
        readings: 2,
        hashrate_hs: 10,
        hashrate_min_hs: 10,
        hashrate_max_hs: 10,
        temp_c: 65,
        temp_max_c: 70,
        errors: 5,
      },
    ]);
    expect(await store.chipHistory(macOf(1), { chain_id: 1, chip_id: 8, nth: 0 }, plan)).toEqual([]);
  });

  it('adds up the means of many miners, each algorithm by itself', async () => {
    const store = await open();
    await store.upsertModels([aModel(), aModel({ alias: 'l9', algorithm: 'scrypt' })]);
    await store.upsertMiners([aMiner(1), aMiner(2), aMiner(3, { model_alias: 'l9' })]);
    const at = Math.ceil(T0 / 60_000) * 60_000;
    const plan = { fromAt: at, toAt: at + 120_000, slotMs: 60_000, tier: 'raw' as const };
    const reading = (n: number, offsetMs: number, hashrate_hs: number | null, power_w: number) =>
      aStatus(n, at + offsetMs, { figures: someFigures({ hashrate_hs, power_w }) });
    await store.recordMinerStatuses([
      reading(1, 0, 10, 100),
      reading(1, 15_000, 20, 100),
      reading(2, 1000, 7, 50),
      reading(3, 0, 5000, 9),
      reading(2, 60_000, null, 60),
    ]);
    const series = await store.groupHistory(null, plan);
    expect(series).toHaveLength(2);
    expect(series.find(({ algorithm }) => algorithm === 'sha256d')?.points).toMatchObject([
      { at, miners: 2, hashrate_hs: 22, power_w: 150, chip_temp_max_c: 74 },
      { at: at + 60_000, miners: 1, hashrate_hs: null, power_w: 60 },
    ]);
    expect(series.find(({ algorithm }) => algorithm === 'scrypt')?.points).toMatchObject([{ at, hashrate_hs: 5000 }]);
    expect(await store.groupHistory('l9', plan)).toMatchObject([{ algorithm: 'scrypt', points: [{ miners: 1 }] }]);
  });
});

describe('days of weak chips', () => {
  it('are kept with what is said of them, the oldest first, and for as long as they are asked for', async () => {
    const store = await open();
    const dayAt = (days: number) => ({ at: T0 + days * DAY_MS, counts: { [macOf(1)]: [days, 0] as const } });
    const part = { ...newDelivery('a-channel', 'weak_chips', T0), state: 'held', content: { miners: [] } } as const;
    await store.keepChipDay(dayAt(2), T0, [part]);
    await store.keepChipDay(dayAt(3), T0, []);
    expect(await store.chipDays()).toEqual([dayAt(2), dayAt(3)]);
    expect(await store.openDeliveries()).toEqual([part]);
    await store.keepChipDay(dayAt(4), T0 + 3 * DAY_MS, []);
    expect(await store.chipDays()).toEqual([dayAt(3), dayAt(4)]);
    // Setting the clock back removes none.
    await store.keepChipDay(dayAt(1), T0, []);
    expect(await store.chipDays()).toEqual([dayAt(1), dayAt(3), dayAt(4)]);
  });
});

describe('activity', () => {
  it('gets ids, and is found by time, kind and miner', async () => {
    const store = await open();
    const [scan, gone] = await store.recordActivity([
      proseEntry({ at: T0, kind: 'scan', level: 'info', miner_id: null, message: 'one' }),
      proseEntry({ at: T0 + 1, kind: 'miner_offline', level: 'warning', miner_id: macOf(1), message: 'two' }),
    ]);
    expect(await store.activity({ limit: 9 })).toEqual([gone, scan]);
    expect(await store.activity({ limit: 9, before: T0 + 1 })).toEqual([scan]);
    expect(await store.activity({ limit: 9, kind: 'scan' })).toEqual([scan]);
    expect(await store.activity({ limit: 9, minerId: macOf(1) })).toEqual([gone]);
  });

  it('keeps an event with its particulars and who asked, once, however often its write is retried', async () => {
    const store = await open();
    const data = { model_alias: 's19', model_name: 'S19', before: null, after: '3080' };
    const entry = entryOf(farmEvent({ event: 'max_preset_changed', actor: TESTER, data }, T0));
    const [first] = await store.recordActivity([entry]);
    const [again, other] = await store.recordActivity([
      entry,
      entryOf(farmEvent({ event: 'program_stopped', data: {} }, T0)),
    ]);
    expect(again).toEqual(first);
    expect(await store.activity({ limit: 9 })).toEqual([other, first]);
    expect(first).toMatchObject({ event: 'max_preset_changed', actor: TESTER, data, kind: 'operator_change' });
  });

  it('is found by its level and its words, and read on within one moment without a gap', async () => {
    const store = await open();
    const [moved, refused, failed] = await store.recordActivity([
      proseEntry({ at: T0, kind: 'miner_moved', level: 'info', miner_id: macOf(1), message: 'R1 100%_up moved' }),
      proseEntry({
        at: T0,
        kind: 'unlock_refused',
        level: 'warning',
        miner_id: macOf(2),
        message: 'R2 refused the password',
      }),
      proseEntry({ at: T0, kind: 'error', level: 'error', miner_id: null, message: 'The disk is full' }),
    ]);
    expect(await store.activity({ limit: 9, level: 'info' })).toHaveLength(3);
    expect(await store.activity({ limit: 9, level: 'warning' })).toEqual([failed, refused]);
    expect(await store.activity({ limit: 9, level: 'error' })).toEqual([failed]);
    expect(await store.activity({ limit: 9, words: 'PASSWORD  r2' })).toEqual([refused]);
    expect(await store.activity({ limit: 9, words: '100%_' })).toEqual([moved]);
    expect(await store.activity({ limit: 9, words: "r1 ' or 1=1" })).toEqual([]);
    expect(await store.activity({ limit: 1, before: T0, beforeId: failed?.id })).toEqual([refused]);
    expect(await store.activity({ limit: 9, before: T0, beforeId: refused?.id })).toEqual([moved]);
    expect(await store.activity({ limit: 9, before: T0 })).toEqual([]);
  });
});

describe('the file', () => {
  it('holds a write for any other connection once its promise resolves', async () => {
    const store = await open();
    await store.upsertMiners([aMiner(1)]);
    await store.recordMinerStatuses([aStatus(1, T0)]);
    const beside = new Database(path, { readonly: true });
    expect(beside.prepare('SELECT count(*) FROM statuses').pluck().get()).toBe(1);
    beside.close();
  });

  it('belongs to one program at a time', async () => {
    const store = await open();
    await expect(openStore({ path })).rejects.toMatchObject({
      code: 'locked',
      message: expect.stringMatching(/Another PowerHive/),
    });
    await store.close();
    await expect(open()).resolves.toBeDefined();
  });

  it('is closed with its log folded in, after every write that was given', async () => {
    const store = await open();
    const writes = [store.upsertMiners([aMiner(1)]), store.recordMinerStatuses([aStatus(1, T0)])];
    await store.close();
    await Promise.all(writes);
    const beside = new Database(path, { readonly: true });
    expect(beside.prepare('SELECT count(*) FROM statuses').pluck().get()).toBe(1);
    expect(beside.pragma('integrity_check', { simple: true })).toBe('ok');
    beside.close();
    await expect(store.loadFleet()).rejects.toMatchObject({ code: 'closed' });
    await expect(store.upsertMiners([])).rejects.toMatchObject({ code: 'closed' });
  });

  it('reports its size and what waits', async () => {
    const store = await open();
    const write = store.upsertMiners([aMiner(1)]);
    expect(store.status()).toMatchObject({ path, pendingWrites: 1, lastError: null });
    await write;
    await store.flush();
    expect(store.status().pendingWrites).toBe(0);
    expect(store.status().bytes).toBeGreaterThan(0);
    expect(store.status().schemaVersion).toBeGreaterThan(0);
  });

  it('has only strict tables', async () => {
    const store = await open();
    await store.flush();
    const beside = new Database(path, { readonly: true });
    const lax = beside
      .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'`)
      .pluck()
      .all();
    beside.close();
    expect(lax).toEqual(['__drizzle_migrations']);
  });
});
