import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { TWO_ALGORITHMS } from '../../fixtures/farm/two-algorithms.ts';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { showFarm } from '../../fixtures/page/shown-farm.ts';
import { until } from '../../fixtures/patience.ts';
import { NOW } from '../../unit/renderer/miner-row.ts';

const browser = await shareBrowser();
afterAll(() => browser.close());

const grid = (page: Page) => page.getByRole('grid', { name: 'Miners' });
const row = (page: Page, name: string) => grid(page).getByRole('row', { name, exact: true });

/** Whether all of a row can be seen, below the head of the table. */
async function isInView(page: Page, name: string): Promise<boolean> {
  if ((await row(page, name).count()) === 0) return false;
  const [whole, head, one] = await Promise.all([
    grid(page).boundingBox(),
    grid(page).locator('thead').boundingBox(),
    row(page, name).boundingBox(),
  ]);
  if (whole === null || head === null || one === null) return false;
  return one.y >= head.y + head.height - 1 && one.y + one.height <= whole.y + whole.height;
}

it('the row of a miner that a link opens is scrolled into view, and so is the one that keys reach', async () => {
  await using farm = await showFarm(browser, TWO_ALGORITHMS, { nowMs: NOW, viewport: { width: 1280, height: 720 } });
  const { page } = farm;
  const idOf = (nickname: string) => TWO_ALGORITHMS.find((miner) => miner.nickname === nickname)?.id;
  await page.goto(farm.at(`/fleet/${idOf('R4-S19')}`));
  await page.reload();
  await page.getByRole('complementary', { name: 'Miner R4-S19' }).waitFor();
  await until('its row', () => isInView(page, 'R4-S19'));
  expect(await row(page, 'R4-S19').getAttribute('aria-current')).toBe('true');
  // Another link, while the table is there.
  await page.goto(farm.at(`/fleet/${idOf('R1-S02')}`));
  await until('the row of the other', () => isInView(page, 'R1-S02'));
  await page.keyboard.press('Escape');
  await grid(page).focus();
  for (let presses = 0; presses < 40; presses++) await page.keyboard.press('j');
  await until('the row that is reached', () => isInView(page, 'R2-S18'));
});

it('the rows say their states in words beside an open panel', async () => {
  await using farm = await showFarm(browser, TWO_ALGORITHMS, { nowMs: NOW, viewport: { width: 1280, height: 720 } });
  const { page } = farm;
  for (const width of [1280, 1440]) {
    await page.setViewportSize({ width, height: 720 });
    await page.goto(farm.at(`/fleet/${TWO_ALGORITHMS[0]?.id}`));
    await page.getByRole('complementary', { name: 'Miner R1-S01' }).waitFor();
    for (const [name, word] of [
      ['R1-S01', 'mining'],
      ['R1-S04', 'offline'],
      ['R1-S12', 'hot'],
      ['R1-S06', 'board not hashing'],
    ] as const) {
      const isWhole = await row(page, name)
        .getByText(word, { exact: true })
        .evaluate((cell) => cell.clientWidth > 15 && cell.scrollWidth <= cell.clientWidth);
      expect([width, name, isWhole]).toEqual([width, name, true]);
    }
  }
  // The figure that a problem is about has its colour, and says which it is.
  const hot = row(page, 'R1-S12').getByTitle('Hottest chip at 93 °C.');
  expect(await hot.evaluate((text) => getComputedStyle(text).color !== getComputedStyle(document.body).color)).toBe(
    true,
  );
  // A place without room loses its start: its end tells miners apart.
  await page.setViewportSize({ width: 1280, height: 720 });
  const place = 'Container 12/Row North of the gate/R1/1-4';
  farm.change(TWO_ALGORITHMS.filter(({ nickname }) => nickname === 'R1-S04').map((miner) => ({ ...miner, place })));
  await page.getByRole('tab', { name: 'Offline' }).click();
  const cut = row(page, 'R1-S04').getByTitle(place);
  await until('the end of the place alone', async () => {
    const [whole, text] = [await cut.boundingBox(), await cut.locator('bdi').boundingBox()];
    if (whole === null || text === null) return false;
    return text.x < whole.x && Math.abs(text.x + text.width - whole.x - whole.width) < 1;
  });
});

it('a key after a search acts on no row that was active in it, and few selected miners are named', async () => {
  await using farm = await showFarm(browser, TWO_ALGORITHMS, { nowMs: NOW, viewport: { width: 1280, height: 720 } });
  const { page } = farm;
  const search = page.getByRole('combobox', { name: 'Search' });
  const bar = page.getByRole('region', { name: 'Selected miners' });
  await page.goto(farm.at('/fleet'));
  await search.fill('R5-S24');
  await until('one row', async () => (await grid(page).locator('tbody tr').count()) === 1);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await bar.getByText('1 selected').waitFor();
  await search.fill('');
  await until('all rows', async () => (await grid(page).locator('tbody tr').count()) > 1);
  // It is far below: its name says who is meant.
  expect(await isInView(page, 'R5-S24')).toBe(false);
  await bar.getByText('R5-S24', { exact: true }).waitFor();
  await search.blur();
  await grid(page).focus();
  expect(await grid(page).getAttribute('aria-activedescendant')).toBeNull();
  await page.keyboard.press('Escape');
  await bar.waitFor({ state: 'detached' });
  await page.keyboard.press('Space');
  await page.keyboard.press('j');
  await page.keyboard.press('Space');
  await bar.getByText('R1-S01', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  // Beside a panel, a row that was ticked and unticked is no more active than any other.
  await row(page, 'R1-S02').click();
  for (const count of [1, 0]) {
    await row(page, 'R1-S05').click({ modifiers: ['Control'] });
    await until(`${count} selected`, async () => (await bar.count()) === count);
  }
  await search.fill('rack:R1');
  await until('one rack', async () => (await grid(page).getAttribute('aria-rowcount')) === '25');
  expect(await grid(page).getAttribute('aria-activedescendant')).toMatch(/01$/);
});

it('a selected miner that leaves the farm is not said to be hidden by the search', async () => {
  const two = TWO_ALGORITHMS.slice(0, 2);
  await using farm = await showFarm(browser, two, { nowMs: NOW });
  const { page } = farm;
  const bar = page.getByRole('region', { name: 'Selected miners' });
  await page.goto(farm.at('/fleet'));
  await until('the rows', async () => (await grid(page).locator('tbody tr').count()) === 2);
  await grid(page).focus();
  await page.keyboard.press('Control+a');
  await bar.getByText('2 selected').waitFor();
  const [gone] = two;
  farm.push({ type: 'miners', miners: [], removed_ids: [gone?.id ?? ''] });
  await bar.getByText('1 selected', { exact: true }).waitFor();
});
