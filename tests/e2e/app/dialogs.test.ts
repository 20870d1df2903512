import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Settings } from '../../../src-shared/model/index.ts';
import { openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { until } from '../../fixtures/patience.ts';
import { fakeOperations } from '../../fixtures/served/fake-operations.ts';
import { type Served, serve } from '../../fixtures/served/served.ts';

const SCREENS = resolve(import.meta.dirname, '../../../dist/renderer');
const browser = await shareBrowser();
let served: Served;
let page: Page;

beforeAll(async () => {
  const operations = fakeOperations();
  operations.settingsNow = Settings.parse({ network: { subnets: ['127.77.0.0/24'] } });
  served = await serve({ screensDir: SCREENS, operations });
  page = await openPage(browser, { viewport: { width: 1280, height: 720 } });
  await page.goto(`http://127.0.0.1:${served.server.port}/#token=${served.token}`);
  await page.getByRole('heading').first().waitFor();
});
afterAll(async () => {
  await browser.close();
  await served[Symbol.asyncDispose]();
});

it.each([
  ['/racks', 'Add rack'],
  ['/incidents/rules', 'New rule'],
  ['/settings', 'Webhook'],
  ['/settings', 'Remote write'],
  ['/settings', 'Add a site'],
  ['/fleet', 'Import'],
])('%s: the dialog of "%s" takes the focus, and Escape gives it back', async (path, name) => {
  await page.goto(`http://127.0.0.1:${served.server.port}/#${path}`);
  const button = page.getByRole('button', { name, exact: true });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await until('the focus in the dialog', () => dialog.evaluate((box) => box.contains(document.activeElement)));
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await until('the focus back', () => button.evaluate((element) => element === document.activeElement));
  expect(await dialog.count()).toBe(0);
});
