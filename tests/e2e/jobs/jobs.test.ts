import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Job, JobDetail } from '../../../src-shared/model/index.ts';
import { claimNet, findFreePort } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

const net = await claimNet();
const MINERS = 3;

let farm: WatchedFarm;
let browser: Browser;
let page: Page;
let complaints: string[];
let liar: Server | null = null;

/** Healthy miners whose restart takes three seconds. */
beforeAll(async () => {
  farm = await startWatchedFarm({
    listen: `${net}.3.1-${net}.3.${MINERS}:8986`,
    profile: 's19jpro',
    intervals: { status_seconds: 2 },
    timeScale: 60,
  });
  browser = await shareBrowser();
  page = await openPage(browser, { viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
  complaints = collectComplaints(page);
  await page.goto(`${farm.serving.url}/#token=${farm.serving.token}`);
  await page.goto(`${farm.serving.url}/#/fleet`);
  await page.getByText(`${MINERS} of ${MINERS} monitored`).waitFor();
});
afterAll(async () => {
  liar?.close();
  await browser?.close();
  await farm?.[Symbol.asyncDispose]();
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
const restarts = (): number[] =>
  farm.fleet.miners.map(({ requestCounts }) => requestCounts.get('POST /mining/restart') ?? 0);
const isInView = (element: Locator): Promise<boolean> =>
  element.evaluate((input) => {
    const { top, bottom } = input.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
async function job(): Promise<JobDetail> {
  const id = /jobs\/([0-9a-f-]{36})/.exec(page.url())?.[1];
  return (await farm.serving.rest('GET', `/jobs/${id}`)).body as JobDetail;
}

it('offers nothing in read-only mode, which the settings end, in every window', async () => {
  const other = await openPage(browser, { viewport: { width: 1280, height: 720 } });
  await other.goto(`${farm.serving.url}/#token=${farm.serving.token}`);
  await other.getByRole('link', { name: 'Read-only' }).waitFor();
  await page.getByRole('grid', { name: 'Miners' }).focus();
  await page.keyboard.press('Control+a');
  await page.getByText("Read-only: PowerHive can't change miners.").waitFor();
  await page.getByRole('group', { name: 'Actions' }).getByRole('link', { name: 'Allow changes …' }).waitFor();
  const restart = button(/^Restart\s*: Read-only$/);
  expect(await restart.getAttribute('aria-disabled')).toBe('true');
  await restart.click({ force: true });
  await page.keyboard.press('Shift+R');
  expect(page.url()).not.toContain('/jobs/');
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('status').getByRole('link', { name: 'Allow changes …' }).click();
  const allow = page.getByRole('switch', { name: 'Allow changes on miners' });
  // The link leads to the switch itself, which is far down.
  await until('the switch to be in view', () => isInView(allow));
  // Its words switch it too.
  await page.locator('label').filter({ hasText: 'Allow changes on miners' }).click();
  await until('changes to be allowed', () => allow.isChecked());
  await page.goto(`${farm.serving.url}/#/fleet`);
  for (const window of [page, other])
    await window.getByRole('link', { name: 'Read-only' }).waitFor({ state: 'detached' });
  await other.close();
});

it('begins a preview at the field that is to be filled in, and shows it within the panel', async () => {
  await page.goto(`${farm.serving.url}/#/fleet`);
  await page.getByRole('grid', { name: 'Miners' }).focus();
  await page.keyboard.press('Control+a');
  await button('Restart').waitFor();
  await page.keyboard.press('p');
  const preset = page.getByRole('combobox', { name: 'Preset' });
  await until('the field to have the focus', () => preset.evaluate((field) => field === document.activeElement));
  await page.keyboard.press('ArrowDown');
  const up = page.getByRole('option', { name: 'One step up' });
  await up.waitFor();
  // Escape closes the list, and not the preview.
  await page.keyboard.press('Escape');
  await up.waitFor({ state: 'hidden' });
  expect(await preset.isVisible()).toBe(true);
  await page.keyboard.press('ArrowDown');
  await up.waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const planned = page.getByRole('table').filter({ hasText: 'Then' });
  await planned.waitFor();
  const [width, room] = await planned.evaluate((table) => [table.scrollWidth, table.parentElement?.clientWidth ?? 0]);
  expect(width).toBeLessThanOrEqual(room ?? 0);
});

it('takes another pool of the selection, and a preset by watts, by key alone', async () => {
  await page.goto(`${farm.serving.url}/#/fleet`);
  await page.getByRole('grid', { name: 'Miners' }).focus();
  await page.keyboard.press('Control+a');
  await button('Restart').waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('switch pool');
  await page.getByRole('button', { name: /^Switch pool \d selected$/ }).waitFor();
  await page.keyboard.press('Enter');
  const pool = page.getByRole('combobox', { name: 'Pool' });
  await pool.waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await until('the field to have the focus', () => pool.evaluate((field) => field === document.activeElement));
  await page.keyboard.press('ArrowDown');
  await page
    .getByRole('option', { name: / · \d miners?( · \d now)?$/ })
    .first()
    .waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText(/^Will change \d$/).waitFor();
  expect(page.url()).toMatch(/#\/jobs\/new\/switch_pool\/.*set=url%3D/);
  // What is typed replaces the usual percentage.
  await page.goto(`${farm.serving.url}/#/jobs/new/throttle?q=online`);
  const percent = page.getByRole('textbox', { name: 'Percent' });
  await until('the field to have the focus', () => percent.evaluate((field) => field === document.activeElement));
  await page.keyboard.type('60');
  await until('the address to say it', () => page.url().includes('set=percent%3D60'));
  await page.goto(`${farm.serving.url}/#/jobs/new/preset?q=online`);
  const preset = page.getByRole('combobox', { name: 'Preset' });
  await preset.focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: 'The highest tuned one up to a power' }).click();
  await page.getByLabel('Power at most').fill('2400');
  await button(/^Set preset up to 2400 W on 3 miners$/).waitFor();
  expect(page.url()).toContain('set=watts%3D2400');
  // The panel follows an address that is opened, and adds the value if it is missing.
  const goTo = (hash: string) =>
    page.evaluate((to) => {
      location.hash = to;
    }, hash);
  const ids = farm.fleet.miners.map(({ mac }) => mac.toLowerCase().replaceAll(':', ''));
  for (const [to, watts] of [
    ['#/jobs/new/preset?q=online&set=watts%3D2700', 2700],
    [`#/jobs/new/preset/${ids.slice(0, 2).join()}?set=watts%3D2800`, 2800],
    ['#/jobs/new/preset?q=online&set=watts%3D2400', 2400],
    ['#/jobs/new/preset?q=online', 2400],
  ] as const) {
    await goTo(to);
    await button(new RegExp(`^Set preset up to ${watts} W on \\d miners?$`)).waitFor();
    await until('the address to say it', () => page.url().includes(`set=watts%3D${watts}`));
    expect((await page.getByLabel('Power at most').inputValue()).replaceAll(/\D/g, '')).toBe(String(watts));
  }
  // The change was never proven here, so this cannot be switched off.
  const first = page.getByRole('checkbox', { name: 'Prove on one first' });
  expect([await first.isChecked(), await first.isDisabled()]).toEqual([true, true]);
  expect(await seriousFaults(page)).toEqual([]);
});

it('fills in the pools of the farm by one press, and the worker of the first is that of the others', async () => {
  await page.goto(`${farm.serving.url}/#/jobs/new/pools?q=online`);
  const urls = page.getByLabel('Address', { exact: true });
  const top = async () => (await urls.first().boundingBox())?.y;
  await urls.first().waitFor();
  const before = await top();
  await page
    .getByRole('group', { name: 'Addresses as in the farm' })
    .getByRole('button', { name: / miners?$/ })
    .first()
    .click();
  expect(await urls.first().inputValue()).not.toBe('');
  await page.getByLabel('Worker', { exact: true }).first().fill('farm.{name}');
  await page.getByText(/without a name: \{name\} is the IP address there/).waitFor();
  const workers = await page
    .getByLabel('Worker', { exact: true })
    .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
  const filled = await urls.evaluateAll((all) => all.filter((one) => (one as HTMLInputElement).value !== '').length);
  expect(workers.filter((worker) => worker === 'farm.{name}')).toHaveLength(filled);
  await page.getByText(/^Will change \d/).waitFor();
  // What was chosen has moved no field, and letters typed beside one are no keys of the rows behind.
  expect(await top()).toBe(before);
  const heading = page.getByRole('heading', { name: `Set pools on ${MINERS} miners` });
  await heading.click();
  for (const key of ['j', 'm', 'b', 'g', 'o', 'h']) await page.keyboard.press(key);
  expect(await heading.evaluate((one) => one === document.activeElement)).toBe(true);
  expect(page.url()).toContain('/jobs/new/pools');
  expect((await farm.miners()).every(({ managed }) => managed)).toBe(true);
  expect(await seriousFaults(page)).toEqual([]);
});

it("sets another address with each miner's own worker, which is shown before and after", async () => {
  await page.goto(`${farm.serving.url}/#/jobs/new/pools?q=online`);
  await page.reload();
  await page
    .getByLabel('Address', { exact: true })
    .first()
    .fill('stratum+tcp://eu-central.stratum.mining-pool-example.com:3333');
  await page.getByText('Fill in the field above to see what would change.').waitFor();
  await page.getByRole('checkbox', { name: "Keep each miner's worker" }).check();
  await page.getByText(`Will change ${MINERS}`).waitFor();
  expect(await page.getByLabel('Worker', { exact: true }).count()).toBe(0);
  const planned = page.getByRole('table').filter({ hasText: 'Then' });
  const [width, room] = await planned.evaluate((table) => [table.scrollWidth, table.parentElement?.clientWidth ?? 0]);
  expect(width).toBeLessThanOrEqual(room ?? 0);
  // The number of miners is seen, however long the address is.
  const start = button(/ on 3 miners$/);
  expect(await start.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
  const [row] = await planned.locator('tbody tr').all();
  const workers = (await row?.innerText())?.match(/worker \S+/g) ?? [];
  expect(workers).toHaveLength(2);
  expect(workers[0]).toBe(workers[1]);
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('checkbox', { name: "Keep each miner's worker" }).uncheck();
  await page.getByText('Fill in the field above to see what would change.').waitFor();
});

it('offers the pools of before, by its address too, and leaves out a miner of which none are known', async () => {
  await page.goto(`${farm.serving.url}/#/jobs/new/pools?q=online&set=before%3Dtrue`);
  const before = page.getByRole('checkbox', { name: 'Put back the pools of before' });
  await before.waitFor();
  expect(await before.isChecked()).toBe(true);
  await page
    .getByText(/PowerHive knows no pools that it had before/)
    .first()
    .waitFor();
  expect(await page.getByLabel('Address', { exact: true }).count()).toBe(0);
  expect(await seriousFaults(page)).toEqual([]);
  await before.uncheck();
  await page.getByLabel('Address', { exact: true }).first().waitFor();
});

it('proves new pools on one miner first, where that is chosen by key', async () => {
  await page.goto(`${farm.serving.url}/#/jobs/new/pools?q=online`);
  await page.getByLabel('Address').first().fill('stratum+tcp://new.pool.example:3333');
  await page.getByLabel('Worker', { exact: true }).first().fill('farm.{name}');
  const first = page.getByRole('checkbox', { name: 'Prove on one first' });
  await first.waitFor();
  expect(await first.isChecked()).toBe(false);
  await first.focus();
  await page.keyboard.press('Space');
  const words = page.getByText('The second wave waits until the figures of the first have proven it.');
  await words.waitFor();
  expect(await first.isChecked()).toBe(true);
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press('Space');
  await words.waitFor({ state: 'detached' });
  expect(await first.isChecked()).toBe(false);
});

it('restarts a selection by key alone, from the preview to the verdicts, each miner once', async () => {
  await page.goto(`${farm.serving.url}/#/fleet`);
  await page.getByRole('grid', { name: 'Miners' }).focus();
  await page.keyboard.press('Control+a');
  await button('Restart').waitFor();
  await page.keyboard.press('Shift+R');
  const start = button(`Restart on ${MINERS} miners`);
  await start.waitFor();
  await page.getByText(`Will change ${MINERS}`).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  // The focus is in the preview, where Enter does not open a row.
  await page.keyboard.press('Enter');
  await start.waitFor();
  expect(restarts()).toEqual(Array(MINERS).fill(0));
  await start.focus();
  await page.keyboard.press('Space');
  await page.getByRole('heading', { name: 'Restart', exact: true }).waitFor();
  // The button that was pressed is gone, and the next key goes on from the job.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Restart');
  await page.getByRole('region', { name: 'Running jobs' }).getByText(`/${MINERS}`).waitFor();
  await until('every miner to be back', async () =>
    (await job()).items.every(({ verdict }) => verdict === 'in_force' || verdict === 'proven'),
  );
  await page
    .getByRole('region', { name: 'Miners of the job' })
    .getByText('Hashing again', { exact: true })
    .nth(MINERS - 1)
    .waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  expect(restarts()).toEqual(Array(MINERS).fill(1));
});

it('holds a job, says that its miners stay reserved, and marks their rows', async () => {
  const started = await farm.serving.rest('POST', '/jobs', {
    action: 'restart',
    query: 'online',
    rules: { first_wave: MINERS },
    spread_minutes: 600,
  });
  const { job_id } = (started.body as { job: Job }).job;
  await page.goto(`${farm.serving.url}/#/jobs/${job_id}`);
  const panel = page.getByRole('complementary', { name: 'Restart', exact: true });
  await panel.getByRole('button', { name: 'Pause job', exact: true }).click();
  await panel.getByText(/2 miners wait and stay reserved for this job/).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await page.goto(`${farm.serving.url}/#/fleet`);
  await page.getByRole('img', { name: 'In a job: queued' }).first().waitFor();
  const line = page.getByRole('region', { name: 'Running jobs' });
  await line.getByText(/^Paused · /).waitFor();
  // The miners of a job change the count of a search all the time: only another search is announced.
  const count = page.getByRole('status').filter({ hasText: /^3 miners$/ });
  await until('the count to be silent', async () => (await count.getAttribute('aria-live')) === 'off');
  await line.getByRole('button', { name: 'Continue job Restart' }).click();
  await line.getByRole('button', { name: 'Pause job Restart' }).waitFor();
  await line.getByRole('button', { name: 'Stop job Restart' }).click();
  await page.getByRole('img', { name: 'In a job: queued' }).first().waitFor({ state: 'detached' });
  const ended = (await farm.serving.rest('GET', `/jobs/${job_id}`)).body as JobDetail;
  expect(ended).toMatchObject({ state: 'stopped', counts: { cancelled: 2 } });
});

it('does a job that was cancelled for the miners that were not sent, by a new preview', async () => {
  const order = { action: 'restart', query: 'online', start_at: Date.now() + 3_600_000 };
  const { job_id } = ((await farm.serving.rest('POST', '/jobs', order)).body as { job: Job }).job;
  await page.goto(`${farm.serving.url}/#/jobs/${job_id}`);
  const row = page
    .getByRole('table', { name: 'Jobs' })
    .getByRole('row', { name: /Restart/ })
    .first();
  await row.getByRole('cell', { name: 'Scheduled' }).waitFor();
  await button('Cancel the job').click();
  await button(`Do it for ${MINERS} not sent …`).click();
  await page.getByText('The same, on the miners whose turn had not come when this job ended.').waitFor();
  await page.getByText(`Will change ${MINERS}`).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  const before = restarts();
  await button(`Restart on ${MINERS} miners`).click();
  await until('all to hash again', async () => (await job()).counts.in_force === MINERS);
  expect(restarts()).toEqual(before.map((count) => count + 1));
  // It is not offered twice: the first job leads to what was done.
  const done = page.url();
  await page.goto(`${farm.serving.url}/#/jobs/${job_id}`);
  await page.getByRole('link', { name: `Done for ${MINERS} not sent` }).click();
  await until('the job that did it', () => page.url() === done);
  await page.goBack();
  await button('Copy report').waitFor();
  expect(await button(`Do it for ${MINERS} not sent …`).count()).toBe(0);
});

it('switches the light of a row on by key, without a preview', async () => {
  await page.goto(`${farm.serving.url}/#/fleet`);
  const grid = page.getByRole('grid', { name: 'Miners' });
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('b');
  const lights = (): number => farm.fleet.miners.filter(({ device }) => device.findMiner).length;
  await until('a light to be on', () => lights() === 1);
  expect(page.url()).not.toContain('/jobs/new');
});

it('opens the actions of a row by key, and renames it by F2', async () => {
  await page.getByRole('grid', { name: 'Miners' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('.');
  const menu = page.getByRole('menu', { name: /^Actions for/ });
  await menu.getByRole('menuitem', { name: /^Restart/ }).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'detached' });
  // With an error in the search, none of them is offered.
  const search = page.getByRole('combobox', { name: 'Search' });
  await search.fill('power>');
  await page.getByRole('grid', { name: 'Miners' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('.');
  const light = menu.getByRole('menuitem', { name: /^Locate · The search has an error$/ });
  await light.waitFor();
  expect(await light.isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  await search.fill('');
  await page.getByRole('grid', { name: 'Miners' }).focus();
  await page.keyboard.press('F2');
  const name = page.getByRole('dialog', { name: 'Rename' }).getByRole('textbox', { name: 'Name' });
  const hasFocus = () => name.evaluate((input) => input === document.activeElement);
  await name.waitFor();
  await until('the focus', hasFocus);
  await page.keyboard.type('North-01');
  await page.keyboard.press('Enter');
  // An open dialog keeps the focus, and while a change runs no other one is begun.
  await name.waitFor({ state: 'detached' });
  const bar = page.getByRole('region', { name: 'Selected miners' });
  await bar.getByRole('status').getByText('1 renamed').waitFor();
  expect((await farm.miners()).some(({ nickname }) => nickname === 'North-01')).toBe(true);
  // Its own name is filled in, and typing replaces it.
  await page.getByRole('grid', { name: 'Miners' }).focus();
  await page.keyboard.press('F2');
  await name.waitFor();
  expect(await name.inputValue()).toBe('North-01');
  await until('the focus', hasFocus);
  await page.keyboard.type('x');
  await eventually(async () => expect(await name.inputValue()).toBe('x'));
  await page.keyboard.press('Escape');
});

it('lists the job with who began it', async () => {
  await page.keyboard.press('Escape');
  await page.goto(`${farm.serving.url}/#/jobs`);
  const row = page
    .getByRole('table', { name: 'Jobs' })
    .getByRole('row', { name: /Restart/ })
    .last();
  await row.getByRole('cell', { name: `${MINERS} hashing again` }).waitFor();
  await row.getByRole('cell', { name: 'Not possible' }).waitFor();
  expect(await row.textContent()).toMatch(/browser/i);
  expect(complaints).toEqual([]);
});

/**
 * This farm again as another computer sees it, a lost one, and one that sends incomplete responses.
 */
async function addSites(): Promise<string> {
  const { rest, url } = farm.serving;
  const { secret } = (await rest('POST', '/tokens', { name: 'office', scope: 'operate' })).body as { secret: string };
  liar = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end('{"version":"<img src=x onerror=alert(1)>","miners":9e99,"now_at":');
  });
  await new Promise<void>((resolve) => liar?.listen(0, '127.0.0.1', resolve));
  const liarUrl = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
  const gone = `http://127.0.0.1:${await findFreePort()}`;
  const add = async (name: string, at: string): Promise<string> =>
    ((await rest('POST', '/sites', { name, url: at, token: secret })).body as { id: string }).id;
  await Promise.all([add('South', gone), add('<b>West</b>', liarUrl)]);
  return add('North', url);
}

it('shows all sites, a lost one and one that lies as what they are, and acts on one by its own preview', async () => {
  const id = await addSites();
  await page.goto(`${farm.serving.url}/#/sites`);
  const card = (name: string) => page.getByRole('article', { name });
  await card('North').getByText('the same farm as this computer, counted once').waitFor();
  await card('South')
    .getByText(/^Never heard\. Nothing listens there/)
    .waitFor();
  await card('<b>West</b>')
    .getByText(/^Never heard\. .*is no PowerHive, or one of another version/)
    .waitFor();
  expect(await seriousFaults(page)).toEqual([]);

  await button('North').click();
  await button('Site: North').waitFor();
  await page.getByRole('region', { name: 'Needs you' }).getByText('Nothing. No open problems.').waitFor();
  await button('Site: North').click();
  await page.getByRole('menuitem', { name: /South/ }).click();
  await button('Show this computer').click();
  await page.goto(`${farm.serving.url}/#/@${id}/fleet`);
  await page.reload();
  await button('Site: North').waitFor();
  await page.getByText(`${MINERS} of ${MINERS} monitored`).waitFor();
  await page.getByRole('grid', { name: 'Miners' }).focus();
  await page.keyboard.press('Control+a');
  await button('Pause').click();
  await page.getByText(`Will change ${MINERS}`).waitFor();
  expect(page.url()).toContain(`/#/@${id}/jobs/new`);
  await button(`Pause on ${MINERS} miners`).click();
  await page.getByRole('heading', { name: 'Pause', exact: true }).waitFor();
  await until('every miner to be paused', async () =>
    (await job()).items.every(({ verdict }) => verdict === 'in_force' || verdict === 'proven'),
  );
  expect((await job()).actor).toMatchObject({ via: 'rest', name: 'office' });
  expect(complaints).toEqual([]);
});
