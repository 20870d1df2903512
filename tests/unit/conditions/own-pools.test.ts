import { describe, expect, it } from 'vitest';
import { farmForJobs } from '../../../src-main/app/jobs/farm-for-jobs.ts';
import { poolsSetBy } from '../../../src-main/app/jobs/pools-set-by-jobs.ts';
import type { LiveStatus } from '../../../src-main/fleet/miner-entry.ts';
import { followPoolsBefore } from '../../../src-main/fleet/readings/pools-before.ts';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { orderedPool } from '../../../src-shared/pools/ordered-pool.ts';
import {
  findOwnPools,
  foreignPoolOf,
  foreignPoolWords,
  type OwnPools,
  type SetPools,
  withOthers,
  withoutForeign,
} from '../../../src-shared/pools/own-pools.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { figures, statusRecord, storedMiner, storedModel } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const pool = (url: string, user: string | null, fields: object = {}): SetPools['pools'][number] =>
  ({
    ...{ pool_id: 0, url, pool_type: 'UserPool', user, status: 'active' },
    ...{ diff: null, accepted: 1, rejected: 0, stale: 0, ping_ms: null, asic_boost: null },
    ...fields,
  }) as never;
const OURS = (n: number) => pool('stratum+tcp://eu.pool.example:3333', `farm.w${n}`);
const BACKUP = pool('us.pool.example:3333', 'farm.x', { status: 'working' });
const FEE = pool('DevFee', '*****', { pool_type: 'DevFee' });
const farm = (count: number, of: (n: number) => SetPools['pools']): SetPools[] =>
  Array.from({ length: count }, (_, n) => ({ algorithm: 'sha256d', pools: of(n) }));
const words = (miners: SetPools[], pools: SetPools['pools']) =>
  wordsOf(pools, findOwnPools(miners).get('sha256d') ?? null);
const wordsOf = (pools: SetPools['pools'], own: OwnPools | null) => {
  const foreign = foreignPoolOf(pools, own);
  return foreign === null ? null : foreignPoolWords(foreign);
};

