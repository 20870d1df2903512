import { resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { anIncident } from '../../fixtures/alerts/incidents.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { ALPHA, BRAVO, fakeOperations } from '../../fixtures/served/fake-operations.ts';
import { serve } from '../../fixtures/served/served.ts';

const SCREENS = resolve(import.meta.dirname, '../../../dist/renderer');
const browser = await shareBrowser();

afterAll(() => browser.close());

it('Problems says how many miners need attention beside those that it lists, and leads to them', async () => {
  const operations = fakeOperations();
  const attention = [{ code: 'fan_lost', severity: 'critical', message: 'Fan 1 of 4 stopped' }] as never;
  for (const id of [ALPHA, BRAVO]) Object.assign(operations.rows.get(id) ?? {}, { managed: true, attention });
  // No rule is about it: else the page would say how long that rule waits.
  operations.rules.list = async () => [];
  operations.app.events = async function* () {
    const incidents = [anIncident({ title: 'Bravo: Fan 1 of 4 stopped', miner_ids: [BRAVO] })];
    yield { seq: 0, type: 'snapshot', first: true, last: true, miners: [...operations.rows.values()], incidents };
    await new Promise(() => undefined);
  };
  await using served = await serve({ screensDir: SCREENS, operations });
  const page = await openPage(browser, { viewport: { width: 1600, height: 900 } });
  const url = `http://127.0.0.1:${served.server.port}`;
  await page.goto(`${url}/#token=${served.token}`);
  await page.goto(`${url}/#/incidents`);
  await page.getByRole('link', { name: 'Bravo: Fan 1 of 4 stopped' }).waitFor();
  // In a window of this width the rail has words, which its names must contain.
  await page.getByRole('link', { name: 'Problems, 1 open, 1 more' }).waitFor();
  await page.getByText('Open 1, 1 more').waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('link', { name: '1 more miner needs attention.' }).click();
  await page.getByRole('grid', { name: 'Miners' }).getByText('Alpha').waitFor();
  // It finds this one, and not all that need attention.
  expect(decodeURIComponent(new URL(page.url()).hash)).toBe(`#/fleet?q=mac:${ALPHA.replaceAll(':', '')}`);
});
