import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { configuredId } from '../../../src-main/sites/sites.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { makeOwnFolder } from '../../fixtures/own-folder.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { eventually } from '../../fixtures/patience.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';
import { asNewer, asOlder, LATER_PARAMETERS, startOtherVersion } from '../../fixtures/sites/other-version.ts';

const MINERS = 4;
const net = await claimNet();
const { path: folder, remove } = makeOwnFolder('versions');

let farm: WatchedFarm;
let sites: { readonly name: string; readonly url: string; readonly version: string; close(): void }[] = [];
let head: Serving;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  farm = await startWatchedFarm({ listen: `${net}.1.1-${net}.1.${MINERS}:8984`, profile: 'healthy' });
  const { url, token } = farm.serving;
  sites = [
    { name: 'Newer', version: '9.9.9', ...(await startOtherVersion(url, asNewer)) },
    { name: 'Older', version: '0.0.1', ...(await startOtherVersion(url, asOlder, LATER_PARAMETERS)) },
  ];
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'token_of_site'), token);
  const listed = sites.map((site) => ({ name: site.name, url: site.url, token_file: 'token_of_site' }));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ sites: listed }));
  head = await startServing(['serve', '--data', folder, '--port', '0']);
  browser = await shareBrowser();
  page = await openPage(browser);
  complaints = collectComplaints(page);
  await page.goto(`${head.url}/#token=${head.token}`);
});
afterAll(async () => {
  await browser?.close();
  if (head?.child.exitCode === null) await head.stop();
  for (const site of sites) site.close();
  await farm?.[Symbol.asyncDispose]();
  remove();
});

it('says of each that it is another version, and sums the farm that they share once', async () => {
  await page.goto(`${head.url}/#/sites`);
  for (const { name, version } of sites) {
    const card = page.getByRole('article', { name });
    await eventually(async () => {
      expect(await card.textContent()).toContain(`${MINERS} of ${MINERS}`);
      expect(await card.textContent()).toContain(version);
    });
  }
  const { version } = (await head.rest('GET', '/health')).body as { version: string };
  await page.getByText(`live · version 9.9.9, here ${version}: what both know is shown`).waitFor();
});

it('says that an older site does not understand a search, and which part of it', async () => {
  const site = sites.find(({ name }) => name === 'Older');
  const query = encodeURIComponent('model:s19 or temp>80');
  await page.goto(`${head.url}/#/@${configuredId(site?.url ?? '')}/history?q=${query}`);
  await page
    .getByText('Older does not understand this search, perhaps because it runs an older version: Unknown word "or".')
    .waitFor();
  complaints.length = 0;
});

it.each(['Newer', 'Older'])('shows every screen of a site that is %s', async (name) => {
  const site = sites.find((one) => one.name === name);
  const base = `${head.url}/#/@${configuredId(site?.url ?? '')}`;
  const [miner] = await farm.miners();
  complaints.length = 0;
  await page.goto(`${base}/fleet`);
  await page.getByRole('button', { name: `${MINERS} hashing` }).waitFor();
  const header = page.getByRole('banner');
  const here = await header.textContent();
  expect(here).toContain('TH/s');
  for (const path of [
    'overview',
    'fleet',
    `fleet/${miner?.id}`,
    'jobs',
    'history',
    'models',
    'incidents',
    'incidents/resolved',
    'activity',
  ]) {
    await page.goto(`${base}/${path}`);
    await page.getByRole('button', { name: `${MINERS} hashing` }).waitFor();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await eventually(async () => expect(await page.getByRole('main').textContent()).not.toMatch(/loading/i));
    const shown = await page.getByRole('main').textContent();
    expect(shown, path).not.toMatch(/NaN|undefined|Infinity|Couldn't|cannot be|does not understand|unheard/);
  }
  expect(complaints).toEqual([]);
});
