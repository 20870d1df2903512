import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reachedAt } from '../../../src-main/destinations/history-walk.ts';
import type { OutgoingTask } from '../../../src-main/destinations/outgoing-task.ts';
import { nextReadings } from '../../../src-main/destinations/postgres/batches.ts';
import { nextBatch } from '../../../src-main/destinations/remote-write/batches.ts';
import { packPoints } from '../../../src-main/history/miner-memory.ts';
import { prepareFill } from '../../../src-main/store/compaction/fill-gaps.ts';
import { prune } from '../../../src-main/store/compaction/prune-expired.ts';
import { copyFarm } from '../../../src-main/store/file/copy-farm.ts';
import { openOutgoingHistory } from '../../../src-main/store/outgoing-history.ts';
import { openHistoryReader } from '../../../src-main/store/queries/history/history-export.ts';
import { packTelemetry } from '../../../src-main/store/queries/history/packed-telemetry.ts';
import { prepareTelemetryWrites } from '../../../src-main/store/queries/history/telemetry-queries.ts';
import { prepareMinerLife } from '../../../src-main/store/queries/remove-miner.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { aMiner, aModel, aTelemetry, macOf, pruneLimits } from './farm-fixture.ts';
import { DAY, openFarm } from './tidied-farm.ts';

const signal = new AbortController().signal;

let folder: string;
let path: string;
let farm: ReturnType<typeof openFarm>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-off-'));
  path = join(folder, 'powerhive.db');
  farm = openFarm(path);
  farm.fleet.upsertModels([aModel()]);
  farm.fleet.upsertMiners([aMiner(1), aMiner(2)]);
});
afterEach(() => {
  farm.sqlite.close();
  rmSync(folder, { recursive: true, force: true });
});

const ON = [2, 200, 5000];

describe('miners that lost their power together', () => {
  const WHILE_ON = {
    hours: [[ON]],
    fives: [[ON]],
    summedHours: [[ON]],
    summedFives: [[ON]],
    miner: [[10, 100e12]],
  };
  beforeEach(async () => {
    for (const n of [1, 2]) farm.record(n, DAY, DAY + 50 * MINUTE_MS);
    await farm.tidy(DAY + 2 * HOUR_MS);
    expect(await farm.look()).toEqual(WHILE_ON);
  });

  it('count once in their last hour, also when its readings are given up, and when they are dropped', async () => {
    await farm.tidy(DAY + 8 * DAY_MS);
    expect(farm.sqlite.prepare(`SELECT count(*) FROM history_blocks WHERE tier = 'status_raw'`).pluck().get()).toBe(0);
    expect(await farm.look()).toEqual(WHILE_ON);
    farm.sqlite.transaction(() => prepareMinerLife(farm.sqlite).removeMiner(macOf(1), 'drop'))();
    await farm.tidy(DAY + 9 * DAY_MS);
    const { hours, fives } = await farm.look();
    expect({ hours, fives }).toEqual({ hours: [[ON]], fives: [[ON]] });
  });

  it('keep that hour through a backup, also when they are read again', async () => {
    const file = join(folder, 'copy.db');
    await copyFarm(path, file, null, signal);
    farm.sqlite.close();
    farm = openFarm(file);
    expect(await farm.look()).toEqual(WHILE_ON);
    for (const n of [1, 2]) farm.record(n, DAY + 4 * HOUR_MS, DAY + 5 * HOUR_MS);
    await farm.tidy(DAY + 6 * HOUR_MS);
    expect(await farm.look()).toEqual(WHILE_ON);
    expect(farm.sqlite.prepare('SELECT count(*) FROM statuses').pluck().get()).toBe(2);
  });
});

