import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../../src-shared/milliseconds.ts';
import type { Actor } from '../../../../src-shared/model/index.ts';
import { ANOTHER } from '../../../fixtures/actors.ts';
import { jobsAtWork, killAndOpen } from '../../../fixtures/jobs/jobs-at-work.ts';
import type { ScriptedMiner } from '../../../fixtures/jobs/scripted-miners.ts';

const ACTOR: Actor = { via: 'browser', name: 'browser', scope: 'operate' };

describe('a paused job', () => {
  it('begins no further miner, carries those that have begun to their end, and keeps the rest', async () => {
    const work = jobsAtWork(40, { actions: { first_wave: 40, starts_per_minute: 7 } });
    const { clock, miners, jobs, start, verdicts, untilEnd, events } = work;
    const id = await start({ action: 'restart' });
    await clock.advance(40);
    expect(await jobs.pause(id, ACTOR)).toBe(true);
    const begun = miners.writeCount;
    expect(begun).toBeGreaterThan(0);
    expect(begun).toBeLessThan(40);
    await clock.advance(HOUR_MS);
    expect(miners.writeCount).toBe(begun);
    expect(await verdicts(id)).toEqual({ in_force: begun, planned: 40 - begun });
    expect((await jobs.get(id))?.state).toBe('paused');
    // Waiting miners are monitored as usual: their faults are not attributed to the job.
    expect(miners.ids.filter((minerId) => jobs.isInJob(minerId))).toEqual([]);
    expect(jobs.minersInJobs().get(id)).toHaveLength(40 - begun);
    const { plan } = jobs.plans.prepare({ action: 'reboot', params: {}, allow_untuned: false }, miners.ids);
    expect(plan.planned).toHaveLength(begun);
    expect(new Set(plan.skipped.map(({ code }) => code))).toEqual(new Set(['locked']));
    expect(await jobs.continue(id, ACTOR)).toBe(true);
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ in_force: 40 });
    expect(miners.writeCount).toBe(40);
    expect(events.map(({ event }) => event).filter((event) => event.startsWith('job_'))).toEqual([
      'job_started',
      'job_paused',
      'job_continued',
      'job_ended',
    ]);
  });

  it('can be stopped, and says what each miner is', async () => {
    const { clock, jobs, start, verdicts } = jobsAtWork(10);
    const id = await start({ action: 'restart' });
    await clock.advance(200_000);
    await jobs.pause(id, ACTOR);
    await clock.advance(HOUR_MS);
    const stopping = jobs.stop(id, ANOTHER);
    await clock.advance(5000);
    await stopping;
    expect(await jobs.get(id)).toMatchObject({ state: 'stopped' });
    expect(Object.keys(await verdicts(id)).sort()).toEqual(['cancelled', 'in_force']);
    expect(await jobs.continue(id, ACTOR)).toBe(false);
  });

  it('does not go past a first miner whose verdict is open after a restart of PowerHive', async () => {
    const work = jobsAtWork(12, { changes: (n) => ({ faults: n === 1 ? ['silent_after'] : [] }) });
    const id = await work.start({ action: 'restart' });
    await work.clock.advance(40);
    expect(work.miners.writeCount).toBe(1);
    await work.jobs.pause(id, ACTOR);
    const again = await killAndOpen(work);
    expect(await again.continue(id, ACTOR)).toBe(true);
    await work.untilEnd(id);
    expect(await again.get(id)).toMatchObject({ state: 'halted', reason: 'It failed on the first miner.' });
    expect(await work.verdicts(id)).toMatchObject({ cancelled: 11 });
    expect(work.miners.writeCount).toBe(1);
  });

  it('does not go past a first miner whose failure is all that was written', async () => {
    const work = jobsAtWork(12);
    const id = await work.start({ action: 'restart' });
    await work.clock.advance(40);
    await work.jobs.pause(id, ACTOR);
    const items = work.store.rows.get(id)?.items;
    const [first] = items?.values() ?? [];
    if (first === undefined) throw new Error('no miner');
    items?.set(first.id, { ...first, verdict: 'failed', finished_at: work.clock.nowMs() });
    const again = await killAndOpen(work);
    await again.continue(id, ACTOR);
    await work.untilEnd(id);
    expect((await again.get(id))?.reason).toBe('It failed on the first miner.');
    expect(work.miners.writeCount).toBe(1);
  });

  it.each(Array.from({ length: 20 }, (_, n) => n))('survives a kill: nothing is sent twice (%i)', async (n) => {
    const work = jobsAtWork(12, { actions: { first_wave: 3, second_wave: 9 } });
    const { clock, miners, start, verdicts, untilEnd } = work;
    const order =
      n % 2 === 0
        ? ({ action: 'preset', params: { preset: '2500' }, confirm_count: 12 } as const)
        : ({ action: 'restart' } as const);
    const id = await start(order);
    await clock.advance(40 + n * 9000);
    const isPaused = await work.jobs.pause(id, ACTOR);
    expect(isPaused).toBe(true);
    await clock.advance(n * 500);
    const again = await killAndOpen(work);
    const sent = miners.writeCount;
    expect((await again.get(id))?.state).toBe('paused');
    await clock.advance(HOUR_MS);
    expect(miners.writeCount).toBe(sent);
    const waiting = (await verdicts(id))['planned'] ?? 0;
    expect(again.minersInJobs().get(id) ?? []).toHaveLength(waiting);
    if (waiting > 0) expect(await again.continue(id, ACTOR)).toBe(true);
    await untilEnd(id);
    const twice = miners.all.filter(({ writes }) => new Set(writes.map(({ kind }) => kind)).size !== writes.length);
    expect(twice).toEqual([]);
    for (const { verdict, id: minerId } of (await again.get(id))?.items ?? []) {
      const miner = miners.miners.get(minerId) as ScriptedMiner;
      if (verdict === 'proven') expect(miner.preset).toBe('2500');
      expect(['planned', 'running']).not.toContain(verdict);
    }
  });
});

