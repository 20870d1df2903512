import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Miner, QueryHistory, TelemetrySnapshot } from '../../../src-shared/model/index.ts';
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
/** The miner with silent chips. */
let sick: Miner;
let boardId: number;
/** Positions of its silent chips on their board. */
let silentAt: number[];

/**
 * Four miners, one with a cluster of silent chips, polled often until each has several chip
 * readings.
 */
beforeAll(async () => {
  farm = await startWatchedFarm({
    listen: `${net}.4.1-${net}.4.4:8984`,
    profile: 's19jpro',
    faults: `chip-dead@${net}.4.2,same-labels@${net}.4.3`,
    intervals: { status_seconds: 1, telemetry_seconds: 5 },
  });
  sick = (await farm.miners()).find(({ ip }) => ip?.startsWith(`${net}.4.2:`)) as Miner;
  await until('several chip readings', async () => (await snapshots()).length >= 3);
  // The pointer needs charts with a day of data.
  await until('what the miners remember', async () => {
    const { body } = await farm.serving.rest('GET', `/history?query=online&from=${Date.now() - 60_000}`);
    return (body as QueryHistory).loading_miners === 0;
  });
  const [latest] = await snapshots();
  const hurt = latest?.chains.find(({ chips }) => chips.some(({ hashrate_hs }) => hashrate_hs === 0));
  boardId = hurt?.chain_id ?? 0;
  silentAt = hurt?.chips.flatMap(({ hashrate_hs }, position) => (hashrate_hs === 0 ? [position] : [])) ?? [];
  browser = await shareBrowser();
  page = await openPage(browser, {
    viewport: { width: 1280, height: 720 },
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

async function snapshots(limit = 20): Promise<TelemetrySnapshot[]> {
  return (await farm.serving.rest('GET', `/miners/${sick.id}/telemetry?limit=${limit}`)).body as TelemetrySnapshot[];
}

const panel = (): Locator => page.getByRole('complementary', { name: /^Miner / });
const scrubber = (): Locator => panel().getByRole('slider', { name: 'Moment of the chip map' });
const board = (id: number): Locator => panel().getByRole('application', { name: new RegExp(`^Board ${id}: `) });
const chart = (title: string): Locator => panel().getByRole('application', { name: new RegExp(`^${title}: `) });
const focusInPage = (): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);

/** Time of the chip reading shown, in milliseconds of the day; null if none is shown. */
async function shownReading(): Promise<number | null> {
  await until('the chips of that moment', async () => (await panel().locator('[class*=leaving]').count()) === 0);
  const [text] = await panel()
    .getByText(/^Reading of \d\d:\d\d:\d\d$/)
    .allTextContents();
  if (text === undefined) return null;
  const [hours = 0, minutes = 0, seconds = 0] = (/\d\d:\d\d:\d\d/.exec(text)?.[0] ?? '').split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

async function readAt(): Promise<number> {
  await until('a reading', async () => (await shownReading()) !== null);
  return (await shownReading()) as number;
}

describe('a miner, looked into', () => {
  it('opens at the chips that an address names, framed and with the history of the first', async () => {
    expect(silentAt.length).toBeGreaterThan(1);
    await page.goto(`${farm.serving.url}/#/fleet/${sick.id}/board/${boardId}/${silentAt.join(',')}`);
    await panel().getByText(`Chip ${silentAt[0]} of board ${boardId}`).waitFor();
    expect(await board(boardId).getAttribute('aria-label')).toContain(`${silentAt.length} not hashing`);
    expect(await board(boardId).locator('rect[class*=marked]').count()).toBe(silentAt.length);
    expect(await board(boardId).evaluate((map) => map.getBoundingClientRect().top < window.innerHeight)).toBe(true);
    expect(
      await page
        .locator('header')
        .first()
        .evaluate((header) => header.getBoundingClientRect().top),
    ).toBe(0);
    expect(await page.evaluate(() => document.scrollingElement?.scrollTop)).toBe(0);
  });

  it('goes back through its chip readings by the arrow keys, and back to now', async () => {
    const now = await readAt();
    await scrubber().focus();
    await page.keyboard.press('ArrowLeft');
    // The number of steps depends on the age of the latest reading when it was shown.
    await until('an earlier reading', async () => {
      await page.keyboard.press('ArrowLeft');
      const shown = await shownReading();
      return shown !== null && shown < now;
    });
    await panel()
      .getByText(/^All chips below are from .+ ago\.$/)
      .waitFor();
    expect(await scrubber().getAttribute('aria-valuetext')).toMatch(/\d (s|min) ago$/);
    const earlier = await readAt();
    const read = (await snapshots(500)).map(({ recorded_at }) => Math.floor(recorded_at / 1000));
    const midnight = new Date().setHours(0, 0, 0, 0);
    expect(read).toContain((midnight + earlier) / 1000);
    await panel().getByRole('button', { name: 'Live' }).click();
    await until('now', async () => (await scrubber().getAttribute('aria-valuetext')) === 'Live');
    await until('the latest reading', async () => (await readAt()) >= now);
    await scrubber().focus();
    await page.keyboard.press('Home');
    await panel()
      .getByText(/^No chip data at/)
      .waitFor();
    await page.keyboard.press('End');
    await board(1).waitFor();
  });

  it('shows each chip under the arrow keys, and shows the history of the one that is chosen', async () => {
    // If the map scrolls under the pointer, it shows the chip there.
    await page.mouse.move(0, 0);
    await board(2).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const reported = panel()
      .getByRole('status')
      .filter({ hasText: /^Chip \d+: .*°C? · .* GH\/s/ });
    await reported.waitFor();
    const id = /^Chip (\d+)/.exec((await reported.textContent()) ?? '')?.[1];
    await page.keyboard.press('Enter');
    await panel().getByText(`Chip ${id} of board 2`).waitFor();
    await chart(`Chip ${id} of board 2`).waitFor();
    await page.keyboard.press('Enter');
    await until('it to close', async () => (await panel().getByText(`Chip ${id} of board 2`).count()) === 0);
  });

  it('distinguishes chips that share a label: one frame, one history, at the place that was chosen', async () => {
    const twin = (await farm.miners()).find(({ ip }) => ip?.startsWith(`${net}.4.3:`)) as Miner;
    await page.goto(`${farm.serving.url}/#/fleet/${twin.id}/board/1/70`);
    await panel().getByText('Chip 7 (2 of 2) of board 1').waitFor();
    await chart('Chip 7 \\(2 of 2\\) of board 1').waitFor();
    const chipsOf = (mark: string): Promise<string[]> =>
      board(1)
        .locator(`rect[class*=${mark}]`)
        .evaluateAll((frames) => frames.map((frame) => `${frame.getAttribute('x')} ${frame.getAttribute('y')}`));
    expect(await chipsOf('marked')).toHaveLength(1);
    expect(await chipsOf('picked')).toEqual(await chipsOf('marked'));
    expect(await board(1).locator('rect').count()).toBe(126 + 2);
    await page.mouse.move(0, 0);
    await board(1).focus();
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
    const reported = panel()
      .getByRole('status')
      .filter({ hasText: /^Chip \d+ \(1 of 2\): / });
    await reported.waitFor();
    const [words] = /^Chip [^:]+/.exec((await reported.textContent()) ?? '') ?? [];
    await page.keyboard.press('Enter');
    await panel().getByText(`${words} of board 1`).waitFor();
    expect(await chipsOf('picked')).toEqual(await chipsOf('pointed'));
    expect(await chipsOf('picked')).not.toEqual(await chipsOf('marked'));
    await page.goto(`${farm.serving.url}/#/fleet/${sick.id}`);
  });

  it('shares one moment between its charts, and shows the chips of the moment that is clicked', async () => {
    const width = (await chart('Hash rate').boundingBox())?.width ?? 0;
    let y = 50;
    await until('a cursor in every chart', async () => {
      // Charts that have just got their history are new, and have no cursor before the next move.
      y = 101 - y;
      await chart('Hash rate').hover({ position: { x: width - 60, y } });
      const lefts = await panel()
        .locator('.u-cursor-x')
        .evaluateAll((cursors) => cursors.map((cursor) => (cursor as HTMLElement).style.transform));
      return lefts.length >= 3 && new Set(lefts).size === 1 && !lefts[0]?.includes('-10px');
    });
    await chart('Power').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    // As when the page scrolls under a resting pointer.
    await page.mouse.move(0, 0);
    await page.keyboard.press('Enter');
    await until('the moment on the scrubber', async () =>
      /ago$/.test((await scrubber().getAttribute('aria-valuetext')) ?? ''),
    );
    await panel().getByRole('button', { name: 'Live' }).click();
  });

  it('offers every span, and says so where nothing was recorded', async () => {
    for (const span of ['6 h', '24 h', '7 d', '90 d', '1 h']) {
      await panel().getByRole('radio', { name: span }).check();
      await chart('Hash rate').waitFor();
    }
    await panel().getByRole('radio', { name: '1 h' }).press('ArrowRight');
    await eventually(async () => expect(await panel().getByRole('radio', { name: '6 h' }).isChecked()).toBe(true));
  });

  it('starts its charts from 0 on request, with a unit on each axis, and hands that to the history', async () => {
    const history = panel().getByRole('region', { name: 'History' });
    for (const unit of ['TH/s', 'W']) await history.getByText(unit, { exact: true }).first().waitFor();
    const more = history.getByRole('link', { name: 'Compare, zoom, events and export' });
    const pixels = () => history.locator('canvas').first().screenshot();
    const before = await pixels();
    await history.getByRole('checkbox', { name: 'From 0' }).check();
    await eventually(async () => expect((await pixels()).equals(before)).toBe(false));
    expect(await more.getAttribute('href')).toContain('zero=1');
    await history.getByRole('checkbox', { name: 'From 0' }).uncheck();
  });

  it('is widened and closed by keys, and keeps its width', async () => {
    const width = async (): Promise<number> => (await panel().boundingBox())?.width ?? 0;
    const narrow = await width();
    await page.getByRole('grid', { name: 'Miners' }).focus();
    await page.keyboard.press('w');
    await until('a wider panel', async () => (await width()) > narrow * 1.5);
    expect(await overflowing(page)).toEqual([]);
    await page.reload();
    await until('it to be wide still', async () => (await width()) > narrow * 1.5);
    await page.getByRole('grid', { name: 'Miners' }).focus();
    await page.keyboard.press('w');
    await until('a narrow panel', async () => (await width()) === narrow);
    await page.keyboard.press('Escape');
    await until('the panel to close', async () => (await panel().count()) === 0);
  });

  it('shows how all miners went, and those of a query, by keyboard alone', async () => {
    await page.keyboard.press('h');
    const counted = (last: number) =>
      page.getByRole('application', { name: new RegExp(`^Miners counted: .* to ${last}`) }).first();
    await counted(4).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(`mac:${sick.id}`);
    await counted(1).waitFor();
    await page.keyboard.press('Escape');
    const rate = page.getByRole('application', { name: /^Hash rate: / });
    await rate.focus();
    await page.keyboard.press('+');
    await until('a narrower span in the address', () => /[?&]from=.*&to=/.test(page.url()));
    await counted(1).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.goBack();
    await until('the span of before', () => !page.url().includes('from='));
    await page.keyboard.press('g');
    await page.keyboard.press('f');
  });

  it('is renamed by keyboard alone', async () => {
    await page.goto(`${farm.serving.url}/#/fleet`);
    await page.getByRole('grid', { name: 'Miners' }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await panel().waitFor();
    const name = panel().getByRole('textbox', { name: 'Name', exact: true });
    await name.focus();
    await page.keyboard.type('Aisle 4');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Miner Aisle 4' }).waitFor();
    await until('the name to be kept', async () =>
      (await farm.miners()).some(({ nickname }) => nickname === 'Aisle 4'),
    );
    // Changes and their actors are shown with the miner.
    const activity = page.getByRole('region', { name: 'Latest activity' });
    await activity.getByText(/→ Aisle 4 in a browser$/).waitFor();
    expect(await focusInPage()).not.toBe('Close');
    expect(complaints).toEqual([]);
  });

  it('keeps what is typed for it where that is refused, and where another window changes it', async () => {
    await page.goto(`${farm.serving.url}/#/fleet/${sick.id}`);
    const name = panel().getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('Aisle\u202e 5');
    await page.keyboard.press('Enter');
    const refusal = page.getByRole('alert').filter({ hasText: "control characters aren't allowed" });
    await refusal.waitFor();
    expect(await name.inputValue()).toBe('Aisle\u202e 5');
    await refusal.getByRole('button').click();
    await name.fill('Aisle 5');
    const place = panel().getByRole('combobox', { name: 'Place', exact: true });
    await place.fill('R7/');
    const elsewhere = { nickname: 'Elsewhere', place: 'R9/1' };
    await farm.serving.rest('PATCH', `/miners/${sick.id}`, elsewhere);
    await page.getByRole('complementary', { name: 'Miner Elsewhere' }).waitFor();
    expect([await name.inputValue(), await place.inputValue()]).toEqual(['Aisle 5', 'R7/']);
    // After saving, the field follows the stored value again.
    await place.fill('R7/4');
    await page.keyboard.press('Enter');
    await until('the place to be kept', async () => (await farm.miners()).some((miner) => miner.place === 'R7/4'));
    await farm.serving.rest('PATCH', `/miners/${sick.id}`, elsewhere);
    await until('the other place', async () => (await place.inputValue()) === 'R9/1');
    await farm.serving.rest('PATCH', `/miners/${sick.id}`, { nickname: null, place: null });
    expect(complaints).toEqual([]);
  });

  it('is clean in both schemes, and whole at a zoom of 200 %', async () => {
    await page.goto(`${farm.serving.url}/#/fleet/${sick.id}`);
    for (const look of [
      { colorScheme: 'light', window: 'small window' },
      { colorScheme: 'dark', window: 'small window' },
      { colorScheme: 'light', window: '200 % zoom' },
    ] as const) {
      await showIn(page, look);
      await board(3).waitFor();
      await chart('Power').waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      expect(await overflowing(page)).toEqual([]);
      expect(complaints).toEqual([]);
    }
  });
});
