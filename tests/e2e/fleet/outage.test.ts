import type { Page, WebSocketRoute } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import type { Miner } from '../../../src-shared/model/index.ts';
import { seriousFaultsInBothSchemes } from '../../fixtures/page/axe.ts';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { showFarm } from '../../fixtures/page/shown-farm.ts';
import { until } from '../../fixtures/patience.ts';
import { minerRow, NOW, offlineRow } from '../../unit/renderer/miner-row.ts';

const browser = await shareBrowser();
afterAll(() => browser.close());

const place = (n: number): Partial<Miner> => ({
  id: `02:95:23:00:01:0${n}`,
  nickname: null,
  hostname: null,
  last_ip: `127.88.0.${n}`,
});
const running = (n: number): Miner => minerRow({ ...place(n), ip: `127.88.0.${n}` });
const gone = (n: number): Miner => offlineRow({ ...place(n), offline_since_at: NOW - 120_000 });
const ALL = [1, 2, 3, 4, 5, 6, 7, 8];

const header = (page: Page) => page.getByRole('banner');
const names = (page: Page): Promise<string[]> =>
  page
    .getByRole('grid', { name: 'Miners' })
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));

it('miners that go offline together are attention, with a banner, and stay in the totals as expected', async () => {
  await using farm = await showFarm(browser, ALL.map(running), { nowMs: NOW });
  const { page } = farm;
  const titled = (title: string) => until(title, async () => (await page.title()) === title);
  await page.goto(farm.at('/fleet'));
  await header(page)
    .getByRole('button', { name: /^8 hashing of 8/ })
    .waitFor();
  await header(page).getByText('832.0 TH/s').first().waitFor();
  await header(page)
    .getByRole('button', { name: /^0 need attention/ })
    .waitFor();
  expect(await page.title()).toBe('PowerHive');

  farm.change([3, 4, 5].map(gone));
  const banner = page.getByText(/^3 miners went offline at \d\d:\d\d \(127\.88\.0\.0\/24\), −312\.0 TH\/s$/);
  await banner.waitFor();
  for (const name of [/^5 hashing of 8/, /^3 need attention/, /^3 offline/]) {
    await header(page).getByRole('button', { name }).waitFor();
  }
  await until('the totals', async () =>
    /520\.0 of 832\.0 TH\/s/.test((await header(page).innerText()).replaceAll(/\s+/g, ' ')),
  );
  await titled('(3) PowerHive');
  expect(await seriousFaultsInBothSchemes(page)).toEqual([]);

  // They are named by where they were last seen, and found by it.
  await page
    .getByRole('button', { name: 'Show', exact: true })
    .or(page.getByRole('link', { name: 'Show' }))
    .click();
  await until('those that are gone', async () => (await names(page)).length === 3);
  expect((await names(page)).sort()).toEqual(['127.88.0.3', '127.88.0.4', '127.88.0.5']);
  await page.getByRole('combobox', { name: 'Search' }).fill('127.88.0.5');
  await until('the one', async () => (await names(page)).join() === '127.88.0.5');

  farm.change(ALL.map(gone));
  await page
    .getByText(/^All 8 monitored miners went offline at \d\d:\d\d \(127\.88\.0\.0\/24\), −832\.0 TH\/s$/)
    .waitFor();
  await header(page)
    .getByRole('button', { name: /^8 need attention/ })
    .waitFor();
  await until('nothing of what is expected', async () =>
    /\b0(\.0)? of 832\.0 TH\/s/.test((await header(page).innerText()).replaceAll(/\s+/g, ' ')),
  );
  await titled('(8) PowerHive');

  // When they are back, that is said once; here two of them do not come back within a minute.
  farm.change([1, 2, 3, 4, 5, 6].map(running));
  const back = page.getByRole('status').filter({ hasText: 'Back: 6 of 8 miners of 127.88.0.0/24' });
  await header(page)
    .getByRole('button', { name: /^2 need attention/ })
    .waitFor();
  expect(await back.count()).toBe(0);
  await farm.setTime(NOW + 70_000);
  await back.getByText(/^Went offline at \d\d:\d\d\. Still offline: 127\.88\.0\.7 and 127\.88\.0\.8\.$/).waitFor();
  await back.getByRole('button', { name: 'Show' }).click();
  await until('those that are left', async () => (await names(page)).length === 2);
  expect(await back.count()).toBe(0);
});

it('while PowerHive cannot be reached, nothing that is shown becomes old, and it is shown as of that time', async () => {
  await using farm = await showFarm(browser, ALL.map(running), { nowMs: NOW });
  const { page } = farm;
  const sockets: WebSocketRoute[] = [];
  let isThere = true;
  await page.routeWebSocket(/\/ws$/, (socket) => {
    sockets.push(socket);
    if (isThere) socket.connectToServer();
    else void socket.close();
  });
  await page.goto(farm.at('/fleet'));
  await page.reload();
  const hashing = header(page).getByRole('button', { name: /^8 hashing of 8/ });
  await hashing.waitFor();

  isThere = false;
  for (const socket of sockets) void socket.close();
  await header(page)
    .getByText(/^as of \d\d:\d\d:\d\d$/)
    .waitFor();
  await farm.setTime(NOW + 300_000);
  await page.getByText(/Showing data from 5 min ago/).waitFor();
  expect(await header(page).getAttribute('data-frozen')).toBe('true');
  expect(await hashing.count()).toBe(1);
  expect(await header(page).getByText('832.0 TH/s').count()).toBeGreaterThan(0);
  expect(await page.title()).toBe('PowerHive');
  expect(await page.getByRole('main').evaluate((main) => getComputedStyle(main).filter)).toBe('grayscale(1)');

  // With the connection, the readings of five minutes ago are old.
  isThere = true;
  await page.getByRole('button', { name: 'Retry now' }).click();
  await header(page)
    .getByRole('button', { name: /^0 hashing of 8/ })
    .waitFor();
});
