import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { failure } from '../../../../src-main/drivers/outcome.ts';
import type { Verdict } from '../../../../src-shared/model/index.ts';
import { NewJob } from '../../../../src-shared/model/index.ts';
import { jobsAtWork, killAndOpen } from '../../../fixtures/jobs/jobs-at-work.ts';
import type { Fault, ScriptedMiner } from '../../../fixtures/jobs/scripted-miners.ts';

/** `npm run test:long` uses a thousand. */
const SEEDS = Number(process.env['POWERHIVE_ACTING_SEEDS'] ?? 150);
const LONG_MS = 240_000 + SEEDS * 1000;

/** A small seeded generator (mulberry32), so that a failure can be reproduced. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe('waves', () => {
  it('touch few of 1,000 miners of which 30 % fail at a restart', { timeout: 240_000 }, async () => {
    const touched: number[] = [];
    for (let seed = 1; seed <= 100; seed++) {
      const chance = random(seed);
      const { miners, start, untilEnd } = jobsAtWork(1000, {
        changes: () => ({ faults: chance() < 0.3 ? ['fails_at_restart'] : [] }),
        actions: { starts_per_minute: 0, start_kw_per_minute: 0 },
      });
      await untilEnd(await start({ action: 'restart' }));
      touched.push(miners.all.filter(({ writes }) => writes.length > 0).length);
    }
    expect(touched.filter((count) => count <= 6).length).toBeGreaterThanOrEqual(80);
    expect(Math.max(...touched)).toBeLessThanOrEqual(56);
  });
});

describe('the start limit', () => {
  it('holds in any minute, over two jobs at once', async () => {
    const { clock, miners, jobs, start, untilEnd } = jobsAtWork(60, {
      actions: { starts_per_minute: 10, start_kw_per_minute: 20, first_wave: 30, wave_most: 100, second_wave: 30 },
    });
    const sent: number[] = [];
    miners.onWrite = () => sent.push(clock.nowMs());
    const [first, second] = [miners.ids.slice(0, 30), miners.ids.slice(30)];
    const one = await start({ action: 'restart', ids: first });
    const two = await start({ action: 'restart', ids: second });
    await untilEnd(one);
    await untilEnd(two);
    expect(sent).toHaveLength(60);
    for (const at of sent) {
      const within = sent.filter((other) => other >= at && other < at + 60_000).length;
      // 20 kW are enough for six miners of 2.9 kW.
      expect(within).toBeLessThanOrEqual(6);
    }
    expect((await jobs.get(two))?.state).toBe('done');
  });
});

it('the start limit holds in any minute over a kill of PowerHive too', async () => {
  const work = jobsAtWork(20, {
    actions: { starts_per_minute: 5, start_kw_per_minute: 0, first_wave: 20, wave_most: 100 },
  });
  const { clock, miners } = work;
  const sent: number[] = [];
  miners.onWrite = () => sent.push(clock.nowMs());
  await work.start({ action: 'restart', ids: miners.ids.slice(0, 10) });
  await clock.advance(2000);
  expect(sent).toHaveLength(5);
  const again = await killAndOpen(work, 1000);
  const order = NewJob.parse({ action: 'restart', ids: miners.ids.slice(10) });
  const job = await again.plans.prepare(order, miners.ids.slice(10)).run({ via: 'cli', name: 'x', scope: 'operate' });
  await work.untilEnd(job?.job_id ?? '');
  expect(sent).toHaveLength(15);
  for (const at of sent) {
    expect(sent.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(5);
  }
  await again.close();
});

const FAULTS: readonly Fault[] = [
  'reply_lost',
  'applied_late',
  'no_effect',
  'not_sent',
  'refused',
  'refused_but_stored',
  'fails_at_restart',
  'silent_after',
  'reset',
  'slow',
  'climbs_back',
  'other_hand',
  'corrupt',
];
type TriedOrder = Pick<z.input<typeof NewJob>, 'action' | 'params'>;
const ORDERS: readonly TriedOrder[] = [
  { action: 'locate', params: { on: true } },
  { action: 'pause' },
  { action: 'restart' },
  { action: 'throttle', params: { percent: 60 } },
  { action: 'preset', params: { preset: '2500' } },
  { action: 'reboot' },
  { action: 'stop' },
  { action: 'locate', params: { on: false } },
  {
    action: 'pools',
    params: {
      pools: [
        { url: 'new.pool.example:3333', user: 'farm.{name}', pass: 'x' },
        { url: 'pool.example:3333', user: 'farm.{name}', pass: 'x' },
      ],
    },
  },
];

/** Whether a verdict is true for the present state of a miner. */
function isTrue(verdict: Verdict, order: TriedOrder, miner: ScriptedMiner, startMs: number): boolean {
  const { action } = order;
  const isNewPool = miner.pools[0]?.url === 'new.pool.example:3333';
  const is: Record<string, boolean> = {
    locate: miner.light === order.params?.on,
    pools: isNewPool && !miner.restart_required && miner.state === 'mining',
    pause: miner.state === 'stopped',
    stop: miner.state === 'stopped',
    restart: miner.state === 'mining' && miner.startedMs > startMs,
    reboot: miner.state === 'mining' && miner.bootedMs > startMs,
    throttle: miner.throttled === 60,
    preset: miner.preset === '2500' && miner.state === 'mining',
  };
  const isSo = is[action] === true;
  const isStored = (action === 'preset' && miner.stored === '2500') || (action === 'pools' && isNewPool);
  const wasRestarted = miner.writes.some(({ kind }) => kind === 'restart');
  switch (verdict) {
    case 'in_force':
      return isSo;
    case 'proven':
      return isSo && (action !== 'pools' || miner.deadPools.length === 0);
    case 'stored':
      return !isSo && isStored;
    case 'failed':
      return !isSo && (!isStored || wasRestarted);
    case 'refused':
      return !isSo && !isStored;
    case 'skipped':
    case 'cancelled':
      return miner.writes.length === 0;
    case 'unknown':
      // A restart and a step of the preset switcher may look the same.
      return !miner.online || miner.corrupt || (action === 'restart' && miner.switcher?.enabled === true);
    default:
      return false;
  }
}

