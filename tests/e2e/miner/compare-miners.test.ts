import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { showIn } from '../../fixtures/page/looks.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

const net = await claimNet();

let farm: WatchedFarm;
let browser: Browser;
let page: Page;
let complaints: string[];
let miners: [Miner, Miner, Miner];

beforeAll(async () => {
  farm = await startWatchedFarm({
    listen: `${net}.6.1-${net}.6.3:8984`,
    profile: 's19jpro',
    intervals: { status_seconds: 1, telemetry_seconds: 5 },
  });
  const [a, b, c] = await farm.miners();
  for (const [i, miner] of [a, b, c].entries())
    await farm.serving.rest('PATCH', `/miners/${miner?.id}`, { nickname: `R1-S0${i + 1}`, place: `R1/${i + 1}` });
  await until('their names', async () => (await farm.miners()).every(({ nickname }) => nickname !== null));
  miners = (await farm.miners()).sort((one, other) => minerName(one).localeCompare(minerName(other))) as typeof miners;
  browser = await shareBrowser();
  page = await openPage(browser, { viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
  complaints = collectComplaints(page);
  await page.goto(`${farm.serving.url}/#token=${farm.serving.token}`);
});
afterAll(async () => {
  await browser?.close();
  await farm?.[Symbol.asyncDispose]();
});

const panelOf = (miner: Miner): Locator => page.getByRole('article', { name: `Miner ${minerName(miner)}` });
const scrubberOf = (miner: Miner): Locator => panelOf(miner).getByRole('slider', { name: 'Moment of the chip map' });
const addressOf = (first: Miner, second: Miner): string => `#/miners/compare/${first.id}/${second.id}`;
const isAt = (hash: string) =>
  until(`the address ${hash}`, () => page.evaluate(() => location.hash).then((at) => at === hash));

async function fleet(): Promise<void> {
  await page.goto(`${farm.serving.url}/#/fleet`);
  await page.getByRole('grid', { name: 'Miners' }).waitFor();
  await page.getByRole('row', { name: /R1-S03/ }).waitFor();
}

describe('two miners side by side', () => {
  it('are opened from a selection of two by keyboard alone, each with its boards and chips', async () => {
    await fleet();
    await page.keyboard.press('j');
    await page.keyboard.press('Space');
    const compare = page.getByRole('region', { name: 'Selected miners' }).getByRole('button', { name: 'Compare' });
    await page.getByRole('region', { name: 'Selected miners' }).waitFor();
    expect(await compare.count()).toBe(0);
    await page.keyboard.press('j');
    await page.keyboard.press('Space');
    await compare.focus();
    await page.keyboard.press('Enter');
    await until('an address of two miners', () => page.url().includes('/miners/compare/'));
    const ids = page.url().split('/').slice(-2);
    const shown = ids.map((id) => miners.find((miner) => miner.id === id) as Miner);
    expect(new Set(ids).size).toBe(2);
    const boxes = await Promise.all(
      shown.map(async (miner) => {
        await panelOf(miner).getByRole('heading', { name: 'Boards', exact: true }).waitFor();
        await panelOf(miner)
          .getByRole('application', { name: /^Board 3: / })
          .waitFor();
        return panelOf(miner).boundingBox();
      }),
    );
    expect(boxes[0]?.y).toBe(boxes[1]?.y);
    expect(boxes[0]?.width).toBe(boxes[1]?.width);
    expect((boxes[0]?.x ?? 0) + (boxes[0]?.width ?? 0)).toBeLessThanOrEqual(boxes[1]?.x ?? 0);
    await page.keyboard.press('Escape');
    await isAt('#/fleet');
    expect(complaints).toEqual([]);
  });

  it('are a link, and share the period and the moment of the chips', async () => {
    const [first, second] = miners;
    await page.goto(`${farm.serving.url}/${addressOf(first, second)}`);
    await page.reload();
    const periodOf = (miner: Miner) => panelOf(miner).getByRole('radiogroup', { name: 'Period' });
    await periodOf(first).getByText('7 d').click();
    await eventually(async () =>
      expect(await periodOf(second).getByRole('radio', { name: '7 d' }).isChecked()).toBe(true),
    );
    // Without how long ago that is, which goes on while both are asked.
    const momentOf = async (miner: Miner): Promise<string | undefined> =>
      (await scrubberOf(miner).getAttribute('aria-valuetext'))?.split(',')[0];
    const now = await momentOf(first);
    await scrubberOf(second).focus();
    await page.keyboard.press('ArrowLeft');
    const at = await momentOf(second);
    expect(at).not.toBe(now);
    expect(await momentOf(first)).toBe(at);
    await page.getByRole('link', { name: 'Swap' }).click();
    await isAt(addressOf(second, first));
    expect(complaints).toEqual([]);
  });

  it('are chosen in the palette from the panel of one, and one of them is exchanged by its neighbour', async () => {
    const [first, second, third] = miners;
    await page.goto(`${farm.serving.url}/#/fleet/${first.id}`);
    await page.getByRole('button', { name: 'Compare with …' }).click();
    await page.getByRole('button', { name: 'Compare R1-S01 with R1-S02' }).waitFor();
    await page.keyboard.type('s03');
    await page.getByRole('button', { name: 'Compare R1-S01 with R1-S02' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await isAt(addressOf(first, third));
    await panelOf(third).getByRole('link', { name: '← R1-S02' }).click();
    await isAt(addressOf(first, second));
    await panelOf(first).getByRole('link', { name: 'R1-S02 →' }).click();
    // With itself a miner is not compared.
    await isAt(`#/fleet/${second.id}`);
    await page.goto(`${farm.serving.url}/#/miners/compare/${first.id}/02:00:00:00:00:99`);
    await page.getByText('Miner not found.').waitFor();
    await panelOf(first).getByRole('heading', { name: 'Boards', exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('are there again once a preview that was opened beside them is closed', async () => {
    const [first, second] = miners;
    await page.goto(`${farm.serving.url}/${addressOf(first, second)}`);
    await panelOf(first).getByRole('link', { name: 'Allow changes …' }).click();
    const allow = page.getByRole('switch', { name: 'Allow changes on miners' });
    await allow.click();
    await until('changes to be allowed', () => allow.isChecked());
    await page.goto(`${farm.serving.url}/${addressOf(first, second)}`);
    for (const close of ['Escape', 'button']) {
      await panelOf(second).getByRole('button', { name: 'Restart', exact: true }).click();
      await page.getByRole('complementary', { name: /Restart/ }).waitFor();
      if (close === 'Escape') await page.keyboard.press('Escape');
      else await page.getByRole('button', { name: 'Close' }).click();
      await isAt(addressOf(first, second));
      await panelOf(first).getByRole('heading', { name: 'Boards', exact: true }).waitFor();
    }
    // A preview of the fleet leads to the fleet.
    await page.goto(`${farm.serving.url}/#/fleet?q=R1`);
    await page.getByRole('grid', { name: 'Miners' }).waitFor();
    await page.goto(`${farm.serving.url}/#/jobs/new/restart?q=R1`);
    await page.getByRole('complementary', { name: /Restart/ }).waitFor();
    await page.keyboard.press('Escape');
    await isAt('#/fleet?q=R1');
  });

  it('are clean in both schemes, and one below the other at a zoom of 200 %', async () => {
    const [first, second] = miners;
    await page.goto(`${farm.serving.url}/${addressOf(first, second)}`);
    for (const look of [
      { colorScheme: 'light', window: 'small window' },
      { colorScheme: 'dark', window: 'small window' },
      { colorScheme: 'light', window: '200 % zoom' },
    ] as const) {
      await showIn(page, look);
      for (const miner of [first, second]) {
        await panelOf(miner)
          .getByRole('application', { name: /^Board 3: / })
          .waitFor();
        await panelOf(miner)
          .getByRole('application', { name: /^Power: / })
          .waitFor();
      }
      expect(await seriousFaults(page)).toEqual([]);
      expect(await overflowing(page)).toEqual([]);
    }
    const [above, below] = [await panelOf(first).boundingBox(), await panelOf(second).boundingBox()];
    expect(below?.x).toBe(above?.x);
    expect(below?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0));
    expect(complaints).toEqual([]);
  });
});
