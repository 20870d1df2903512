import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HistoryPlan } from '../../../src-main/history/plan-history.ts';
import { openStore } from '../../../src-main/store/open-store.ts';
import { openHistoryReader } from '../../../src-main/store/queries/history/history-export.ts';
import type { Store } from '../../../src-main/store/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import {
  aMiner,
  aModel,
  aStatus,
  aTelemetry,
  macOf,
  recordTelemetry,
  someFigures,
  T0,
} from '../../unit/store/farm-fixture.ts';

const HOUR = Math.ceil(T0 / HOUR_MS) * HOUR_MS;
const ALL = { limit: 5000 };
const SEAL_FIRST_HOUR = { hoursBeforeAt: HOUR + HOUR_MS };
const [ONE, TWO, THREE] = [macOf(1), macOf(2), macOf(3)] as const;

let folder: string;
let path: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-life-'));
  path = join(folder, 'powerhive.db');
  store = await openStore({ path });
  await store.upsertModels([aModel()]);
  await store.upsertMiners([
    aMiner(1, { nickname: 'R1', place: 'A/R7/4', unlock_pass_sealed: 'encrypted:p' }),
    aMiner(2),
  ]);
  for (const n of [1, 2]) await record(n, HOUR, 90);
  await goOn(2);
  await store.compact(SEAL_FIRST_HOUR);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** With four digits, the precision of sums of compacted history. */
const figures = someFigures({ hashrate_hs: 92.4e12, power_w: 2503 });

/** A status per minute, and chips every five: an hour to be compacted, and half of the next. */
async function record(n: number, from: number, minutes: number): Promise<void> {
  const moments = Array.from({ length: minutes }, (_, i) => from + i * MINUTE_MS);
  await store.recordMinerStatuses(moments.map((at) => aStatus(n, at, { figures })));
  await recordTelemetry(
    store,
    moments.filter((_, i) => i % 5 === 0).map((at) => aTelemetry(n, at)),
  );
}

/** A later reading of a miner that is still running. */
async function goOn(n: number): Promise<void> {
  await store.recordMinerStatuses([aStatus(n, HOUR + 6 * HOUR_MS)]);
}

const plan = (tier: HistoryPlan['tier'], slotMs: number): HistoryPlan => ({
  tier,
  slotMs,
  fromAt: HOUR,
  toAt: HOUR + 4 * HOUR_MS,
});
const sums = async () => ({
  minutes: await store.groupHistory(null, plan('1min', MINUTE_MS)),
  fives: await store.groupHistory('s19jpro', plan('5min', 5 * MINUTE_MS)),
  hours: await store.groupHistory(null, plan('1h', HOUR_MS)),
});
const idsInFleet = async () => (await store.loadFleet()).miners.map(({ id }) => id);
function inFile<T>(sql: string): T {
  const sqlite = new Database(path, { readonly: true });
  try {
    return sqlite.prepare(sql).pluck().get() as T;
  } finally {
    sqlite.close();
  }
}
const leftOf = (key: number): number =>
  inFile(`SELECT (SELECT count(*) FROM statuses WHERE miner_key = ${key}) + (SELECT count(*) FROM chain_snapshots WHERE miner_key = ${key})
    + (SELECT count(*) FROM history_blocks WHERE miner_key = ${key}) + (SELECT count(*) FROM sealed_rows WHERE miner_key = ${key})`);

