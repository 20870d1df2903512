import { describe, expect, it } from 'vitest';
import type { KnownMiner } from '../../../../src-main/jobs/goal/known-miner.ts';
import type { Jobs } from '../../../../src-main/jobs/jobs.ts';
import { TESTER } from '../../../fixtures/actors.ts';
import { type AtWorkOptions, jobsAtWork, killAndOpen } from '../../../fixtures/jobs/jobs-at-work.ts';
import { idOf, type ScriptedMiner } from '../../../fixtures/jobs/scripted-miners.ts';

const HOUR_MS = 3_600_000;

/** Miners that a job has paused for an hour. */
async function pausedFor(count: number, options: AtWorkOptions = {}, ms = HOUR_MS) {
  const work = jobsAtWork(count, options);
  const { clock, store, miners, jobs } = work;
  const at = clock.nowMs() + ms;
  const id = await work.start({ action: 'pause', resume_at: at });
  await work.untilEnd(id);
  const end = async (from: Jobs = jobs) => (await from.get(id))?.pause_end;
  const resumes = () => miners.all.map(({ writes }) => writes.filter(({ kind }) => kind === 'resume').length);
  /** What the job of the end says of each miner, by its number. */
  const resumed = async (from: Jobs = jobs) => {
    const job = await from.get((await end(from))?.job_id ?? '');
    return new Map(job?.items.map((item) => [miners.ids.indexOf(item.id) + 1, item]));
  };
  /** A poll shows how the miner is. */
  const poll = (n: number, state = miners.at(n).state, state_description: string | null = null, from: Jobs = jobs) =>
    from.pauseEnds.seen(idOf(n), { state, state_description });
  const set = (n: number, changes: Partial<ScriptedMiner>) => Object.assign(miners.at(n), changes);
  const untilAfterEnd = () => clock.advance(at - clock.nowMs() + 600_000);
  const said = (code: string) => store.events.filter(({ event }) => event === code);
  return { ...work, id, at, end, resumes, resumed, poll, set, untilAfterEnd, said };
}

describe('a pause with an end', () => {
  it('resumes at that time what it has paused, by a job of the same actor, and links both', async () => {
    const { clock, miners, store, jobs, id, at, end, resumes, said } = await pausedFor(7);
    expect(miners.all.map(({ state }) => state)).toEqual(Array(7).fill('stopped'));
    expect(await end()).toEqual({ at, state: 'waiting', reason: null, job_id: null });
    await clock.advance(at - clock.nowMs() - 1);
    expect(resumes()).toEqual(Array(7).fill(0));
    await clock.advance(1);
    expect(await end()).toMatchObject({ state: 'resuming' });
    await clock.advance(600_000);
    expect(resumes()).toEqual(Array(7).fill(1));
    const { job_id, ...rest } = (await end()) ?? { job_id: null };
    expect(rest).toEqual({ at, state: 'done', reason: null });
    const job = await jobs.get(job_id ?? '');
    const paused = store.rows.get(id)?.job;
    expect(job).toMatchObject({ action: 'resume', state: 'done', actor: paused?.actor, resume_of: id, undo_of: null });
    // It starts miners, so that it goes in waves like every other job that does.
    expect(job).toMatchObject({ waves: [1, 5, 1], counts: { in_force: 7 } });
    expect(said('job_started').map(({ data }) => data)).toMatchObject([
      { job_id: id, resume_at: at },
      { job_id, resume_of: id },
    ]);
    await clock.advance(24 * HOUR_MS);
    expect(resumes()).toEqual(Array(7).fill(1));
  });

  it('counts where it was scheduled, spread and partly without success', async () => {
    const work = jobsAtWork(4, { changes: (n) => ({ faults: n === 2 ? ['refused'] : [] }) });
    const { clock, miners } = work;
    const start_at = clock.nowMs() + HOUR_MS;
    const id = await work.start({ action: 'pause', start_at, resume_at: start_at + HOUR_MS, spread_minutes: 30 });
    await clock.advance(2 * HOUR_MS - 1);
    expect(miners.all.map(({ state }) => state)).toEqual(['stopped', 'mining', 'stopped', 'stopped']);
    await clock.advance(600_000);
    expect(miners.all.map(({ writes }) => writes.map(({ kind }) => kind))).toEqual([
      ['pause', 'resume'],
      ['pause'],
      ['pause', 'resume'],
      ['pause', 'resume'],
    ]);
    expect((await work.jobs.get(id))?.pause_end?.state).toBe('done');
  });

  it('has none where it paused nothing', async () => {
    const { end, said } = await pausedFor(1, { changes: () => ({ faults: ['refused'] }) });
    expect(await end()).toMatchObject({ state: 'cancelled', reason: 'It has paused no miner.' });
    expect(said('pause_end_missed')).toEqual([]);
  });

  it('ends the pause of the others too, where it is still being carried out', async () => {
    const work = jobsAtWork(3);
    const { clock, miners, jobs } = work;
    const order = { action: 'pause', spread_minutes: 300, resume_at: clock.nowMs() + HOUR_MS } as const;
    const id = await work.start(order);
    await clock.advance(HOUR_MS + 600_000);
    expect(await jobs.get(id)).toMatchObject({
      state: 'stopped',
      reason: 'Its miners are resumed: the pause has ended.',
    });
    expect(miners.all.map(({ state }) => state)).toEqual(['mining', 'mining', 'mining']);
    await clock.advance(4 * HOUR_MS);
    expect(miners.writeCount).toBe(2);
  });

  it('does not speak of miners that are resumed where none was paused', async () => {
    const { clock, jobs, start, miners } = jobsAtWork(1);
    const now = clock.nowMs();
    const id = await start({ action: 'pause', start_at: now + HOUR_MS, resume_at: now + HOUR_MS / 2 });
    await clock.advance(2 * HOUR_MS);
    expect((await jobs.get(id))?.reason).toBe('The pause has ended before it paused a miner.');
    expect(miners.writeCount).toBe(0);
  });
});

