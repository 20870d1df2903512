import { describe, expect, it } from 'vitest';
import type { JobAction, JobParams } from '../../../../src-shared/model/index.ts';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';
import type { ScriptedMiner } from '../../../fixtures/jobs/scripted-miners.ts';

/** One miner after a job. */
async function jobOn(action: JobAction, params: JobParams, changes: Partial<ScriptedMiner>) {
  const work = jobsAtWork(1, { changes: () => structuredClone(changes) });
  const { miners, jobs, start, untilEnd } = work;
  const miner = miners.at(1);
  const id = await start({ action, params, confirm_count: 1 });
  await untilEnd(id);
  const itemOf = async (jobId: string) => (await jobs.get(jobId))?.items[0];
  const plan = async () => {
    const prepared = await jobs.plans.prepareUndo(id);
    if (prepared === null || typeof prepared === 'string') throw new Error(String(prepared));
    return prepared.plan;
  };
  const undo = async () => {
    const { job_id } = await work.undo(id);
    await untilEnd(job_id);
    return itemOf(job_id);
  };
  return { ...work, miner, id, item: await itemOf(id), plan, undo };
}

const POOLS: JobParams = { pools: [{ url: 'new.example:3333', user: 'a', pass: 'x' }] };

describe('an undo puts back', () => {
  it('a preset with which a board failed', async () => {
    const low = { preset: '2500', stored: '2500', live: true, boardFailsAt: '2900' };
    const { miner, item, undo } = await jobOn('preset', { preset: '2900' }, low);
    const message = 'it took effect, and board 2 failed (100.0 TH/s → 116.0 TH/s)';
    expect(item).toMatchObject({ verdict: 'failed', code: 'board_failed', message });
    expect(miner.preset).toBe('2900');
    expect(await undo()).toMatchObject({ verdict: 'proven' });
    expect(miner.preset).toBe('2500');
  });

  it('what took effect after its deadline, and what could not be read back', async () => {
    const late = await jobOn('preset', { preset: '2500' }, { live: true, faults: ['no_effect'] });
    expect(late.item).toMatchObject({ verdict: 'failed', code: 'no_effect' });
    Object.assign(late.miner, { preset: '2500', stored: '2500' });
    expect(await late.undo()).toMatchObject({ verdict: 'proven' });
    expect(late.miner.stored).toBe('2900');
    const unknown = await jobOn('throttle', { percent: 60 }, { faults: ['silent_after'] });
    expect(unknown.item?.verdict).toBe('unknown');
    unknown.miner.online = true;
    await unknown.undo();
    expect(unknown.miner.throttled).toBe(100);
  });

  it('what is stored and waits for a restart that was not sent', async () => {
    for (const [action, params] of [
      ['preset', { preset: '2500' }],
      ['pools', POOLS],
    ] as const) {
      const { miner, item, undo } = await jobOn(action, params, { faults: ['none', 'refused'] });
      expect(item).toMatchObject({ verdict: 'stored', code: 'restart_not_sent' });
      const before = structuredClone({ stored: miner.stored, url: miner.pools[0]?.url });
      expect(await undo()).toMatchObject({ verdict: 'proven' });
      expect(before).toEqual(
        action === 'preset'
          ? { stored: '2500', url: 'pool.example:3333' }
          : { stored: '2900', url: 'new.example:3333' },
      );
      expect(miner).toMatchObject({ stored: '2900', preset: '2900', restart_required: false });
      expect(miner.pools[0]?.url).toBe('pool.example:3333');
    }
  });

  it('a throttle of a hashing miner that showed 0, as it is not throttled', async () => {
    const { miner, item, plan, undo } = await jobOn('throttle', { percent: 60 }, { throttled: 0 });
    expect(item).toMatchObject({ verdict: 'proven', before: { throttled_percent: 100 } });
    expect((await plan()).planned).toMatchObject([{ expect: { throttled_percent: 100 } }]);
    expect(await undo()).toMatchObject({ verdict: 'proven' });
    expect(miner.writes.at(-1)).toEqual({ kind: 'throttle', percent: 100 });
  });
});

