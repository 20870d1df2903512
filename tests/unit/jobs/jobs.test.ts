import { describe, expect, it } from 'vitest';
import { failure } from '../../../src-main/drivers/outcome.ts';
import { entryOf } from '../../../src-shared/events/event-entry.ts';
import type { FarmEvent } from '../../../src-shared/model/index.ts';
import { ANOTHER } from '../../fixtures/actors.ts';
import { jobsAtWork } from '../../fixtures/jobs/jobs-at-work.ts';
import { idOf } from '../../fixtures/jobs/scripted-miners.ts';

describe('the audit', () => {
  it('names what a job changes from what to what, and the target of each miner, in its undo too', async () => {
    const work = jobsAtWork(3, { changes: (n) => (n === 3 ? { preset: '2700', stored: '2700' } : {}) });
    const { store, start, undo, untilEnd } = work;
    const said = (code: string) => store.events.flatMap(({ event, data }) => (event === code ? [data] : []));
    const id = await start({ action: 'preset', params: { watts: 2600 }, confirm_count: 3 });
    await untilEnd(id);
    const changes = [
      { from: '2900', to: '2500', miners: 2 },
      { from: '2700', to: '2500', miners: 1 },
    ];
    expect(said('job_started')).toMatchObject([{ changes }]);
    expect(said('job_ended')).toMatchObject([{ params: { watts: 2600 }, undo_of: null, changes }]);
    const back = (await undo(id)).job_id;
    await untilEnd(back);
    const undone = changes.map(({ from, to, miners }) => ({ from: to, to: from, miners }));
    expect(said('job_ended').at(-1)).toMatchObject({ params: {}, undo_of: id, changes: undone });
    const targets = [...said('miner_action_sent'), ...said('miner_action_ended')] as { target?: string }[];
    expect(
      targets
        .map(({ target }) => target)
        .sort()
        .join(' '),
    ).toBe('2500 2500 2500 2500 2500 2500 2500 2500 2500 2700 2700 2700 2900 2900 2900 2900 2900 2900');
  });
});