/** A preset switcher that is at work around the request. */
function steppingFrom(startMs: number, chance: () => number): Partial<ScriptedMiner> {
  const switcher = { enabled: true, top_preset: '2900', min_preset: null, check_time: 30 };
  const first = startMs + chance() * 150_000;
  return { switcher, stepsAtMs: [first, first + 30_000 + chance() * 70_000] };
}

describe('whatever goes wrong', () => {
  it('every verdict is true, and no request is sent twice', { timeout: LONG_MS }, async () => {
    const wrong: string[] = [];
    const seen = new Set<string | null>();
    for (let seed = 1; seed <= SEEDS; seed++) {
      const chance = random(seed);
      const toggles = chance() < 0.5;
      const order = ORDERS[Math.floor(chance() * ORDERS.length)] ?? { action: 'locate', params: { on: true } };
      const { clock, miners, jobs, start, untilEnd } = jobsAtWork(8, {
        changes: () => ({
          toggles,
          live: chance() < 0.3,
          light: chance() < 0.3,
          deadPools: chance() < 0.1 ? ['new.pool.example:3333'] : [],
          // Some have the fault in the restart that a setting needs.
          faults: [
            ...(chance() < 0.2 ? (['none'] as const) : []),
            ...(chance() < 0.6 ? [FAULTS[Math.floor(chance() * FAULTS.length)] ?? ('no_effect' as const)] : []),
          ],
        }),
        actions: { first_wave: 8, stop_wave_failed_percent: 100, stop_total_failed_percent: 100 },
      });
      const startMs = clock.monotonicMs() - 1;
      for (const miner of miners.all) {
        if (order.action === 'restart' && chance() < 0.4) Object.assign(miner, steppingFrom(startMs, chance));
      }
      const job = await start({ confirm_count: 8, ...order });
      await untilEnd(job);
      await clock.advance(120_000);
      for (const { id, verdict, code, message } of (await jobs.get(job))?.items ?? []) {
        seen.add(code);
        const miner = miners.miners.get(id) as ScriptedMiner;
        miners.miner(id);
        const kinds = miner.writes.map(({ kind }) => kind);
        if (new Set(kinds).size !== kinds.length)
          wrong.push(`seed ${seed}: ${order.action} sent ${kinds.join(' and ')}`);
        if (!isTrue(verdict, order, miner, startMs))
          wrong.push(`seed ${seed}: ${order.action} ${verdict} ${code}: ${message} (${miner.state}, ${miner.preset})`);
      }
    }
    expect(wrong).toEqual([]);
    // Each fault has occurred.
    for (const code of ['no_effect', 'not_sent', 'refused', 'failure', 'unreadable', 'moved_away', 'changed_meanwhile'])
      expect(seen).toContain(code);
    expect(seen).toContain('config_corrupt');
  });
});

