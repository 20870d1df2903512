import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NewJob } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { jobsAtWork } from '../../fixtures/jobs-at-work.ts';

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
