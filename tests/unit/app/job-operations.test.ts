import { expect, it } from 'vitest';
import { createJobOperations } from '../../../src-main/app/operations/jobs.ts';
import { NewJob } from '../../../src-shared/model/index.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';

const NOW_MS = 1_700_000_000_000;

it('a job cannot be scheduled for a time in the past; what a slow order takes is none', async () => {
  const { start } = createJobOperations({
    clock: { nowMs: () => NOW_MS },
    jobs: { isOn: () => true, plans: { prepare: () => ({ plan: { planned: [], skipped: [] } }) } },
  } as never);
  const at = (start_at: number) =>
    start(NewJob.parse({ action: 'restart', ids: ['02:00:00:00:00:01'], start_at }), BY_TESTER);
  expect(JSON.stringify(await at(NOW_MS - 61_000))).toContain('this time is in the past. Choose a later one.');
  expect(JSON.stringify(await at(NOW_MS - 59_000))).toContain('there is nothing to do');
});
