import { resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Job } from '../../../src-shared/model/index.ts';
import { openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { until } from '../../fixtures/patience.ts';
import { fakeOperations } from '../../fixtures/served/fake-operations.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';
import { type Served, serve } from '../../fixtures/served/served.ts';

const SCREENS = resolve(import.meta.dirname, '../../../dist/renderer');
const JOBS = 203;
let served: Served | null = null;
afterAll(() => served?.[Symbol.asyncDispose]());

it('the list of jobs has the newest ones, and shows the older ones on request', async () => {
  const id = (n: number): string => `019b0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
  const job = (n: number): Job => ({
    ...sampleOf(Job),
    job_id: id(n),
    actor: { via: 'rest', name: 'ops', scope: 'operate' },
    state: 'done',
    undo_of: null,
    created_at: 1_767_225_600_000 + n,
    start_at: null,
    finished_at: 1_767_225_700_000,
  });
  const oldest: Job = { ...job(0), state: 'running', finished_at: null };
  const stored = [...Array.from({ length: JOBS - 1 }, (_, n) => job(n + 1)).reverse(), oldest];
  const operations = fakeOperations();
  const list = async ({ limit, before }: { limit: number; before?: string }) => {
    const from = stored.findIndex(({ job_id }) => job_id === before) + 1;
    return stored.slice(from, from + limit);
  };
  Object.assign(operations.jobs, { list });
  served = await serve({ screensDir: SCREENS, operations });
  const browser = await shareBrowser();
  const page = await openPage(browser);
  const url = `http://127.0.0.1:${served.server.port}`;
  await page.goto(`${url}/#token=${served.token}`);
  await page.goto(`${url}/#/jobs`);
  const rows = page.getByRole('table', { name: 'Jobs' }).locator('tbody tr');
  await until('the newest jobs', async () => (await rows.count()) === 200);
  const older = page.getByRole('button', { name: 'Show older jobs' });
  await older.click();
  await until('all jobs', async () => (await rows.count()) === JOBS);
  await older.waitFor({ state: 'detached' });
  expect(await rows.last().textContent()).toContain('Running');
  expect(await rows.last().textContent()).toContain('REST: token "ops"');

  // A new job moves all others down by one, and the oldest one ends.
  stored.splice(JOBS - 1, 1, job(0));
  stored.unshift(job(JOBS));
  operations.push({ seq: 42, type: 'job', job: job(JOBS), items: [] });
  await until('the end of the oldest', async () => (await rows.last().textContent())?.includes('Done') === true);
  expect(await rows.count()).toBe(JOBS + 1);
  await browser.close();
});
