import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { until } from '../../fixtures/patience.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';

const net = await claimNet();
const LISTEN = `${net}.1.1-${net}.1.12:8984`;

let folder: string;
let fleet: SimulatedFleet;
let serving: Serving;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-e2e-'));
  fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(LISTEN), profile: 's19jpro' });
  serving = await startServing(['serve', '--data', folder, '--port', '0']);
  browser = await shareBrowser();
  page = await openPage(browser, { viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  complaints = collectComplaints(page);
});
afterAll(async () => {
  await browser?.close();
  if (serving?.child.exitCode === null) await serving.stop();
  await fleet?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const row = (name: string) => page.getByRole('row', { name, exact: true });
const fleetRows = () => page.getByRole('grid', { name: 'Miners' }).getByRole('row');

/** The first day of a user: each step continues from the previous one. */
describe('the first day with PowerHive, in a browser', () => {
  it('asks for the token when the address does not bring it, and takes none but the right one', async () => {
    await page.goto(serving.url);
    await page.getByLabel(/token/i).fill('not-the-token');
    await page.keyboard.press('Enter');
    await page
      .getByText(/refused|not accepted|wrong/i)
      .first()
      .waitFor();
    await page.goto(`${serving.url}/#token=${serving.token}`);
    await page.reload();
    await page.getByRole('heading', { name: 'Where are your miners?' }).waitFor();
    expect(page.url()).not.toContain(serving.token);
  });

  it('names what is wrong with a network, and scans nothing before one is chosen', async () => {
    const networks = page.getByLabel('Other networks');
    await networks.fill(`${net}.1.0/40`);
    await page.getByText(/"\/40" must be a prefix length/).waitFor();
    expect(await page.getByRole('button', { name: 'Scan and monitor' }).isDisabled()).toBe(true);
    expect(fleet.miners.every((miner) => miner.requestCounts.size === 0)).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
    await networks.fill(LISTEN);
    await page
      .getByText(/12 addresses/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Scan and monitor' }).click();
  });

  it('shows the miners it finds, as many as it counts', async () => {
    await page.getByRole('link', { name: 'Fleet', exact: true }).click();
    await until('the rows', async () => (await fleetRows().count()) === 13);
    await page.getByRole('button', { name: '12 not managed' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('sets a max preset, manages a miner, and sees it hash', async () => {
    await page.getByRole('link', { name: 'Models' }).click();
    const card = page.getByRole('region', { name: /Antminer S19j Pro/i });
    await card.getByRole('combobox', { name: 'Max preset' }).click();
    await page.getByRole('option', { name: /^3080/ }).click();
    await card.getByRole('button', { name: 'Save' }).click();
    await until('the ceiling to be saved', async () => {
      const { body } = await serving.rest('GET', '/models');
      return (body as { max_preset: string | null }[])[0]?.max_preset === '3080';
    });
    expect(await seriousFaults(page)).toEqual([]);

    await page.getByRole('link', { name: 'Fleet', exact: true }).click();
    const name = (await fleetRows().nth(1).getAttribute('aria-label')) ?? '';
    await page.getByRole('switch', { name: `Manage ${name}` }).click();
    await until('its hash rate', async () => /\d+\.\d TH\/s/.test((await row(name).textContent()) ?? ''));
    expect(await page.getByRole('switch', { name: `Manage ${name}` }).getAttribute('aria-checked')).toBe('true');
  });

  it('opens a miner beside the table with its boards and chips, by keyboard alone', async () => {
    await page.keyboard.press('/');
    expect(
      await page.getByRole('combobox', { name: 'Search' }).evaluate((input) => input === document.activeElement),
    ).toBe(true);
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: /^Miner / });
    await panel
      .getByText(/Board 3/)
      .first()
      .waitFor();
    await until(
      'the chip map',
      async () => (await panel.getByRole('application', { name: /^Board \d: \d+ chips/ }).count()) >= 3,
    );
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await until('the panel to close', async () => (await panel.count()) === 0);
  });

  it('shows the hash rate move', async () => {
    const managed = page.locator('tr', { has: page.locator('[role=switch][aria-checked=true]') }).first();
    const first = await managed.textContent();
    await until('another figure', async () => (await managed.textContent()) !== first);
  });

  it('shows a miner that was switched off as a hollow row after a rescan', async () => {
    const name = (await fleetRows().nth(3).getAttribute('aria-label')) ?? '';
    const off = fleet.miners.find((miner) => `${miner.host}:${miner.port}` === name);
    expect(off, `the row ${name} names an address`).toBeDefined();
    await off?.powerOff();
    await page.getByRole('button', { name: 'Scan now' }).click();
    await page.getByRole('button', { name: '1 offline' }).waitFor();
    const { body } = await serving.rest('GET', '/miners?online=false');
    expect(body).toMatchObject([{ id: off?.mac.toLowerCase(), ip: null, last_ip: name, online: false }]);
    await page.getByRole('button', { name: '1 offline' }).click();
    await until('one row', async () => (await fleetRows().count()) === 2);
    expect(await fleetRows().nth(1).getByText('offline', { exact: true }).count()).toBe(1);
  });

  it('comes back by itself when PowerHive was restarted', async () => {
    const port = new URL(serving.url).port;
    expect(await serving.stop()).toBe(0);
    await page
      .getByText(/connection to PowerHive/i)
      .first()
      .waitFor();
    // The data shown is frozen in this time, with its time.
    await page.getByText(/^as of \d/).waitFor();
    await page.locator('main[data-frozen=true]').waitFor();
    complaints.length = 0;
    serving = await startServing(['serve', '--data', folder, '--port', port]);
    await until('the connection', async () => (await page.getByText(/connection to PowerHive/i).count()) === 0);
    await page.getByRole('button', { name: '1 offline' }).waitFor();
  });

  it('asks for no token in another tab', async () => {
    const tab = await page.context().newPage();
    await tab.goto(serving.url);
    await tab.getByRole('button', { name: '1 offline' }).waitFor();
    await tab.close();
  });

  it('has broken no rule of its page on the way', () => {
    const expected = /ERR_CONNECTION_REFUSED|WebSocket connection|4401/;
    expect(complaints.filter((complaint) => !expected.test(complaint))).toEqual([]);
  });
});
