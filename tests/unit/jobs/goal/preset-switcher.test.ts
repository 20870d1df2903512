import { describe, expect, it } from 'vitest';
import { topChange } from '../../../../src-main/jobs/goal/switcher-top.ts';
import type { JobParams } from '../../../../src-shared/model/index.ts';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';
import { LADDER, type ScriptedMiner } from '../../../fixtures/jobs/scripted-miners.ts';

const switcher = (top_preset: string | null) => ({ enabled: true, top_preset, min_preset: null, check_time: 60 });

/** One miner after a preset job and, optionally, its undo. */
async function changed(params: JobParams, changes: Partial<ScriptedMiner>) {
  const work = jobsAtWork(1, { changes: () => structuredClone(changes) });
  const { clock, miners, jobs, start, untilEnd } = work;
  const id = await start({ action: 'preset', params, confirm_count: 1 });
  await untilEnd(id);
  const undo = async () => {
    const undoId = (await work.undo(id)).job_id;
    await untilEnd(undoId);
    return (await jobs.get(undoId))?.items[0];
  };
  return { miner: miners.at(1), item: (await jobs.get(id))?.items[0], undo, clock, jobs, id };
}

describe('the upper limit of a preset switcher', () => {
  it('goes down also on a miner that its heat has taken below the preset that is set', async () => {
    const hot = { preset: '2300', stored: '2900', live: true, switcher: switcher('2900') };
    for (const params of [{ preset: '2500' }, { watts: 2500 }, { watts: 2600 }]) {
      const { miner, item } = await changed(params, hot);
      expect([item?.verdict, miner.stored, miner.switcher?.top_preset]).toEqual(['proven', '2500', '2500']);
    }
  });

  it('is never above a power that is given as a limit', async () => {
    const cool = { preset: '2300', stored: '2300', live: true, switcher: switcher('2900') };
    expect((await changed({ watts: 2500 }, cool)).miner.switcher?.top_preset).toBe('2500');
    expect((await changed({ watts: 2500 }, { ...cool, switcher: switcher(null) })).miner.switcher?.top_preset).toBe(
      '2500',
    );
  });

  it('is planned to go down on a miner that its heat holds at the ordered preset', async () => {
    const hot = { preset: '2500', stored: '2900', live: true, switcher: switcher('2900') };
    for (const params of [{ preset: '2500' }, { watts: 2600 }]) {
      const { miner, item } = await changed(params, hot);
      expect([item?.verdict, miner.stored, miner.switcher?.top_preset]).toEqual(['proven', '2500', '2500']);
    }
    const order = { action: 'preset', params: { preset: '2500' }, allow_untuned: false } as const;
    const shown = jobsAtWork(1, { changes: () => ({ ...hot, extraW: -90, switcher: switcher('2900') }) });
    const { plan } = shown.jobs.plans.prepare(order, shown.miners.ids);
    expect(plan).toMatchObject({ planned: { length: 1 }, power_w_change: 0, hashrate_hs_change: 0 });
    const { jobs, miners } = jobsAtWork(1, { changes: () => ({ ...hot, switcher: switcher('2500') }) });
    expect(jobs.plans.prepare(order, miners.ids).plan.skipped).toMatchObject([{ code: 'already_there' }]);
  });

  it('is named in the reason of a halt, where the preset itself stays', async () => {
    const hot = { preset: '2500', stored: '2900', live: true, switcher: switcher('2900'), extraW: 400 };
    const { jobs, start, untilEnd } = jobsAtWork(2, { changes: () => structuredClone(hot) });
    const id = await start({ action: 'preset', params: { preset: '2500' }, confirm_count: 2 });
    await untilEnd(id);
    expect(await jobs.get(id)).toMatchObject({
      state: 'halted',
      reason: 'The limit 2500 of the preset switcher was not proven on the first miner: it draws 2900 W, not 2500 W.',
    });
  });

  it('stays where a preset or a step goes up', async () => {
    const cool = { preset: '2300', stored: '2300', live: true, switcher: switcher('2900') };
    expect((await changed({ preset: '2500' }, cool)).miner.switcher?.top_preset).toBe('2900');
    expect((await changed({ steps: 1 }, { ...cool, stored: '2900' })).miner.switcher?.top_preset).toBe('2900');
    expect((await changed({ steps: -1 }, cool)).miner.switcher?.top_preset).toBe('2100');
  });

  it('is stored by what the settings say, and in force by what runs', async () => {
    const { miner, item } = await changed({ preset: '2500' }, { topAtRestart: true, switcher: switcher('2900') });
    expect([item?.verdict, miner.writes.map(({ kind }) => kind)]).toEqual(['proven', ['preset', 'restart']]);
  });

  it('is put back by an undo, also where there was none', async () => {
    const changes = { live: true, maxPreset: null };
    const none = await changed({ preset: '2500' }, { ...changes, switcher: switcher(null) });
    expect(none.miner.switcher?.top_preset).toBe('2500');
    expect((await none.undo())?.verdict).toBe('proven');
    expect(none.miner).toMatchObject({ stored: '2900', switcher: { top_preset: null } });
    const one = await changed({ preset: '2500' }, { ...changes, switcher: switcher('2900') });
    await one.undo();
    expect(one.miner).toMatchObject({ stored: '2900', switcher: { top_preset: '2900' } });
  });

  it('is put back, and what the switcher climbs to up to there is as it was before the job', async () => {
    const before = { live: true, preset: '2900', stored: '2500', maxPreset: null, switcher: switcher('2900') };
    const { miner, item, undo, clock, jobs } = await changed({ preset: '2300' }, before);
    expect([item?.verdict, miner.switcher?.top_preset]).toEqual(['proven', '2300']);
    const known = await jobs.transitions();
    const undone = undo();
    await clock.advance(30_000);
    expect(miner).toMatchObject({ stored: '2500', switcher: { top_preset: '2900' } });
    miner.preset = '2900';
    expect(await undone).toMatchObject({ verdict: 'proven', after: { preset: '2900' } });
    // Its figures are not those of the requested preset.
    expect(await jobs.transitions()).toEqual(known);
  });

  it('is put back no higher than the max preset of the model', async () => {
    for (const before of ['2900', null]) {
      const changes = { live: true, preset: '2500', stored: '2500', switcher: switcher(before) };
      const { miner, undo } = await changed({ preset: '2300' }, changes);
      miner.maxPreset = '2700';
      expect((await undo())?.verdict).toBe('proven');
      expect(miner).toMatchObject({ stored: '2500', switcher: { top_preset: '2700' } });
    }
  });
});