describe('the end of a pause leaves alone', () => {
  it('a miner that someone resumed since, even if it is paused again', async () => {
    const { clock, set, poll, untilAfterEnd, resumes, resumed } = await pausedFor(3);
    await clock.advance(120_000);
    set(1, { state: 'mining' });
    set(2, { state: 'initializing' });
    for (const n of [1, 2, 3]) poll(n);
    for (const n of [1, 2]) set(n, { state: 'stopped' });
    for (const n of [1, 2, 3]) poll(n);
    await untilAfterEnd();
    expect(resumes()).toEqual([0, 0, 1]);
    const message = 'it was resumed since, or stopped itself';
    expect((await resumed()).get(1)).toMatchObject({ verdict: 'skipped', code: 'changed_meanwhile', message });
  });

  it('a miner that was resumed and paused again while nobody looked, as its own count of seconds says', async () => {
    const { clock, miners, set, untilAfterEnd, resumes, resumed } = await pausedFor(4);
    const known = miners.miner.bind(miners);
    // A status of some seconds ago. The firmware of miner 3 counts only while it mines.
    const earlier = new Map<string, number>();
    miners.miner = (id) => {
      const miner = known(id);
      if (miner?.now == null) return miner;
      const state_seconds = earlier.get(id) ?? Math.max(0, (miner.now.state_seconds ?? 0) - 10);
      return { ...miner, now: { ...miner.now, state_seconds } };
    };
    await clock.advance(1_800_000);
    set(1, { sinceMs: clock.monotonicMs() });
    // The control board of miner 2 has rebooted, and it stayed paused.
    set(2, { sinceMs: clock.monotonicMs(), bootedMs: clock.monotonicMs() });
    const read = miners.read.bind(miners);
    miners.read = async (id, parts) => {
      const reading = await read(id, parts);
      if (id !== idOf(3) || !reading.ok || reading.value.state?.state !== 'stopped') return reading;
      return { ...reading, value: { ...reading.value, state: { ...reading.value.state, state_seconds: 0 } } };
    };
    earlier.set(idOf(3), 0);
    await untilAfterEnd();
    expect(resumes()).toEqual([0, 1, 1, 1]);
    const message = 'someone has resumed it and paused it again since';
    expect((await resumed()).get(1)).toMatchObject({ verdict: 'skipped', code: 'changed_meanwhile', message });
  });

  it('no miner because of a status that was on its way while it was paused', async () => {
    const { poll, untilAfterEnd, resumes } = await pausedFor(1);
    poll(1, 'mining');
    await untilAfterEnd();
    expect(resumes()).toEqual([1]);
  });

  it('a miner that has stopped itself, whenever that is seen', async () => {
    const { clock, miners, set, poll, untilAfterEnd, resumes, resumed } = await pausedFor(4);
    await clock.advance(120_000);
    poll(1, 'failure');
    poll(2, 'stopped', 'Water temperature too low');
    poll(3, 'stopped', 'Paused by user');
    set(4, { state: 'failure' });
    const read = miners.read.bind(miners);
    miners.read = async (id, parts) => {
      const reading = await read(id, parts);
      if (id !== idOf(3) || !reading.ok || reading.value.state === null || miners.at(3).writes.length > 1)
        return reading;
      const state = { ...reading.value.state, state_description: 'Overheated' };
      return { ...reading, value: { ...reading.value, state } };
    };
    await untilAfterEnd();
    expect(resumes()).toEqual([0, 0, 0, 0]);
    expect((await resumed()).get(3)).toMatchObject({
      verdict: 'skipped',
      message: 'it has stopped itself since: Overheated',
    });
    expect((await resumed()).get(4)).toMatchObject({ verdict: 'skipped', code: 'failure' });
  });

  it('a miner that another job has changed since, although it is paused now', async () => {
    const { clock, start, untilEnd, untilAfterEnd, resumes, resumed } = await pausedFor(2);
    await untilEnd(await start({ action: 'resume', ids: [idOf(1)] }));
    await clock.advance(120_000);
    await untilEnd(await start({ action: 'pause', ids: [idOf(1)] }));
    await untilAfterEnd();
    expect(resumes()).toEqual([1, 1]);
    expect((await resumed()).get(1)?.message).toBe('another job has changed it since (resume)');
  });

  it('all of them, where none is paused by it any more', async () => {
    const { clock, set, poll, untilAfterEnd, end, resumes, said } = await pausedFor(2);
    await clock.advance(120_000);
    for (const n of [1, 2]) set(n, { state: 'mining' });
    for (const n of [1, 2]) poll(n);
    await clock.advance(1);
    // The end is void as soon as that is seen.
    expect(await end()).toMatchObject({ state: 'done', reason: 'None of its miners was still paused by it.' });
    await untilAfterEnd();
    expect(resumes()).toEqual([0, 0]);
    expect(said('pause_end_missed')).toEqual([]);
  });

  it('a miner that a later job found paused and wants paused for good', async () => {
    const { set, start, untilEnd, untilAfterEnd, resumes, resumed } = await pausedFor(3, {
      changes: (n) => ({ managed: n < 3 }),
    });
    set(3, { managed: true });
    await untilEnd(await start({ action: 'stop', ids: [idOf(1), idOf(3)], confirm_count: 1 }));
    await untilAfterEnd();
    expect(resumes()).toEqual([0, 1, 0]);
    expect((await resumed()).get(1)?.message).toBe('a later job wants it paused until someone resumes it');
  });
});