describe('the preview of an undo', () => {
  it('gives the figures that each miner had before the job, not those that its preset promises', async () => {
    for (const [action, params] of [
      ['preset', { preset: '2500' }],
      ['throttle', { percent: 60 }],
      ['pause', {}],
    ] as const) {
      const { item, plan } = await jobOn(action, params, { extraW: 40, live: true });
      expect(item?.before?.power_w, action).toBe(2940);
      const [planned] = (await plan()).planned;
      expect(planned?.expect.power_w, action).toBe(2940);
      expect(planned?.before.power_w, action).not.toBe(2940);
    }
  });

  it('compares the preset that is set with the one that is set again, and says what its preset switcher does', async () => {
    const switcher = { enabled: true, top_preset: '2900', min_preset: null, check_time: 60 };
    // Heat holds it at 2700, and after the job at 2300.
    const { miner, plan } = await jobOn(
      'preset',
      { preset: '2500' },
      { preset: '2700', stored: '2900', live: true, switcher },
    );
    miner.preset = '2300';
    expect((await plan()).planned).toMatchObject([
      {
        before: { preset: '2300', power_w: 2300 },
        expect: { preset: '2900', power_w: 2700 },
        undo_preset: { set: '2500', ran: '2700', top: { to: '2900' } },
      },
    ]);
    const without = await jobOn('preset', { preset: '2500' }, { live: true });
    expect((await without.plan()).planned).toMatchObject([{ undo_preset: { set: '2500', ran: '2900', top: null } }]);
    const pause = await jobOn('pause', {}, {});
    expect((await pause.plan()).planned[0]?.undo_preset).toBeNull();
  });

  it('changes no figure where the job changed none', async () => {
    const { plan } = await jobOn('pools', POOLS, {});
    const [planned] = (await plan()).planned;
    expect(planned?.expect.power_w).toBe(planned?.before.power_w);
  });
});

describe('an undo lists with its reason', () => {
  it('each miner that was sent something and can not be put back', async () => {
    const refused = await jobOn('preset', { preset: '2500' }, { faults: ['refused'] });
    expect(await refused.plan()).toMatchObject({ planned: [], skipped: [{ code: 'already_there' }] });
    const silent = await jobOn('restart', {}, { faults: ['silent_after'] });
    expect(await silent.jobs.plans.prepareUndo(silent.id)).toBe('A restart cannot be undone.');
    const failing = await jobOn('preset', { preset: '2500' }, { faults: ['none', 'fails_at_restart'] });
    expect(await failing.plan()).toMatchObject({ planned: [], skipped: [{ code: 'failure' }] });
  });

  it('a miner that a job could not stop, and that someone else stopped since', async () => {
    const { miner, plan } = await jobOn('stop', {}, { faults: ['refused'] });
    miner.state = 'stopped';
    const reason = 'the stop failed on it: someone else may have changed it since';
    expect(await plan()).toMatchObject({ planned: [], skipped: [{ code: 'changed_meanwhile', reason }] });
  });

  it('and nothing of a miner to which nothing was sent', async () => {
    const { plan } = await jobOn('preset', { preset: '2500' }, { faults: ['not_sent'] });
    expect(await plan()).toMatchObject({ planned: [], skipped: [] });
  });
});

describe('what is stored although the miner said no', () => {
  it('is never called refused: a setting, nor one whose restart it refused', async () => {
    const restart = await jobOn('preset', { preset: '2500' }, { faults: ['none', 'refused'] });
    expect(restart.item).toMatchObject({
      verdict: 'stored',
      code: 'restart_not_sent',
      message: 'it is stored, and takes effect at its next restart: The miner refused: not now',
    });
    const quiet = {
      topAtRestart: true,
      live: true,
      switcher: { enabled: true, top_preset: '2900', min_preset: null, check_time: 60 },
    };
    const setting = await jobOn('preset', { preset: '2500' }, { ...quiet, faults: ['refused_but_stored'] });
    expect(setting.item).toMatchObject({
      verdict: 'stored',
      code: 'no_effect',
      message: 'it is stored, and not in force: The miner refused: not now',
    });
    const waits = await jobOn('preset', { preset: '2500' }, { faults: ['refused_but_stored'] });
    expect(waits.item).toMatchObject({ verdict: 'proven' });
    const moves = await jobOn('restart', {}, { faults: ['refused_but_stored'] });
    expect(moves.item).toMatchObject({ verdict: 'in_force' });
  });
});