describe('a scheduled job', () => {
  it('sends nothing before its time, also over a restart, and begins then', async () => {
    const work = jobsAtWork(6);
    const { clock, miners, start, verdicts, untilEnd, store } = work;
    const start_at = clock.nowMs() + 2 * HOUR_MS;
    const id = await start({ action: 'restart', start_at });
    expect(store.rows.get(id)?.job.state).toBe('scheduled');
    await clock.advance(HOUR_MS);
    const again = await killAndOpen(work);
    await clock.advance(HOUR_MS - 120_000);
    expect(miners.writeCount).toBe(0);
    expect(again.minersInJobs().size).toBe(0);
    await clock.advance(180_000);
    expect(miners.writeCount).toBeGreaterThan(0);
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ in_force: 6 });
    expect(store.events.map(({ event }) => event).filter((event) => event.startsWith('job_'))).toEqual([
      'job_scheduled',
      'job_started',
      'job_ended',
    ]);
  });

  it('leaves out what is no longer as its preview showed it', async () => {
    const { clock, miners, start, untilEnd, jobs } = jobsAtWork(4, { actions: { first_wave: 4 } });
    const start_at = clock.nowMs() + HOUR_MS;
    const id = await start({ action: 'preset', params: { preset: '2500' }, confirm_count: 4, start_at });
    await clock.advance(HOUR_MS / 2);
    miners.at(2).preset = '2300';
    miners.at(3).online = false;
    miners.at(4).state = 'stopped';
    await untilEnd(id);
    const codes = (await jobs.get(id))?.items.map(({ verdict, code }) => code ?? verdict);
    expect(codes).toEqual(['proven', 'changed_meanwhile', 'offline', expect.stringMatching(/not_allowed|changed/)]);
    expect(miners.all.map(({ writes }) => writes.length)).toEqual([2, 0, 0, 0]);
    expect((await jobs.list(1))[0]?.left_out?.map(({ miners: count }) => count)).toEqual([1, 1, 1]);
  });

  it('can be cancelled, and ends with acting', async () => {
    const { clock, miners, jobs, start } = jobsAtWork(3);
    const start_at = clock.nowMs() + HOUR_MS;
    const first = await start({ action: 'restart', start_at });
    expect((await jobs.stop(first, ANOTHER))?.state).toBe('stopped');
    const second = await start({ action: 'restart', start_at });
    await jobs.stopAll('Acting was switched off.');
    expect(await jobs.get(second)).toMatchObject({ state: 'stopped', counts: { cancelled: 3 } });
    await clock.advance(3 * HOUR_MS);
    expect(miners.writeCount).toBe(0);
  });

  it('is not begun late: nobody expects it any more', async () => {
    const work = jobsAtWork(3);
    const { clock, miners, start } = work;
    const id = await start({ action: 'restart', start_at: clock.nowMs() + HOUR_MS });
    const rows = structuredClone(work.store.rows);
    await work.jobs.close();
    await clock.advance(2 * HOUR_MS);
    for (const [key, row] of rows) work.store.rows.set(key, row);
    const again = work.open();
    await again.load();
    again.recover();
    await clock.advance(HOUR_MS);
    expect(await again.get(id)).toMatchObject({ state: 'halted', reason: expect.stringContaining('not running') });
    expect(miners.writeCount).toBe(0);
  });

  it('spreads its miners evenly', async () => {
    const { clock, miners, start, untilEnd } = jobsAtWork(30);
    const sent: number[] = [];
    miners.onWrite = () => sent.push(clock.nowMs());
    const id = await start({ action: 'pause', spread_minutes: 30 });
    await untilEnd(id);
    const gaps = sent.slice(1).map((at, index) => at - (sent[index] ?? 0));
    expect(gaps).toHaveLength(29);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(59_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(61_000);
  });
});