describe('two pauses of a miner', () => {
  /** The first job has paused miner 1; the second one finds it so, and pauses miner 2. */
  const two = async (laterEnd: number | null) => {
    const work = await pausedFor(2, { changes: (n) => (n === 2 ? { managed: false } : {}) });
    work.set(2, { managed: true });
    const order = { action: 'pause', ...(laterEnd !== null && { resume_at: work.at + laterEnd }) } as const;
    const later = await work.start(order);
    await work.untilEnd(later);
    expect(await work.verdicts(later)).toEqual({ in_force: 1, skipped: 1 });
    await work.untilAfterEnd();
    return work;
  };

  it('end with the later end, whichever that is', async () => {
    const longer = await two(HOUR_MS);
    expect(longer.resumes()).toEqual([0, 0]);
    expect(await longer.end()).toMatchObject({
      state: 'waiting',
      at: longer.at + HOUR_MS,
      reason: '1 miner of it waits for another job.',
    });
    await longer.clock.advance(HOUR_MS);
    expect(longer.resumes()).toEqual([1, 1]);
    expect(await longer.end()).toMatchObject({ state: 'done' });
    const shorter = await two(-HOUR_MS / 2);
    expect(shorter.resumes()).toEqual([1, 1]);
  });

  it('show the later end of a miner, whatever becomes of that end, also after a restart', async () => {
    const work = await pausedFor(2, { changes: (n) => (n === 2 ? { managed: false } : {}) });
    const { clock, jobs, at, pausedUntil } = work;
    const until = async () => {
      await clock.advance(1);
      return pausedUntil.get(idOf(1));
    };
    work.set(2, { managed: true });
    expect(await until()).toBe(at);
    const later = await work.start({ action: 'pause', resume_at: at + HOUR_MS });
    await work.untilEnd(later);
    expect(await until()).toBe(at + HOUR_MS);
    for (const [end, shown] of [
      [at + 2 * HOUR_MS, at + 2 * HOUR_MS],
      [at - 60_000, at],
      [null, null],
      [at + HOUR_MS, at + HOUR_MS],
    ] as const) {
      expect(await jobs.pauseEnds.change(later, end, TESTER)).toBe(true);
      expect(await until()).toBe(shown);
    }
    await jobs.pauseEnds.change(work.id, at + 90_000, TESTER);
    pausedUntil.clear();
    await killAndOpen(work, 1000);
    expect(await until()).toBe(at + HOUR_MS);
  });

  it('end with the later end, also where that one has paused no miner itself', async () => {
    const work = await pausedFor(2, { changes: (n) => (n === 2 ? { managed: false } : {}) });
    work.set(2, { managed: true, faults: ['refused'] });
    const later = await work.start({ action: 'pause', resume_at: work.at + HOUR_MS });
    await work.untilEnd(later);
    expect((await work.jobs.get(later))?.pause_end).toMatchObject({ state: 'cancelled' });
    await work.untilAfterEnd();
    expect(await work.end()).toMatchObject({ state: 'waiting', at: work.at + HOUR_MS });
    await work.clock.advance(HOUR_MS);
    expect(work.resumes()).toEqual([1, 0]);
    expect(await work.end()).toMatchObject({ state: 'done', reason: null });
  });

  it('never end where the later one has no end', async () => {
    const { clock, resumes, end } = await two(null);
    await clock.advance(24 * HOUR_MS);
    expect(resumes()).toEqual([0, 0]);
    expect(await end()).toMatchObject({ state: 'done', reason: 'None of its miners was still paused by it.' });
  });
});

