import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { seriousFaultsInBothSchemes } from '../../fixtures/page/axe.ts';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { showFarm } from '../../fixtures/page/shown-farm.ts';
import { eventually, until } from '../../fixtures/patience.ts';
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

it.each([
  ['nothing is scrolled', 900],
  ['the field was scrolled to', 640],
])('a field in which one types stays where it is while the rest of the panel loads: %s', async (_, height) => {
  const fresh = minerRow({ place: null });
  const other = minerRow({ id: '02:95:23:00:01:01', place: 'Hall 1/A/R3/1-1' });
  await using farm = await showFarm(browser, [fresh, other], { nowMs: NOW, viewport: { width: 1440, height } });
  const { page, operations } = farm;
  const { get } = operations.miners;
  const details = Promise.withResolvers<void>();
  operations.miners.get = async (...call) => {
    await details.promise;
    return get(...call);
  };
  await page.goto(farm.at(`/fleet/${fresh.id}`));
  const field = panel(page).getByRole('combobox', { name: 'Place', exact: true });
  await field.focus();
  const offer = panel(page).getByRole('option').first();
  await offer.waitFor();
  const top = async (): Promise<number> => Math.round((await field.boundingBox())?.y ?? 0);
  const before = await top();
  // The boards, above the field, are much higher than what stood for them.
  details.resolve();
  await panel(page).getByRole('heading', { name: 'Boards' }).waitFor();
  await until('the field to be where it was', async () => Math.abs((await top()) - before) < 2);
  expect(await offer.isVisible()).toBe(true);
});

it('a new miner gets its place by keyboard, without its syntax; the place is one line, rack and position', async () => {
  const others = ['1-1', '1-2', '2-1'].map((position, n) =>
    minerRow({ id: `02:95:23:00:01:0${n}`, place: `Hall 1/A/R3/${position}` }),
  );
  const fresh = minerRow({ place: null });
  await using farm = await showFarm(browser, [fresh, ...others], { nowMs: NOW });
  const { page, operations } = farm;
  operations.racks.list = () => [];
  await page.goto(farm.at(`/fleet/${fresh.id}`));
  const field = panel(page).getByRole('combobox', { name: 'Place', exact: true });
  await field.focus();
  const offers = panel(page).getByRole('option');
  await eventually(async () => expect(await offers.allTextContents()).toEqual(['Hall 1building, 1 rack']));
  expect(await seriousFaultsInBothSchemes(page)).toEqual([]);
  await page.keyboard.type('r3');
  await until('the rack', async () => (await offers.first().textContent()) === 'Hall 1/A/R33 miners');
  for (const key of ['ArrowDown', 'Enter']) await page.keyboard.press(key);
  await until('its free positions', async () => (await offers.first().textContent()) === 'Hall 1/A/R3/2-2free');
  for (const key of ['ArrowDown', 'Enter', 'Enter']) await page.keyboard.press(key);
  await panel(page).getByText('Hall 1/A/R3 · shelf 2 · slot 2', { exact: true }).waitFor();
  expect(operations.rows.get(fresh.id)?.place).toBe('Hall 1/A/R3/2-2');
  await field.fill('Hall 1/A/R3/1-2');
  await panel(page).getByRole('alert').filter({ hasText: 'Several miners would be at the same position' }).waitFor();
});
