import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { until } from '../../fixtures/patience.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

const net = await claimNet();

let farm: WatchedFarm;
let browser: Browser;
let page: Page;
let complaints: string[];

/** Three miners of a PowerHive that must not change them: most actions of the menus are disabled. */
beforeAll(async () => {
  farm = await startWatchedFarm({ listen: `${net}.2.1-${net}.2.3:8984`, profile: 's19jpro' });
  browser = await shareBrowser();
  page = await openPage(browser, { viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
  complaints = collectComplaints(page);
  await page.goto(`${farm.serving.url}/#token=${farm.serving.token}`);
  await page.goto(`${farm.serving.url}/#/fleet`);
  await until('the rows', async () => (await grid().getByRole('row').count()) === 4);
});
afterAll(async () => {
  await browser?.close();
  await farm?.[Symbol.asyncDispose]();
});

const grid = () => page.getByRole('grid', { name: 'Miners' });
const search = () => page.getByRole('combobox', { name: 'Search' });
const focusedText = () => page.evaluate(() => document.activeElement?.textContent ?? '');
const hasGridFocus = () => grid().evaluate((table) => table === document.activeElement);

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

describe('the fleet by keyboard alone', () => {
  it('finds a miner and opens it: Enter goes from the search to its row', async () => {
    await press('/');
    await page.keyboard.type(`${net}.2.2`);
    await until('the row', async () => (await grid().getByRole('row').count()) === 2);
    await press('Enter');
    await until('the rows to have the keys', hasGridFocus);
    await press('Enter');
    const panel = page.getByRole('complementary', { name: /^Miner / });
    await panel.waitFor();
    expect(await panel.textContent()).toContain(`${net}.2.2:8984`);
    await press('Escape');
    await panel.waitFor({ state: 'detached' });
  });

  it('stays in a search with an error, and where Enter only closes what is offered', async () => {
    const isThere = () => search().evaluate((box) => box === document.activeElement);
    await press('/');
    await page.keyboard.type('tmp>80 ');
    await press('Enter');
    expect(await isThere()).toBe(true);
    await search().fill('');
    await page.keyboard.type('mod');
    const offered = page.getByRole('listbox');
    await offered.waitFor();
    await press('Enter');
    await offered.waitFor({ state: 'detached' });
    expect(await isThere()).toBe(true);
    await press('Escape', 'Escape');
    await until('all rows', async () => (await grid().getByRole('row').count()) === 4);
  });

  it('walks the menu of the selection also where its first actions are disabled, and keeps the selection', async () => {
    await press('Home', 'Space', 'Shift+ArrowDown');
    const bar = page.getByRole('region', { name: 'Selected miners' });
    await bar.getByText('2 selected').waitFor();
    await press('.');
    const menu = page.getByRole('menu', { name: /^Actions for/ });
    expect(await menu.getByRole('menuitem', { name: 'Locate · Read-only' }).isDisabled()).toBe(true);
    await until('the first that can be done', async () => /^Allow changes/.test(await focusedText()));
    expect(await seriousFaults(page)).toEqual([]);
    await press('ArrowDown', 'Enter');
    await page.getByRole('dialog', { name: 'Rename' }).or(page.getByLabel('Name pattern')).first().waitFor();
    await press('Escape');
    await bar.getByText('2 selected').waitFor();
    await bar.getByRole('button', { name: 'More' }).focus();
    await press('Enter');
    await page.getByRole('menu').waitFor();
    await until('that menu to have the keys', () =>
      page.getByRole('menu').evaluate((list) => list.contains(document.activeElement)),
    );
    await press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
  });

  it('has broken no rule of its page on the way', () => {
    expect(complaints).toEqual([]);
  });
});
