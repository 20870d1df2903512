import { afterAll, expect, it } from 'vitest';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { showFarm } from '../../fixtures/page/shown-farm.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { minerRow, NOW } from '../../unit/renderer/miner-row.ts';

const browser = await shareBrowser();
afterAll(() => browser.close());

const miners = [1, 2].map((n) =>
  minerRow({ id: `02:95:23:00:01:0${n}`, nickname: `M${n}`, ip: `127.88.0.${n}`, place: n === 1 ? 'R6' : 'R7' }),
);

it('the card of a cell of the map is gone once its miner is opened, until the pointer goes elsewhere', async () => {
  await using farm = await showFarm(browser, miners, { nowMs: NOW, viewport: { width: 1280, height: 720 } });
  const { page } = farm;
  await page.goto(farm.at('/overview'));
  const card = page.locator('div[aria-hidden="true"] > strong');
  const cells = page.locator('canvas[data-box]').first();
  await cells.hover({ position: { x: 8, y: 8 } });
  await card.waitFor();
  const boxes = () =>
    page
      .locator('canvas[data-box]')
      .evaluateAll((all) => all.map((one) => JSON.stringify(one.getBoundingClientRect())));
  // Nor does a banner change the size of a rack when it goes and comes: all move down by its height.
  const size = async () => {
    const { width = 0, height = 0 } =
      (await page.getByRole('region', { name: 'Map', exact: true }).boundingBox()) ?? {};
    return { width, height };
  };
  const unread = minerRow({ id: '02:95:23:00:01:09', ip: '127.88.0.9', managed: false, latest_status: null });
  farm.change([{ ...unread, first_seen_at: NOW }]);
  const banner = page.getByRole('region', { name: 'New miners' });
  await banner.waitFor();
  const below = await size();
  await page.getByRole('button', { name: 'Not now' }).click();
  await until('no banner', async () => (await banner.count()) === 0);
  await eventually(async () => expect(await size()).toEqual(below));
  // Without the pointer there, a banner leaves room for all, and nothing has to be scrolled to.
  await page.mouse.move(5, 5);
  farm.change([{ ...unread, id: '02:95:23:00:01:08', ip: '127.88.0.8', first_seen_at: NOW + 1 }]);
  await banner.waitFor();
  const hidden = () => page.locator('[data-beside]').evaluate((one) => one.scrollHeight - one.clientHeight);
  await until('room for all', async () => (await hidden()) === 0);
  await page.getByRole('button', { name: 'Not now' }).click();
  await until('no banner', async () => (await banner.count()) === 0);
  await cells.hover({ position: { x: 8, y: 8 } });
  const before = await boxes();
  await page.mouse.down();
  await page.mouse.up();
  await page.getByRole('complementary', { name: /^Miner / }).waitFor();
  await until('no card', async () => (await card.count()) === 0);
  // No cell has moved under the pointer.
  await until(
    'room for the panel',
    async () => (await page.locator('[data-beside="true"]').boundingBox())?.width === 832,
  );
  expect(await boxes()).toEqual(before);
  await page.mouse.move(5, 5);
  const other = page.locator('canvas[data-box]').nth(1);
  await other.hover({ position: { x: 8, y: 8 } });
  await card.waitFor();
});

it('a cell that the panel would cover is scrolled to once it is opened', async () => {
  const many = Array.from({ length: 6 }, (_, i) =>
    minerRow({ id: `02:95:23:00:02:0${i}`, nickname: `N${i}`, ip: `127.88.1.${i}`, place: `R${i}` }),
  );
  await using farm = await showFarm(browser, many, { nowMs: NOW, viewport: { width: 1280, height: 720 } });
  const { page } = farm;
  await page.goto(farm.at('/overview'));
  const cells = page.locator('canvas[data-box="5"]');
  await cells.click({ position: { x: 8, y: 8 } });
  const panel = page.getByRole('complementary', { name: 'Miner N5' });
  await panel.waitFor();
  await until('the cell to be in sight', async () => {
    const [cell, beside] = [await cells.boundingBox(), await panel.boundingBox()];
    return cell !== null && beside !== null && cell.x > 0 && cell.x + 16 < beside.x;
  });
});
