import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { seriousFaultsInBothSchemes } from '../../fixtures/page/axe.ts';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { showFarm } from '../../fixtures/page/shown-farm.ts';
import { minerRow, NOW, offlineRow } from '../../unit/renderer/miner-row.ts';

const browser = await shareBrowser();
afterAll(() => browser.close());

const panel = (page: Page) => page.getByRole('complementary', { name: /^Miner / });

it('a password is said to be tried, to be refused again at what time and why, and to have unlocked', async () => {
  const polling = { ...minerRow().polling, eligible: false, reason_code: 'no_api_key' as const };
  const locked = minerRow({
    has_api_key: false,
    latest_status: null,
    polling,
    attention: [{ code: 'api_key', severity: 'warning', message: 'Wrong miner password.' }],
  });
  const trying = { ...locked, attention: [] };
  await using farm = await showFarm(browser, [locked], { nowMs: NOW });
  const { page, operations } = farm;
  await page.goto(farm.at(`/fleet/${locked.id}`));
  const field = panel(page).getByLabel('Miner password', { exact: true });
  const said = panel(page).getByRole('status');
  const save = async (password: string): Promise<void> => {
    operations.rows.set(locked.id, trying);
    await field.fill(password);
    await page.keyboard.press('Enter');
    await said.filter({ hasText: 'Trying …' }).waitFor();
  };
  // The field is far down; what is wrong leads to it.
  await panel(page).getByRole('button', { name: 'Enter a password' }).click();
  expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
  await save('wrong');
  farm.change([{ ...locked, has_custom_unlock_pass: true }]);
  await said.filter({ hasText: /^Refused at \d\d:\d\d\. Wrong miner password\.$/ }).waitFor();
  expect(await seriousFaultsInBothSchemes(page)).toEqual([]);
  await save('right');
  farm.change([{ ...trying, has_custom_unlock_pass: true, has_api_key: true }]);
  await said.filter({ hasText: 'Unlocked.' }).waitFor();
  expect(await field.inputValue()).toBe('');
});

it('what is known of a miner that is offline is headed by its time, and grey; its address is the last one', async () => {
  const online = minerRow();
  await using farm = await showFarm(browser, [online], { nowMs: NOW });
  const { page } = farm;
  await page.goto(farm.at(`/fleet/${online.id}`));
  const isGrey = (part: string): Promise<boolean> =>
    panel(page)
      .getByRole('heading', { name: part, exact: true })
      .evaluate((heading) => {
        for (let at: Element | null = heading; at !== null; at = at.parentElement)
          if (getComputedStyle(at).filter === 'grayscale(1)') return true;
        return false;
      });
  expect([await isGrey('Boards'), await isGrey('Pools')]).toEqual([false, false]);
  expect(
    await panel(page)
      .getByRole('heading', { name: /^Last known/ })
      .count(),
  ).toBe(0);
  farm.change([offlineRow()]);
  const lastKnown = panel(page).getByRole('heading', { name: /^Last known, \d\d:\d\d$/ });
  await lastKnown.first().waitFor();
  expect([await isGrey('Boards'), await isGrey('Pools')]).toEqual([true, true]);
  await panel(page).getByText('last at 127.77.0.1:8980').waitFor();
});

it('in a narrow window it takes the whole screen and has a way back', async () => {
  await using farm = await showFarm(browser, [minerRow()], { nowMs: NOW, viewport: { width: 1280, height: 720 } });
  const { page } = farm;
  await page.goto(farm.at(`/fleet/${minerRow().id}`));
  const back = panel(page).getByRole('button', { name: 'Back' });
  const search = page.getByRole('combobox', { name: 'Search' });
  await search.click({ trial: true });
  expect(await back.isVisible()).toBe(false);
  for (const viewport of [
    { width: 960, height: 720 },
    // A window of 1280 × 720 at a zoom of 200 %.
    { width: 640, height: 360 },
  ]) {
    await page.setViewportSize(viewport);
    await back.waitFor();
    const [whole, screen] = [await panel(page).boundingBox(), await page.getByRole('main').boundingBox()];
    expect(whole).toEqual(screen);
    expect(await overflowing(page)).toEqual([]);
    expect(await seriousFaultsInBothSchemes(page)).toEqual([]);
  }
  await back.click();
  await panel(page).waitFor({ state: 'detached' });
  await search.click({ trial: true });
});

it('the place of a miner is one line, rack and position with one separator', async () => {
  const placed = minerRow({ place: 'R2/2-3' });
  await using farm = await showFarm(browser, [placed], { nowMs: NOW });
  const { page } = farm;
  await page.goto(farm.at(`/fleet/${placed.id}`));
  await panel(page).getByText('R2 · shelf 2 · slot 3', { exact: true }).waitFor();
});
