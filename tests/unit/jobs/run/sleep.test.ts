import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../../src-shared/milliseconds.ts';
import type { Actor } from '../../../../src-shared/model/index.ts';
import { ANOTHER } from '../../../fixtures/actors.ts';
import { jobsAtWork, killAndOpen } from '../../../fixtures/jobs/jobs-at-work.ts';

const ACTOR: Actor = { via: 'browser', name: 'browser', scope: 'operate' };
/** Including the time between two checks of the clock. */
const THREE_HOURS_MS = 3 * HOUR_MS + 1000;
const HELD = 'This computer was asleep for 3 h 0 min, or its clock was set.';

/** A job of restarts whose first miner has started when this computer falls asleep. */
async function asleepAfterTheFirst(sleptMs: number, count = 6) {
  const work = jobsAtWork(count);
  const id = await work.start({ action: 'restart' });
  await work.clock.advance(40);
  expect(work.miners.writeCount).toBe(1);
  work.clock.elapse(sleptMs);
  await work.clock.advance(HOUR_MS);
  return { ...work, id };
}

describe('a job that was under way when this computer slept for hours', () => {
  it('sends nothing more until someone continues it, and says why', async () => {
    const { id, miners, jobs, clock, untilEnd, verdicts, events } = await asleepAfterTheFirst(THREE_HOURS_MS);
    expect(miners.writeCount).toBe(1);
    expect(await jobs.get(id)).toMatchObject({ state: 'paused', reason: expect.stringContaining(HELD) });
    expect(await verdicts(id)).toEqual({ in_force: 1, planned: 5 });
    const paused = events.filter(({ event }) => event === 'job_paused');
    expect(paused).toMatchObject([{ actor: null, data: { job_id: id, reason: expect.stringContaining(HELD) } }]);
    expect(await jobs.continue(id, ACTOR)).toBe(true);
    expect((await jobs.get(id))?.reason).toBe(null);
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ in_force: 6 });
    expect(await jobs.get(id)).toMatchObject({ state: 'done', reason: null });
    expect(clock.sleeping).toBe(0);
  });

  it('can be stopped, and stays held where PowerHive ends', async () => {
    const work = await asleepAfterTheFirst(THREE_HOURS_MS);
    const again = await killAndOpen(work);
    await work.clock.advance(HOUR_MS);
    expect(work.miners.writeCount).toBe(1);
    expect(await again.get(work.id)).toMatchObject({ state: 'paused', reason: expect.stringContaining(HELD) });
    await again.stop(work.id, ANOTHER);
    expect(await again.get(work.id)).toMatchObject({ state: 'stopped', counts: { in_force: 1, cancelled: 5 } });
  });

  it('goes on after a short one, and after several that are not long together', async () => {
    const short = await asleepAfterTheFirst(9 * MINUTE_MS);
    expect(await short.verdicts(short.id)).toEqual({ in_force: 6 });
  });

  it('is held after many short ones', async () => {
    const work = jobsAtWork(2, { actions: { starts_per_minute: 1 } });
    const id = await work.start({ action: 'restart', spread_minutes: 120 });
    await work.clock.advance(40);
    for (let n = 0; n < 4; n++) {
      work.clock.elapse(4 * MINUTE_MS);
      await work.clock.advance(5000);
    }
    expect((await work.jobs.get(id))?.state).toBe('paused');
  });

  it('is held also where it takes load off miners', async () => {
    const work = jobsAtWork(4);
    const { clock, miners, jobs } = work;
    const read = miners.read.bind(miners);
    miners.read = async (...given) => {
      if (miners.writeCount === 0) await clock.sleep(1000);
      return read(...given);
    };
    const id = await work.start({ action: 'stop', confirm_count: 4 });
    await clock.advance(500);
    clock.elapse(THREE_HOURS_MS);
    await clock.advance(HOUR_MS);
    expect(miners.writeCount).toBe(0);
    expect((await jobs.get(id))?.state).toBe('paused');
  });

  it('restarts nothing for what is stored before someone continues it, and leaves it stored at a stop', async () => {
    for (const goesOn of [true, false]) {
      const work = jobsAtWork(2, { actions: { first_wave: 2, starts_per_minute: 1, stop_total_failed_percent: 100 } });
      const { clock, miners, jobs } = work;
      const params = { pools: [{ url: 'new.example:3333', user: 'a', pass: 'x' }] };
      const id = await work.start({ action: 'pools', params, confirm_count: 2 });
      await clock.advance(5000);
      expect(miners.writeCount).toBe(3);
      clock.elapse(THREE_HOURS_MS);
      await clock.advance(HOUR_MS);
      expect(miners.writeCount).toBe(3);
      expect(await jobs.get(id)).toMatchObject({ state: 'paused', reason: expect.stringContaining(HELD) });
      if (goesOn) await jobs.continue(id, ACTOR);
      else await jobs.stop(id, ANOTHER);
      await work.untilEnd(id);
      expect(miners.writeCount).toBe(goesOn ? 4 : 3);
      expect(await work.verdicts(id)).toEqual(goesOn ? { proven: 2 } : { proven: 1, stored: 1 });
    }
  });

  it('has ended where nothing is left to send', async () => {
    const { id, jobs } = await asleepAfterTheFirst(THREE_HOURS_MS, 1);
    expect(await jobs.get(id)).toMatchObject({ state: 'done', counts: { in_force: 1 } });
  });

  it('ends where a rule has started it: nobody would continue it', async () => {
    const work = jobsAtWork(2);
    const prepared = work.jobs.plans.prepare({ action: 'restart', params: {}, allow_untuned: false }, work.miners.ids);
    const job = await prepared.run({ via: 'rule', name: 'a rule', scope: 'operate' });
    await work.clock.advance(40);
    work.clock.elapse(THREE_HOURS_MS);
    await work.untilEnd(String(job?.job_id));
    expect(await work.jobs.get(String(job?.job_id))).toMatchObject({
      state: 'halted',
      counts: { in_force: 1, cancelled: 1 },
    });
  });

  it('ends as ever where it is stopped right after, or acting is switched off', async () => {
    for (const end of ['stop', 'off'] as const) {
      const work = jobsAtWork(6, { actions: { first_wave: 6, starts_per_minute: 1 } });
      const id = await work.start({ action: 'restart' });
      await work.clock.advance(40);
      work.clock.elapse(THREE_HOURS_MS);
      const ending = end === 'stop' ? work.jobs.stop(id, ANOTHER) : work.jobs.stopAll('Acting was switched off.');
      await work.untilEnd(id);
      await ending;
      expect(work.miners.writeCount).toBe(1);
      expect(await work.jobs.get(id)).toMatchObject({ state: 'stopped', counts: { cancelled: 5 } });
    }
  });

  it('is held where the clock was set far ahead, which looks the same, and not where it was set back', async () => {
    for (const [backMs, state] of [
      [-THREE_HOURS_MS, 'paused'],
      [THREE_HOURS_MS, 'done'],
    ] as const) {
      const work = jobsAtWork(6);
      const id = await work.start({ action: 'restart' });
      await work.clock.advance(40);
      work.clock.setBack(backMs);
      await work.clock.advance(HOUR_MS / 4);
      expect((await work.jobs.get(id))?.state).toBe(state);
    }
  });

  it('is held again by the next long sleep after it was continued', async () => {
    const { clock, jobs, start } = jobsAtWork(6, { actions: { first_wave: 6 } });
    const id = await start({ action: 'restart', spread_minutes: 60 });
    const stateAfter = async (sleptMs: number) => {
      clock.elapse(sleptMs);
      await clock.advance(5000);
      return (await jobs.get(id))?.state;
    };
    await clock.advance(40);
    expect(await stateAfter(THREE_HOURS_MS)).toBe('paused');
    await jobs.continue(id, ACTOR);
    expect(await stateAfter(6 * MINUTE_MS)).toBe('running');
    expect(await stateAfter(6 * MINUTE_MS)).toBe('paused');
  });

  it('is held also where that cannot be written', async () => {
    const work = jobsAtWork(6);
    const { store, clock, miners, jobs } = work;
    const id = await work.start({ action: 'restart' });
    await clock.advance(40);
    const update = store.updateJob.bind(store);
    store.updateJob = async (job, event) => {
      if (event?.event === 'job_paused') throw new Error('the disk is full');
      await update(job, event);
    };
    clock.elapse(THREE_HOURS_MS);
    await clock.advance(HOUR_MS);
    expect(miners.writeCount).toBe(1);
    expect((await jobs.get(id))?.state).toBe('paused');
    expect(await jobs.continue(id, ACTOR)).toBe(true);
    await work.untilEnd(id);
    expect(miners.writeCount).toBe(6);
  });
});

