import { describe, expect, it } from 'vitest';
import { failure } from '../../../../src-main/drivers/outcome.ts';
import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import type { Actor } from '../../../../src-shared/model/index.ts';
import { ANOTHER } from '../../../fixtures/actors.ts';
import { jobsAtWork, killAndOpen } from '../../../fixtures/jobs/jobs-at-work.ts';

const ACTOR: Actor = { via: 'browser', name: 'browser', scope: 'operate' };

type Store = ReturnType<typeof jobsAtWork>['store'];

const full = (): never => {
  throw new Error('the disk is full');
};

/** No request of that kind can be stored before it is sent. */
function refuseIntents(store: Store, request: string): void {
  const update = store.updateJobItems.bind(store);
  store.updateJobItems = async (jobId, items, events) => {
    if (events?.some(({ event, data }) => event === 'miner_action_sent' && data.request === request)) full();
    await update(jobId, items, events);
  };
}

describe('where the intent cannot be written', () => {
  it('a miner to which nothing was sent is cancelled', async () => {
    const { miners, jobs, store, start, untilEnd } = jobsAtWork(1);
    refuseIntents(store, 'pause');
    const id = await start({ action: 'pause' });
    await untilEnd(id);
    expect(miners.writeCount).toBe(0);
    expect(await jobs.get(id)).toMatchObject({
      state: 'halted',
      counts: { cancelled: 1 },
      items: [{ verdict: 'cancelled', code: 'database', message: 'the disk is full' }],
    });
  });

  it('a setting that was read back as stored stays so, without its restart', async () => {
    const { miners, jobs, store, start, untilEnd } = jobsAtWork(1);
    refuseIntents(store, 'restart');
    const id = await start({ action: 'preset', params: { preset: '2500' }, confirm_count: 1 });
    await untilEnd(id);
    expect(miners.at(1).writes.map(({ kind }) => kind)).toEqual(['preset']);
    expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'stored', code: 'database' }]);
  });
});

describe('a verdict that cannot be written', () => {
  const PRESET = { action: 'preset', params: { preset: '2500' }, confirm_count: 1 } as const;
  const ended = ({ events }: Store) => events.filter(({ event }) => event === 'miner_action_ended');

  it.each([1, 2])('stays, and is written with its entry of the audit (after %i failures)', async (times) => {
    const { jobs, store, start, untilEnd } = jobsAtWork(1);
    const update = store.updateJobItems.bind(store);
    let failures = 0;
    store.updateJobItems = async (jobId, items, events) => {
      if (items.every(({ finished_at }) => finished_at !== null) && failures++ < times) full();
      await update(jobId, items, events);
    };
    const id = await start(PRESET);
    await untilEnd(id);
    expect(await jobs.get(id)).toMatchObject({ state: 'halted', items: [{ verdict: 'proven', code: null }] });
    expect(ended(store)).toMatchObject([{ data: { verdict: 'proven' } }]);
    expect(await jobs.plans.prepareRetry(id)).toBe('No miner failed in it.');
  });

  it('is in force where that was read', async () => {
    const { jobs, store, start, untilEnd } = jobsAtWork(1);
    const update = store.updateJobItems.bind(store);
    store.updateJobItems = async (jobId, items, events) => {
      if (items.some(({ verdict, finished_at }) => verdict === 'in_force' && finished_at === null)) full();
      await update(jobId, items, events);
    };
    const id = await start(PRESET);
    await untilEnd(id);
    expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'in_force', code: 'database' }]);
    expect(ended(store)).toMatchObject([{ data: { verdict: 'in_force' } }]);
  });
});

