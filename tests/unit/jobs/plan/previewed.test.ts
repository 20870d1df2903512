import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NewJob } from '../../../../src-shared/model/index.ts';
import { TESTER } from '../../../fixtures/actors.ts';
import { jobsAtWork } from '../../../fixtures/jobs/jobs-at-work.ts';
import { LADDER } from '../../../fixtures/jobs/scripted-miners.ts';

const Order = fc.constantFrom<Pick<NewJob, 'action' | 'params'>>(
  { action: 'locate', params: { on: true } },
  { action: 'pause', params: {} },
  { action: 'resume', params: {} },
  { action: 'restart', params: {} },
  { action: 'throttle', params: { percent: 70 } },
  { action: 'preset', params: { preset: '2500' } },
);
const Unit = fc.record({
  state: fc.constantFrom('mining', 'stopped', 'starting', 'failure', 'auto-tuning'),
  online: fc.boolean(),
  managed: fc.boolean(),
  restart_required: fc.boolean(),
});

it('no job has a miner that its preview did not show, nor one that was not asked for, whatever they are and become', async () => {
  await fc.assert(
    fc.asyncProperty(
      Order,
      fc.array(Unit, { minLength: 1, maxLength: 12 }),
      fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      fc.array(Unit, { minLength: 12, maxLength: 12 }),
      async (order, units, isAsked, later) => {
        const { miners, jobs, clock } = jobsAtWork(units.length, { changes: (n) => ({ ...units[n % units.length] }) });
        const ids = miners.ids.filter((_, n) => isAsked[n]);
        if (ids.length === 0) return;
        const { plan, run } = jobs.plans.prepare(NewJob.parse({ ids, ...order }), ids);
        const planned = plan.planned.map(({ id }) => id);
        expect([...planned, ...plan.skipped.map(({ id }) => id)].toSorted()).toEqual(ids.toSorted());
        const job = await run(TESTER);
        expect(job === null).toBe(planned.length === 0);
        // The miners are changed by others between the preview and their turn.
        miners.all.forEach((miner, n) => {
          Object.assign(miner, later[n]);
        });
        for (let step = 0; step < 60; step++) await clock.advance(30_000);
        const written = miners.all.filter(({ writes }) => writes.length > 0).map(({ id }) => id);
        expect(written.filter((id) => !planned.includes(id))).toEqual([]);
        if (job === null) return;
        const items = (await jobs.get(job.job_id))?.items ?? [];
        const begun = items.filter(({ started_at }) => started_at !== null).map(({ id }) => id);
        expect(begun.filter((id) => !planned.includes(id))).toEqual([]);
        await jobs.close();
      },
    ),
    { numRuns: 150 },
  );
});

describe('what another hand changes between the preview and the turn of a miner', () => {
  const POOLS = { pools: [{ url: 'new.example:3333', user: '{name}', pass: 'x' }] };
  const ended = async (work: ReturnType<typeof jobsAtWork>, id: string) => {
    await work.untilEnd(id);
    const item = (await work.jobs.get(id))?.items[1];
    return { writes: work.miners.at(2).writes, code: item?.code, message: item?.message };
  };

  it('leaves its pools as they are, whoever set them', async () => {
    const work = jobsAtWork(2);
    const id = await work.start({ action: 'pools', params: POOLS, confirm_count: 2 });
    work.miners.at(2).pools = [{ url: 'third.example:3333', user: 'z', pass: 'x' }];
    expect(await ended(work, id)).toEqual({
      writes: [],
      code: 'changed_meanwhile',
      message: 'its pools were changed since',
    });
    expect(work.miners.at(1).writes).toHaveLength(2);
  });

  it('does not take a pool that took over from another for a change', async () => {
    const work = jobsAtWork(2, {
      changes: (n) => ({
        pools: ['a', 'b'].map((host) => ({ url: `${host}.example:3333`, user: `farm.${n}`, pass: 'x' })),
      }),
    });
    const id = await work.start({ action: 'pools', params: POOLS, confirm_count: 2 });
    work.miners.at(2).deadPools = ['a.example:3333'];
    expect((await ended(work, id)).writes).toHaveLength(2);
  });

  it('writes no other worker name than the one of the preview', async () => {
    const work = jobsAtWork(2);
    const plan = work.jobs.plans.prepare(NewJob.parse({ action: 'pools', params: POOLS, query: '*' }), work.miners.ids);
    expect(plan.plan.planned.map(({ expect: { pools } }) => pools)).toEqual([
      [{ url: 'new.example:3333', user: 'R1' }],
      [{ url: 'new.example:3333', user: 'R2' }],
    ]);
    const id = await work.start({ action: 'pools', params: POOLS, confirm_count: 2 });
    const miner = work.miners.miner.bind(work.miners);
    work.miners.miner = (one) => {
      const known = miner(one);
      return known === null || one === work.miners.at(1).id ? known : { ...known, name: 'renamed' };
    };
    expect(await ended(work, id)).toEqual({
      writes: [],
      code: 'changed_meanwhile',
      message: 'the preview said the worker R2, and it would be renamed now',
    });
    const again = work.jobs.plans.prepare(
      NewJob.parse({ action: 'pools', params: POOLS, query: '*' }),
      work.miners.ids,
    );
    expect(again.plan.planned_digest).not.toBe(plan.plan.planned_digest);
  });

  it('writes no preset switcher that the preview did not know', async () => {
    const on = { enabled: true, top_preset: '2900', min_preset: null, check_time: 60 };
    const switched = jobsAtWork(2);
    const first = await switched.start({ action: 'preset', params: { preset: '2500' }, confirm_count: 2 });
    switched.miners.at(2).switcher = on;
    expect(await ended(switched, first)).toEqual({
      writes: [],
      code: 'changed_meanwhile',
      message: 'its preset switcher was switched on since',
    });
    const moved = jobsAtWork(2, { changes: () => ({ switcher: { ...on } }) });
    const second = await moved.start({ action: 'preset', params: { preset: '2500' }, confirm_count: 2 });
    moved.miners.at(2).switcher = { ...on, top_preset: '2700' };
    expect(await ended(moved, second)).toMatchObject({
      writes: [],
      message: 'the highest preset of its switcher was 2900 and is 2700 now',
    });
  });

  it('shows the new limit of the preset switcher, and starts nothing where that would be another', async () => {
    const on = { enabled: true, top_preset: '2900', min_preset: null, check_time: 60 };
    const work = jobsAtWork(2, { changes: (n) => ({ switcher: n === 1 ? { ...on } : null }) });
    const order = NewJob.parse({ action: 'preset', params: { preset: '2500' }, query: '*' });
    const { plan } = work.jobs.plans.prepare(order, work.miners.ids);
    expect(plan.planned.map(({ switcher_top }) => switcher_top)).toEqual([{ to: '2500' }, null]);
    work.miners.at(2).switcher = on;
    expect(work.jobs.plans.prepare(order, work.miners.ids).plan.planned_digest).not.toBe(plan.planned_digest);
  });

  it('counts for a scheduled job too', async () => {
    const work = jobsAtWork(2);
    const start_at = work.clock.nowMs() + 3_600_000;
    const id = await work.start({ action: 'preset', params: { preset: '2500' }, confirm_count: 2, start_at });
    work.miners.at(2).switcher = { enabled: true, top_preset: '2900', min_preset: null, check_time: 60 };
    await work.clock.advance(3_700_000);
    expect(await ended(work, id)).toMatchObject({ writes: [], code: 'changed_meanwhile' });
  });
});

