import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { Incident } from '../../../src-shared/model/index.ts';
import { openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { fakeOperations } from '../../fixtures/served/fake-operations.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';
import { serve } from '../../fixtures/served/served.ts';

const SCREENS = resolve(import.meta.dirname, '../../../dist/renderer');
const RESOLVED: Incident = {
  ...(sampleOf(Incident) as Incident),
  title: 'R1-S01 offline',
  state: 'resolved',
  resolved_at: 1_800_000_000_000,
  ended_because: 'maintenance began',
};

it('the resolved problems are listed without pictures, also while the clock of the farm is at 1970', async () => {
  const operations = fakeOperations();
  const list = async ({ state }: { state?: Incident['state'] }) => (state === 'resolved' ? [RESOLVED] : []);
  const end = { at: 1_800_000_000_000, event: 'resolved', actor: null, message: 'maintenance began', job_id: null };
  const value = { ...RESOLVED, timeline: [end], members: [], action_record: null };
  Object.assign(operations.incidents, { list, get: async () => ({ ok: true, value }) });
  await using served = await serve({ screensDir: SCREENS, operations });
  const browser = await shareBrowser();
  const page = await openPage(browser);
  const url = `http://127.0.0.1:${served.server.port}`;
  await page.goto(`${url}/#token=${served.token}`);
  await page.goto(`${url}/#/incidents/resolved`);
  await page.getByRole('link', { name: RESOLVED.title }).waitFor();
  await page.getByRole('columnheader', { name: 'When' }).waitFor();
  expect(await page.getByRole('columnheader', { name: 'Where on the miner' }).count()).toBe(0);
  const calls = operations.asked.map(({ call }) => call);
  expect(calls.filter((call) => call.startsWith('problems.'))).toEqual([]);
  // Nobody ended it, and nothing says that its fault is over.
  await page.getByText('· closed: maintenance began').waitFor();
  await page.getByRole('link', { name: RESOLVED.title }).click();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByText('Closed: maintenance began').waitFor();
  await browser.close();
});