describe('a reading whose hour has been given up already', () => {
  // Also what an older database may contain: the latest status of a miner that was off.
  it.each([
    ['readings', pruneLimits({ status_raw: DAY + DAY_MS }), 1, [2, 220, 5000]],
    ['slots of five minutes', pruneLimits({ status_raw: DAY + DAY_MS, status_5min: DAY + DAY_MS }), 1, null],
  ])('is added to its roll-ups where the %s are gone', async (_, limits, minute, fives) => {
    for (const n of [1, 2]) farm.record(n, DAY, DAY + 45 * MINUTE_MS);
    await farm.compact(DAY + 26 * HOUR_MS);
    await prune(farm.sqlite, limits, signal);
    farm.record(1, DAY + 45 * MINUTE_MS + minute, DAY + 46 * MINUTE_MS, 200e12);
    farm.record(2, DAY + 45 * MINUTE_MS + minute, DAY + 46 * MINUTE_MS, 20e12);
    for (const hour of [26, 27]) await farm.compact(DAY + hour * HOUR_MS);
    const { hours, miner, ...found } = await farm.look();
    expect(miner).toEqual([[10, 110e12]]);
    expect(hours).toEqual([[[2, 202, 5000]]]);
    if (fives !== null) expect(found.fives).toEqual([[fives]]);
  });
});

describe('the last hour before PowerHive was closed', () => {
  it('is compacted, however long it was closed, and no reading of it is deleted before', async () => {
    farm.record(1, DAY, DAY + 115 * MINUTE_MS);
    const { recordTelemetry } = prepareTelemetryWrites(farm.sqlite);
    recordTelemetry([packTelemetry(aTelemetry(1, DAY + HOUR_MS))]);
    await farm.tidy(DAY + 115 * MINUTE_MS);
    farm.record(1, DAY + 8 * DAY_MS, DAY + 8 * DAY_MS + MINUTE_MS);
    await farm.tidy(DAY + 8 * DAY_MS + 2 * MINUTE_MS);
    expect((await farm.look()).miner).toEqual([
      [12, 100e12],
      [11, 100e12],
    ]);
    expect((await farm.look()).hours).toEqual([
      [
        [1, 100, 2500],
        [1, 100, 2500],
      ],
    ]);
    expect(farm.sqlite.prepare('SELECT count(*) FROM chain_snapshots').pluck().get()).toBe(0);
    expect(farm.sqlite.prepare(`SELECT rows FROM history_blocks WHERE tier = 'chip_1h'`).pluck().get()).toBe(378);
  });

  it('is compacted also when it was closed for longer than slots of five minutes are kept', async () => {
    farm.record(1, DAY, DAY + 115 * MINUTE_MS);
    await farm.tidy(DAY + 115 * MINUTE_MS);
    await farm.tidy(DAY + 100 * DAY_MS);
    expect((await farm.look()).miner).toEqual([
      [12, 100e12],
      [11, 100e12],
    ]);
  });
});

describe('an hour of which a part was read and a part is filled', () => {
  it('has its readings alone, before and after it is compacted', async () => {
    const at = DAY + HOUR_MS;
    const figures = { hashrate_hs: 50e12, power_w: 1, pcb_temp_max_c: 1, chip_temp_max_c: 1, fan_duty_percent: 1 };
    const points = Array.from({ length: 8 }, (_, i) => ({ at: at + i * 5 * MINUTE_MS, ...figures }));
    for (const n of [1, 2]) {
      farm.record(n, DAY, DAY + HOUR_MS);
      farm.record(n, at + 40 * MINUTE_MS, at + HOUR_MS);
    }
    const missed = [1, 2].map((n) => ({ miner_id: macOf(n), points: packPoints(points) }));
    const { slots, steps } = prepareFill(farm.sqlite, missed);
    expect(slots).toEqual([8, 8]);
    farm.commitCompact(steps);
    const { hours, summedHours } = await farm.look();
    expect({ hours, summedHours }).toEqual({ hours: [[ON, ON]], summedHours: [[ON, ON]] });
    await farm.compact(DAY + 2 * HOUR_MS);
    expect(await farm.look()).toMatchObject({ hours, summedHours });
  });
});