it('a preset that a miner lists twice with other figures is not set: nobody knows which it would take', async () => {
  const work = jobsAtWork(1, {
    changes: () => ({ ladder: [...LADDER, { ...(LADDER[2] as (typeof LADDER)[number]), status: 'untuned' }] }),
  });
  const order = NewJob.parse({ action: 'preset', params: { preset: '2500' }, query: '*' });
  expect(work.jobs.plans.prepare(order, work.miners.ids).plan.skipped).toMatchObject([
    { code: 'unknown_preset', reason: 'its list has two different presets 2500' },
  ]);
});

describe('a start of miners of which one stopped itself to protect itself', () => {
  const reason = 'Water is too cold';
  const atWork = () => {
    const work = jobsAtWork(4, { changes: () => ({ state: 'stopped' }) });
    const { miners } = work;
    const known = miners.miner.bind(miners);
    miners.miner = (id) => {
      const miner = known(id);
      if (miner?.now == null || id !== miners.ids[1]) return miner;
      return { ...miner, now: { ...miner.now, state_description: reason } };
    };
    return work;
  };

  it.each(['resume', 'start'] as const)('leaves it out of a %s with others, and has it alone', (action) => {
    const { miners, jobs } = atWork();
    const plan = (ids: readonly string[]) => jobs.plans.prepare(NewJob.parse({ ids, action, params: {} }), ids).plan;
    const [first = '', itself = ''] = miners.ids;
    const some = plan(miners.ids);
    expect(some.planned.map(({ id }) => id)).toEqual(miners.ids.filter((id) => id !== itself));
    const why = `it stopped itself (${reason}): start it alone once the cause is gone`;
    expect(some.skipped).toEqual([{ id: itself, code: 'not_allowed', reason: why, job_id: null }]);
    expect(plan([itself]).planned.map(({ id }) => id)).toEqual([itself]);
    expect(plan([first]).planned.map(({ id }) => id)).toEqual([first]);
  });

  it('leaves it out too where it stopped itself after the preview, and the job goes on', async () => {
    const work = jobsAtWork(6, { changes: () => ({ state: 'stopped' }) });
    const { miners, jobs } = work;
    const { run } = jobs.plans.prepare(NewJob.parse({ ids: miners.ids, action: 'start', params: {} }), miners.ids);
    // Half of the farm: as failures they would halt the job.
    const cold = miners.ids.slice(3);
    const read = miners.read.bind(miners);
    miners.read = async (id, parts) => {
      const answer = await read(id, parts);
      if (!answer.ok || answer.value.state === null || !cold.includes(id)) return answer;
      return { ...answer, value: { ...answer.value, state: { ...answer.value.state, state_description: reason } } };
    };
    for (const id of cold) miners.miners.get(id)?.faults.push('refused');
    const { job_id = '' } = (await run(TESTER)) ?? {};
    await work.untilEnd(job_id);
    const ended = await jobs.get(job_id);
    expect(ended?.state).toBe('done');
    const said = { verdict: 'skipped', code: 'changed_meanwhile', message: `it has stopped itself since: ${reason}` };
    expect(ended?.items.filter(({ id }) => cold.includes(id))).toMatchObject(cold.map(() => said));
    expect(cold.flatMap((id) => miners.miners.get(id)?.writes ?? [])).toEqual([]);
    // What its preview showed as such is meant.
    const own = jobs.plans.prepare(NewJob.parse({ ids: cold, action: 'start', params: {} }), cold);
    expect(own.plan.planned).toHaveLength(3);
  });
});