describe('a job that was under way when PowerHive ended', () => {
  it('frees its miners, and is written when that is possible again', async () => {
    const work = jobsAtWork(4);
    const { clock, store, events, start, untilEnd } = work;
    const id = await start({ action: 'restart' });
    await clock.advance(40);
    store.onWrite = full;
    const again = await killAndOpen(work);
    await clock.advance(HOUR_MS);
    expect(again.minersInJobs().size).toBe(0);
    expect(store.rows.get(id)?.job.finished_at).toBe(null);
    store.onWrite = () => undefined;
    await untilEnd(id);
    expect(await again.get(id)).toMatchObject({ state: 'halted', counts: { in_force: 1, cancelled: 3 } });
    expect(events.filter(({ event }) => event === 'miner_action_ended')).toHaveLength(1);
  });

  it('takes a step of the preset switcher for no restart', async () => {
    const switcher = { enabled: true, top_preset: '2900', min_preset: '2100', check_time: 60 };
    const work = jobsAtWork(3, {
      changes: (n) => ({ switcher, preset: '2700', stored: '2700', faults: n < 3 ? ['no_effect'] : [] }),
      actions: { first_wave: 3 },
    });
    const { clock, miners, start, untilEnd } = work;
    const id = await start({ action: 'restart' });
    await clock.advance(40);
    expect(miners.writeCount).toBe(3);
    const again = await killAndOpen(work);
    const switched = miners.at(1);
    switched.preset = '2900';
    switched.sinceMs = clock.monotonicMs();
    await untilEnd(id);
    const items = (await again.get(id))?.items ?? [];
    expect(items.map(({ verdict, message }) => [verdict, message])).toEqual([
      ['unknown', 'nothing shows whether it restarted'],
      ['failed', 'the restart had no effect'],
      ['in_force', 'read back after PowerHive had ended'],
    ]);
  });

  it('ends within seconds when it is stopped', async () => {
    const work = jobsAtWork(1, { changes: () => ({ faults: ['silent_after'] }) });
    const id = await work.start({ action: 'restart' });
    await work.clock.advance(40);
    const again = await killAndOpen(work);
    const stopping = again.stop(id, ANOTHER);
    await work.clock.advance(5000);
    expect(work.store.rows.get(id)?.job).toMatchObject({ state: 'stopped', reason: 'Stopped by another.' });
    expect(work.store.events.at(-1)).toMatchObject({ event: 'job_ended', actor: ANOTHER });
    expect((await stopping)?.counts).toEqual({ unknown: 1 });
    expect(again.minersInJobs().size).toBe(0);
  });

  it('frees its miners where it is a paused undo, and the undone job cannot be read', async () => {
    const work = jobsAtWork(3);
    const { clock, store, jobs, start, undo, untilEnd } = work;
    const id = await start({ action: 'pause' });
    await untilEnd(id);
    const { job_id } = await undo(id);
    await jobs.pause(job_id, ACTOR);
    const read = store.job.bind(store);
    store.job = async (jobId) => (jobId === id ? full() : read(jobId));
    const again = await killAndOpen(work);
    await clock.advance(1000);
    expect(work.errors).toHaveLength(1);
    expect(again.minersInJobs().size).toBe(0);
  });
});

describe('a paused job', () => {
  it('that ends while its Pause cannot be written stays ended', async () => {
    const { clock, jobs, store, start } = jobsAtWork(1);
    const id = await start({ action: 'restart' });
    await clock.advance(40);
    const update = store.updateJob.bind(store);
    const writing = Promise.withResolvers<void>();
    let ends = 0;
    store.updateJob = async (job, event) => {
      if (event?.event === 'job_paused') await writing.promise;
      if (event?.event === 'job_ended' && ends++ === 0) full();
      await update(job, event);
    };
    const paused = jobs.pause(id, ACTOR);
    while (ends === 0) await clock.advance(5000);
    writing.reject(new Error('the disk is full'));
    await expect(paused).rejects.toThrow('the disk is full');
    expect((await jobs.get(id))?.state).toBe('done');
    await clock.advance(60_000);
    expect(store.rows.get(id)?.job).toMatchObject({ state: 'done', finished_at: expect.any(Number) });
  });

  it('is still paused where its Continue cannot be written, and continues later', async () => {
    const { clock, jobs, store, start, untilEnd, verdicts } = jobsAtWork(6);
    const id = await start({ action: 'restart' });
    await clock.advance(40);
    await jobs.pause(id, ACTOR);
    await clock.advance(HOUR_MS);
    store.onWrite = full;
    await expect(jobs.continue(id, ACTOR)).rejects.toThrow('the disk is full');
    store.onWrite = () => undefined;
    expect((await jobs.get(id))?.state).toBe('paused');
    expect(await jobs.continue(id, ACTOR)).toBe(true);
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ in_force: 6 });
  });
});

describe('a scheduled job', () => {
  it('whose cancel cannot be written waits on, and can be cancelled again', async () => {
    const { clock, miners, jobs, store, events, start } = jobsAtWork(3);
    const id = await start({ action: 'restart', start_at: clock.nowMs() + HOUR_MS });
    store.onWrite = full;
    await expect(jobs.stop(id, ANOTHER)).rejects.toThrow('the disk is full');
    await expect(jobs.stopAll('Acting was switched off.')).rejects.toThrow('the disk is full');
    store.onWrite = () => undefined;
    expect((await jobs.get(id))?.state).toBe('scheduled');
    const [stopped] = await Promise.all([jobs.stop(id, ANOTHER), jobs.stop(id, ANOTHER)]);
    expect(stopped).toMatchObject({ state: 'stopped', counts: { cancelled: 3 } });
    expect(events.map(({ event }) => event)).toEqual(['job_scheduled', 'job_ended']);
    expect(events.at(-1)?.actor).toEqual(ANOTHER);
    await clock.advance(3 * HOUR_MS);
    expect(miners.writeCount).toBe(0);
  });

  it('whose begin cannot be written is tried again', async () => {
    const { clock, miners, jobs, store, start, untilEnd, verdicts } = jobsAtWork(3);
    const id = await start({ action: 'restart', start_at: clock.nowMs() + HOUR_MS });
    store.onWrite = full;
    await clock.advance(HOUR_MS + 120_000);
    expect((await jobs.get(id))?.state).toBe('scheduled');
    expect(miners.writeCount).toBe(0);
    store.onWrite = () => undefined;
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ in_force: 3 });
  });

  it('whose begin could not be written can be cancelled', async () => {
    const { clock, miners, jobs, store, start } = jobsAtWork(3);
    const id = await start({ action: 'restart', start_at: clock.nowMs() + HOUR_MS });
    store.onWrite = full;
    await clock.advance(HOUR_MS + 10_000);
    store.onWrite = () => undefined;
    expect((await jobs.stop(id, ANOTHER))?.state).toBe('stopped');
    await clock.advance(HOUR_MS);
    expect(miners.writeCount).toBe(0);
  });
});

