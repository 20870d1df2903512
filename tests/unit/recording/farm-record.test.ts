import { expect, it, onTestFinished } from 'vitest';
import { sampleFarm } from '../../../src-main/app/sample-farm.ts';
import { FarmRecord } from '../../../src-main/recording/farm-record.ts';
import type { FarmSlot } from '../../../src-main/store/store.ts';
import { MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { momentOf } from '../../../src-shared/miner/miner-now.ts';
import type { Maintenance, Miner } from '../../../src-shared/model/index.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';
import { minerRow, NOW, offlineRow, status } from '../renderer/miner-row.ts';

const MOMENT = momentOf(NOW, 15);
const attention = (code: string) => ({ code, severity: 'critical', message: code, since_at: NOW }) as const;
const SAMPLE = { expectedHs: 10, hashedHs: 8, paidHs: 7, known: 4, hashing: 3, miners: new Map(), late: [] };
const id = (n: number) => `02:95:23:00:00:0${n}`;

it('a farm is sampled by algorithm, and what it loses by its likeliest cause', () => {
  const WORK = { id: 'w', reason: 'new fans' } as Maintenance;
  const rows = [
    minerRow({ id: id(1) }),
    // Below its expected rate, with a rule that matches it.
    minerRow({ id: id(2), latest_status: status({ hashrate_hs: 52e12 }) }),
    offlineRow({ id: id(3), latest_status: status() }),
    offlineRow({ id: id(4), latest_status: status() }),
    // Its reading is old: it may hash all the same.
    minerRow({ id: id(5), latest_status: status({ recorded_at: NOW - 10 * MINUTE_MS }) }),
    minerRow({ id: id(6), latest_status: status({ hashrate_hs: 0, state: 'stopped' }) }),
    minerRow({ id: id(7), managed: false }),
    // These hash, and the farm is not paid for it, or not for all.
    minerRow({ id: id(9), algorithm: 'stolen', attention: [attention('pool_foreign')] }),
    minerRow({ id: id(9), algorithm: 'refused', attention: [attention('shares_rejected')], rejected_percent: 25 }),
    minerRow({ id: id(8), algorithm: 'scrypt', preset_fall: { from: '3080', hashrate_lost_hs: 26e12 } }),
  ];
  const moment = { ...MOMENT, maintenanceOf: (miner: { id: string }) => (miner.id === id(4) ? [WORK] : []) };
  const rules = new Map([
    [id(2), 'hashrate_low'],
    [id(3), 'offline'],
    [id(4), 'offline'],
    [id(8), 'preset_fell'],
  ]);
  const found = sampleFarm(rows, moment, (miner) => rules.get(miner) ?? null);
  expect([...found.keys()]).toEqual(['sha256d', 'stolen', 'refused', 'scrypt']);
  // With what is lost, what is paid for is what was expected.
  expect(found.get('stolen')).toMatchObject({ hashedHs: 104e12, paidHs: 0, lostHs: new Map([['other', 104e12]]) });
  expect(found.get('refused')).toMatchObject({ hashedHs: 104e12, paidHs: 78e12, lostHs: new Map([['other', 26e12]]) });
  // What is lost was expected, also where the lower preset promises less.
  expect(found.get('scrypt')).toMatchObject({
    expectedHs: 130e12,
    hashedHs: 104e12,
    lostHs: new Map([['rule:preset_fell', 26e12]]),
  });
  expect(found.get('sha256d')).toEqual({
    expectedHs: 6 * 104e12,
    hashedHs: 156e12,
    paidHs: 156e12,
    known: 5,
    hashing: 2,
    miners: expect.any(Map),
    late: [],
    lostHs: new Map([
      ['rule:hashrate_low', 52e12],
      ['rule:offline', 104e12],
      ['maintenance', 104e12],
      ['unread', 104e12],
      ['stopped', 104e12],
    ]),
  });
});

/** A record of these miners, while the farm is watched. */
function recordOf(clock: ManualClock, rows: () => Miner[], add: (slots: readonly FarmSlot[]) => void): FarmRecord {
  return new FarmRecord({
    clock,
    isWatching: () => true,
    sample: () => sampleFarm(rows(), MOMENT, () => null),
    store: { addToFarmSlots: async (slots) => add(slots) },
    onError: (error) => expect.unreachable(String(error)),
  });
}

it('the time between two samples counts in its quarter of an hour, and none that was not monitored', async () => {
  const QUARTER_MS = 15 * MINUTE_MS;
  const clock = new ManualClock(QUARTER_MS * 1_000_000 - 40_000);
  const added: FarmSlot[] = [];
  let isWatching = true;
  const { loop } = new FarmRecord({
    clock,
    isWatching: () => isWatching,
    sample: () => new Map([['sha256d', { ...SAMPLE, lostHs: new Map([['other', 2]]) }]]),
    store: {
      addToFarmSlots: async (slots) => {
        added.push(...slots);
      },
    },
    onError: (error) => expect.unreachable(String(error)),
  });
  onTestFinished(() => loop.stop());
  loop.start();
  const pass = async (seconds: number) => clock.advance(seconds * 1000);
  await pass(0);
  await pass(30);
  expect(added).toEqual([
    {
      at: QUARTER_MS * 999_999,
      algorithm: 'sha256d',
      recorded_ms: 30_000,
      expected_hash: 300,
      hashed_hash: 240,
      paid_hash: 210,
      known_miner_ms: 120_000,
      hashing_miner_ms: 90_000,
      lost: [{ cause: 'other', lost_hash: 60 }],
    },
  ]);
  await pass(30);
  await pass(30);
  expect(added.map(({ at }) => at / QUARTER_MS)).toEqual([999_999, 999_999, 1_000_000]);
  isWatching = false;
  await pass(30);
  isWatching = true;
  await pass(30);
  expect(added).toHaveLength(3);
  await pass(30);
  expect(added).toHaveLength(4);
});

it('what was lost before a problem was recognised is counted once, in its quarters of an hour, and by one run', async () => {
  const QUARTER_MS = 15 * MINUTE_MS;
  const startedAt = QUARTER_MS * 1_000_000 - 2 * MINUTE_MS;
  const clock = new ManualClock(startedAt);
  const healthy = minerRow({ id: id(1) });
  // Its figures stood still from a minute after the start on, as it is found ten minutes later.
  const sinceAt = startedAt + MINUTE_MS;
  const frozen = minerRow({
    id: id(1),
    attention: [{ ...attention('figures_frozen'), since_at: sinceAt }],
    figures_unchanged_since_at: sinceAt,
  });
  let miner = healthy;
  let added: FarmSlot[] = [];
  const run = () => {
    const { loop } = recordOf(
      clock,
      () => [miner],
      (slots) => added.push(...slots),
    );
    onTestFinished(() => loop.stop());
    loop.start();
    return loop;
  };
  const pass = async (minutes: number) => {
    for (let n = 0; n < minutes * 2; n += 1) await clock.advance(30_000);
  };
  /** What was added, in minutes of this miner's full rate. */
  const sums = (at?: number) => {
    const slots = added.filter((slot) => at === undefined || slot.at === at);
    const minutes = (of: (slot: FarmSlot) => number) =>
      Math.round((slots.reduce((sum, slot) => sum + of(slot), 0) / (104e12 * 60)) * 1000) / 1000;
    return {
      expected: minutes((slot) => slot.expected_hash),
      hashed: minutes((slot) => slot.hashed_hash),
      paid: minutes((slot) => slot.paid_hash ?? 0),
      lost: minutes(({ lost }) => lost.reduce((sum, { lost_hash }) => sum + lost_hash, 0)),
      hashingMs: slots.reduce((sum, slot) => sum + slot.hashing_miner_ms, 0),
    };
  };
  const first = run();
  await clock.advance(0);
  await pass(10);
  expect(sums()).toMatchObject({ expected: 10, hashed: 10, lost: 0 });
  miner = frozen;
  await pass(5);
  const counted = { hashed: 1, paid: 1, hashingMs: MINUTE_MS };
  expect(sums()).toEqual({ ...counted, expected: 15, lost: 14 });
  expect(sums(QUARTER_MS * 999_999)).toEqual({ ...counted, expected: 2, lost: 1 });
  // Also where it is over and found once more.
  miner = healthy;
  await pass(1);
  miner = frozen;
  await pass(1);
  expect(sums()).toMatchObject({ expected: 17, hashed: 1, lost: 16 });
  await first.stop();
  added = [];
  run();
  await clock.advance(0);
  await pass(2);
  expect(sums()).toMatchObject({ expected: 2, hashed: 0, lost: 2 });
});

it('from when a miner was on a foreign pool it hashed, but nothing of it was paid', () => {
  const since_at = NOW - 5 * MINUTE_MS;
  const stolen = minerRow({ attention: [{ ...attention('pool_foreign'), since_at }, attention('hot')] });
  const found = sampleFarm([stolen], MOMENT, () => 'pool_foreign').get('sha256d');
  expect(found?.late).toEqual([
    {
      minerId: stolen.id,
      code: 'pool_foreign',
      sinceAt: since_at,
      hashedShare: 0,
      paidShare: 1,
      cause: 'rule:pool_foreign',
    },
  ]);
});

it('no sequence of faults, pauses and outages takes more from a quarter than was counted in it', async () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  for (let round = 0; round < 30; round += 1) {
    const clock = new ManualClock(15 * MINUTE_MS * 1_000_000);
    const startedAt = clock.nowMs();
    const added: FarmSlot[] = [];
    let rows: Miner[] = [];
    const { loop } = recordOf(
      clock,
      () => rows,
      (slots) => added.push(...slots),
    );
    loop.start();
    await clock.advance(0);
    const kinds = ['well', 'paused', 'offline', 'frozen', 'foreign', 'both', 'rejected'] as const;
    for (let step = 0; step < 12; step += 1) {
      const kind = kinds[random(kinds.length)] ?? 'well';
      // A beginning goes back over whatever was before, as one that is kept over a pause does.
      const since_at = startedAt + random(Math.floor((clock.nowMs() - startedAt) / 1000) + 1) * 1000;
      const latest_status = status({ hashrate_hs: (60 + random(44)) * 1e12 });
      const is = (...codes: string[]) => ({ attention: codes.map((code) => ({ ...attention(code), since_at })) });
      const one = { id: id(1), latest_status };
      const frozen = { figures_unchanged_since_at: since_at };
      rows = [
        {
          well: () => minerRow(one),
          paused: () =>
            minerRow({ ...one, latest_status: status({ hashrate_hs: 0, state: 'stopped' }), ...is('pool_foreign') }),
          offline: () => offlineRow(one),
          frozen: () => minerRow({ ...one, ...frozen, ...is('figures_frozen') }),
          foreign: () => minerRow({ ...one, ...is('pool_foreign') }),
          both: () => minerRow({ ...one, ...frozen, ...is('pool_foreign', 'figures_frozen') }),
          rejected: () => minerRow({ ...one, ...is('shares_rejected'), rejected_percent: 25 }),
        }[kind](),
      ];
      const halves = 1 + random(30);
      for (let n = 0; n < halves; n += 1) await clock.advance(30_000);
    }
    await loop.stop();
    for (const at of new Set(added.map((slot) => slot.at))) {
      const slots = added.filter((slot) => slot.at === at);
      const sum = (of: (slot: FarmSlot) => number) =>
        slots.reduce((total, slot) => total + of(slot), 0) / (104e12 * 60);
      const lost = sum((slot) => slot.lost.reduce((total, { lost_hash }) => total + lost_hash, 0));
      const paid = sum((slot) => slot.paid_hash ?? 0);
      const hashed = sum((slot) => slot.hashed_hash);
      expect(paid).toBeGreaterThan(-1e-6);
      expect(hashed).toBeGreaterThan(paid - 1e-6);
      expect(paid + lost).toBeLessThan(sum((slot) => slot.expected_hash) + 1e-6);
      expect(slots.reduce((total, slot) => total + slot.hashing_miner_ms, 0)).toBeGreaterThan(-1);
    }
  }
});

