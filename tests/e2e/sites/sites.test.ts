import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { configuredId } from '../../../src-main/sites/sites.ts';
import type { Incident } from '../../../src-shared/model/index.ts';
import { UNKNOWN } from '../../../src-shared/units.ts';
import { claimNet, findFreePort } from '../../fixtures/farm/loopback-nets.ts';
import { makeOwnFolder } from '../../fixtures/own-folder.ts';
import { openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

const MINERS = 6;
const net = await claimNet();
const { path: folder, remove } = makeOwnFolder('sites');

let north: WatchedFarm;
let empty: Serving;
let head: Serving;
let gone: string;
let browser: Browser;
let page: Page;

const card = (name: string) => page.getByRole('article', { name });

beforeAll(async () => {
  north = await startWatchedFarm({ listen: `${net}.1.1-${net}.1.${MINERS}:8984`, profile: 'healthy' });
  empty = await startServing(['serve', '--data', join(folder, 'empty'), '--port', '0']);
  gone = `http://127.0.0.1:${await findFreePort()}`;
  const data = join(folder, 'head');
  mkdirSync(data);
  const site = (name: string, url: string, token: string) => {
    writeFileSync(join(data, `${name}.token`), token);
    return { name, url, token_file: `${name}.token` };
  };
  const sites = [
    site('North', north.serving.url, north.serving.token),
    site('Empty', empty.url, empty.token),
    site('Gone', gone, 'x'.repeat(43)),
  ];
  writeFileSync(join(data, 'config.json'), JSON.stringify({ sites }));
  head = await startServing(['serve', '--data', data, '--port', '0']);
  browser = await shareBrowser();
  page = await openPage(browser);
  // The clock of this computer is two minutes ahead of those of the sites.
  await page.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 120_000;
  });
  await page.goto(`${head.url}/#token=${head.token}`);
});
afterAll(async () => {
  await browser?.close();
  for (const serving of [head, empty]) if (serving?.child.exitCode === null) await serving.stop();
  await north?.[Symbol.asyncDispose]();
  remove();
});

it('says of each site whether it is seen and watches its farm, and sums what is seen now', async () => {
  await page.goto(`${head.url}/#/sites`);

  await card('North').getByText('live').waitFor();
  await card('Empty')
    .getByText(/^not monitoring since .*: No networks set\.$/)
    .waitFor();
  await card('Gone')
    .getByText(/^Never heard\. Nothing listens there/)
    .waitFor();
  await card('All together').getByText('without Gone').waitFor();
  await eventually(async () => expect(await card('All together').textContent()).toContain(`${MINERS} of ${MINERS}`));
  const header = page.getByRole('banner');
  await eventually(async () => expect(await header.textContent()).toMatch(/6 hashing of 6.*without Gone.*J\/TH/));
  expect(await header.getByRole('button').count()).toBe(1);
});

it('has a card of each site with what it reports', async () => {
  await page.goto(`${head.url}/#/sites`);
  const figures = (name: string) =>
    card(name)
      .locator('dl > div')
      .evaluateAll((items) =>
        Object.fromEntries(
          items.map((item) => [item.querySelector('dt')?.textContent, item.querySelector('dd')?.textContent]),
        ),
      );
  const unknown = [
    'Hash rate / expected',
    'Power',
    'Efficiency',
    'Unresolved problems',
    'Hashing',
    'Online',
    'Offline',
    'Attention',
  ];
  const nothing = Object.fromEntries(unknown.map((label) => [label, UNKNOWN]));
  await eventually(async () => expect(await figures('Gone')).toEqual(nothing));
  await eventually(async () =>
    expect(await figures('North')).toEqual({
      'Hash rate / expected': expect.stringMatching(
        /^[\d.]+ TH\/s \/ [\d.]+ TH\/s sha256d[\d.]+ GH\/s \/ [\d.]+ GH\/s scrypt$/,
      ),
      Power: expect.stringMatching(/^[\d.]+ [kM]W$/),
      Efficiency: expect.stringMatching(/^[\d.]+ J\/TH$/),
      'Unresolved problems': '0',
      Hashing: `${MINERS} of ${MINERS}`,
      Online: String(MINERS),
      Offline: '0',
      Attention: '0',
    }),
  );
  await card('North')
    .getByText(/^version \d/)
    .waitFor();
  await eventually(async () => expect(await figures('All together')).toEqual(await figures('North')));
});

it('opens the form for another site from where a farm without networks asks for them', async () => {
  await page.goto(`${head.url}/#/overview`);
  // What is loaded above the link moves it.
  await page.getByLabel('Loading the networks of this computer').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'Add a site' }).click();
  const form = page.getByRole('dialog', { name: 'Add a site' });
  await form.getByLabel('Address').waitFor();
  await form.getByRole('button', { name: 'Cancel' }).click();
  await page.goto(`${head.url}/#/overview`);
  await page.goto(`${head.url}/#/settings`);
  await page.getByRole('button', { name: 'Add a site' }).waitFor();
  expect(await form.count()).toBe(0);
});

it('goes by the clock of the site that it shows, whatever the one of this computer says', async () => {
  await page.goto(`${head.url}/#/@${configuredId(north.serving.url)}/fleet`);
  await page.getByRole('button', { name: `${MINERS} hashing` }).waitFor();
});