describe('acting that is switched off while a job is written down', () => {
  const OFF = { state: 'stopped', reason: 'Acting was switched off.', counts: { cancelled: 3 } };

  it('ends a job that begins at once', async () => {
    const { miners, jobs, store, settings, start, untilEnd } = jobsAtWork(3);
    store.onWrite = () => {
      settings.enabled = false;
    };
    const id = await start({ action: 'pause' });
    await untilEnd(id);
    expect(await jobs.get(id)).toMatchObject(OFF);
    expect(miners.writeCount).toBe(0);
    expect(jobs.minersInJobs().size).toBe(0);
  });

  it('ends a job whose time has come', async () => {
    const { clock, miners, jobs, store, settings, start, untilEnd } = jobsAtWork(3);
    const id = await start({ action: 'pause', start_at: clock.nowMs() + HOUR_MS });
    store.onWrite = () => {
      settings.enabled = false;
    };
    await untilEnd(id);
    expect(await jobs.get(id)).toMatchObject(OFF);
    expect(miners.writeCount).toBe(0);
  });

  it('ends a job that is scheduled', async () => {
    const { clock, jobs, store, settings, start } = jobsAtWork(3);
    store.onWrite = () => {
      settings.enabled = false;
    };
    const id = await start({ action: 'pause', start_at: clock.nowMs() + HOUR_MS });
    expect(await jobs.get(id)).toMatchObject(OFF);
  });

  it('sends no request that was just written down', async () => {
    const { miners, store, settings, start, untilEnd, verdicts } = jobsAtWork(3);
    const id = await start({ action: 'pause' });
    const update = store.updateJobItems.bind(store);
    store.updateJobItems = async (jobId, items, events) => {
      await update(jobId, items, events);
      settings.enabled = false;
    };
    await untilEnd(id);
    expect(miners.writeCount).toBe(0);
    expect(await verdicts(id)).toEqual({ cancelled: 3 });
  });
});

describe('the end of a job that cannot be written', () => {
  it('is written when that is possible again, with every verdict; a stop does not wait for it', async () => {
    const { clock, miners, jobs, store, errors, events, start } = jobsAtWork(4);
    const id = await start({ action: 'restart' });
    await clock.advance(40);
    store.onWrite = full;
    const stopped = jobs.stop(id, ANOTHER);
    await clock.advance(1000);
    expect(await stopped).toMatchObject({ state: 'stopped', counts: { cancelled: 3, unknown: 1 } });
    expect((await jobs.get(id))?.items.map(({ verdict }) => verdict)).toEqual([
      'unknown',
      ...Array(3).fill('cancelled'),
    ]);
    expect(store.rows.get(id)?.job.finished_at).toBe(null);
    for (const what of [await jobs.plans.prepareUndo(id), await jobs.plans.prepareRetry(id)])
      expect(what).toMatch(/^It has ended, and its end is being written/);
    await clock.advance(HOUR_MS);
    expect(errors.length).toBeGreaterThan(1);
    store.onWrite = () => undefined;
    await clock.advance(60_000);
    const ended = await jobs.get(id);
    expect(ended).toMatchObject({ state: 'stopped', counts: { cancelled: 3 } });
    expect(ended?.items.every(({ finished_at }) => finished_at !== null)).toBe(true);
    expect(events.filter(({ event }) => event === 'job_ended')).toHaveLength(1);
    expect(jobs.minersInJobs().size).toBe(0);
    expect(miners.writeCount).toBe(1);
  });

  it('is waited for by an undo that is asked for at once', async () => {
    const { clock, jobs, store, start } = jobsAtWork(2);
    const update = store.updateJob.bind(store);
    const slow = Promise.withResolvers<void>();
    store.updateJob = async (job, event) => {
      if (job.finished_at !== null) await slow.promise;
      await update(job, event);
    };
    const id = await start({ action: 'pause' });
    await clock.advance(10_000);
    expect(await jobs.get(id)).toMatchObject({ state: 'done', counts: { in_force: 2 } });
    const undo = jobs.plans.prepareUndo(id);
    await clock.advance(1);
    slow.resolve();
    expect(await undo).toMatchObject({ plan: { action: 'resume', planned: { length: 2 } } });
  });

  it('of a wave that cannot be begun halts it', async () => {
    const { clock, jobs, store, start, untilEnd } = jobsAtWork(4);
    const update = store.updateJob.bind(store);
    store.updateJob = async (job, event) => {
      if (job.wave === 2 && job.finished_at === null) full();
      await update(job, event);
    };
    const id = await start({ action: 'restart' });
    await untilEnd(id);
    await clock.advance(HOUR_MS);
    expect(await jobs.get(id)).toMatchObject({
      state: 'halted',
      reason: 'PowerHive could not go on: the disk is full',
      wave: 1,
      counts: { in_force: 1, cancelled: 3 },
    });
  });
});