describe('a foreign pool', () => {
  const most = farm(50, (n) => [OURS(n), BACKUP, FEE]);

  it('is a host, or an account at a host, that the farm is not set to', () => {
    const taken = pool('stratum+ssl://Evil.example:443', 'thief.1');
    const all = [...most, { algorithm: 'sha256d', pools: [taken] }];
    expect(words(all, [taken])).toBe('Mines to evil.example, which is not known as a pool of this farm');
    const account = pool('eu.pool.example:3333', 'thief.w3');
    expect(words(most, [account, FEE])).toBe(
      'Mines to account thief at eu.pool.example, which is not known as one of this farm',
    );
    expect(words(most, [OURS(99), FEE])).toBeNull();
  });

  it('is no backup that works alone, no masked user, no fee and no pool that is not in use', () => {
    expect(
      words(most, [
        { ...OURS(1), status: 'offline' },
        { ...BACKUP, status: 'active' },
      ]),
    ).toBeNull();
    expect(words(most, [pool('eu.pool.example', '*****')])).toBeNull();
    expect(words(most, [FEE])).toBeNull();
    expect(words(most, [pool('evil.example', 'thief', { status: 'working' }), OURS(1)])).toBeNull();
  });

  it('is not what a good part of the farm is set to', () => {
    const other = pool('other.example', 'farm');
    const mixed = [...farm(45, (n) => [OURS(n)]), ...farm(5, () => [other])];
    expect(words(mixed, [other])).toBeNull();
  });

  it('is no account in other capitals, and none that a single one of ten miners is set to', () => {
    const capitals = pool('EU.pool.example:3333', 'Farm.w3');
    expect(words(most, [capitals])).toBeNull();
    expect(
      words(
        farm(50, (n) => [pool('eu.pool.example', n < 3 ? 'FARM.w' : 'farm.w')]),
        [capitals],
      ),
    ).toBeNull();
    const taken = pool('evil.example', 'Thief.1');
    const ten = farm(10, (n) => [n === 0 ? taken : OURS(n)]);
    expect(words(ten, [taken])).toBe('Mines to evil.example, which is not known as a pool of this farm');
    const account = pool('eu.pool.example', 'Thief.1');
    const accounts = farm(10, (n) => [n === 0 ? account : OURS(n)]);
    expect(words(accounts, [account])).toBe(
      'Mines to account Thief at eu.pool.example, which is not known as one of this farm',
    );
    const two = farm(20, (n) => [n < 2 ? taken : OURS(n)]);
    expect(words(two, [taken])).toBeNull();
  });

  it('is none that the operator ordered, however few miners have it, and what else is foreign stays so', () => {
    const moved = pool('stratum+tcp://new.example:3333', 'Other.w1');
    const backup = pool('eu.pool.example', 'second.w');
    const wave = farm(1000, (n) => (n < 56 ? [moved] : [OURS(n)]));
    const ordered = [
      orderedPool('stratum+tcp://login@New.example:3333', 'Other.w7'),
      orderedPool('eu.pool.example:3333', 'Second'),
      orderedPool('switched.example', null),
    ].filter((one) => one !== null);
    const own = withOthers(findOwnPools(wave), ordered).get('sha256d') ?? null;
    expect(words(wave, [moved])).toContain('new.example');
    expect(wordsOf([moved], own)).toBeNull();
    expect(wordsOf([backup], own)).toBeNull();
    expect(wordsOf([pool('switched.example', 'any')], own)).toBeNull();
    expect(wordsOf([pool('evil.example', 'thief')], own)).toContain('evil.example');
    expect(wordsOf([pool('eu.pool.example', 'thief')], own)).toContain('account thief');
  });

  it('is no account of a host that the operator calls theirs; one called theirs brings no other one', () => {
    const few = pool('y.example', 'me.1');
    const thief = pool('y.example', 'thief.1');
    const second = pool('eu.pool.example', 'second.1');
    const decide = (host: string, account: string | null, is_own = true) => ({ host, account, is_own });
    const judged = (decided: ReturnType<typeof decide>[], pools: SetPools['pools']) => {
      const found = withoutForeign(findOwnPools(most, decided), decided, [], ['sha256d']);
      const mine = decided.filter(({ is_own }) => is_own);
      return wordsOf(pools, withOthers(found, mine).get('sha256d') ?? null);
    };
    const mine = decide('y.example', 'me');
    expect(judged([mine], [few])).toBeNull();
    expect(judged([mine], [thief])).toContain('account thief at y.example');
    expect(judged([], [second])).toContain('account second');
    const all = decide('eu.pool.example', null);
    expect(judged([all], [second])).toBeNull();
    expect(judged([all, decide('eu.pool.example', 'second', false)], [second])).toContain('account second');
    expect(judged([decide('y.example', null, false), mine], [few])).toBeNull();
    // A job names its account likewise.
    const ordered = withOthers(findOwnPools(most), [{ host: 'y.example', account: 'me' }]).get('sha256d') ?? null;
    expect([wordsOf([few], ordered), wordsOf([thief], ordered)]).toEqual([null, expect.stringContaining('thief')]);
  });

  it('is known where the operator has said what the pools of few miners are', () => {
    const small = farm(20, (n) => [n < 10 ? OURS(n) : pool(`p${n}.example`, 'farm')]);
    const decided = Array.from({ length: 10 }, (_, n) => ({
      ...{ host: `p${n + 10}.example`, account: 'farm', is_own: true },
    }));
    expect(findOwnPools(small).size).toBe(0);
    const own = withOthers(findOwnPools(small, decided), decided).get('sha256d') ?? null;
    expect(wordsOf([pool('p12.example', 'farm')], own)).toBeNull();
    expect(wordsOf([pool('p12.example', 'thief')], own)).toContain('account thief at p12.example');
    expect(wordsOf([pool('evil.example', 'thief')], own)).toContain('evil.example');
  });

  it('is not judged among few miners, many pools, many accounts, or those of another algorithm', () => {
    const taken = pool('evil.example', 'thief');
    expect(
      words(
        farm(9, (n) => [OURS(n)]),
        [taken],
      ),
    ).toBeNull();
    expect(
      words(
        farm(50, (n) => [pool(`p${n % 20}.example`, 'farm')]),
        [taken],
      ),
    ).toBeNull();
    const tenants = farm(50, (n) => [pool('eu.pool.example', `client${n}.w`)]);
    expect(words(tenants, [pool('eu.pool.example', 'client99')])).toBeNull();
    expect(words(tenants, [taken])).toContain('evil.example');
    const scrypt = most.map((one) => ({ ...one, algorithm: 'scrypt' }));
    expect(words(scrypt, [taken])).toBeNull();
  });
});