describe('a job', () => {
  it('pauses all miners at once, and says what was read back', async () => {
    const { miners, jobs, start, untilEnd, verdicts, errors } = jobsAtWork(30);
    const id = await start({ action: 'pause' });
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ in_force: 30 });
    expect(miners.all.every(({ state }) => state === 'stopped')).toBe(true);
    expect(miners.writeCount).toBe(30);
    expect(await jobs.get(id)).toMatchObject({ state: 'done', waves: [30], counts: { in_force: 30 } });
    expect(errors).toEqual([]);
  });

  it('sets a preset in waves, proven on one first, with the restart that it needs, once each', async () => {
    const { miners, jobs, store, start, untilEnd, verdicts, errors } = jobsAtWork(12);
    const id = await start({ action: 'preset', params: { preset: '2500' }, confirm_count: 12 });
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ proven: 12 });
    for (const { writes } of miners.all) {
      expect(writes).toEqual([{ kind: 'preset', preset: '2500', switcher: null }, { kind: 'restart' }]);
    }
    expect(store.backups).toHaveLength(12);
    const [transition] = jobs.transitions();
    expect(transition).toMatchObject({ from: '2900', to: '2500', how: 'restart', miners: 12, power_w: 2500 });
    const item = (await jobs.get(id))?.items[0];
    expect(item).toMatchObject({ before: { preset: '2900', power_w: 2900 }, after: { preset: '2500', power_w: 2500 } });
    expect(errors).toEqual([]);
  });

  it('stops at the first miner that fails', async () => {
    const { miners, jobs, start, untilEnd, verdicts } = jobsAtWork(100, {
      changes: () => ({ faults: ['fails_at_restart'] }),
    });
    const id = await start({ action: 'restart' });
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ failed: 1, cancelled: 99 });
    expect(miners.writeCount).toBe(1);
    expect(await jobs.get(id)).toMatchObject({ state: 'halted', reason: 'It failed on the first miner.' });
  });

  it('begins the next wave when the last is in force, or proven where that is chosen', async () => {
    const verdictsOf = {
      in_force: ['in_force', 'in_force'],
      first_proven: ['proven', 'in_force'],
      proven: ['proven', 'proven'],
    } as const;
    for (const next_wave_when of ['in_force', 'first_proven', 'proven'] as const) {
      const [first, later] = verdictsOf[next_wave_when];
      const work = jobsAtWork(12, { actions: { first_wave: 1, second_wave: 3 } });
      await work.untilEnd(
        await work.start({ action: 'preset', params: { preset: '2500' }, ids: [idOf(12)], confirm_count: 1 }),
      );
      const ids = work.miners.ids.slice(0, 11);
      const before: Record<string, string[]> = {};
      work.miners.onWrite = ({ id }, { kind }) => {
        const items = [...([...work.store.rows.values()].at(-1)?.items.values() ?? [])];
        const wave = items.find((item) => item.id === id)?.wave ?? 0;
        if (kind === 'preset')
          before[wave] ??= items.filter((item) => item.wave === wave - 1).map(({ verdict }) => verdict);
      };
      const order = { action: 'preset', params: { preset: '2500' }, ids, confirm_count: 11 } as const;
      await work.untilEnd(await work.start({ ...order, rules: { next_wave_when } }));
      expect(before).toEqual({
        1: [],
        2: [first],
        3: Array(3).fill(later),
        4: Array(2).fill(later),
      });
    }
  });

  it('stops at a miner whose figures prove nothing, where the next wave waits for a proof', async () => {
    const { miners, jobs, start, untilEnd, verdicts } = jobsAtWork(12, {
      changes: (n) => ({ extraW: n === 2 ? 400 : 0 }),
    });
    const rules = { next_wave_when: 'proven', second_wave: 5, stop_wave_failed_percent: 10 } as const;
    const id = await start({ action: 'preset', params: { preset: '2500' }, confirm_count: 12, rules });
    await untilEnd(id);
    expect(await verdicts(id)).toEqual({ proven: 5, in_force: 1, cancelled: 6 });
    expect((await jobs.get(id))?.reason).toBe(
      'Halted when 1 of 5 miners of wave 2 had failed or were not proven, more than 10 %.',
    );
    expect(miners.all.filter(({ writes }) => writes.length > 0)).toHaveLength(6);
  });

  it('stops where the first miner is not proven, if that is chosen, and goes on past a later one', async () => {
    for (const [unproven, verdicts] of [
      [1, { in_force: 1, cancelled: 7 }],
      [2, { proven: 7, in_force: 1 }],
    ] as const) {
      const work = jobsAtWork(9, { changes: (n) => ({ extraW: n === unproven ? 400 : 0 }) });
      const preset = { action: 'preset', params: { preset: '2500' } } as const;
      // The change is known to work here, so that no miner has to prove it.
      await work.untilEnd(await work.start({ ...preset, ids: [idOf(9)], confirm_count: 1 }));
      const rules = { next_wave_when: 'first_proven', stop_wave_failed_percent: 10 } as const;
      const ids = work.miners.ids.slice(0, 8);
      const id = await work.start({ ...preset, ids, confirm_count: 8, rules });
      await work.untilEnd(id);
      expect(await work.verdicts(id)).toEqual(verdicts);
      expect((await work.jobs.get(id))?.reason).toBe(
        unproven === 1 ? 'It failed or was not proven on the first miner.' : null,
      );
    }
  });

  it('writes down each request before it is sent, in the job and in the audit', async () => {
    const { miners, store, events, start, untilEnd } = jobsAtWork(3);
    const unwritten: string[] = [];
    miners.onWrite = (miner, command) => {
      const row = [...store.rows.values()][0]?.items.get(miner.id);
      const last = row?.sent.at(-1);
      const audited = events.some(({ event, miner_id }) => event === 'miner_action_sent' && miner_id === miner.id);
      if (last?.request !== command.kind || last.answer !== null || !audited) unwritten.push(miner.id);
    };
    const id = await start({ action: 'throttle', params: { percent: 70 } });
    await untilEnd(id);
    expect(unwritten).toEqual([]);
    expect(events.map(({ event }) => event).sort()).toEqual([
      'job_ended',
      'job_started',
      ...Array<string>(3).fill('miner_action_ended'),
      ...Array<string>(3).fill('miner_action_sent'),
    ]);
    expect(events[0]?.event).toBe('job_started');
  });

  it('sends nothing that cannot be written down', async () => {
    const { miners, store, jobs, start, clock } = jobsAtWork(3);
    const id = await start({ action: 'pause' });
    store.onWrite = () => {
      throw new Error('the disk is full');
    };
    await clock.advance(1000);
    expect(miners.writeCount).toBe(0);
    store.onWrite = () => undefined;
    expect((await jobs.get(id))?.job_id).toBe(id);
  });

  it('ends a stop at once, and says what each miner is', async () => {
    const { clock, miners, jobs, events, start, verdicts } = jobsAtWork(50);
    const id = await start({ action: 'restart' });
    await clock.advance(105_000);
    const before = clock.nowMs();
    let isOver = false;
    const stopping = jobs.stop(id, ANOTHER).then(() => {
      isOver = true;
    });
    while (!isOver && clock.nowMs() - before < 5000) await clock.advance(100);
    expect(isOver).toBe(true);
    await stopping;
    expect(await jobs.get(id)).toMatchObject({ state: 'stopped', reason: 'Stopped by another.' });
    expect(events.at(-1)).toMatchObject({ event: 'job_ended', actor: ANOTHER });
    const counts = await verdicts(id);
    expect(counts['running']).toBeUndefined();
    expect(counts['planned']).toBeUndefined();
    expect(miners.writeCount).toBe(50 - (counts['cancelled'] ?? 0));
    await clock.advance(600_000);
    expect(miners.writeCount).toBe(50 - (counts['cancelled'] ?? 0));
  });

  it('sends nothing after a stop, not even what was on its way to a slow miner', async () => {
    const { jobs, clock, miners, start } = jobsAtWork(2, {
      changes: (n) => ({ faults: n === 1 ? ['leaves_late'] : ['none', 'leaves_late'] }),
      actions: { first_wave: 2 },
    });
    const params = { pools: [{ url: 'new.example:3333', user: 'a', pass: 'x' }] };
    const id = await start({ action: 'pools', params, confirm_count: 2 });
    await clock.advance(10_000);
    const stopped = jobs.stop(id, ANOTHER);
    await clock.advance(5000);
    const ends = (await stopped)?.items.map(({ verdict, code, message }) => ({ verdict, code, message }));
    expect(ends).toEqual([
      { verdict: 'cancelled', code: 'not_sent', message: 'the job was stopped' },
      {
        verdict: 'stored',
        code: 'restart_not_sent',
        message: 'it is stored, and takes effect at its next restart: the job was stopped',
      },
    ]);
    await clock.advance(60_000);
    expect(miners.all.map(({ writes }) => writes.length)).toEqual([0, 1]);
  });

  it('does not wait at a stop for a miner that makes its backup', async () => {
    const { jobs, clock, miners, start } = jobsAtWork(1);
    miners.backup = (_id, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(failure('aborted', 'cancelled', { retryable: false })));
      });
    const id = await start({ action: 'preset', params: { preset: '2500' }, confirm_count: 1 });
    await clock.advance(10_000);
    const stopped = jobs.stop(id, ANOTHER);
    await clock.advance(5000);
    expect(await stopped).toMatchObject({ state: 'stopped', items: [{ verdict: 'cancelled' }] });
    expect(miners.writeCount).toBe(0);
  });

  it('ends a stop of thousands with a few writes, each miner with its verdict and its entry of the audit', async () => {
    const { clock, miners, jobs, store, events, start } = jobsAtWork(2000, { changes: () => ({ faults: ['slow'] }) });
    const id = await start({ action: 'pause' });
    await clock.advance(100);
    const begun = miners.writeCount;
    expect(begun).toBeGreaterThan(100);
    const rows: number[] = [];
    const update = store.updateJobItems.bind(store);
    store.updateJobItems = async (jobId, items, more) => {
      // Like a disk: what ends meanwhile waits.
      await new Promise((resolve) => setImmediate(resolve));
      rows.push(items.length);
      await update(jobId, items, more);
    };
    const stopped = jobs.stop(id, ANOTHER);
    await clock.advance(5000);
    expect((await stopped)?.counts).toEqual({ cancelled: 2000 - begun, unknown: begun });
    // It says what each miner is.
    expect((await stopped)?.items).toHaveLength(2000);
    expect(rows.length).toBeLessThan(20);
    for (const event of ['miner_action_sent', 'miner_action_ended']) {
      expect(new Set(events.filter((one) => one.event === event).map(({ miner_id }) => miner_id)).size).toBe(begun);
    }
    expect((await jobs.get(id))?.items.every(({ finished_at }) => finished_at !== null)).toBe(true);
    expect(miners.writeCount).toBe(begun);
  });

  it('leaves out a miner that another hand has changed since the preview', async () => {
    const { miners, jobs, start, untilEnd } = jobsAtWork(3, { actions: { first_wave: 1, second_wave: 2 } });
    const id = await start({ action: 'preset', params: { preset: '2500' }, confirm_count: 3 });
    miners.at(2).preset = '2300';
    miners.at(3).state = 'stopped';
    await untilEnd(id);
    expect((await jobs.get(id))?.items.map(({ verdict, code }) => code ?? verdict)).toEqual([
      'proven',
      'changed_meanwhile',
      'changed_meanwhile',
    ]);
    expect(miners.at(2).writes).toEqual([]);
  });

  it('says that nothing was done where all of its miners were left out at their turn, and why', async () => {
    const { miners, jobs, store, start, untilEnd } = jobsAtWork(4, { changes: (n) => ({ online: n !== 4 }) });
    const id = await start({ action: 'pause' });
    for (const n of [1, 2]) miners.at(n).online = false;
    miners.at(3).state = 'starting';
    await untilEnd(id);
    const left_out = [
      { code: 'offline', reason: 'it is offline', miners: 2 },
      { code: 'changed_meanwhile', reason: 'it was mining and is starting now', miners: 1 },
    ];
    // What its preview left out is not meant.
    expect(await jobs.get(id)).toMatchObject({ state: 'done', counts: { skipped: 4 }, left_out });
    expect(await jobs.list(1)).toMatchObject([{ left_out }]);
    const ended = store.events.find(({ event }) => event === 'job_ended') as FarmEvent;
    expect(entryOf(ended)).toMatchObject({
      level: 'warning',
      message:
        'Nothing was done: pause: 3 left out, 1 skipped. Left out: 2: it is offline; 1: it was mining and is starting now',
    });
    expect(miners.writeCount).toBe(0);
  });

  it('has a miner in one job at a time', async () => {
    const { clock, miners, jobs, start } = jobsAtWork(3);
    const id = await start({ action: 'restart', ids: [idOf(1), idOf(2)] });
    await clock.advance(1000);
    const { plan } = jobs.plans.prepare({ action: 'reboot', params: {}, allow_untuned: false }, [idOf(1), idOf(2)]);
    const reason = expect.stringMatching(/^it is in another job \(restart, started \d\d:\d\d\)$/);
    expect(plan.skipped).toEqual(
      [idOf(1), idOf(2)].map((miner) => ({ id: miner, code: 'locked', reason, job_id: id })),
    );
    // A skipped miner records which job had it, as long as that job is kept.
    const later = await start({ action: 'reboot', ids: miners.ids, confirm_count: 1 });
    expect((await jobs.get(later))?.items.map(({ code, held_by }) => [code, held_by])).toEqual([
      [null, null],
      ['locked', id],
      ['locked', id],
    ]);
  });

  it('changes what the preview says, and nothing else', async () => {
    const { miners, jobs, start, untilEnd } = jobsAtWork(20, {
      changes: (n) => ({
        managed: n % 5 !== 0,
        online: n % 7 !== 0,
        ...(n % 3 === 0 && { state: 'stopped' }),
        ...(n % 4 === 0 && { preset: '2500', stored: '2500' }),
      }),
    });
    const order = { action: 'preset', params: { preset: '2500' }, allow_untuned: false } as const;
    const { plan } = jobs.plans.prepare(order, miners.ids);
    const id = await start({ action: 'preset', params: { preset: '2500' }, confirm_count: plan.planned.length });
    await untilEnd(id);
    const written = miners.all.filter(({ writes }) => writes.length > 0).map((miner) => miner.id);
    expect(written).toEqual(plan.planned.map((planned) => planned.id));
    expect(written.length).toBeGreaterThan(3);
  });
});

