import { afterAll, expect, it } from 'vitest';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { type ShownFarm, showFarm } from '../../fixtures/page/shown-farm.ts';
import { minerRow, NOW } from '../../unit/renderer/miner-row.ts';

const browser = await shareBrowser();
afterAll(() => browser.close());

const miners = [1, 2, 3].map((n) => minerRow({ id: `02:95:23:00:00:0${n}`, nickname: `R7-S${n}`, place: `R7/${n}` }));
const WINDOW = { width: 1280, height: 720 };

/** Where each search box is: its name, its address, and what opens it. */
const PLACES: readonly (readonly [string, string, string, string | null])[] = [
  ['Fleet', 'Search', '/fleet', null],
  ['Problems', 'Search problems', '/incidents', null],
  ['maintenance', 'Search', '/incidents/maintenance', null],
  ['a rule', 'Search', '/incidents/rules', 'New rule'],
  ['History', 'Which miners', '/history', null],
  ['what it is compared with', 'Compare with these miners', '/history?vs=', null],
];

async function openBox({ page, at }: ShownFarm, name: string, path: string, opens: string | null) {
  await page.goto(at(path));
  if (opens !== null) await page.getByRole('button', { name: opens }).click();
  const box = page.getByRole('combobox', { name, exact: true });
  await box.fill('s');
  const list = page.getByRole('listbox', { name: 'Suggestions' });
  await list.waitFor();
  return { box, list };
}

it.each(PLACES)('the suggestions of %s are below their box, and whole', async (_, name, path, opens) => {
  await using farm = await showFarm(browser, miners, { nowMs: NOW, viewport: WINDOW, colorScheme: 'dark' });
  const { box, list } = await openBox(farm, name, path, opens);
  const [field, shown] = [await box.boundingBox(), await list.boundingBox()];
  if (field === null || shown === null) throw new Error('it is not on the page');
  expect(shown.y - (field.y + field.height)).toBeGreaterThanOrEqual(0);
  // Between them is only that a suggestion may be chosen.
  expect(shown.y - (field.y + field.height)).toBeLessThan(50);
  expect(Math.abs(shown.x - field.x)).toBeLessThan(20);
  expect(shown.y + shown.height).toBeLessThanOrEqual(WINDOW.height);
  // Neither a dialog nor what scrolls around it cuts it.
  const inside = { x: shown.x + shown.width / 2, y: shown.y + shown.height - 4 };
  expect(await list.evaluate((node, { x, y }) => node.contains(document.elementFromPoint(x, y)), inside)).toBe(true);
  const last = list.getByRole('option').last();
  await last.scrollIntoViewIfNeeded();
  const end = await last.boundingBox();
  expect((end?.y ?? Infinity) + (end?.height ?? 0)).toBeLessThanOrEqual(shown.y + shown.height + 1);
  await last.click();
  await expect.poll(() => box.inputValue()).not.toBe('s');
});