it('a preview says of a miner that is paused already until when, and by which job', () => {
  const work = jobsAtWork(1, { changes: () => ({ state: 'stopped' }) });
  const miner = work.miners.miner.bind(work.miners);
  const paused_until = new Date(2030, 0, 31, 14, 30).getTime();
  const known = (by: object) => {
    work.miners.miner = (id) => ({ ...(miner(id) as KnownMiner), ...by });
    const order = { action: 'pause', params: {}, allow_untuned: false } as const;
    return work.jobs.plans.prepare(order, work.miners.ids).plan.skipped[0];
  };
  const code = 'already_there';
  expect(known({})).toMatchObject({ code, reason: 'it is stopped already', job_id: null });
  expect(known({ paused_until, paused_by: 'a job' })).toMatchObject({
    code,
    reason: 'it is stopped already, and paused until 2030-01-31 14:30',
    job_id: 'a job',
  });
});

describe('where a pause cannot end', () => {
  it('because acting is off, that is said, and nothing is sent', async () => {
    const { settings, untilAfterEnd, end, resumes, said, id, clock } = await pausedFor(3);
    settings.enabled = false;
    await untilAfterEnd();
    const reason = 'Acting was off when the pause was to end: 3 miners stay paused until someone resumes them.';
    expect(await end()).toMatchObject({ state: 'missed', reason });
    expect(said('pause_end_missed')).toMatchObject([{ data: { job_id: id, count: 3, reason } }]);
    settings.enabled = true;
    await clock.advance(24 * HOUR_MS);
    expect(resumes()).toEqual([0, 0, 0]);
  });

  it('because miners are offline, they are resumed when they answer', async () => {
    const { set, untilAfterEnd, end, resumes, said, clock } = await pausedFor(3);
    for (const n of [1, 2]) set(n, { online: false });
    await untilAfterEnd();
    expect(resumes()).toEqual([0, 0, 1]);
    const reason = '2 miners are offline: they are resumed when they answer.';
    expect(await end()).toMatchObject({ state: 'waiting', reason });
    // It is said once, and not every minute.
    expect(said('pause_end_changed')).toHaveLength(1);
    set(1, { online: true });
    await clock.advance(600_000);
    expect(resumes()).toEqual([1, 0, 1]);
    expect((await end())?.reason).toBe('1 miner is offline: it is resumed when it answers.');
    set(2, { online: true });
    await clock.advance(600_000);
    expect(resumes()).toEqual([1, 1, 1]);
    expect(await end()).toMatchObject({ state: 'done', reason: null });
    expect(said('pause_end_missed')).toEqual([]);
  });

  it('because one is offline for a day, that is said with its name, and it can be set again', async () => {
    const { set, untilAfterEnd, end, resumes, said, clock, jobs, id } = await pausedFor(2);
    set(1, { online: false });
    await untilAfterEnd();
    await clock.advance(24 * HOUR_MS);
    const reason =
      '1 miner could not be resumed: R1 in 10.1.0.0/24 (it is offline). Nothing more is sent to it: resume it, or set an end again.';
    expect(await end()).toMatchObject({ state: 'missed', reason });
    expect(said('pause_end_missed')).toMatchObject([{ data: { job_id: id, count: 1, reason } }]);
    set(1, { online: true });
    await clock.advance(HOUR_MS);
    expect(resumes()).toEqual([0, 1]);
    expect(await jobs.pauseEnds.change(id, clock.nowMs() + 1000, TESTER)).toBe(true);
    await clock.advance(600_000);
    expect(resumes()).toEqual([1, 1]);
    expect(await end()).toMatchObject({ state: 'done', reason: null });
  });

  it('because the resume of one fails, that is said, and only a person has it tried again', async () => {
    const { untilAfterEnd, end, resumes, said, clock, jobs, id } = await pausedFor(1, {
      changes: () => ({ faults: ['none', 'no_effect'] }),
    });
    await untilAfterEnd();
    await clock.advance(24 * HOUR_MS);
    expect(resumes()).toEqual([1]);
    const reason =
      '1 miner could not be resumed: R1 in 10.1.0.0/24 (the resume had no effect). Nothing more is sent to it: resume it, or set an end again.';
    expect(await end()).toMatchObject({ state: 'missed', reason });
    expect(said('pause_end_missed')).toMatchObject([{ data: { count: 1 } }]);
    expect(await jobs.pauseEnds.change(id, clock.nowMs() + 1000, TESTER)).toBe(true);
    await clock.advance(600_000);
    expect(resumes()).toEqual([2]);
    expect(await end()).toMatchObject({ state: 'done', reason: null });
  });

  it('because the disk is full, it is tried again', async () => {
    const { clock, store, at, errors, resumes } = await pausedFor(2);
    await clock.advance(at - clock.nowMs() - 1);
    store.onWrite = () => {
      throw new Error('the disk is full');
    };
    await clock.advance(120_000);
    expect(errors.length).toBeGreaterThan(0);
    expect(resumes()).toEqual([0, 0]);
    store.onWrite = () => undefined;
    await clock.advance(600_000);
    expect(resumes()).toEqual([1, 1]);
  });

  it('because the job of the end halts or cannot go on, the rest stays paused and that is said, or follows', async () => {
    const fails = await pausedFor(7, { changes: () => ({ faults: ['none', 'no_effect'] }) });
    await fails.untilAfterEnd();
    expect(fails.resumes()).toEqual([1, 0, 0, 0, 0, 0, 0]);
    const reason =
      '7 miners could not be resumed: R1, R2 and 5 more in 10.1.0.0/24 (the first one: the resume had no effect). It failed on the first miner. Nothing more is sent to them: resume them, or set an end again.';
    expect(await fails.end()).toMatchObject({ state: 'missed', reason });
    expect(fails.said('pause_end_missed')).toHaveLength(1);
    const { clock, store, at, resumes, end } = await pausedFor(7);
    await clock.advance(at - clock.nowMs() + 20_000);
    store.onWrite = () => {
      throw new Error('the disk is full');
    };
    await clock.advance(300_000);
    store.onWrite = () => undefined;
    await clock.advance(1_200_000);
    expect(resumes()).toEqual(Array(7).fill(1));
    expect(await end()).toMatchObject({ state: 'done' });
  });

  it('because the database fails as the resume is sent, the miner is read and tried again, and said if that fails', async () => {
    for (const [faults, writes, state] of [
      [['none', 'no_effect'], 2, 'done'],
      [['none', 'none'], 1, 'done'],
      [['none', 'no_effect', 'no_effect'], 2, 'missed'],
    ] as const) {
      const { clock, store, miners, at, resumes, end, said } = await pausedFor(1, {
        changes: () => ({ faults: [...faults] }),
      });
      miners.onWrite = () => {
        miners.onWrite = () => undefined;
        store.onWrite = () => {
          throw new Error('the disk is full');
        };
      };
      await clock.advance(at - clock.nowMs() + 10_000);
      store.onWrite = () => undefined;
      await clock.advance(3_600_000);
      expect([resumes(), (await end())?.state]).toEqual([[writes], state]);
      expect(said('pause_end_missed')).toHaveLength(state === 'missed' ? 1 : 0);
      expect(miners.at(1).state).toBe(state === 'done' ? 'mining' : 'stopped');
    }
  });

  it('because another job has a miner, that one follows when it is free', async () => {
    const { clock, at, start, jobs, resumes, end } = await pausedFor(2);
    await clock.advance(at - clock.nowMs() - 1);
    const busy = await start({ action: 'reboot', ids: [idOf(1)], confirm_count: 1, spread_minutes: 600 });
    await jobs.pause(busy, TESTER);
    await clock.advance(300_000);
    expect(resumes()[1]).toBe(1);
    await jobs.stop(busy, TESTER);
    await clock.advance(600_000);
    expect((await end())?.state).toBe('done');
  });
});

