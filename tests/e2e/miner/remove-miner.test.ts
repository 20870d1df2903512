import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Miner } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

const net = await claimNet();
let farm: WatchedFarm;
let browser: Browser;
let page: Page;
let complaints: string[];

/** Eight miners: the first is off, the last is new and not managed. */
beforeAll(async () => {
  farm = await startWatchedFarm({
    listen: `${net}.6.1-${net}.6.8:8984`,
    profile: 's19jpro',
    intervals: { status_seconds: 1, telemetry_seconds: 5 },
    managed: ({ ip }) => ip !== `${net}.6.8:8984`,
  });
  for (const index of [0, 1, 2, 3, 4, 5, 6]) await rename(index, `R1-S0${index + 1}`);
  await farm.fleet.miners[0]?.powerOff();
  await farm.serving.rest('POST', '/rescan', {});
  await until('the first miner to be offline', async () => (await minerAt(0))?.online === false);
  browser = await shareBrowser();
  page = await openPage(browser, {
    viewport: { width: 1280, height: 760 },
    reducedMotion: 'reduce',
    colorScheme: 'dark',
  });
  complaints = collectComplaints(page);
  await page.goto(`${farm.serving.url}/#token=${farm.serving.token}`);
  await page.goto(`${farm.serving.url}/#/fleet`);
  await page.getByRole('grid', { name: 'Miners' }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await farm?.[Symbol.asyncDispose]();
});

const macOf = (index: number): string => farm.fleet.miners[index]?.mac.toLowerCase() ?? '';
const minerAt = async (index: number): Promise<Miner | undefined> =>
  (await farm.miners()).find(({ id }) => id === macOf(index));
const rename = (index: number, nickname: string) => farm.serving.rest('PATCH', `/miners/${macOf(index)}`, { nickname });

const dialog = (name: string | RegExp): Locator => page.getByRole('dialog', { name });
const panel = (): Locator => page.getByRole('complementary', { name: /^Miner / });
const row = (name: string): Locator => page.getByRole('row').filter({ hasText: name });
const openMiner = (index: number): Promise<void> =>
  page.evaluate((id) => {
    location.hash = `#/fleet/${id}`;
  }, macOf(index));

describe('a miner that leaves', () => {
  it('is replaced from its panel by a miner that is likely to be in its place, by keyboard alone', async () => {
    await openMiner(0);
    await panel().getByRole('button', { name: 'Replace …' }).press('Enter');
    await dialog('Replace R1-S01').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const choice = page.getByRole('combobox', { name: 'Replaced by' });
    await eventually(async () => expect(await choice.evaluate((node) => node === document.activeElement)).toBe(true));
    await page.keyboard.press('ArrowDown');
    const options = page.getByRole('option');
    await options.first().waitFor();
    expect(await options.first().textContent()).toContain(`${net}.6.8:8984`);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).press('Enter');
    await until('the successor', async () => (await minerAt(7))?.nickname === 'R1-S01');
    expect(await minerAt(0)).toBeUndefined();
    await panel().getByText(macOf(7)).first().waitFor();
    await page
      .getByRole('status')
      .filter({ hasText: 'R1-S01 replaced by' })
      .getByRole('button', { name: 'Undo' })
      .click();
    await page.getByText('R1-S01 is back in its place').waitFor();
    expect(await minerAt(0)).toMatchObject({ nickname: 'R1-S01', online: false });
    expect((await minerAt(7))?.nickname).not.toBe('R1-S01');
  });

  it('is removed from its panel after a confirmation, which closes by itself when cancelled', async () => {
    await farm.fleet.miners[1]?.powerOff();
    await openMiner(1);
    const button = panel().getByRole('button', { name: 'Remove …' });
    await button.press('Enter');
    await dialog('Remove R1-S02?').waitFor();
    expect(await page.getByRole('radio', { name: /^Keep its history/ }).isChecked()).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog('Remove R1-S02?').waitFor({ state: 'detached' });
    expect(await minerAt(1)).toBeDefined();

    await button.press('Enter');
    await dialog('Remove R1-S02?').getByRole('button', { name: 'Remove' }).click();
    await row('R1-S02').waitFor({ state: 'detached' });
    await panel().waitFor({ state: 'detached' });
    expect(await minerAt(1)).toBeUndefined();
    expect((await farm.serving.rest('GET', `/statuses/${macOf(1)}`)).status).toBe(200);
  });

  it('is found in the palette, and loses its history where that is chosen', async () => {
    await farm.fleet.miners[2]?.powerOff();
    const choose = async (words: string, command: string): Promise<void> => {
      await page.keyboard.press('Control+K');
      await page.getByRole('dialog', { name: 'Search everything' }).waitFor();
      await page.keyboard.type(words);
      await page.getByText(command).click();
    };
    await choose('replace r1-s03', 'Replace R1-S03 …');
    await dialog('Replace R1-S03').waitFor();
    await page.keyboard.press('Escape');
    await dialog('Replace R1-S03').waitFor({ state: 'detached' });

    await choose('remove r1-s03', 'Remove R1-S03 …');
    await dialog('Remove R1-S03?').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('button', { name: 'Remove and delete history' }).click();
    await row('R1-S03').waitFor({ state: 'detached' });
    await until(
      'its history to be out of reach',
      async () => (await farm.serving.rest('GET', `/statuses/${macOf(2)}`)).status === 404,
    );
  });

  it('goes with others from the bar of the selection', async () => {
    for (const index of [3, 4]) await farm.fleet.miners[index]?.powerOff();
    for (const name of ['R1-S04', 'R1-S05']) await page.getByRole('button', { name: `Select ${name}` }).click();
    const bar = page.getByRole('region', { name: 'Selected miners' });
    await bar.getByRole('button', { name: 'Manage', exact: true }).click();
    await bar.getByRole('menuitem', { name: 'Remove …' }).click();
    await dialog('Remove 2 miners?').waitFor();
    await dialog('Remove 2 miners?').getByRole('button', { name: 'Remove' }).click();
    await bar.getByText('2 removed').waitFor();
    await row('R1-S05').waitFor({ state: 'detached' });
    expect((await farm.miners()).map(({ nickname }) => nickname).sort()).toEqual(['R1-S01', 'R1-S06', 'R1-S07', null]);
    expect(complaints).toEqual([]);
  });

  it('is asked for readably in the light theme too', async () => {
    await page.emulateMedia({ colorScheme: 'light' });
    await openMiner(5);
    await panel().getByRole('button', { name: 'Remove …' }).click();
    await dialog('Remove R1-S06?').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await panel().getByRole('button', { name: 'Replace …' }).click();
    await page.getByPlaceholder('No miner can take its place').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
