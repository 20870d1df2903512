import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RemoteSite } from '../../../src-shared/model/index.ts';
import { findFreePort } from '../../fixtures/farm/loopback-nets.ts';
import { makeOwnFolder } from '../../fixtures/own-folder.ts';
import { openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { until } from '../../fixtures/patience.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';
import { firstPage, launchApp } from '../../launch.ts';

const { path: folder, remove } = makeOwnFolder('removed-site');
const port = await findFreePort();
const office = `http://127.0.0.1:${port}`;
const gone = `http://127.0.0.1:${await findFreePort()}`;

let hall: Serving;
let app: ElectronApplication;
let window: Page;
let browser: Browser;
let page: Page;

async function rest(method: string, path: string, body?: object): Promise<unknown> {
  const token = readFileSync(join(folder, 'office', 'token'), 'utf8').trim();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${office}/api${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.json();
}
const add = async (name: string, url: string): Promise<string> =>
  ((await rest('POST', '/sites', { name, url, token: hall.token })) as RemoteSite).id;
const show = (where: Page, path: string): Promise<void> =>
  where.evaluate((hash) => {
    location.hash = hash;
  }, path);
const pathOf = (where: Page): string => new URL(where.url()).hash;

beforeAll(async () => {
  hall = await startServing(['serve', '--data', join(folder, 'hall'), '--port', '0']);
  mkdirSync(join(folder, 'office'));
  const http = { enabled: true, addr: `127.0.0.1:${port}` };
  writeFileSync(join(folder, 'office', 'config.json'), JSON.stringify({ http }));
  app = await launchApp({ userDataDir: join(folder, 'office') });
  window = await firstPage(app);
  browser = await shareBrowser();
  page = await openPage(browser);
  await until('the REST interface', () => rest('GET', '/sites').then(Array.isArray, () => false));
  const token = readFileSync(join(folder, 'office', 'token'), 'utf8').trim();
  await page.goto(`${office}/#token=${token}`);
});
afterAll(async () => {
  await browser?.close();
  await app?.close().catch(() => undefined);
  if (hall?.child.exitCode === null) await hall.stop();
  remove();
});

it('is left for all sites by the window and the browser that show it, which say so', async () => {
  const id = await add('North', hall.url);
  await add('South', gone);
  for (const shown of [window, page]) {
    await show(shown, `/@${id}/activity`);
    await shown.getByRole('button', { name: 'Site: North' }).waitFor();
    await shown.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
  }
  await rest('DELETE', `/sites/${id}`);
  for (const shown of [window, page]) {
    await shown.getByRole('status').getByText('North was removed here').waitFor();
    await shown.getByText('All sites are shown instead.').waitFor();
    await shown.getByRole('article', { name: 'South' }).waitFor();
    await shown.getByRole('button', { name: 'Site: All sites' }).waitFor();
    expect(await shown.getByRole('article', { name: 'North' }).count()).toBe(0);
    expect(pathOf(shown)).toBe('#/sites');
  }
});

it('is left for this computer where it was the only one, also while it cannot be seen', async () => {
  const [{ id } = { id: '' }] = (await rest('GET', '/sites')) as RemoteSite[];
  await show(page, `/@${id}/overview`);
  await page.getByText(/^Can't see South now/).waitFor();
  // Removed by hand, in the window.
  await show(window, '/settings');
  const card = window.getByRole('region', { name: 'South' });
  await card.getByRole('button', { name: 'Remove' }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await window.getByText('No other site yet.').waitFor();
  expect(pathOf(window)).toBe('#/settings');
  await page.getByText('South was removed here').waitFor();
  await page.getByText('The farm of this computer is shown instead.').waitFor();
  await page.getByRole('heading', { name: 'Where are your miners?' }).waitFor();
  expect(pathOf(page)).toBe('#/overview');
});

it('is another one when it is added again, and an old link to it says that there is none', async () => {
  const old = await add('North', hall.url);
  await rest('DELETE', `/sites/${old}`);
  const id = await add('North', hall.url);
  expect(id).not.toBe(old);
  await show(page, `/@${id}/activity`);
  await page.getByRole('button', { name: 'Site: North' }).waitFor();
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
  await show(page, `/@${old}/activity`);
  await page.getByText('There is no such site here any more.').waitFor();
});