describe('a plan', () => {
  it('has waves and limits of its own where they are given', async () => {
    const { jobs, miners } = jobsAtWork(17);
    const order = { action: 'restart', params: {}, allow_untuned: false } as const;
    const { plan } = jobs.plans.prepare(order, miners.ids);
    expect(plan).toMatchObject({ waves: [1, 5, 2, 9], stops_at: 1, starts_per_minute: 60, start_kw_per_minute: 200 });
    const own = { first_wave: 2, second_wave: 15, stop_total_failed_percent: 10 };
    const { plan: other } = jobs.plans.prepare({ ...order, rules: own }, miners.ids);
    expect(other).toMatchObject({ waves: [2, 15], stops_at: 2, rules: { ...own, stop_wave_failed_percent: 10 } });
    expect(jobs.plans.prepare({ action: 'pause', params: {}, allow_untuned: false }, miners.ids).plan).toMatchObject({
      rules: null,
      stops_at: null,
    });
  });

  it('never adds the hash rates of different algorithms', () => {
    const { jobs, miners } = jobsAtWork(2);
    const order = { action: 'preset', params: { preset: '2500' }, allow_untuned: false } as const;
    expect(jobs.plans.prepare(order, miners.ids).plan.hashrate_hs_change).toBeLessThan(0);
    const known = miners.miner.bind(miners);
    miners.miner = (id) => {
      const miner = known(id);
      return miner !== null && id === miners.ids[0] ? { ...miner, algorithm: 'scrypt' } : miner;
    };
    const { plan } = jobs.plans.prepare(order, miners.ids);
    expect(plan.hashrate_hs_change).toBe(null);
    expect(plan.planned.map(({ algorithm, dark_seconds }) => [algorithm, dark_seconds])).toEqual([
      ['scrypt', 100],
      ['sha256d', 100],
    ]);
  });

  it('of those that failed is the same once more', async () => {
    const { miners, jobs, start, untilEnd } = jobsAtWork(6, {
      changes: (n) => ({ faults: n === 2 ? ['fails_at_restart'] : [] }),
    });
    const rules = { first_wave: 7, stop_wave_failed_percent: 100, stop_total_failed_percent: 100 };
    const id = await start({ action: 'restart', rules, spread_minutes: 3 });
    expect(await jobs.plans.prepareRetry(id)).toBe('It still goes on. Stop it first.');
    await untilEnd(id);
    const retry = await jobs.plans.prepareRetry(id);
    expect(retry).toMatchObject({
      plan: { action: 'restart', confirm_count: 1, planned: [{ id: miners.at(2).id }], rules },
    });
    if (retry === null || typeof retry === 'string') throw new Error('no plan');
    const job = await retry.run(ACTOR);
    expect([(await jobs.get(id))?.retries, job?.retries]).toEqual([0, 1]);
    expect(job?.spread_minutes).toBe(3);
    await untilEnd(job?.job_id ?? '');
    expect(await jobs.plans.prepareRetry(job?.job_id ?? '')).toBe('No miner failed in it.');
  });

  it('of those whose turn had not come is another one, in waves again, and with the same end of a pause', async () => {
    const { clock, miners, jobs, start, untilEnd } = jobsAtWork(7, {
      changes: (n) => ({ faults: n === 1 ? ['fails_at_restart'] : [] }),
    });
    const halted = await start({ action: 'restart' });
    await untilEnd(halted);
    expect((await jobs.get(halted))?.counts).toEqual({ failed: 1, cancelled: 6 });
    expect(await jobs.plans.prepareRetry(halted)).toMatchObject({ plan: { planned: [{ id: miners.ids[0] }] } });
    const rest = await jobs.plans.prepareRetry(halted, 'not_sent');
    if (rest === null || typeof rest === 'string') throw new Error('no plan');
    expect(rest.plan.planned.map(({ id }) => id)).toEqual(miners.ids.slice(1));
    expect(rest.plan).toMatchObject({ confirm_count: 6, waves: [1, 5] });
    const job = await rest.run(ACTOR);
    await untilEnd(job?.job_id ?? '');
    expect(await jobs.get(job?.job_id ?? '')).toMatchObject({ retries: 0, counts: { in_force: 6 } });
    expect(miners.writeCount).toBe(7);
    expect(await jobs.plans.prepareRetry(job?.job_id ?? '', 'not_sent')).toBe(
      'The turn of each of its miners had come.',
    );
    // A pause that was cancelled before it began had an end.
    const start_at = clock.nowMs() + HOUR_MS;
    const resume_at = start_at + HOUR_MS;
    const ids = miners.ids.slice(1);
    const pause = await start({ action: 'pause', ids, start_at, resume_at });
    await jobs.stop(pause, ACTOR);
    const now = await jobs.plans.prepareRetry(pause, 'not_sent');
    expect(now).toMatchObject({ plan: { planned: { length: 6 }, resume_at } });
    await clock.advance(3 * HOUR_MS);
    expect(await jobs.plans.prepareRetry(pause, 'not_sent')).toMatchObject({ plan: { resume_at: null } });
  });

  it.each([
    ['was done', 'silent_after', '2700'],
    ['was lost', 'no_effect', '2900'],
  ] as const)('of a step that %s goes where that one led, and no further', async (_, fault, preset) => {
    const { clock, miners, jobs, start, untilEnd } = jobsAtWork(1, {
      changes: () => ({ live: true, faults: [fault] }),
    });
    const id = await start({ action: 'preset', params: { steps: -1 }, confirm_count: 1 });
    await untilEnd(id);
    miners.at(1).online = true;
    expect(miners.at(1).preset).toBe(preset);
    await clock.advance(120_000);
    const retry = await jobs.plans.prepareRetry(id);
    if (retry === null || typeof retry === 'string') throw new Error('no plan');
    if (preset === '2700') expect(retry.plan).toMatchObject({ planned: [], skipped: [{ code: 'already_there' }] });
    else await untilEnd((await retry.run(ACTOR))?.job_id ?? '');
    expect(miners.at(1).preset).toBe('2700');
  });
});

describe('a preset switcher', () => {
  it('that climbs back is named in the verdict', async () => {
    const switcher = { enabled: true, top_preset: '2900', min_preset: '2100', check_time: 60 };
    const { clock, miners, jobs, start, untilEnd } = jobsAtWork(1, { changes: () => ({ live: true, switcher }) });
    const id = await start({ action: 'preset', params: { preset: '2500' }, confirm_count: 1 });
    await clock.advance(30_000);
    miners.at(1).preset = '2900';
    await untilEnd(id);
    expect((await jobs.get(id))?.items[0]).toMatchObject({
      verdict: 'stored',
      code: 'climbed_back',
      message: 'it was in force, and its preset switcher climbed back to 2900',
    });
  });
});