describe('between a reading and its request', () => {
  it('a sleep makes the reading an old one: the miner is read again', async () => {
    const work = jobsAtWork(1);
    const { clock, miners } = work;
    miners.backup = async () => {
      // While its settings are copied, this computer sleeps, and another user changes the miner.
      clock.elapse(5 * MINUTE_MS);
      Object.assign(miners.at(1), { preset: '2300', stored: '2300' });
      return { ok: true, value: Uint8Array.of(1) };
    };
    const id = await work.start({ action: 'preset', params: { preset: '2500' }, confirm_count: 1 });
    await work.untilEnd(id);
    expect((await work.jobs.get(id))?.items[0]).toMatchObject({ verdict: 'skipped', code: 'changed_meanwhile' });
    expect(miners.writeCount).toBe(0);
  });

  it('nothing is sent where the computer sleeps at that moment', async () => {
    const work = jobsAtWork(1);
    const { clock, miners, store } = work;
    const update = store.updateJobItems.bind(store);
    store.updateJobItems = async (jobId, items, events) => {
      await update(jobId, items, events);
      if (events?.some(({ event }) => event === 'miner_action_sent')) clock.elapse(5 * MINUTE_MS);
    };
    const id = await work.start({ action: 'restart' });
    await work.untilEnd(id);
    expect((await work.jobs.get(id))?.items[0]).toMatchObject({ verdict: 'cancelled', code: 'not_sent' });
    expect(miners.writeCount).toBe(0);
  });
});