it('a late loss is not booked over a pause nor a time offline, which are lost already', async () => {
  const since_at = 15 * MINUTE_MS * 1_000_000;
  const frozen = minerRow({
    attention: [{ ...attention('figures_frozen'), since_at }],
    figures_unchanged_since_at: since_at,
  });
  const foreign = minerRow({ attention: [{ ...attention('pool_foreign'), since_at }] });
  const paused = { ...foreign, latest_status: status({ hashrate_hs: 0, state: 'stopped' }) };
  const quarters = async (minutes: readonly (readonly [Miner, number])[]) => {
    const clock = new ManualClock(since_at);
    const added: FarmSlot[] = [];
    let rows: Miner[] = [];
    const { loop } = recordOf(
      clock,
      () => rows,
      (slots) => added.push(...slots),
    );
    loop.start();
    await clock.advance(0);
    for (const [row, count] of minutes) {
      rows = [row];
      for (let n = 0; n < count * 2; n += 1) await clock.advance(30_000);
    }
    await loop.stop();
    return [...new Set(added.map(({ at }) => at))].sort().map((at) => {
      const slots = added.filter((slot) => slot.at === at);
      const minutesOf = (of: (slot: FarmSlot) => number) =>
        Math.round(slots.reduce((total, slot) => total + of(slot), 0) / (104e12 * 60));
      return [
        minutesOf((slot) => slot.hashed_hash),
        minutesOf((slot) => slot.paid_hash ?? 0),
        minutesOf(({ lost }) => lost.reduce((total, { lost_hash }) => total + lost_hash, 0)),
      ];
    });
  };
  const well = minerRow();
  // The pause of a miner that is known to be on a foreign pool.
  expect(
    await quarters([
      [well, 5],
      [foreign, 10],
      [paused, 15],
      [foreign, 15],
    ]),
  ).toEqual([
    [15, 0, 15],
    [0, 0, 15],
    [15, 0, 15],
  ]);
  // Figures found frozen since before it was offline: what was counted before stays.
  expect(
    await quarters([
      [well, 15],
      [offlineRow({ latest_status: status() }), 15],
      [well, 10],
      [frozen, 5],
    ]),
  ).toEqual([
    [15, 15, 0],
    [0, 0, 15],
    [0, 0, 15],
  ]);
});