describe('the pools that a job sets', () => {
  const after = { pools: [{ url: 'back.example', user: 'old.w1' }], pool_url: 'back.example' } as never;

  it('are those of its order once it has begun, and those that its miners have then', () => {
    const pools = [
      { url: 'new.example', user: 'farm.{name}' },
      { url: 'b.example', user: '{tag.client}.{name}' },
    ];
    const ordered = [
      { host: 'new.example', account: 'farm' },
      { host: 'b.example', account: null },
    ];
    const job = { action: 'pools', state: 'running', params: { pools } } as const;
    expect(poolsSetBy(job, [])).toEqual(ordered);
    expect(poolsSetBy({ ...job, state: 'scheduled' }, [])).toEqual([]);
    expect(poolsSetBy({ ...job, action: 'preset', params: {} }, [{ verdict: 'in_force', after }])).toEqual([]);
    const undo = { ...job, params: {} };
    expect(poolsSetBy(undo, [{ verdict: 'running', after }])).toEqual([]);
    expect(poolsSetBy(undo, [{ verdict: 'in_force', after }])).toEqual([{ host: 'back.example', account: 'old' }]);
    const switched = { action: 'switch_pool', state: 'running', params: { url: 's.example' } } as const;
    expect(poolsSetBy(switched, [])).toEqual([{ host: 's.example', account: null }]);
    expect(poolsSetBy({ ...switched, params: {} }, [{ verdict: 'proven', after }])).toEqual([
      { host: 'back.example', account: null },
    ]);
  });
});

