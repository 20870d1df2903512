import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaultsInBothSchemes } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';

const net = await claimNet();

let folder: string;
let serving: Serving;
let browser: Browser;
let page: Page;
let complaints: string[];

/** A configured network without hosts. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-e2e-api-'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ network: { subnets: [`${net}.1.1:8997`] } }));
  serving = await startServing(['serve', '--data', folder, '--port', '0']);
  browser = await shareBrowser();
  page = await openPage(browser, { viewport: { width: 1280, height: 720 } });
  complaints = collectComplaints(page);
  await page.goto(`${serving.url}/#token=${serving.token}`);
});
afterAll(async () => {
  await browser?.close();
  if (serving?.child.exitCode === null) await serving.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('the settings lead to every route of the REST API, explained', async () => {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('region', { name: 'REST API' }).getByRole('link', { name: 'All routes, explained' }).click();
  await page.getByRole('heading', { level: 1, name: 'REST API' }).waitFor();
  await page.getByRole('region', { name: 'Jobs', exact: true }).waitFor();
  expect(await page.locator('details').count()).toBeGreaterThan(80);
});

it('a route is found and opened by keys, with its fields and a command', async () => {
  await page.getByRole('searchbox', { name: 'Find a route' }).fill('POST /api/racks');
  const route = page.locator('details').filter({ hasText: '/api/racks' });
  await route.locator('summary').focus();
  await page.keyboard.press('Enter');
  const limit = route.getByRole('table', { name: 'Body' }).getByRole('row', { name: 'power_limit_w' });
  await limit.waitFor();
  expect(await limit.innerText()).toMatch(/W\s.*draw together/s);
  await route.getByText(`'${serving.url}/api/racks'`).waitFor();
  expect(await seriousFaultsInBothSchemes(page)).toEqual([]);
  expect(await overflowing(page)).toEqual([]);
  expect(complaints).toEqual([]);
});

it('the palette leads there too', async () => {
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.keyboard.press('Control+k');
  await page.getByLabel('Search everything').last().waitFor();
  await page.keyboard.type('swagger');
  await page.getByText('REST API: all routes').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'REST API' }).waitFor();
});
