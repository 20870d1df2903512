import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Job, JobDetail } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { until } from '../../fixtures/patience.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

const net = await claimNet();
const MINERS = 3;

let farm: WatchedFarm;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  farm = await startWatchedFarm({
    listen: `${net}.3.1-${net}.3.${MINERS}:8986`,
    profile: 's19jpro',
    intervals: { status_seconds: 2 },
    timeScale: 60,
    actions: { enabled: true },
  });
  browser = await shareBrowser();
  page = await openPage(browser, { viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
  complaints = collectComplaints(page);
  await page.goto(`${farm.serving.url}/#token=${farm.serving.token}`);
  await page.goto(`${farm.serving.url}/#/fleet`);
  await page.getByText(`${MINERS} of ${MINERS} monitored`).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await farm?.[Symbol.asyncDispose]();
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
const states = (): string[] => farm.fleet.miners.map(({ device }) => device.machine.state);
const jobId = (): string => /jobs\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
const job = async (id = jobId()): Promise<JobDetail> =>
  (await farm.serving.rest('GET', `/jobs/${id}`)).body as JobDetail;

it('says of the presets on how many of the selected miners each is tuned', async () => {
  await page.goto(`${farm.serving.url}/#/jobs/new/preset?q=online`);
  const preset = page.getByRole('combobox', { name: 'Preset' });
  await preset.focus();
  await page.keyboard.press('ArrowDown');
  await page
    .getByRole('option', { name: / · tuned(?: on \d of 3)?(?: · |$)/ })
    .first()
    .waitFor();
  await page
    .getByRole('option', { name: / · tuned on none(?: · |$)/ })
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
});

it('begins a job at the next full hour where another time than now is chosen, and its pause ends after that', async () => {
  await page.goto(`${farm.serving.url}/#/jobs/new/pause?q=online`);
  await page.getByRole('radio', { name: '10 min', exact: true }).check();
  await button(/^Pause for 10 min on 3 miners$/).waitFor();
  await page.getByRole('radio', { name: 'For … min' }).check();
  // No duration is out of sight in the narrow panel.
  const lengths = page.getByRole('radiogroup', { name: 'Paused' });
  expect(await lengths.evaluate((group) => group.scrollWidth <= group.clientWidth)).toBe(true);
  await page.getByLabel('Minutes of the pause').fill('7');
  await button(/^Pause for 7 min on 3 miners$/).waitFor();
  await page.getByRole('radio', { name: '1 h', exact: true }).check();
  await page.getByRole('radio', { name: 'At', exact: true }).check();
  const begins = page.getByLabel('Begins at');
  const at = Date.parse(await begins.inputValue());
  expect(new Date(at).getMinutes()).toBe(0);
  expect(at - Date.now()).toBeGreaterThan(9 * 60_000);
  expect(at - Date.now()).toBeLessThan(71 * 60_000);
  await page.getByRole('radio', { name: 'Until …' }).check();
  expect(Date.parse(await page.getByLabel('Paused until').inputValue())).toBe(at + 3_600_000);
  await button(/^.*\d\d:00: Pause until .*\d\d:00 on 3 miners$/).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  // The next job's form begins anew once this one is left.
  await page.goto(`${farm.serving.url}/#/fleet`);
  await page.getByRole('grid', { name: 'Miners' }).waitFor();
});

it('pauses until a time that is chosen by key, and says so on the job, in the list and in the panel of a miner', async () => {
  await farm.serving.rest('POST', '/changes', { query: 'online', patch: { place: 'R2' } });
  await page.goto(`${farm.serving.url}/#/jobs/new/pause?q=online`);
  await page.getByRole('heading', { name: `Pause on ${MINERS} miners in R2`, exact: true }).waitFor();
  await page.getByText('Its miners stay paused until someone resumes them.').waitFor();
  await page.getByRole('radio', { name: 'Until resumed' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.getByText(/^At \d\d:\d\d PowerHive resumes those that are still paused by this job\./).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  // The time begins with the duration that was chosen before; without one nothing can be started.
  for (let steps = 0; steps < 3; steps++) await page.keyboard.press('ArrowRight');
  await page.getByLabel('Minutes of the pause').fill('240');
  await page.getByRole('radio', { name: 'For … min' }).focus();
  await page.keyboard.press('ArrowRight');
  const time = page.getByLabel('Paused until');
  const chosen = Date.parse(await time.inputValue());
  expect(Math.abs(chosen - Date.now() - 4 * 3_600_000)).toBeLessThan(120_000);
  await time.fill('');
  await page.getByText('Choose until when.').waitFor();
  expect(await button(/^Pause .*on 3 miners$/).isDisabled()).toBe(true);
  await page.getByRole('radio', { name: '1 h' }).check();
  await button('Pause for 1 h on 3 miners').click();
  await page.getByRole('heading', { name: 'Pause', exact: true }).waitFor();
  await page.getByText(/^Its miners are resumed at \d\d:\d\d, in (59 min|1 h 0 min), if they are still/).waitFor();
  await until('the miners to be paused', () => states().every((state) => state !== 'mining'));
  const { pause_end } = await job();
  expect(Math.abs((pause_end?.at ?? 0) - Date.now() - 3_600_000)).toBeLessThan(120_000);
  expect(await seriousFaults(page)).toEqual([]);
  const row = page.getByRole('table', { name: 'Jobs' }).getByRole('row').nth(1);
  await row.getByRole('rowheader', { name: /^Pause until \d\d:\d\d$/ }).waitFor();
  await row.getByRole('cell', { name: 'R2 · online' }).waitFor();
  await page.getByRole('complementary', { name: 'Pause', exact: true }).getByText('R2', { exact: true }).waitFor();
  const id = jobId();
  await page.goto(`${farm.serving.url}/#/fleet`);
  const rows = page.getByRole('grid', { name: 'Miners' });
  await rows
    .getByText(/^paused until \d\d:\d\d$/)
    .nth(MINERS - 1)
    .waitFor();
  const mac = farm.fleet.miners[0]?.mac.toLowerCase() ?? '';
  await page.goto(`${farm.serving.url}/#/fleet/${mac}`);
  await page.getByRole('link', { name: /^Paused until \d\d:\d\d \(by a job\)$/ }).click();
  await page.getByRole('heading', { name: 'Pause', exact: true }).waitFor();
  expect(jobId()).toBe(id);
});

it('changes the end, cancels it and sets another, and shows what came of it', async () => {
  const first = (await job()).pause_end?.at ?? 0;
  await button('Change …').click();
  // The form begins with the end that the pause has.
  expect(await page.getByRole('radio', { name: 'Until …' }).isChecked()).toBe(true);
  expect(first - Date.parse(await page.getByLabel('Paused until').inputValue())).toBeLessThan(60_000);
  await page.getByRole('radio', { name: '4 h' }).check();
  await button('Set the end').click();
  await page.getByText(/in (3 h 59 min|4 h 0 min), if they are still/).waitFor();
  const changed = (await job()).pause_end?.at;
  await button('Do not resume them').click();
  await button(/^Resume them at /).click();
  await page.getByText(/in (3 h 59 min|4 h 0 min), if they are still/).waitFor();
  // The page may show the end of before for a moment.
  await until('the end to wait again', async () => (await job()).pause_end?.state === 'waiting');
  expect((await job()).pause_end).toMatchObject({ at: changed });
  await button('Do not resume them').click();
  await page.getByText('Its miners stay paused until someone resumes them.').waitFor();
  await button('Set an end …').waitFor();
  const id = jobId();
  const at = Date.now() + 3000;
  const set = await farm.serving.rest('POST', `/jobs/${id}/pause-end`, { resume_at: at });
  expect((set.body as Job).pause_end).toMatchObject({ at, state: 'waiting' });
  await page.getByText(/^The pause ended at \d\d:\d\d/).waitFor();
  await until('the miners to hash again', () => states().every((state) => state === 'mining'));
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('complementary').getByRole('link', { name: 'Open the job' }).click();
  await page.getByRole('heading', { name: 'Resume', exact: true }).waitFor();
  await page.getByRole('link', { name: 'The end of a pause' }).waitFor();
  const list = page.getByRole('table', { name: 'Jobs' });
  await list.getByRole('rowheader', { name: 'Resume end of a pause' }).waitFor();
  expect(await job()).toMatchObject({ resume_of: id, counts: { in_force: MINERS } });
  expect(complaints).toEqual([]);
});
