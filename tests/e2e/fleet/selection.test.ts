import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { MinersChange } from '../../../src-shared/model/index.ts';
import { seriousFaultsInBothSchemes } from '../../fixtures/page/axe.ts';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { showFarm } from '../../fixtures/page/shown-farm.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';
import { minerRow, NOW } from '../../unit/renderer/miner-row.ts';

const browser = await shareBrowser();
afterAll(() => browser.close());

const miners = ['R1-S01', 'R1-S02', 'old', 'older'].map((nickname, n) =>
  minerRow({ id: `02:95:23:00:01:0${n}`, nickname, ip: `127.88.0.${n}`, place: n < 2 ? 'R1' : 'R2' }),
);

const bar = (page: Page) => page.getByRole('region', { name: 'Selected miners' });
const search = (page: Page) => page.getByRole('combobox', { name: 'Search' });
const rows = (page: Page) => page.getByRole('grid', { name: 'Miners' }).locator('tbody tr');
const shows = (page: Page, count: number) => until(`${count} rows`, async () => (await rows(page).count()) === count);

it('a search with an error gives no miners to act on: none can be selected, and the bar is disabled and says why', async () => {
  await using farm = await showFarm(browser, miners, { nowMs: NOW });
  const { page, operations } = farm;
  await page.goto(farm.at('/fleet'));
  await shows(page, 4);
  await page.getByRole('grid', { name: 'Miners' }).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Space');
  await bar(page).getByText('1 selected').waitFor();

  await search(page).fill('rack:R1 modl:s19');
  await page.getByRole('button', { name: /modl.*Unknown field/i }).waitFor();
  await search(page).blur();
  await shows(page, 2);
  await page.keyboard.press('Control+a');
  await bar(page).getByText('1 selected · The search has an error: correct it first.').waitFor();
  for (const name of ['Manage', 'Rename', 'Tags', 'Place']) {
    expect(await bar(page).getByRole('button', { name, exact: true }).isDisabled(), name).toBe(true);
  }
  expect(await page.getByRole('button', { name: /^CSV/ }).isDisabled()).toBe(true);
  expect(await page.getByRole('tabpanel').evaluate((panel) => getComputedStyle(panel).filter)).toBe('grayscale(1)');
  for (const key of ['m', 'F2']) await page.keyboard.press(key);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Search everything' }).getByRole('textbox').waitFor();
  expect(await page.getByRole('button', { name: /selected/ }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await eventually(async () => expect(await page.getByLabel('Name pattern').count()).toBe(0));
  expect(operations.asked.filter(({ call }) => call === 'changes.start')).toEqual([]);
  expect(await seriousFaultsInBothSchemes(page)).toEqual([]);

  await search(page).fill('rack:R1');
  await search(page).blur();
  await page.keyboard.press('Control+a');
  await bar(page).getByText('2 selected', { exact: true }).waitFor();
  expect(await bar(page).getByRole('button', { name: 'Manage', exact: true }).isEnabled()).toBe(true);

  // The box in the head: all that the search matches, some, or none.
  const all = page.getByRole('button', { name: 'Select all 2 miners shown' });
  const pressed = () => all.getAttribute('aria-pressed');
  expect(await pressed()).toBe('true');
  await all.press('Space');
  await bar(page).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Select R1-S01' }).click();
  await until('some of them', async () => (await pressed()) === 'mixed');
  await all.click();
  await bar(page).getByText('2 selected', { exact: true }).waitFor();
  expect(await pressed()).toBe('true');

  // The search is named beside it, and all are one click away.
  await page.getByText('Filtered: 2 of 4', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Show all 4' }).click();
  await shows(page, 4);
  expect(await page.getByText('Filtered:').count()).toBe(0);
});

it('what is selected and hidden by the search is named, is not acted on, and is no more after another screen', async () => {
  await using farm = await showFarm(browser, miners, { nowMs: NOW });
  const { page } = farm;
  await page.goto(farm.at('/fleet'));
  await shows(page, 4);
  await page.keyboard.press('Control+a');
  await bar(page).getByText('4 selected').waitFor();
  await search(page).fill('rack:R1');
  await bar(page).getByText('2 selected · 2 hidden by the search').waitFor();
  await bar(page).getByRole('button', { name: 'Manage', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Stop managing 2', exact: true }).waitFor();
  await search(page).fill('rack:R9');
  await bar(page).getByText('0 selected · 4 hidden by the search').waitFor();
  expect(await bar(page).getByRole('button', { name: 'Manage', exact: true }).count()).toBe(0);
  await page.getByRole('link', { name: 'Models' }).click();
  await page.getByRole('heading', { name: 'Models', exact: true }).waitFor();
  // Back keeps the search; the link and its keys show all, from another screen and from the fleet itself.
  await page.goBack();
  await until('the search', async () => (await search(page).inputValue()) === 'rack:R9');
  await search(page).fill('rack:R1');
  await shows(page, 2);
  await page.getByRole('link', { name: 'Models' }).click();
  await page.getByRole('heading', { name: 'Models', exact: true }).waitFor();
  const fleetLink = page.getByRole('link', { name: 'Fleet', exact: true });
  const goByKeys = async () => {
    for (const key of ['g', 'f']) await page.keyboard.press(key);
  };
  for (const goToFleet of [() => fleetLink.click(), goByKeys]) {
    await goToFleet();
    await shows(page, 4);
    await page.getByRole('grid', { name: 'Miners' }).focus();
    for (const key of ['End', 'Enter']) await page.keyboard.press(key);
    await until('a panel', () => page.url().includes('/fleet/02:'));
    await search(page).fill('rack:R1');
    await shows(page, 2);
    await search(page).blur();
  }
  await fleetLink.click();
  await shows(page, 4);
  expect(new URL(page.url()).hash).toBe('#/fleet');
  expect(await search(page).inputValue()).toBe('');
  await eventually(async () => expect(await bar(page).count()).toBe(0));
});

it('names by a pattern are shown before they are given: old and new, which are taken, from any number, by address; and taken back', async () => {
  const ips = new Map([
    ['old', '127.88.0.102'],
    ['older', '127.88.0.16'],
  ]);
  const addressed = miners.map((miner) => ({ ...miner, ip: ips.get(miner.nickname ?? '') ?? miner.ip }));
  await using farm = await showFarm(browser, addressed, { nowMs: NOW });
  const { page, operations } = farm;
  Object.assign(operations.changes, {
    start: ({ each = [] }: { each?: { id: string; patch: object }[] }) => {
      for (const { id, patch } of each) Object.assign(operations.rows.get(id) ?? {}, patch);
      const change = { ...sampleOf(MinersChange), state: 'done', total: each.length, done: each.length };
      return { ok: true, value: { ...change, failed: 0, skipped: 0, failures: [], finished_at: NOW } };
    },
  });
  const names = () => ['2', '3'].map((n) => operations.rows.get(`02:95:23:00:01:0${n}`)?.nickname);
  await page.goto(farm.at('/fleet?q=rack:R2'));
  await shows(page, 2);
  await page.keyboard.press('Control+a');
  await bar(page).getByText('2 selected').waitFor();
  await page.keyboard.press('F2');
  const form = page.getByRole('dialog', { name: 'Rename' });
  await form.getByLabel('Name pattern').fill('R1-S{n:02}');
  await form.getByRole('alert').filter({ hasText: '2 of these names are taken' }).waitFor();
  const planned = form.getByRole('list', { name: 'New names' });
  expect(await planned.getByRole('listitem').allTextContents()).toEqual(['older → R1-S01', 'old → R1-S02']);
  expect(await form.getByRole('button', { name: 'Rename 2' }).isDisabled()).toBe(true);
  await form.getByRole('button', { name: 'Start at 3' }).click();
  await planned.getByText('older → R1-S03').waitFor();
  await form.getByLabel('Numbered by').selectOption('rows of the table, from the top');
  await planned.getByText('old → R1-S03').waitFor();
  await form.getByLabel('First number').fill('16');
  await planned.getByText('old → R1-S16').waitFor();
  expect(await form.getByRole('alert').count()).toBe(0);
  expect(await seriousFaultsInBothSchemes(page)).toEqual([]);
  await form.getByRole('button', { name: 'Rename 2' }).click();
  await until('the names', () => names().join() === 'R1-S16,R1-S17');
  await page.getByRole('status').filter({ hasText: '2 miners renamed' }).getByRole('button', { name: 'Undo' }).click();
  await until('the names of before', () => names().join() === 'old,older');

  // Escape closes a form at once where its field offers nothing, and nothing behind it.
  await bar(page).getByRole('button', { name: 'Tags', exact: true }).click();
  const tagging = page.getByRole('dialog', { name: 'Tags' });
  const tag = tagging.getByRole('combobox').first();
  await until('the field of tags to be open', async () => (await tag.getAttribute('aria-expanded')) === 'true');
  await tag.press('Escape');
  await tagging.waitFor({ state: 'detached' });
  await bar(page).getByText('2 selected').waitFor();

  // Their places: what is meant by a name of a rack, and one free position after another, by address.
  const places = () => ['2', '3'].map((n) => operations.rows.get(`02:95:23:00:01:0${n}`)?.place);
  await bar(page).getByRole('button', { name: 'Place', exact: true }).click();
  const placing = page.getByRole('dialog', { name: 'Place' });
  const place = placing.getByRole('combobox', { name: 'Place', exact: true });
  await place.fill('R1');
  await page.keyboard.press('Escape');
  await placing.getByRole('listbox', { name: 'Known places' }).waitFor({ state: 'detached' });
  await place.fill('r1');
  await placing.getByRole('button', { name: 'Did you mean R1?' }).click();
  expect(await place.inputValue()).toBe('R1/');
  await place.fill('R1/4');
  await placing.getByRole('list', { name: 'New places' }).getByText('old → R1/5').waitFor();
  expect(await seriousFaultsInBothSchemes(page)).toEqual([]);
  await placing.getByRole('button', { name: 'Place 2 miners' }).click();
  await until('the places', () => places().join() === 'R1/5,R1/4');
  // A new rack of a building that is known, without the "/" at its end and without positions.
  farm.change(
    miners.slice(0, 1).map((miner) => ({ ...miner, ...operations.rows.get(miner.id), place: 'Hall 1/A/R3/1' })),
  );
  await bar(page).getByRole('button', { name: 'Place', exact: true }).click();
  await place.fill('Hall 1/C/R9');
  await placing.getByText('All 2 into the rack Hall 1/C/R9, without a position.').waitFor();
  await placing.getByRole('button', { name: 'Place 2 miners' }).click();
  await until('the rack', () => places().join() === 'Hall 1/C/R9/,Hall 1/C/R9/');
});

it('miners whose monitoring was stopped are said to be stopped, and add nothing to the totals', async () => {
  await using farm = await showFarm(browser, miners, { nowMs: NOW });
  const { page } = farm;
  await page.goto(farm.at('/fleet'));
  const header = page.getByRole('banner');
  await header.getByText('TH/s').first().waitFor();
  const polling = { ...minerRow().polling, eligible: false, reason_code: 'unmanaged' as const };
  farm.change(miners.map((miner) => ({ ...miner, managed: false, polling })));
  await page.getByText('Monitoring of all 4 miners has stopped.').waitFor();
  await header.getByRole('button', { name: '4 not managed' }).waitFor();
  await header.getByRole('button', { name: /^0 hashing of 4/ }).waitFor();
  expect(await header.getByText('TH/s').count()).toBe(0);
  expect(await page.getByText(/miners found. None is monitored yet/).count()).toBe(0);
});
