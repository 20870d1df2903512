import { afterAll, expect, it } from 'vitest';
import { HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { Maintenance } from '../../../src-shared/model/index.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { type ShownFarm, showFarm } from '../../fixtures/page/shown-farm.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';
import { minerRow, NOW, offlineRow, status } from '../../unit/renderer/miner-row.ts';

const browser = await shareBrowser();
afterAll(() => browser.close());

const offline = { code: 'offline', severity: 'critical', message: 'Offline.' } as const;
/** Two racks: all of R1 hash; R2 is worked on, and half of it is offline. */
const miners = [1, 2].flatMap((rack) =>
  [1, 2, 3, 4, 5, 6].map((slot) => {
    const placed = { id: `02:95:23:00:0${rack}:0${slot}`, nickname: `R${rack}-S${slot}`, place: `R${rack}/${slot}` };
    return rack === 2 && slot > 3 ? offlineRow({ ...placed, attention: [offline] }) : minerRow(placed);
  }),
);
const TEXT = /^In maintenance until \d\d:\d\d: fan swap$/;

async function shown(path: string): Promise<ShownFarm> {
  const farm = await showFarm(browser, miners, { nowMs: NOW, viewport: { width: 1280, height: 720 } });
  const work = { query: 'rack=R2', starts_at: NOW - HOUR_MS, ends_at: NOW + HOUR_MS, created_at: NOW - HOUR_MS };
  farm.operations.maintenance.list = () => [{ ...sampleOf(Maintenance), ...work, rule_ids: [], reason: 'fan swap' }];
  await farm.page.reload();
  await farm.page.goto(farm.at(path));
  return farm;
}

it.each(['/overview', '/wall'])('%s marks what is in maintenance, in its rack and in the legend', async (path) => {
  await using farm = await shown(path);
  const { page } = farm;
  const mark = page.getByRole('img', { name: '6 miners in maintenance' });
  await page.getByRole('region', { name: 'R2', exact: true }).filter({ has: mark }).waitFor();
  expect(await page.getByRole('region', { name: 'R1', exact: true }).filter({ has: mark }).count()).toBe(0);
  await page.getByRole('list', { name: 'Legend' }).getByText('in maintenance').waitFor();
  // Nobody is called to the rack that is worked on.
  expect(await page.getByRole('img', { name: /need attention/ }).count()).toBe(0);
  expect(await overflowing(page)).toEqual([]);
  expect(await seriousFaults(page)).toEqual([]);
});

it('a cell of the map says until when, and why', async () => {
  await using farm = await shown('/overview');
  const { page } = farm;
  await page.getByRole('img', { name: '6 miners in maintenance' }).waitFor();
  await page.getByRole('application', { name: /^Map of 12 miners/ }).focus();
  // The first key only enters the map.
  for (const key of ['End', 'End']) await page.keyboard.press(key);
  await page.getByText(/R2-S6 .*In maintenance until \d\d:\d\d: fan swap/).waitFor({ state: 'attached' });
  await page.getByText(TEXT).waitFor();
  // A rack that a job has paused says until when.
  const stopped = { latest_status: status({ state: 'stopped', hashrate_hs: 0 }), paused_until: NOW + HOUR_MS };
  farm.change(miners.slice(0, 6).map((miner) => ({ ...miner, ...stopped })));
  const paused = page.getByRole('img', { name: /^6 miners paused until \d\d:\d\d$/ });
  const rack = page.getByRole('region', { name: 'R1', exact: true }).filter({ has: paused });
  await rack.waitFor();
  // The head of a small rack has the time, and the rest is said under the pointer.
  expect(await rack.innerText()).toMatch(/\d\d:\d\d/);
  expect(await rack.getAttribute('title')).toMatch(/^6 miners paused until \d\d:\d\d$/);
  expect(await overflowing(page)).toEqual([]);
});