describe('after a kill at any moment', () => {
  it('no request is sent again, and every miner has a true verdict', { timeout: LONG_MS }, async () => {
    const wrong: string[] = [];
    for (let seed = 1; seed <= Math.max(60, SEEDS / 5); seed++) {
      const chance = random(seed);
      const order = ORDERS[seed % ORDERS.length] ?? { action: 'locate', params: { on: true } };
      const work = jobsAtWork(6, {
        changes: () => ({ toggles: true, faults: chance() < 0.2 ? ['reply_lost'] : [] }),
        actions: { first_wave: 3, second_wave: 3 },
      });
      const { clock, miners, store, jobs, start, open, untilEnd } = work;
      const startMs = clock.monotonicMs() - 1;
      for (const miner of miners.all) {
        if (order.action !== 'restart' || chance() < 0.5) continue;
        Object.assign(miner, steppingFrom(startMs, chance), { faults: chance() < 0.5 ? ['no_effect'] : [] });
      }
      const job = await start({ confirm_count: 6, ...order });
      await clock.advance(Math.floor(chance() * 150_000));
      // The killed program writes and sends nothing any more; what is on disk remains.
      const rows = structuredClone(store.rows);
      const left = jobs.close();
      // Some start again at once, others after minutes.
      await clock.advance(1 + (chance() < 0.5 ? 0 : Math.floor(chance() * 200_000)));
      await left;
      store.rows.clear();
      for (const [id, row] of rows) store.rows.set(id, row);
      const sent = miners.writeCount;
      const again = open();
      await again.load();
      again.recover();
      await untilEnd(job);
      expect(miners.writeCount).toBe(sent);
      for (const { id, verdict, code, message } of (await again.get(job))?.items ?? []) {
        const miner = miners.miners.get(id) as ScriptedMiner;
        miners.miner(id);
        if (!isTrue(verdict, order, miner, startMs))
          wrong.push(`seed ${seed}: ${order.action} ${verdict} ${code}: ${message} (${miner.state}, ${miner.preset})`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('a preview', () => {
  it('of 10,000 miners is made from what is known, without a packet', () => {
    const { jobs, miners } = jobsAtWork(10_000);
    const order = NewJob.parse({ action: 'preset', params: { preset: '2500' }, ids: miners.ids });
    const before = process.cpuUsage();
    const { plan } = jobs.plans.prepare(order, miners.ids);
    // Not the time that passes, which other programs stretch; `npm run bench` measures that.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(1000);
    expect(plan.planned).toHaveLength(10_000);
    expect(plan.waves.slice(0, 4)).toEqual([1, 5, 50, 100]);
    expect(plan.power_w_change).toBe(-4_000_000);
    expect(plan.confirm_count).toBe(10_000);
    expect(miners.reads).toEqual([]);
  });
});

describe('where this computer is too busy to read a miner', () => {
  const words = 'This computer is too busy: it could not wait for the answer';
  const late = async () => failure('starved', words, { retryable: true });

  /** A miner whose readings are lost here while `isLost`. */
  function atWork(isLost: (id: string) => boolean, count = 1) {
    const work = jobsAtWork(count);
    const read = work.miners.read.bind(work.miners);
    work.miners.read = async (id, parts) => (isLost(id) ? late() : read(id, parts));
    return work;
  }

  it('it is read again before anything is sent', async () => {
    let lost = 2;
    const { miners, start, untilEnd, verdicts } = atWork(() => lost-- > 0);
    const id = await start({ action: 'pause' });
    await untilEnd(id);
    expect([await verdicts(id), miners.writeCount]).toEqual([{ in_force: 1 }, 1]);
  });

  it('it is left out with the words of the computer, and the job goes on', async () => {
    const { jobs, miners, start, untilEnd } = atWork((id) => id === miners.ids[0], 3);
    const id = await start({ action: 'restart' });
    await untilEnd(id);
    expect(await jobs.get(id)).toMatchObject({ state: 'done', counts: { in_force: 2, skipped: 1 } });
    expect((await jobs.get(id))?.items[0]).toMatchObject({ verdict: 'skipped', code: 'not_asked', message: words });
    expect(miners.at(1).writes).toEqual([]);
    const retry = await jobs.plans.prepareRetry(id);
    expect(retry).toMatchObject({ plan: { planned: [{ id: miners.ids[0] }], confirm_count: 1 } });
  });

  it('it is left out where its backup was lost', async () => {
    const { jobs, miners, start, untilEnd } = atWork(() => false);
    miners.backup = late;
    const id = await start({ action: 'preset', params: { preset: '2500' }, confirm_count: 1 });
    await untilEnd(id);
    const message = `its settings could not be backed up, so nothing was sent: ${words}`;
    expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'skipped', code: 'not_asked', message }]);
    expect(miners.writeCount).toBe(0);
  });

  it('what was sent is unknown, whatever was read before', async () => {
    for (const readings of [0, 1, 2]) {
      let left = Number.POSITIVE_INFINITY;
      const { jobs, miners, start, untilEnd } = atWork(() => left-- <= 0);
      miners.onWrite = () => {
        left = readings;
      };
      miners.at(1).faults.push('no_effect');
      const id = await start({ action: 'restart' });
      await untilEnd(id);
      const message = `the restart was sent, and it cannot be read since: ${words}`;
      expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'unknown', code: 'unreadable', message }]);
    }
  });

  it('nothing failed where the request could not leave', async () => {
    const { jobs, miners, start, untilEnd } = atWork(() => false);
    miners.send = async () => ({ sent: 'not_sent', message: `Not sent: ${words}`, own: true });
    const id = await start({ action: 'pause' });
    await untilEnd(id);
    expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'cancelled', code: 'not_sent' }]);
    expect(await jobs.plans.prepareRetry(id)).toMatchObject({ plan: { planned: [{ id: miners.ids[0] }] } });
  });

  it('what was sent has its verdict from the reading that works again, however late that is', async () => {
    for (const [faults, verdict] of [
      [[], 'in_force'],
      [['no_effect'], 'failed'],
    ] as const) {
      let lost = false;
      const { clock, jobs, miners, start, untilEnd } = atWork(() => lost);
      miners.at(1).faults.push(...faults);
      miners.onWrite = () => {
        lost = true;
      };
      const id = await start({ action: 'pause' });
      await clock.advance(300_000);
      expect(await jobs.get(id)).toMatchObject({ state: 'running' });
      lost = false;
      await untilEnd(id);
      expect((await jobs.get(id))?.items).toMatchObject([{ verdict }]);
    }
  });

  it('no miner ends before three attempts to read it, however long they wait for their turn', async () => {
    let tries = 0;
    const { clock, jobs, miners, start, untilEnd } = atWork(() => false);
    const read = miners.read.bind(miners);
    miners.read = async (id, parts) => {
      if (miners.writeCount === 0) return read(id, parts);
      tries += 1;
      await clock.sleep(40_000);
      return tries < 3 ? failure('timeout', 'no answer', { retryable: true }) : read(id, parts);
    };
    const id = await start({ action: 'pause' });
    await untilEnd(id);
    expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'in_force' }]);
  });

  it('what is in force is not proven, for that reason', async () => {
    let lost = false;
    const { clock, jobs, miners, start, untilEnd } = atWork(() => lost);
    const id = await start({ action: 'throttle', params: { percent: 80 } });
    await clock.advance(5000);
    expect(miners.writeCount).toBe(1);
    lost = true;
    await untilEnd(id);
    expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'in_force', code: 'not_proven', message: words }]);
  });
});
