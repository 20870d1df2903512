import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { until } from '../../fixtures/patience.ts';
import { ALPHA, CHARLIE, fakeOperations } from '../../fixtures/served/fake-operations.ts';
import { serve } from '../../fixtures/served/served.ts';

const SCREENS = resolve(import.meta.dirname, '../../../dist/renderer');
const browser = await shareBrowser();

afterAll(() => browser.close());

const names = (page: Page): Promise<string[]> =>
  page
    .getByRole('grid', { name: 'Miners' })
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));

it('rows keep their order under the pointer, and are sorted again once it has been left lying there', async () => {
  const operations = fakeOperations();
  await using served = await serve({ screensDir: SCREENS, operations });
  const page = await openPage(browser);
  await page.clock.install();
  const url = `http://127.0.0.1:${served.server.port}`;
  await page.goto(`${url}/#token=${served.token}`);
  await page.goto(`${url}/#/fleet`);
  await until('the rows', async () => (await names(page)).length === 3);
  expect(await names(page)).toEqual([CHARLIE, 'Alpha', 'Bravo']);

  await page.getByRole('row', { name: 'Alpha', exact: true }).hover();
  const alpha = { ...operations.rows.get(ALPHA), nickname: 'Zulu' };
  operations.push({ seq: 42, type: 'miners', miners: [alpha], removed_ids: [] } as never);
  await page.getByRole('row', { name: 'Zulu', exact: true }).waitFor();
  // The order is computed once a second.
  await page.clock.runFor(3000);
  expect(await names(page)).toEqual([CHARLIE, 'Zulu', 'Bravo']);

  await page.clock.runFor(8000);
  await until('the order to be by name again', async () => (await names(page)).at(-1) === 'Zulu');
});