describe('an end that waits', () => {
  it('can be changed and cancelled, and is set where there was none', async () => {
    const { clock, jobs, id, at, end, resumes, said, untilAfterEnd } = await pausedFor(2);
    expect(await jobs.pauseEnds.change(id, at + HOUR_MS, TESTER)).toBe(true);
    await untilAfterEnd();
    expect(resumes()).toEqual([0, 0]);
    expect(await jobs.pauseEnds.change(id, null, TESTER)).toBe(true);
    expect(await end()).toMatchObject({ state: 'cancelled' });
    await clock.advance(2 * HOUR_MS);
    expect(resumes()).toEqual([0, 0]);
    const again = clock.nowMs() + 1000;
    expect(await jobs.pauseEnds.change(id, again, TESTER)).toBe(true);
    await clock.advance(600_000);
    expect(resumes()).toEqual([1, 1]);
    expect(said('pause_end_changed').map(({ actor, data }) => [actor, data])).toEqual([
      [TESTER, { job_id: id, resume_at: at + HOUR_MS, before: at }],
      [TESTER, { job_id: id, resume_at: null, before: at + HOUR_MS }],
      [TESTER, { job_id: id, resume_at: again, before: null }],
    ]);
    expect(await jobs.pauseEnds.change(id, again + HOUR_MS, TESTER)).toBe('None of its miners is still paused by it.');
    expect(await jobs.pauseEnds.change(id, null, TESTER)).toBe('It has no end that is still to come.');
  });

  it('is refused for what is no pause, and for no job', async () => {
    const work = jobsAtWork(1);
    const id = await work.start({ action: 'restart' });
    expect(await work.jobs.pauseEnds.change(id, work.clock.nowMs() + 1, TESTER)).toBe('Only a pause has an end.');
    expect(await work.jobs.pauseEnds.change('019b0000-0000-7000-8000-000000000002', 1, TESTER)).toBe(false);
  });

  it('comes when so much time has passed, where the clock was set back', async () => {
    const { clock, resumes } = await pausedFor(1);
    clock.setBack(5 * HOUR_MS);
    await clock.advance(HOUR_MS - 60_000);
    expect(resumes()).toEqual([0]);
    await clock.advance(600_000);
    expect(resumes()).toEqual([1]);
  });

  it('comes after a sleep of this computer, once there are new readings', async () => {
    const { clock, resumes } = await pausedFor(1);
    await clock.advance(HOUR_MS / 2);
    clock.elapse(3 * HOUR_MS);
    await clock.advance(30_000);
    expect(resumes()).toEqual([0]);
    await clock.advance(120_000);
    expect(resumes()).toEqual([1]);
  });
});

