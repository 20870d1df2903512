import { resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Job, JobItem } from '../../../src-shared/model/index.ts';
import { openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { fakeOperations } from '../../fixtures/served/fake-operations.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';
import { type Served, serve } from '../../fixtures/served/served.ts';

const SCREENS = resolve(import.meta.dirname, '../../../dist/renderer');
let served: Served | null = null;
afterAll(() => served?.[Symbol.asyncDispose]());

it('a job that halts is seen at once on every screen, and marked until the jobs are looked at', async () => {
  const running: Job = {
    ...sampleOf(Job),
    job_id: '019b0000-0000-7000-8000-000000000001',
    action: 'resume',
    params: {},
    actor: { via: 'browser', name: 'browser', scope: 'operate' },
    resume_of: null,
    left_out: [],
    state: 'running',
    reason: null,
    start_at: null,
    finished_at: null,
  };
  const reason = '1 of 5 miners failed in wave 1.';
  const operations = fakeOperations();
  served = await serve({ screensDir: SCREENS, operations });
  const browser = await shareBrowser();
  const page = await openPage(browser);
  const url = `http://127.0.0.1:${served.server.port}`;
  await page.goto(`${url}/#token=${served.token}`);
  await page.goto(`${url}/#/overview`);
  const jobs = page.getByRole('navigation').getByRole('link', { name: /^Jobs/ });
  await jobs.waitFor();
  const sent = { ...sampleOf(JobItem), verdict: 'running', started_at: Date.now(), finished_at: null } as const;
  operations.push({ seq: 42, type: 'job', job: { ...running, counts: { running: 1 } }, items: [sent] });
  await page.getByText(/waits for its hash rate, until .+ at most/).waitFor();
  await page.getByRole('region', { name: 'Running jobs' }).getByRole('link', { name: 'Resume' }).waitFor();
  const label = await jobs.getAttribute('aria-label');
  operations.push({
    seq: 43,
    type: 'job',
    job: { ...running, state: 'halted', reason, finished_at: Date.now() },
    items: [],
  });
  const toast = page.getByRole('alert').filter({ hasText: 'Halted: Resume' });
  await toast.getByText(reason).waitFor();
  expect(label).not.toContain('halted');
  expect(await jobs.getAttribute('aria-label')).toContain(' halted');
  const left_out = [{ code: 'offline', reason: 'it is offline', miners: 24 }];
  const vain = { ...running, job_id: '019b0000-0000-7000-8000-000000000002', counts: { skipped: 24 }, left_out };
  operations.push({ seq: 44, type: 'job', job: { ...vain, state: 'done', finished_at: Date.now() }, items: [] });
  const nothing = page.getByRole('alert').filter({ hasText: 'Resume: Nothing done' });
  await nothing.getByText('Nothing was done: 24 left out (it is offline).').waitFor();
  expect(await jobs.getAttribute('aria-label')).toBe('Jobs, 2 halted or did nothing');
  await nothing.getByRole('button', { name: 'Dismiss' }).click();
  await toast.getByRole('button', { name: 'Open the job' }).click();
  await toast.waitFor({ state: 'detached' });
  expect(page.url()).toContain(`/jobs/${running.job_id}`);
  expect(await jobs.getAttribute('aria-label')).toBe('Jobs');
  await browser.close();
});