describe('the pools of the farm now', () => {
  const idOf = (n: number): string => `02:95:23:00:00:${n.toString(16).padStart(2, '0')}`;
  const TAKEN = pool('evil.example', 'thief.1');

  /** Starts a farm `offMs` after its last readings; the first miner has another pool. */
  async function startFarm({
    offMs = 60_000,
    since = null as number | null,
    isOnline = (_: number): boolean => true,
    others = 0,
  } = {}) {
    const clock = new ManualClock();
    const startedAt = clock.nowMs();
    const changes: string[] = [];
    const setOf = (n: number) => (n === 1 ? [TAKEN] : [OURS(n)]);
    const reading = (n: number, at: number): LiveStatus => ({
      ...statusRecord({
        miner_id: idOf(n),
        recorded_at: at,
        pools: setOf(n),
        figures: figures({ state_seconds: 50_000 }),
      }),
    });
    const miners = Array.from({ length: 20 }, (_, i) =>
      storedMiner({
        ...{ id: idOf(i + 1), ip: isOnline(i + 1) ? '127.1.0.1' : null },
        ...(i === 0 && since !== null && { conditions_since: { 'pool_foreign ': startedAt + since } }),
        // The last ones have another algorithm.
        ...(i >= 20 - others && { model_alias: 'l7' }),
      }),
    );
    const fleet = await memoryFleet(
      clock,
      miners,
      [storedModel(), storedModel({ alias: 'l7', algorithm: 'scrypt' })],
      {
        onConditions: (_, { began, ended }) =>
          void changes.push(...began.map(({ code }) => `began ${code}`), ...ended.map(({ code }) => `ended ${code}`)),
      },
      new Map(miners.map(({ id }, i) => [id, reading(i + 1, startedAt - offMs)])),
    );
    const poll = (n: number, pools = setOf(n), state_seconds = 50_000) => {
      const { fans, chains, figures: measured } = reading(n, clock.nowMs());
      fleet.readings.recordStatus(
        idOf(n),
        { ...measured, state_seconds, hashrate_hs: 103e12 + (clock.nowMs() % 1e9), fans, chains, pools } as never,
        null,
      );
      fleet.readings.pollSucceeded(idOf(n), null);
    };
    const foreign = (n = 1) =>
      fleet
        .detail(idOf(n))
        ?.conditions.filter(({ code }) => code === 'pool_foreign')
        .map(({ since_at }) => since_at);
    return { clock, startedAt, fleet, poll, foreign, changes };
  }

  it('find a miner on another pool at once, although the change restarted it', async () => {
    const { clock, poll, foreign } = await startFarm();
    for (let n = 2; n <= 20; n++) poll(n);
    poll(1, [OURS(1)]);
    expect(foreign()).toEqual([]);
    await clock.advance(60_000);
    poll(1, [TAKEN], 20);
    expect(foreign()).toHaveLength(1);
  });

  it('keep what was wrong, and since when, over a restart and another max preset', async () => {
    const { clock, startedAt, fleet, poll, foreign, changes } = await startFarm({
      offMs: 5 * HOUR_MS,
      since: -7 * HOUR_MS,
    });
    expect(foreign()).toEqual([startedAt - 7 * HOUR_MS]);
    for (let minute = 0; minute < 8; minute++) {
      await clock.advance(60_000);
      for (let n = 1; n <= 20; n++) poll(n);
    }
    expect(foreign()).toEqual([startedAt - 7 * HOUR_MS]);
    await fleet.setMaxPreset(storedModel().alias, null, TESTER);
    expect(foreign()).toEqual([startedAt - 7 * HOUR_MS]);
    expect(changes).toEqual([]);
  });

  it('are those to put back, which a thief never becomes', async () => {
    const { clock, fleet, poll } = await startFarm();
    const putBack = () => fleet.detail(idOf(1))?.pools_before;
    const kept = () =>
      farmForJobs(fleet, () => ({ nowMs: clock.nowMs(), intervalMs: 30_000 }) as never).miner(idOf(1))?.poolsBefore;
    for (let n = 2; n <= 20; n++) poll(n);
    const during = async (minutes: number, pools: SetPools['pools']): Promise<number> => {
      for (let i = 0; i < minutes; i++) {
        await clock.advance(60_000);
        for (let n = 2; n <= 20; n++) poll(n);
        poll(1, [...pools]);
      }
      return clock.nowMs();
    };
    await during(3, [OURS(1), FEE]);
    expect(kept()).toEqual([]);
    // A name that is shown masked is no knowledge.
    await during(1, [pool('stratum+tcp://eu.pool.example:3333', '*****')]);
    const until_at = await during(3, [OURS(1), FEE]);
    const ours = [{ url: 'stratum+tcp://eu.pool.example:3333', user: 'farm.w1' }];
    expect([kept(), putBack()]).toEqual([ours, null]);
    await during(20, [TAKEN, OURS(1)]);
    expect([kept(), putBack()]).toEqual([ours, { pools: ours, until_at }]);
    // Own ones that come instead become those to put back after a day: many thieves look like own ones.
    const other = pool('eu.pool.example:3333', 'farm.spare');
    await during(20, [other]);
    expect(putBack()).toEqual({ pools: ours, until_at });
    await clock.advance(24 * HOUR_MS);
    await during(2, [other]);
    expect([kept(), putBack()]).toEqual([[{ url: 'eu.pool.example:3333', user: 'farm.spare' }], null]);
    // What a job has set counts at once, without a login in its address.
    fleet.readings.notePoolsInForce(idOf(1), [{ url: 'stratum+tcp://me:pw@eu.pool.example:3333', user: 'farm.job' }]);
    const ordered = [{ url: 'stratum+tcp://eu.pool.example:3333', user: 'farm.job' }];
    const job_until = await during(1, [pool('eu.pool.example:3333', 'farm.job')]);
    await during(1, [TAKEN]);
    expect(putBack()).toEqual({ pools: ordered, until_at: job_until });
  });

  it('soon replace a foreign one that was taken for own before the farm was known', () => {
    const own = findOwnPools(farm(50, (n) => [OURS(n)])).get('sha256d') ?? null;
    const taken = { pools: [{ url: 'evil.example', user: 'thief.1' }], until_at: null, next: null };
    const read = (recorded_at: number) => ({ recorded_at, pools: [OURS(1)] });
    const first = followPoolsBefore(taken, null, read(0), own);
    expect(first).toMatchObject({ pools: taken.pools, next: { since_at: 0 } });
    expect(followPoolsBefore(first, read(0), read(300_000), own)).toMatchObject({
      pools: [{ user: 'farm.w1' }],
      next: null,
    });
  });

  it('have those that a job sets, from that moment on', async () => {
    const { fleet, poll, foreign } = await startFarm({ since: -HOUR_MS });
    expect(foreign()).toHaveLength(1);
    const set = [{ host: 'evil.example', account: 'thief' }];
    fleet.readings.notePoolsOrdered('job', set);
    poll(1);
    expect(foreign()).toEqual([]);
    // After the end of the job, the pools that it left count, and no others.
    fleet.readings.notePoolsSet(set, 'job');
    poll(1);
    expect(foreign()).toEqual([]);
    fleet.readings.notePoolsSet([], null);
    poll(1);
    expect(foreign()).toHaveLength(1);
  });

  it('have for a day what they had before, so that the last miners of a move are accused of nothing', async () => {
    const { clock, poll, foreign } = await startFarm();
    const NEW = [pool('new.example', 'farm.w')];
    const pass = async (minutes: number, everyMs: number): Promise<void> => {
      for (let i = 0; i < minutes; i++) {
        await clock.advance(everyMs);
        for (let n = 1; n <= 20; n++) poll(n, n === 2 ? [OURS(2)] : NEW);
      }
    };
    await pass(30, 60_000);
    expect([foreign(1), foreign(2)]).toEqual([[], []]);
    await pass(50, HOUR_MS / 2);
    expect([foreign(1), foreign(2)?.length]).toEqual([[], 1]);
  });

  it('are not those to which many miners changed without a job, until the operator confirms them', async () => {
    const { clock, fleet, poll, foreign } = await startFarm();
    const THIEF = [pool('evil.example', 'thief.1')];
    const pass = async (minutes: number, poolsOf: (n: number) => SetPools['pools']): Promise<void> => {
      for (let i = 0; i < minutes; i++) {
        await clock.advance(60_000);
        for (let n = 1; n <= 20; n++) poll(n, [...poolsOf(n)]);
      }
    };
    await pass(7, (n) => [OURS(n)]);
    const takenAt = clock.nowMs();
    const taken = (n: number) => (n <= 6 ? THIEF : [OURS(n)]);
    await pass(3, taken);
    const message = fleet.detail(idOf(1))?.conditions.find(({ code }) => code === 'pool_foreign')?.message;
    expect(message).toMatch(/^Mines to evil\.example\. Several miners changed to it without a job/);
    const thief = { host: 'evil.example', account: 'thief' };
    const ours = { host: 'eu.pool.example', account: 'farm', miners: 14, since_at: null, standing: 'share' };
    expect(fleet.poolsSeen()).toEqual([{ ...thief, miners: 6, since_at: takenAt, standing: 'unconfirmed' }, ours]);
    fleet.notePoolsDecided([{ ...thief, is_own: true }]);
    await pass(1, taken);
    expect(foreign(1)).toEqual([]);
    expect(fleet.poolsSeen()).toMatchObject([{ miners: 14 }, { ...thief, standing: 'mine' }]);
    // One that is called foreign is so also where it was there first, and however many have it.
    fleet.notePoolsDecided([{ host: 'eu.pool.example', account: null, is_own: false }]);
    await pass(1, taken);
    expect([foreign(1)?.length, foreign(20)?.length]).toEqual([1, 1]);
    expect(fleet.poolsSeen()).toMatchObject([{ standing: 'unconfirmed' }, { standing: 'not_mine' }]);
  });

  it('say nothing of the pools of another algorithm that few miners have', async () => {
    const { fleet, poll } = await startFarm({ others: 3 });
    for (let n = 1; n <= 20; n++) poll(n, [n > 17 ? pool('scrypt.example', 'farm.w') : n === 1 ? TAKEN : OURS(n)]);
    expect(fleet.poolsSeen().map(({ host, standing }) => [host, standing])).toEqual([
      ['eu.pool.example', 'share'],
      ['scrypt.example', 'unknown'],
      ['evil.example', 'foreign'],
    ]);
  });

  it('are those of an account that many changed to at the same pool no more than those of a host', async () => {
    const { clock, fleet, poll, foreign } = await startFarm();
    const pass = async (minutes: number, first: number): Promise<void> => {
      for (let i = 0; i < minutes; i++) {
        await clock.advance(60_000);
        for (let n = 1; n <= 20; n++) poll(n, [n <= first ? pool('eu.pool.example:3333', 'thief.w') : OURS(n)]);
      }
    };
    await pass(7, 0);
    await pass(2, 12);
    expect(foreign(1)).toHaveLength(1);
    expect(fleet.poolsSeen()[0]).toMatchObject({ account: 'thief', miners: 12, standing: 'unconfirmed' });
    expect(foreign(20)).toEqual([]);
  });

  it('are those of the one account alone that is confirmed, or that a job set, at a pool to which many changed', async () => {
    const { clock, fleet, poll, foreign } = await startFarm();
    const accountOf = (n: number) => (n === 1 ? 'me' : 'thief');
    const pass = async (minutes: number, moved: number): Promise<void> => {
      for (let i = 0; i < minutes; i++) {
        await clock.advance(60_000);
        for (let n = 1; n <= 20; n++) poll(n, [n <= moved ? pool('y.example', `${accountOf(n)}.w`) : OURS(n)]);
      }
    };
    await pass(7, 0);
    await pass(3, 6);
    expect([foreign(1)?.length, foreign(2)?.length]).toEqual([1, 1]);
    const me = { host: 'y.example', account: 'me' };
    fleet.notePoolsDecided([{ ...me, is_own: true }]);
    await pass(1, 6);
    expect([foreign(1)?.length, foreign(2)?.length]).toEqual([0, 1]);
    expect(fleet.poolsSeen()).toMatchObject([{ standing: 'unconfirmed' }, { standing: 'share' }, { standing: 'mine' }]);
    fleet.notePoolsDecided([]);
    fleet.readings.notePoolsOrdered('job', [me]);
    await pass(1, 6);
    expect([foreign(1)?.length, foreign(2)?.length]).toEqual([0, 1]);
    // Every account there is theirs, but for one that is not.
    const all = { host: 'y.example', account: null, is_own: true };
    fleet.notePoolsDecided([all]);
    await pass(1, 6);
    expect(foreign(2)).toEqual([]);
    fleet.notePoolsDecided([all, { host: 'y.example', account: 'thief', is_own: false }]);
    await pass(1, 6);
    expect([foreign(1)?.length, foreign(2)?.length]).toEqual([0, 1]);
  });

  it('are those that new miners bring, and known ones between which miners move', async () => {
    const { clock, poll, foreign } = await startFarm();
    const other = pool('other.example', 'farm.w');
    const pass = async (minutes: number, isOther: (n: number) => boolean): Promise<void> => {
      for (let i = 0; i < minutes; i++) {
        await clock.advance(60_000);
        for (let n = 1; n <= 20; n++) poll(n, [isOther(n) ? other : OURS(n)]);
      }
    };
    await pass(7, (n) => n <= 4);
    expect(foreign(1)).toEqual([]);
    await pass(3, (n) => n <= 16);
    expect([foreign(1), foreign(16)]).toEqual([[], []]);
  });

  it('say nothing by miners that are offline, or were not read for an hour', async () => {
    const dark = await startFarm({ since: -HOUR_MS, isOnline: (n) => n < 5 });
    expect(dark.foreign()).toEqual([]);
    const { clock, poll, foreign, startedAt } = await startFarm({ since: -HOUR_MS });
    expect(foreign()).toEqual([startedAt - HOUR_MS]);
    await clock.advance(HOUR_MS + 60_000);
    poll(1);
    expect(foreign()).toEqual([]);
  });
});
