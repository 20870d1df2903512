import { expect, it } from 'vitest';
import { EXIT } from '../../../src-main/commands/command.ts';
import { runDo } from '../../../src-main/commands/do.ts';
import { JobDetail, JobPlan } from '../../../src-shared/model/index.ts';
import { sampleOf } from '../../fixtures/sample.ts';
import { standInApp } from '../../fixtures/stand-in-app.ts';

const PLAN = sampleOf(JobPlan);
const planOf = (count: number): unknown => ({
  ...PLAN,
  action: 'restart',
  params: {},
  planned: Array.from({ length: count }, () => PLAN.planned[0]),
  skipped: [],
});
const JOB = { ...sampleOf(JobDetail), items: [], state: 'done', finished_at: 1_700_000_000_000 };

it.each([[' '], ['', ' '], ['\u00a0']])('takes no query of white space: %j', async (...words) => {
  await using app = await standInApp(() => planOf(3));
  expect((await app.run(runDo, 'stop', ...words, '--yes')).code).toContain('do takes a query');
  expect(app.asked).toEqual([]);
});

it('confirms the number of miners in its preview also where the plan does not ask for one', async () => {
  await using app = await standInApp(({ method, path }) => {
    if (path === '/api/jobs/plan') return planOf(3);
    return method === 'POST' ? { job: JOB } : { ...JOB, counts: { in_force: 3 } };
  });
  expect((await app.run(runDo, 'restart', 'R1', '--yes')).code).toBe(EXIT.done);
  const started = app.asked.find(({ path }) => path === '/api/jobs');
  expect(started?.body).toMatchObject({
    action: 'restart',
    query: 'R1',
    confirm_count: 3,
    planned_digest: PLAN.planned_digest,
  });
});