it('is read also as jobs of earlier versions keep it', () => {
  expect([topChange('2500'), topChange(null), topChange({ to: null })]).toEqual([{ to: '2500' }, null, { to: null }]);
});

describe('a miner that was tuned by hand', () => {
  const manual = {
    ...LADDER[0],
    name: 'disabled',
    pretty: 'Disabled',
    power_w: null,
    hashrate_hs: null,
    status: 'untuned',
  };
  const changes = {
    live: true,
    preset: 'disabled',
    stored: 'disabled',
    ladder: [manual as (typeof LADDER)[0], ...LADDER],
  };

  it('is put back to that by an undo, where it drew no more than the max preset allows', async () => {
    const { miner, undo } = await changed({ preset: '2500' }, { ...changes, maxPreset: '2900' });
    expect((await undo())?.verdict).toBe('proven');
    expect(miner).toMatchObject({ stored: 'disabled', preset: 'disabled' });
    const other = await changed({ preset: '2500' }, { ...changes, maxPreset: '2900' });
    other.miner.maxPreset = '2700';
    expect((await other.jobs.plans.prepareUndo(other.id)) as object).toMatchObject({
      plan: { planned: [], skipped: [{ code: 'above_max_preset' }] },
    });
  });

  it('has it as no choice of an order', async () => {
    const { jobs, miners } = jobsAtWork(1, { changes: () => ({ ...changes, preset: '2500', stored: '2500' }) });
    const order = { action: 'preset', params: { preset: 'disabled' }, allow_untuned: true } as const;
    expect(jobs.plans.prepare(order, miners.ids).plan.skipped).toMatchObject([{ code: 'unknown_preset' }]);
  });
});

describe('a restart that a miner with a preset switcher did not get', () => {
  const step = (miner: ScriptedMiner, preset: string, nowMs: number) =>
    Object.assign(miner, { preset, sinceMs: nowMs });

  it.each([
    ['to another preset', ['2700']],
    ['to another preset and back', ['2700', '2900']],
  ])('is not taken for done where the switcher has gone %s, and its seconds count from zero', async (_, presets) => {
    const { clock, jobs, miners, start, untilEnd } = jobsAtWork(1, {
      changes: () => ({ switcher: switcher('2900'), faults: ['no_effect'] }),
    });
    const id = await start({ action: 'restart' });
    for (const preset of presets) {
      await clock.advance(60_000);
      step(miners.at(1), preset, clock.monotonicMs());
    }
    await untilEnd(id);
    expect((await jobs.get(id))?.items).toMatchObject([
      { verdict: 'unknown', code: 'unreadable', message: 'nothing shows whether it restarted' },
    ]);
  });

  it('is done where it was seen without hashing, whatever its preset is then', async () => {
    const { jobs, start, untilEnd } = jobsAtWork(1, {
      changes: () => ({ switcher: switcher('2900'), preset: '2700' }),
    });
    const id = await start({ action: 'restart' });
    await untilEnd(id);
    expect((await jobs.get(id))?.items).toMatchObject([{ verdict: 'in_force' }]);
  });
});
