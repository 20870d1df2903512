import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FarmSummary, Miner } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaultsInBothSchemes } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

const net = await claimNet();
const MINERS = 6;

let farm: WatchedFarm;
let browser: Browser;
let page: Page;
let complaints: string[];

/** Six miners in two rows of racks: one with a board off, one offline, one that is not managed. */
beforeAll(async () => {
  farm = await startWatchedFarm({
    listen: `${net}.2.1-${net}.2.${MINERS}:8984`,
    profile: 's19jpro',
    faults: `board-off@${net}.2.2`,
    managed: ({ ip }) => ip?.startsWith(`${net}.2.6:`) !== true,
    intervals: { status_seconds: 2 },
  });
  const found = await farm.miners();
  for (const [i, place] of ['Hall 1/A/R1/1', 'Hall 1/A/R1/2', 'Hall 1/B/R2/1', 'Hall 1/B/R2/2'].entries()) {
    await farm.serving.rest('PATCH', `/miners/${at(found, i + 1)?.id}`, { place });
  }
  await farm.fleet.miners[3]?.powerOff();
  await farm.serving.rest('POST', '/rescan', {});
  await until('one to be gone', async () => (await farm.miners()).some(({ online }) => !online));
  browser = await shareBrowser();
  page = await openPage(browser, { viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
  complaints = collectComplaints(page);
  await page.goto(`${farm.serving.url}/#token=${farm.serving.token}`);
});
afterAll(async () => {
  await browser?.close();
  await farm?.[Symbol.asyncDispose]();
});

const at = (miners: readonly Miner[], n: number) =>
  miners.find(({ ip, last_ip }) => (ip ?? last_ip)?.startsWith(`${net}.2.${n}:`));
const grid = () => page.getByRole('grid', { name: 'Miners' });
const search = () => page.getByRole('combobox', { name: 'Search' });
const tile = (name: string) => page.getByRole('region', { name: 'The farm now' }).getByRole('link', { name });

async function goTo(hash: string): Promise<void> {
  await page.goto(`${farm.serving.url}/#${hash}`);
}

describe('a farm of which a part is known', () => {
  it('says in the row of a miner how many of its boards are on, and marks it', async () => {
    await goTo('/fleet');
    await grid()
      .getByRole('row')
      .filter({ hasText: `${net}.2.2:` })
      .getByText('2 of 3 boards on')
      .waitFor();
    expect(await grid().getByText('2 of 3 boards on').count()).toBe(1);
    await goTo('/overview');
    await page.getByRole('list', { name: 'Legend' }).getByText('reduced').waitFor();
  });

  it('says of how many miners each sum of power is, of an offline one as of none', async () => {
    const parts = '4 of 5';
    await page.getByRole('banner').getByText(`(${parts})`).waitFor();
    await tile('Power').getByText(`${parts} miners report it`).waitFor();
    await page.getByRole('region', { name: 'Groups' }).getByText('(1 of 2)').waitFor();
    expect(await overflowing(page)).toEqual([]);
    expect(await seriousFaultsInBothSchemes(page)).toEqual([]);

    await goTo('/fleet');
    await page.getByRole('button', { name: 'Group by' }).click();
    await page.getByRole('menuitem', { name: 'Rack' }).click();
    await page
      .getByRole('row', { name: /Hall 1\/B\/R2/ })
      .getByText('(1 of 2)')
      .waitFor();
    await page.keyboard.press('Control+a');
    const bar = page.getByRole('region', { name: 'Selected miners' });
    await bar.getByText(`(${parts})`).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'By rack' }).click();
    await page.getByRole('menuitem', { name: 'Not grouped' }).click();

    // The same to the last digit in REST, where the unknown is no 0.
    const summary = (await farm.serving.rest('GET', '/summary')).body as FarmSummary;
    expect(summary).toMatchObject({ power_miners: 4, miners: 6, unmanaged: 1, offline: 1 });
    await eventually(async () => {
      const [{ body }, header] = await Promise.all([
        farm.serving.rest('GET', '/summary'),
        page.getByRole('banner').textContent(),
      ]);
      expect(header).toContain(`${((body as FarmSummary).power_w ?? 0) / 1000}`.slice(0, 5));
    });
  });

  it('shows when its offline miners went offline, in a window of 1280 px', async () => {
    await page.getByRole('tab', { name: 'Offline' }).click();
    await grid()
      .getByRole('columnheader', { name: /Offline since/ })
      .waitFor();
    await eventually(async () => expect(await grid().getByRole('row').count()).toBe(2));
    expect(await overflowing(page)).toEqual([]);
    await page.getByRole('tab', { name: 'All' }).click();
  });

  it('is searched by the parts of places and by accounts, as it offers them', async () => {
    const shows = (rows: number) =>
      eventually(async () => expect(await grid().getByRole('row').count()).toBe(rows + 1));
    for (const [text, rows] of [
      ['row:A', 2],
      ['building:"Hall 1" -row:A', 2],
      ['row=B position=2', 1],
      ['-row:A', 4],
    ] as const) {
      await search().fill(text);
      await shows(rows);
    }
    await search().fill('row:');
    await page.getByRole('option', { name: /^A/ }).click();
    await shows(2);
    const account = (at(await farm.miners(), 1)?.latest_status?.pool_user ?? '').split('.')[0] ?? '';
    expect(account).not.toBe('');
    await search().fill(account);
    await page.getByRole('option', { name: new RegExp(`^account:${account}`) }).click();
    await shows(4);
    await search().fill('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByLabel('Search everything').last().fill('row:B');
    await page.getByRole('button', { name: /2 miners/ }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('has no line with a separator at one of its ends', async () => {
    await goTo('/overview');
    await tile('Power').waitFor();
    for (const width of [1280, 1100, 1010]) {
      await page.setViewportSize({ width, height: 720 });
      const stray = await tile('Hashing').evaluate(
        (link) =>
          [...link.querySelectorAll('span')]
            .filter((span) => span.children.length === 0 && span.textContent === ' · ')
            .filter((dot) => {
              const part = dot.parentElement;
              const clip = part?.parentElement?.parentElement;
              if (part == null || clip == null) return true;
              const isFirst =
                Math.abs(
                  part.getBoundingClientRect().top - (part.previousElementSibling?.getBoundingClientRect().top ?? 0),
                ) > 2;
              return isFirst && dot.getBoundingClientRect().right > clip.getBoundingClientRect().left + 0.5;
            }).length,
      );
      expect(stray, `at ${width} px`).toBe(0);
    }
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  it('has broken no rule of its page on the way', () => {
    expect(complaints).toEqual([]);
  });
});