describe('an end survives a kill', () => {
  it('that comes before it', async () => {
    const work = await pausedFor(3);
    const again = await killAndOpen(work, 60_000);
    await work.untilAfterEnd();
    expect(work.resumes()).toEqual([1, 1, 1]);
    expect((await work.end(again))?.state).toBe('done');
  });

  it('and comes at the next start if PowerHive was not running, but not before there are readings', async () => {
    const work = await pausedFor(3);
    const again = await killAndOpen(work, 5 * HOUR_MS);
    await work.clock.advance(30_000);
    expect(work.resumes()).toEqual([0, 0, 0]);
    await work.clock.advance(600_000);
    expect(work.resumes()).toEqual([1, 1, 1]);
    expect((await work.end(again))?.state).toBe('done');
  });

  it('with what was seen of miners before it', async () => {
    const work = await pausedFor(2);
    await work.clock.advance(120_000);
    work.poll(1, 'mining');
    await work.clock.advance(1);
    await killAndOpen(work, 60_000);
    await work.untilAfterEnd();
    expect(work.resumes()).toEqual([0, 1]);
  });

  it('while the pause itself is carried out', async () => {
    const work = jobsAtWork(3);
    const id = await work.start({ action: 'pause', spread_minutes: 30, resume_at: work.clock.nowMs() + HOUR_MS });
    await work.clock.advance(660_000);
    const again = await killAndOpen(work, 1000);
    await work.clock.advance(2 * HOUR_MS);
    expect(await again.get(id)).toMatchObject({ state: 'halted', counts: { in_force: 2, cancelled: 1 } });
    expect(work.miners.all.map(({ writes }) => writes.map(({ kind }) => kind))).toEqual([
      ['pause', 'resume'],
      ['pause', 'resume'],
      [],
    ]);
  });

  it('between the row of a request and the request itself: the miner is resumed by another job', async () => {
    const work = await pausedFor(2);
    const { clock, at, miners, end, resumes } = work;
    const send = miners.send.bind(miners);
    miners.send = () => new Promise(() => undefined);
    await clock.advance(at - clock.nowMs() + 30_000);
    const cut = (await end())?.job_id;
    expect(resumes()).toEqual([0, 0]);
    const again = await killAndOpen(work, 1000);
    miners.send = send;
    await clock.advance(2 * HOUR_MS);
    expect(resumes()).toEqual([1, 1]);
    expect((await again.get(cut ?? ''))?.items[0]?.message).toMatch(/may not have sent it$/);
    expect(await work.end(again)).toMatchObject({ state: 'done', reason: null });
    expect((await work.end(again))?.job_id).not.toBe(cut);
  });

  it('at any write: every miner is resumed, and none gets a request twice', async () => {
    for (let step = 0; ; step++) {
      const work = await pausedFor(8, {}, 60_000);
      const { clock, at, store, resumes } = work;
      await clock.advance(at - clock.nowMs() - 1);
      let writes = 0;
      store.onWrite = () => {
        writes += 1;
        if (writes > step) throw new Error('killed');
      };
      await clock.advance(900_000);
      const before = resumes().join('');
      store.onWrite = () => undefined;
      const again = await killAndOpen(work, 1000);
      await clock.advance(HOUR_MS);
      expect(resumes(), `killed after ${step} writes, when ${before} were sent`).toEqual(Array(8).fill(1));
      expect((await work.end(again))?.state).toBe('done');
      await again.close();
      if (writes <= step) {
        expect(step).toBeGreaterThan(20);
        return;
      }
    }
  });
});
