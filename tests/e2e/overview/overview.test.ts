import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaults, seriousFaultsInBothSchemes } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { until } from '../../fixtures/patience.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

const net = await claimNet();
const MINERS = 8;

let farm: WatchedFarm;
let browser: Browser;
let page: Page;
let complaints: string[];

/** Eight miners, the first with a missing board. */
beforeAll(async () => {
  farm = await startWatchedFarm({
    listen: `${net}.2.1-${net}.2.${MINERS}:8984`,
    profile: 's19jpro',
    faults: `board-missing@${net}.2.1`,
  });
  await farm.serving.rest('PATCH', '/rules/board_lost', { for_seconds: 0 });
  browser = await shareBrowser();
  page = await openPage(browser, { viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
  complaints = collectComplaints(page);
  await page.goto(`${farm.serving.url}/#token=${farm.serving.token}`);
});
afterAll(async () => {
  await browser?.close();
  await farm?.[Symbol.asyncDispose]();
});

const hash = (): string => decodeURIComponent(new URL(page.url()).hash);
const map = () => page.getByRole('application', { name: /^Map of 8 miners/ });
const tile = (name: string) => page.getByRole('region', { name: 'The farm now' }).getByRole('link', { name });

/** Presses a key until this element has the focus. */
async function tabTo(wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await wanted.waitFor();
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${String(wanted)}`);
}

describe('the overview', () => {
  it('is the first screen, with the sums of the header, in both schemes and without scrolling', async () => {
    await map().waitFor();
    expect(hash()).toBe('#/overview');
    await page.getByRole('region', { name: 'Needs you' }).getByRole('link', { name: /Board/ }).first().waitFor();
    // However narrow it is, a line says both what is lost and since when.
    await until('loss and time', async () => {
      const line = page.getByRole('region', { name: 'Needs you' }).getByRole('link', { name: /Board/ }).first();
      return /−[\d.]+ TH\/s\s+\d\d:\d\d/.test(await line.innerText());
    });
    await until('all to hash', async () => /8 of 8/.test((await tile('Hashing').textContent()) ?? ''));
    const shown = (await tile('Hash rate').textContent()) ?? '';
    const [figure = '?'] = /\d+\.\d+/.exec(shown) ?? [];
    await until('the same figure', async () => {
      const header = (await page.getByRole('banner').textContent()) ?? '';
      return header.includes(/\d+\.\d+/.exec((await tile('Hash rate').textContent()) ?? '')?.[0] ?? figure);
    });
    expect(await overflowing(page)).toEqual([]);
    expect(await seriousFaultsInBothSchemes(page)).toEqual([]);
  });

  it('is walked, selected and opened by keyboard alone', async () => {
    await page.getByRole('contentinfo').getByText('to the map').waitFor();
    await page.keyboard.press(']');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowRight');
    const bar = page.getByRole('region', { name: 'Selected miners' });
    await bar.getByText('2 selected').waitFor();
    expect(await seriousFaults(page)).toEqual([]);

    await bar.getByRole('button', { name: 'Place', exact: true }).click();
    await page.getByRole('combobox', { name: 'Place', exact: true }).fill('A/R7/');
    await page.getByRole('button', { name: 'Place 2 miners' }).click();
    await until(
      'their places',
      async () => (await farm.miners()).filter(({ place }) => place === 'A/R7/').length === 2,
    );
    await page.getByRole('region', { name: 'A/R7' }).waitFor();
    await page.getByRole('region', { name: 'No place' }).waitFor();

    await bar.getByRole('button', { name: 'Clear' }).click();
    await map().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: /^Miner / }).waitFor();
    const opened = (await farm.miners()).find(({ id }) => hash() === `#/overview/${id}`);
    expect(opened?.place).toBe('A/R7/');
    await page.keyboard.press('Escape');
    await until('the panel to close', () => hash() === '#/overview');
  });

  it('describes a rack and puts miners into its slots, by keyboard alone', async () => {
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Search miners, screens and actions').fill('racks');
    await page.keyboard.press('Enter');
    const row = page.getByRole('table', { name: 'Racks' }).getByRole('row', { name: /^A\/R7/ });
    await row.waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await tabTo(row.getByRole('button', { name: 'Edit A/R7' }));
    await page.keyboard.press('Enter');
    const form = page.getByRole('dialog', { name: 'Rack A/R7' });
    await tabTo(form.getByRole('textbox', { name: 'Rows' }));
    await page.keyboard.type('2');
    await page.keyboard.press('Tab');
    await page.keyboard.type('3');
    await page.keyboard.press('Tab');
    await page.keyboard.type('0.5');
    await tabTo(form.getByRole('textbox', { name: 'Breaker or PDU' }));
    await page.keyboard.type('PDU-3');
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await row.getByText('2 × 3, 4 free').waitFor();
    expect(await overflowing(page)).toEqual([]);

    await tabTo(row.getByRole('link', { name: 'Place miners in A/R7' }));
    await page.keyboard.press('Enter');
    const slots = page.getByRole('group', { name: 'Slots of A/R7' });
    await slots.waitFor();
    expect(await seriousFaultsInBothSchemes(page)).toEqual([]);
    await tabTo(page.getByRole('textbox', { name: 'Search: name, IP or MAC' }));
    await page.keyboard.type(`${net}.2.8`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const said = page.getByRole('status').filter({ hasText: `${net}.2.8` });
    await said.filter({ hasText: 'choose its slot' }).waitFor();
    await tabTo(slots.getByRole('button', { name: '1-1 empty' }), 'Shift+Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await slots.getByRole('button', { name: `2-2 ${net}.2.8` }).waitFor();
    const placeOf8 = async (): Promise<string | null | undefined> =>
      (await farm.miners()).find(({ ip }) => ip?.startsWith(`${net}.2.8`) === true)?.place;
    expect(await placeOf8()).toBe('A/R7/2-2');
    await page.keyboard.press('Control+z');
    await said.filter({ hasText: 'back where it was' }).waitFor();
    expect(await placeOf8()).toBeNull();
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await map().waitFor();
  });

  it('takes racks from a file, and shows first what that changes', async () => {
    await page.goto(`${farm.serving.url}/#/racks`);
    await page.getByRole('button', { name: 'Import' }).click();
    const form = page.getByRole('dialog', { name: 'Import racks' });
    await form.getByLabel('CSV text').fill('rack,rows,columns,pdu\nA/R7,2,4,PDU-4\nB/R1,x,,');
    await form.getByRole('list', { name: 'Changes' }).getByText('PDU-4').waitFor();
    await form
      .getByRole('list', { name: 'Lines that cannot be used' })
      .getByText(/rows is "x"/)
      .waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await form.getByRole('button', { name: 'Change 1 rack' }).click();
    const row = page.getByRole('table', { name: 'Racks' }).getByRole('row', { name: /^A\/R7/ });
    await row.getByText('2 × 4, 6 free').waitFor();
    await row.getByRole('link', { name: 'PDU-4' }).waitFor();
    // Its two miners use more than half a kilowatt.
    await row.getByRole('img', { name: 'Above the power limit of this rack' }).waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await map().waitFor();
  });

  it('names a rack above the smallest cells where there is room, and beside the miner that is reached by keys', async () => {
    for (let presses = 0; presses < 18; presses++) await page.getByRole('button', { name: 'Smaller cells' }).click();
    const rack = map().getByRole('region', { name: 'A/R7' });
    await until('dots', async () => (await rack.getAttribute('data-frame')) === 'heat');
    await rack.getByRole('link', { name: 'R7', exact: true }).waitFor();
    await map().focus();
    await page.keyboard.press('Home');
    await page.getByRole('status').filter({ hasText: 'A/R7' }).waitFor({ state: 'attached' });
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Fit' }).click();
  });

  it('leads from its sums to exactly the miners that they are of', async () => {
    const groups = page.getByRole('region', { name: 'Groups' });
    await groups.getByRole('radio', { name: 'Rack' }).check();
    await groups
      .getByRole('row', { name: /^A\/R7/ })
      .getByRole('link', { name: '2', exact: true })
      .first()
      .click();
    await until('the query', () => hash() === '#/fleet?q=rack=A/R7');
    const grid = page.getByRole('grid', { name: 'Miners' });
    await until('two rows', async () => (await grid.getByRole('row').count()) === 3);
    await page.getByRole('link', { name: 'Overview' }).click();
    await map().waitFor();
    await groups.getByRole('button', { name: 'Sort by Unusual preset' }).waitFor();
    await groups
      .getByRole('row', { name: /^A\/R7/ })
      .getByRole('link', { name: '2', exact: true })
      .nth(1)
      .click();
    await until('the query of those that hash', () => hash() === '#/fleet?q=rack=A/R7 hashing');
    await page.getByRole('link', { name: 'Overview' }).click();
    // What is lost, the largest loss first.
    await tile('Lost now').click();
    await until('the miners that lose', () => hash() === '#/fleet?q=losing');
    const lost = grid.getByRole('columnheader', { name: 'Lost' });
    await until('the order', async () => (await lost.getAttribute('aria-sort')) === 'descending');
    await page.getByRole('link', { name: 'Overview' }).click();
    await map().waitFor();
    expect(complaints).toEqual([]);
  });
});