describe('a miner that is removed', () => {
  it('keeps its history under its id, compacted like any other, and is none of the farm any more', async () => {
    const before = await sums();
    await store.removeMiner(ONE, 'keep');
    expect(await idsInFleet()).toEqual([TWO]);
    expect(await store.statuses(ONE, ALL)).toHaveLength(90);
    expect(await store.telemetry(ONE, ALL)).toHaveLength(18);
    expect(await sums()).toEqual(before);

    await store.compact({ ...SEAL_FIRST_HOUR, hoursBeforeAt: HOUR + 3 * HOUR_MS });
    expect(await store.statuses(ONE, ALL)).toHaveLength(90);
    expect(await store.minerHistory(ONE, plan('raw', MINUTE_MS))).toHaveLength(90);
    expect(await sums()).toEqual(before);
    expect(await store.hasHistory(ONE)).toBe(true);
    expect(inFile('SELECT count(*) FROM miners WHERE api_key_sealed IS NOT NULL')).toBe(1);
    const reader = openHistoryReader(path);
    const exported = [...reader.statuses(0, HOUR + 4 * HOUR_MS)].filter(({ miner_id }) => miner_id === ONE);
    reader.close();
    expect(exported).toHaveLength(90);
    expect(exported[0]).toMatchObject({ nickname: 'R1' });
  });

  it('takes no reading that comes too late, and one that is seen again is new', async () => {
    await store.removeMiner(ONE, 'keep');
    expect(
      await store.recordMinerStatuses([aStatus(1, HOUR + 3 * HOUR_MS), aStatus(2, HOUR + 3 * HOUR_MS)]),
    ).toHaveLength(1);
    await recordTelemetry(store, [aTelemetry(1, HOUR + 3 * HOUR_MS)]);
    expect(await store.statuses(ONE, ALL)).toHaveLength(90);
    expect(await idsInFleet()).toEqual([TWO]);

    const again = aMiner(1, { managed: false, nickname: null, api_key_sealed: null, first_seen_at: HOUR });
    await store.decideMiner(again, { managed: true });
    const { miners, latest } = await store.loadFleet();
    expect(miners.find(({ id }) => id === ONE)).toEqual({ ...again, managed: true });
    expect(latest.has(ONE)).toBe(false);
    expect(await store.statuses(ONE, ALL)).toHaveLength(90);
  });

  it('with its history leaves nothing but its share in the sums of the farm', async () => {
    const before = await sums();
    await store.removeMiner(ONE, 'drop');
    expect(await store.hasHistory(ONE)).toBe(false);
    expect(await store.statuses(ONE, ALL)).toEqual([]);
    expect(await sums()).toEqual(before);
    expect(leftOf(1)).toBeGreaterThan(0);

    await store.compact(SEAL_FIRST_HOUR);
    expect(leftOf(1)).toBe(0);
    expect(await sums()).toEqual(before);
    expect(await store.statuses(TWO, ALL)).toHaveLength(91);
    await store.compact({ ...SEAL_FIRST_HOUR, hoursBeforeAt: HOUR + 3 * HOUR_MS });
    expect(await sums()).toEqual(before);

    // When seen again it starts from nothing, and its earlier readings belong to no miner.
    await store.recordMinerStatuses([aStatus(1, HOUR + 100 * MINUTE_MS)]);
    await store.upsertMiners([aMiner(1, { managed: false })]);
    expect(await store.statuses(ONE, ALL)).toEqual([]);
    await store.recordMinerStatuses([aStatus(1, HOUR + 101 * MINUTE_MS)]);
    expect(await store.statuses(ONE, ALL)).toHaveLength(1);
  });

  it('is erased by the next run of the program where this one was ended before', async () => {
    const before = await sums();
    await store.removeMiner(ONE, 'drop');
    await store.close();
    store = await openStore({ path });
    expect(await idsInFleet()).toEqual([TWO]);
    expect(leftOf(1)).toBeGreaterThan(0);
    await store.compact(SEAL_FIRST_HOUR);
    expect(leftOf(1)).toBe(0);
    expect(await sums()).toEqual(before);
  });
});