describe('right after a short sleep', () => {
  it('a miner that is silent at its turn is not left out: the network may be on its way', async () => {
    const work = jobsAtWork(6, { actions: { first_wave: 6 } });
    const { clock, miners } = work;
    const id = await work.start({ action: 'restart', spread_minutes: 6 });
    await clock.advance(90_000);
    expect(miners.writeCount).toBe(2);
    clock.elapse(5 * MINUTE_MS);
    for (const miner of miners.all) miner.online = false;
    // The farm uses its last scan, as before the sleep.
    const known = miners.miner.bind(miners);
    miners.miner = (minerId) => {
      const miner = known(minerId);
      return miner === null ? null : { ...miner, online: true };
    };
    await clock.advance(20_000);
    for (const miner of miners.all) miner.online = true;
    await work.untilEnd(id);
    expect(await work.verdicts(id)).toEqual({ in_force: 6 });
  });

  it('a scheduled job begins a minute later, with readings of now', async () => {
    const work = jobsAtWork(2);
    const { clock, miners } = work;
    const id = await work.start({ action: 'restart', start_at: clock.nowMs() + 10_000 });
    await clock.advance(1000);
    clock.elapse(5 * MINUTE_MS);
    await clock.advance(50_000);
    expect(miners.writeCount).toBe(0);
    await clock.advance(20_000);
    expect(miners.writeCount).toBe(1);
    await work.untilEnd(id);
    expect(await work.verdicts(id)).toEqual({ in_force: 2 });
  });
});

describe('the silence of a miner right after a sleep', () => {
  it('is no verdict: the network may be on its way', async () => {
    const work = jobsAtWork(1);
    const { clock, miners } = work;
    const id = await work.start({ action: 'restart' });
    await clock.advance(40);
    clock.elapse(HOUR_MS);
    miners.at(1).online = false;
    await clock.advance(30_000);
    miners.at(1).online = true;
    await work.untilEnd(id);
    expect((await work.jobs.get(id))?.items[0]).toMatchObject({ verdict: 'in_force' });
  });

  it('nor is it right after a start of PowerHive', async () => {
    const work = jobsAtWork(1);
    const id = await work.start({ action: 'restart' });
    await work.clock.advance(2000);
    work.miners.at(1).online = false;
    work.clock.elapse(HOUR_MS);
    const again = await killAndOpen(work);
    await work.clock.advance(30_000);
    work.miners.at(1).online = true;
    await work.untilEnd(id);
    expect((await again.get(id))?.items[0]).toMatchObject({ verdict: 'in_force' });
  });
});