describe('a miner at whose address another one answers', () => {
  const moved = '10.0.0.7:80 is answered by another miner (02:00:00:00:00:99) now';
  const other = async () => failure('identity_changed', moved, { retryable: true });

  it('is left out with that, and is not said to answer', async () => {
    const { miners, jobs, start, untilEnd } = jobsAtWork(1);
    miners.read = other;
    const id = await start({ action: 'reboot', confirm_count: 1 });
    await untilEnd(id);
    expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'skipped', message: moved }]);
  });

  it('is unknown after its reboot, and did not fail: it may be elsewhere', async () => {
    const { miners, jobs, start, untilEnd } = jobsAtWork(1);
    miners.onWrite = () => {
      miners.read = other;
    };
    const id = await start({ action: 'reboot', confirm_count: 1 });
    await untilEnd(id);
    const message = `the reboot was sent, and it cannot be read since: ${moved}`;
    expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'unknown', code: 'unreadable', message }]);
  });
});

describe('a miner that answers and cannot be read', () => {
  const refused = async () => failure('unauthorized', 'GET /settings was refused: 401', { retryable: false });

  it('is left out with what it said, and is not called silent', async () => {
    const { miners, jobs, start, untilEnd } = jobsAtWork(1);
    miners.read = refused;
    const id = await start({ action: 'pause' });
    await untilEnd(id);
    expect((await jobs.get(id))?.items).toMatchObject([
      {
        verdict: 'skipped',
        code: 'not_allowed',
        message: 'it answers and cannot be read: GET /settings was refused: 401',
      },
    ]);
  });

  it('is unknown after its restart, with what it said', async () => {
    const { miners, jobs, start, untilEnd } = jobsAtWork(1);
    miners.onWrite = () => {
      miners.read = refused;
    };
    const id = await start({ action: 'restart' });
    await untilEnd(id);
    expect((await jobs.get(id))?.items).toMatchObject([
      { verdict: 'unknown', code: 'unreadable', message: expect.stringContaining('GET /settings was refused: 401') },
    ]);
  });

  it('proves no restart by a reading that began before it and took long', async () => {
    const { clock, miners, jobs, start, untilEnd } = jobsAtWork(1, { changes: () => ({ faults: ['no_effect'] }) });
    miners.at(1).sinceMs = clock.monotonicMs() - 3000;
    const read = miners.read.bind(miners);
    miners.onWrite = () => {
      miners.read = async (...args) => {
        const reading = await read(...args);
        await clock.sleep(8000);
        return reading;
      };
    };
    const id = await start({ action: 'restart' });
    await untilEnd(id);
    expect((await jobs.get(id))?.items[0]?.verdict).not.toBe('in_force');
  });
});

it('a job that ends while its rows are read is shown as it ended', async () => {
  const { jobs, store, start, untilEnd } = jobsAtWork(1);
  const [readOne, readAll] = [store.job.bind(store), store.jobs.bind(store)];
  const id = await start({ action: 'pause' });
  /** Rows of before the end, which arrive after it. */
  const late = async <T>(rows: Promise<T>): Promise<T> => {
    const read = structuredClone(await rows);
    await untilEnd(id);
    return read;
  };
  store.job = (jobId) => late(readOne(jobId));
  store.jobs = (limit, before) => late(readAll(limit, before));
  const [one, [first]] = await Promise.all([jobs.get(id), jobs.list(1)]);
  expect(one).toMatchObject({ state: 'done', counts: { in_force: 1 }, items: [{ verdict: 'in_force' }] });
  expect(first).toMatchObject({ state: 'done', counts: { in_force: 1 } });
});