describe('a miner that is replaced', () => {
  it('hands its decisions and its history to the successor, which has its own beside it', async () => {
    await store.upsertMiners([aMiner(3, { managed: false, nickname: null })]);
    await record(3, HOUR + 2 * HOUR_MS, 10);
    await goOn(3);
    const before = await sums();
    expect(await store.replaceMiner(ONE, THREE)).toEqual({
      managed: true,
      nickname: 'R1',
      tags: [],
      place: 'A/R7/4',
      unlock_pass_sealed: 'encrypted:p',
    });
    const { miners, latest } = await store.loadFleet();
    expect(miners.map(({ id }) => id)).toEqual([TWO, THREE]);
    expect(miners[1]).toMatchObject({
      nickname: 'R1',
      managed: true,
      unlock_pass_sealed: 'encrypted:p',
      api_key_sealed: 'encrypted:1',
    });
    expect(latest.get(THREE)?.recorded_at).toBe(HOUR + 6 * HOUR_MS);
    expect(await store.statuses(THREE, ALL)).toHaveLength(101);
    expect((await store.statuses(THREE, { limit: 13 })).map(({ recorded_at }) => recorded_at).at(-1)).toBe(
      HOUR + 88 * MINUTE_MS,
    );
    expect(await store.telemetry(THREE, ALL)).toHaveLength(20);
    expect(await store.minerHistory(THREE, plan('raw', MINUTE_MS))).toHaveLength(100);
    const fives = await store.minerHistory(THREE, plan('5min', 5 * MINUTE_MS));
    expect(fives.map(({ at }) => at)).toEqual([...fives.map(({ at }) => at)].sort((a, b) => a - b));
    expect(fives).toHaveLength(20);
    expect(await store.chipHistory(THREE, { chain_id: 1, chip_id: 0, nth: 0 }, plan('raw', MINUTE_MS))).toHaveLength(
      20,
    );
    expect(await sums()).toEqual(before);
    expect(await store.hasHistory(ONE)).toBe(false);
    const reader = openHistoryReader(path);
    const exported = [...reader.statuses(0, HOUR + 4 * HOUR_MS)].map(({ miner_id }) => miner_id);
    reader.close();
    expect(new Set(exported)).toEqual(new Set([TWO, THREE]));

    await store.compact({ ...SEAL_FIRST_HOUR, hoursBeforeAt: HOUR + 4 * HOUR_MS });
    expect(await store.statuses(THREE, ALL)).toHaveLength(101);
    expect(await sums()).toEqual(before);
  });

  it('goes on through several replacements, is new when it is seen again, and is dropped with its last successor', async () => {
    await store.upsertMiners([aMiner(3)]);
    await store.replaceMiner(ONE, TWO);
    await store.replaceMiner(TWO, THREE);
    expect(await store.statuses(THREE, ALL)).toHaveLength(181);
    expect(await idsInFleet()).toEqual([THREE]);
    // Both have the last one in their place.
    const both = [ONE, TWO].map((id) => ({ id, successor_id: THREE }));
    expect(await store.successors()).toEqual(both);
    await store.upsertMiners([aMiner(1, { managed: false })]);
    expect(await store.statuses(ONE, ALL)).toEqual([]);
    const before = await sums();
    await store.removeMiner(THREE, 'drop');
    await store.compact(SEAL_FIRST_HOUR);
    expect([leftOf(1), leftOf(2), leftOf(3)]).toEqual([0, 0, 0]);
    expect(await idsInFleet()).toEqual([ONE]);
    expect(await sums()).toEqual(before);
  });

  it('is undone: both have their own decisions and history again, except what was decided since', async () => {
    await store.upsertMiners([aMiner(3, { managed: false, nickname: null, tags: ['new'] })]);
    await record(3, HOUR + 2 * HOUR_MS, 10);
    expect(await store.replacement(ONE)).toEqual({ state: 'none' });
    await store.replaceMiner(TWO, ONE);
    const before = (await store.loadFleet()).miners;
    await store.replaceMiner(ONE, THREE);
    expect(await store.replacement(ONE)).toMatchObject({ state: 'undoable', successor_id: THREE, name: 'R1' });
    // The one that was replaced before waits for that.
    expect(await store.replacement(TWO)).toEqual({ state: 'successor_left' });
    await store.decideMiner(aMiner(3), { place: 'B/1/1' });
    const { miner } = await store.undoReplaceMiner(ONE);
    const { miners } = await store.loadFleet();
    const gone = { ip: null, api_key_sealed: null, conditions_since: null };
    expect(miners.map(({ id }) => id)).toEqual([ONE, THREE]);
    expect(miners[0]).toEqual({ ...before[0], ...gone });
    expect(miner).toEqual(miners[0]);
    expect(miners[1]).toMatchObject({ managed: false, nickname: null, tags: ['new'], place: 'B/1/1' });
    expect(miners[1]).toMatchObject({ unlock_pass_sealed: null, api_key_sealed: 'encrypted:1' });
    expect(await store.statuses(ONE, ALL)).toHaveLength(181);
    expect(await store.statuses(THREE, ALL)).toHaveLength(10);
    // A password that was entered for the successor since stays there, and is not the old miner's.
    await store.replaceMiner(ONE, THREE);
    await store.decideMiner(aMiner(3), { unlock_pass_sealed: 'encrypted:new' });
    await store.undoReplaceMiner(ONE);
    expect((await store.loadFleet()).miners.map((one) => one.unlock_pass_sealed)).toEqual([null, 'encrypted:new']);
    // Once only; then the one before can be undone.
    expect(await store.replacement(ONE)).toEqual({ state: 'none' });
    await expect(store.undoReplaceMiner(ONE)).rejects.toThrow('cannot be undone');
    await store.undoReplaceMiner(TWO);
    expect(await store.statuses(ONE, ALL)).toHaveLength(90);
  });

  it('is undone also where it was found again meanwhile: that one gets its name and its history', async () => {
    await store.replaceMiner(ONE, TWO);
    await store.upsertMiners([aMiner(1, { managed: false, nickname: null })]);
    await store.recordMinerStatuses([aStatus(1, HOUR + 5 * HOUR_MS)]);
    expect((await store.undoReplaceMiner(ONE)).miner).toMatchObject({ nickname: 'R1', place: 'A/R7/4', managed: true });
    expect(await store.statuses(ONE, ALL)).toHaveLength(91);
    expect(await store.statuses(TWO, ALL)).toHaveLength(91);
    expect(await store.replacement(ONE)).toEqual({ state: 'not_kept' });
    expect(await idsInFleet()).toEqual([TWO, ONE]);
  });

  it('changes nothing where one of the two is not there', async () => {
    expect(await store.replaceMiner(ONE, THREE)).toBeNull();
    await store.removeMiner(TWO, 'keep');
    expect(await store.replaceMiner(ONE, TWO)).toBeNull();
    expect(await store.replaceMiner(TWO, ONE)).toBeNull();
    expect((await store.loadFleet()).miners).toEqual([
      aMiner(1, { nickname: 'R1', place: 'A/R7/4', unlock_pass_sealed: 'encrypted:p' }),
    ]);
  });
});