it('opens what is of another site at that site, from the list of all and from there on', async () => {
  const there = `#/@${configuredId(north.serving.url)}`;
  const isAt = (path: string): Promise<void> =>
    until(`the address ${path}`, () => new URL(page.url()).hash.split('?')[0] === `${there}${path}`);
  const stateThere = async () => ((await north.serving.rest('GET', '/incidents')).body as Incident[])[0]?.state;
  await north.serving.rest('POST', '/rules', { name: 'Managed', query: 'managed:yes', for_seconds: 0 });
  await page.goto(`${head.url}/#/sites`);
  const title = `Managed: ${MINERS} miners in ${net}.1.0/24`;
  const line = page.getByRole('region', { name: 'Open problems' }).getByRole('button', { name: title });
  await line.click();
  const [{ incident_id } = { incident_id: '' }] = (await north.serving.rest('GET', '/incidents')).body as Incident[];
  await isAt(`/incidents/${incident_id}`);
  await page.getByRole('button', { name: 'Site: North' }).waitFor();
  const members = page.getByRole('region', { name: 'Miners' }).getByRole('link');
  await members.nth(MINERS - 1).waitFor();

  // What is done about it is done at that site, and so is what takes it back, wherever one is then.
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await until('the problem to be acknowledged there', async () => (await stateThere()) === 'acknowledged');
  await page.getByRole('button', { name: 'Site: North' }).click();
  await page.getByRole('menuitem', { name: 'All sites' }).click();
  await card('All together').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await until('the problem to be open there again', async () => (await stateThere()) === 'open');

  await card('North').getByRole('button').click();
  await isAt('/overview');
  await page.goBack();
  await line.click();
  const [miner = { id: '' }] = await north.miners();
  await members.first().click();
  await until('a miner there', () => new URL(page.url()).hash.startsWith(`${there}/fleet/`));

  const palette = async (text: string, option: string | RegExp): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('dialog').getByRole('textbox').fill(text);
    await page.getByRole('dialog').getByRole('button', { name: option }).first().click();
  };
  await palette('Managed', title);
  await isAt(`/incidents/${incident_id}`);
  await palette(miner.id, miner.id);
  await isAt(`/fleet/${miner.id}`);
  await palette('history', /^History/);
  await isAt('/history');
  expect((await head.rest('GET', '/incidents')).body).toEqual([]);
});

it('counts its own farm once where it is among its sites, and says so', async () => {
  const { url, token } = head;
  expect(await head.rest('POST', '/sites', { name: 'Self', url, token })).toMatchObject({ status: 201 });
  await page.goto(`${head.url}/#/sites`);

  await card('Self').getByText('the same farm as this computer, counted once').waitFor();
  await eventually(async () => expect(await card('All together').textContent()).toContain(`${MINERS} of ${MINERS}`));
  // It can be opened as any other.
  await card('Self').getByRole('button').click();
  await page.getByRole('button', { name: 'Site: Self' }).waitFor();
});

it('says of a site that is lost since when it is not heard, with its last figures, and sees it again', async () => {
  const data = join(folder, 'leaving');
  const start = (port: string) => startServing(['serve', '--data', data, '--port', port]);
  let leaving = await start('0');
  try {
    const { url, token } = leaving;
    const { body: site } = await head.rest('POST', '/sites', { name: 'West', url, token });
    const there = `${head.url}/#/@${(site as { id: string }).id}/activity`;
    await page.goto(`${head.url}/#/sites`);
    await card('West')
      .getByText(/^not monitoring/)
      .waitFor();
    await leaving.stop();
    await card('West')
      .getByText(/^Not heard since \d\d:\d\d\. Nothing listens there/)
      .waitFor();
    await card('West').getByText('0 of 0').waitFor();
    await page.goto(there);
    await page
      .getByText(
        /^Not heard since \d\d:\d\d\. At that time: 0 of 0 miners hashing\. Its miners are not marked offline\.$/,
      )
      .waitFor();
    leaving = await start(new URL(url).port);
    await page.getByRole('button', { name: 'Site: West' }).waitFor();
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
  } finally {
    if (leaving.child.exitCode === null) await leaving.stop();
  }
});

it('says why a site that is opened cannot be seen, and what to do, and shows it again once that is done', async () => {
  const { body: token } = await north.serving.rest('POST', '/tokens', { name: 'leaving', scope: 'read' });
  const { id: tokenId, secret } = token as { id: string; secret: string };
  const { body: site } = await head.rest('POST', '/sites', { name: 'Leaving', url: north.serving.url, token: secret });
  const { id } = site as { id: string };
  await page.goto(`${head.url}/#/@${id}/overview`);
  await page.getByRole('button', { name: 'Site: Leaving' }).waitFor();
  await north.serving.rest('DELETE', `/tokens/${tokenId}`);
  await page
    .getByText(/^Leaving: It does not accept the token: make a new one at the site, or check .*\. Its miners/)
    .waitFor();
  // With a new token, and under another name, it is there again without a click.
  const { body: other } = await north.serving.rest('POST', '/tokens', { name: 'staying', scope: 'read' });
  const again = { token: (other as { secret: string }).secret, name: 'Staying' };
  expect(await head.rest('PATCH', `/sites/${id}`, again)).toMatchObject({ status: 200 });
  await page.getByRole('button', { name: 'Site: Staying' }).waitFor();
  await page.getByRole('button', { name: `${MINERS} hashing` }).waitFor();
  await page.getByText('It does not accept the token').waitFor({ state: 'detached' });
  await page.goto(`${head.url}/#/@${configuredId(gone)}/overview`);
  await page.getByText('Nothing listens there: check that PowerHive runs at the site, and the tunnel.').waitFor();
  await page.goto(`${head.url}/#/@nowhere/overview`);
  await page.getByText('There is no such site here any more.').waitFor();
  await page.getByRole('button', { name: 'Show this computer' }).click();
  await page.getByRole('button', { name: 'Site: This computer' }).waitFor();
});