describe('the light', () => {
  it.each([true, false])('is as ordered on firmware that toggles it and that sets it (%s)', async (toggles) => {
    const { miners, start, untilEnd, verdicts } = jobsAtWork(4, {
      changes: (n) => ({ toggles, light: n % 2 === 0 }),
    });
    const id = await start({ action: 'locate', params: { on: true } });
    await untilEnd(id);
    expect(miners.all.every(({ light }) => light)).toBe(true);
    expect(miners.writeCount).toBe(2);
    expect(await verdicts(id)).toEqual({ in_force: 2, skipped: 2 });
  });
});

describe('an undo', () => {
  it('puts back what a job changed, on those that are still as it left them', async () => {
    const { miners, jobs, start, undo, untilEnd } = jobsAtWork(3);
    const id = await start({ action: 'preset', params: { preset: '2500' }, confirm_count: 3 });
    await untilEnd(id);
    miners.at(2).preset = '2300';
    miners.at(2).stored = '2300';
    expect(await jobs.plans.prepareUndo(id)).toMatchObject({ plan: { action: 'preset', confirm_count: 3 } });
    const { job_id } = await undo(id);
    await untilEnd(job_id);
    expect(miners.all.map(({ preset }) => preset)).toEqual(['2900', '2300', '2900']);
    const items = (await jobs.get(job_id))?.items;
    expect(items?.find((item) => item.id === idOf(2))).toMatchObject({ verdict: 'skipped', code: 'changed_meanwhile' });
  });

  it('of a job that was undone has nothing left, and no number to confirm', async () => {
    const { jobs, start, undo, untilEnd } = jobsAtWork(2);
    const id = await start({ action: 'pause' });
    await untilEnd(id);
    await untilEnd((await undo(id)).job_id);
    expect(await jobs.plans.prepareUndo(id)).toMatchObject({ plan: { planned: [], confirm_count: null } });
  });

  it('there is none of a restart', async () => {
    const { jobs, start, untilEnd } = jobsAtWork(1);
    const id = await start({ action: 'restart' });
    await untilEnd(id);
    expect(await jobs.plans.prepareUndo(id)).toBe('A restart cannot be undone.');
  });
});