describe('what is taken elsewhere, beside a miner that is long off', () => {
  const NOW = DAY + 9 * DAY_MS + 2 * MINUTE_MS;
  beforeEach(async () => {
    farm.record(1, DAY, DAY + 10 * MINUTE_MS);
    for (let day = 0; day < 9; day++) farm.record(2, DAY + day * DAY_MS, DAY + day * DAY_MS + HOUR_MS);
    await farm.tidy(NOW);
  });
  const EVERY_DAY = [12, 12, 12, 12, 12, 12, 12, 12, 12];

  /** How much of each day of the second miner a destination gets. */
  function sent(): { readonly remoteWrite: number[]; readonly postgres: number[] } {
    const history = openOutgoingHistory(path);
    const task = {
      destination: { since_at: DAY, sample_seconds: 60 },
      upToAt: NOW,
      watchingSinceAt: null,
      statusMs: MINUTE_MS,
    };
    const days = (ats: readonly number[]) => EVERY_DAY.map((_, day) => ats.filter((at) => dayOf(at) === day).length);
    const remoteWrite: number[] = [];
    let position = { at: DAY, to: null, after_key: 0, fill_id: 0 } as OutgoingTask['position'];
    for (;;) {
      const batch = nextBatch(history, task as never, position);
      if (batch === null) break;
      for (const { labels, samples } of batch.series) {
        const values = labels.map(({ value }) => value);
        if (values.includes('powerhive_miner_hashrate_hs') && values.includes(macOf(2)))
          remoteWrite.push(...samples.map(({ timestamp }) => timestamp));
      }
      position = batch.next;
    }
    const postgres: number[] = [];
    const tables = { at: DAY, activity_id: 0, slots_at: DAY, slots_key: 0 };
    position = { at: DAY, to: null, after_key: 0, fill_id: 0, tables } as OutgoingTask['position'];
    for (;;) {
      const batch = nextReadings(history, task as never, position);
      if (batch === null) break;
      for (const [mac, at] of batch.statuses_5min) if (mac === macOf(2)) postgres.push(Number(at) * 1000);
      position = batch.next;
    }
    history.close();
    return { remoteWrite: days(remoteWrite), postgres: days(postgres) };
  }
  const dayOf = (at: number): number => Math.floor((at - DAY) / DAY_MS);

  it('is complete, from the slots where the readings are gone', () => {
    const history = openOutgoingHistory(path);
    expect(history.firstAt()).toEqual({ readings: DAY + 2 * DAY_MS, slots: DAY });
    history.close();
    expect(sent()).toEqual({ remoteWrite: EVERY_DAY, postgres: EVERY_DAY });
  });

  it('is complete also while one old reading waits to be compacted', () => {
    farm.record(1, DAY + 20 * MINUTE_MS, DAY + 21 * MINUTE_MS);
    expect(sent()).toEqual({ remoteWrite: EVERY_DAY, postgres: EVERY_DAY });
  });

  it('counts in the middle of a span by the share of the miners that are there', () => {
    const history = openOutgoingHistory(path);
    const [first, second] = history.miners(0, 9).map(({ miner_key }) => miner_key);
    const reached = (after_key: number | undefined, to: number | null = DAY + HOUR_MS) =>
      reachedAt(history, { at: DAY, to, after_key: after_key ?? -1, fill_id: 0 }) - DAY;
    expect([reached(0), reached(first), reached(second)]).toEqual([0, HOUR_MS / 2, HOUR_MS]);
    expect(reached(0, null)).toBe(0);
    history.close();
  });

  it('begins an export where there is something', () => {
    const reader = openHistoryReader(path);
    const ats = [...reader.statuses(0, NOW)].map(({ recorded_at }) => recorded_at);
    reader.close();
    expect(ats).toHaveLength(7 * 12);
    expect(ats[0]).toBe(DAY + 2 * DAY_MS);
  });
});
