import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

const net = await claimNet();
const MINERS = 12;

let farm: WatchedFarm;
let browser: Browser;
let page: Page;
let complaints: string[];

/** Twelve miners of several models, three of them unmanaged. */
beforeAll(async () => {
  farm = await startWatchedFarm({
    listen: `${net}.3.1-${net}.3.${MINERS}:8984`,
    profile: 'healthy',
    managed: ({ ip }) => !/\.(10|11|12):/.test(ip ?? ''),
  });
  browser = await shareBrowser();
  page = await openPage(browser, { viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
  complaints = collectComplaints(page);
  await page.goto(`${farm.serving.url}/#token=${farm.serving.token}`);
  await page.goto(`${farm.serving.url}/#/fleet`);
  await shows(MINERS);
});
afterAll(async () => {
  await browser?.close();
  await farm?.[Symbol.asyncDispose]();
});

const search = () => page.getByRole('combobox', { name: 'Search' });
const list = () => page.getByRole('listbox', { name: 'Suggestions' });
const grid = () => page.getByRole('grid', { name: 'Miners' });
const shows = (count: number) =>
  until(`${count} rows`, async () => (await grid().getByRole('row').count()) === count + 1);
const hasFocus = (): Promise<boolean> => search().evaluate((input) => input === document.activeElement);
const key = (name: string): Promise<void> => page.keyboard.press(name);

/** The completions, without their descriptions. */
const offered = async (): Promise<(string | undefined)[]> =>
  (await list().getByRole('option').locator('span:first-child').allTextContents()).map((text) => text.trim());

/** The active option of the box, as a screen reader announces it; null for none. */
async function active(): Promise<string | null> {
  const id = await search().getAttribute('aria-activedescendant');
  const selected = list().locator('[aria-selected=true]');
  if (id === null) {
    expect(await selected.count()).toBe(0);
    return null;
  }
  expect(await selected.getAttribute('id')).toBe(id);
  return selected.locator('span').first().textContent();
}

describe('the search box, by keyboard alone', () => {
  it('offers fields while one is typed, and selects none of them', async () => {
    await key('/');
    expect(await list().count()).toBe(0);
    await page.keyboard.type('mo');
    await list().waitFor();
    expect(await offered()).toEqual(['model:']);
    expect(await active()).toBeNull();
    expect(await search().getAttribute('aria-expanded')).toBe('true');
    expect(await search().getAttribute('aria-controls')).toBe(await list().getAttribute('id'));
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('leaves the text as it was typed at Enter', async () => {
    await key('Enter');
    expect(await list().count()).toBe(0);
    expect(await search().inputValue()).toBe('mo');
    expect(await hasFocus()).toBe(true);
  });

  it('takes a field with Tab, and goes on with what the farm has behind it', async () => {
    await key('ArrowDown');
    expect(await active()).toBe('model:');
    await key('Tab');
    expect(await search().inputValue()).toBe('model:');
    expect(await hasFocus()).toBe(true);
    const models = [...new Set((await farm.miners()).map(({ model_alias }) => model_alias))];
    expect(models.length).toBeGreaterThan(1);
    expect((await offered()).sort()).toEqual(models.sort());
    expect(await active()).toBeNull();
    expect(await search().getAttribute('aria-invalid')).not.toBe('true');
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
  });

  it('takes a value with Enter, and the rows are those it promised', async () => {
    await key('ArrowUp');
    await key('ArrowDown');
    const first = (await active()) ?? '';
    const promised = / (\d+) miners?$/.exec((await list().getByRole('option').first().textContent()) ?? '')?.[1];
    await key('Enter');
    expect(await search().inputValue()).toBe(`model:${first}`);
    expect(await list().count()).toBe(0);
    expect(await hasFocus()).toBe(true);
    await shows(Number(promised));
    await page.getByRole('button', { name: `Remove model:${first}` }).waitFor();
  });

  it('completes the word at the cursor and leaves the others alone', async () => {
    await search().fill('un state:mining');
    for (let n = 'un state:mining'.length; n > 'un'.length; n--) await key('ArrowLeft');
    await key('ArrowDown');
    expect(await active()).toBe('unmanaged');
    await key('Tab');
    await eventually(async () => expect(await search().inputValue()).toBe('unmanaged state:mining'));
    await eventually(async () =>
      expect(await search().evaluate((input: HTMLInputElement) => input.selectionStart)).toBe('unmanaged'.length),
    );
  });

  it('closes the list with Escape, and only the next one leaves the box', async () => {
    await search().fill('man');
    await list().waitFor();
    await key('Escape');
    expect(await list().count()).toBe(0);
    expect(await hasFocus()).toBe(true);
    expect(await search().inputValue()).toBe('man');
    await key('Escape');
    expect(await hasFocus()).toBe(false);
    expect(await search().inputValue()).toBe('man');
  });

  it('takes the first with Tab, and lets Tab go on where the list is closed', async () => {
    await key('/');
    await page.keyboard.type('mod');
    await list().waitFor();
    await key('Tab');
    expect(await search().inputValue()).toBe('model:');
    await search().fill('man');
    await list().waitFor();
    await key('Escape');
    await key('Tab');
    expect(await hasFocus()).toBe(false);
    expect(await search().inputValue()).toBe('man');
    expect(await list().count()).toBe(0);
  });

  it('offers everything at an empty place when it is asked to, moves nothing for it, and stays in the window', async () => {
    for (const viewport of [
      { width: 1280, height: 720 },
      // A window of 1280 × 720 at a zoom of 200 %.
      { width: 640, height: 360 },
    ]) {
      await page.setViewportSize(viewport);
      await search().fill('');
      await shows(MINERS);
      const before = await grid().boundingBox();
      await key('ArrowDown');
      // Recent queries come first.
      expect((await offered())[0]).toBe('man');
      expect(await offered()).toEqual(expect.arrayContaining(['name:', 'state:', 'temp>', 'offline']));
      await key('ArrowUp');
      expect(await active()).toBe('attention');
      await until('the last one to be seen', async () => {
        const [option, whole] = [await list().getByRole('option').last().boundingBox(), await list().boundingBox()];
        if (option === null || whole === null) return false;
        return option.y + option.height <= whole.y + whole.height && whole.y + whole.height <= viewport.height;
      });
      expect(await grid().boundingBox()).toEqual(before);
      expect(await seriousFaults(page)).toEqual([]);
      await key('Escape');
    }
    await page.setViewportSize({ width: 1280, height: 720 });
  });
});

describe('the search box, by mouse', () => {
  it('takes what is clicked and stays ready for the next word', async () => {
    await search().click();
    await eventually(async () => expect(await list().count()).toBe(0));
    await page.keyboard.type('managed:');
    await list().getByRole('option', { name: 'no' }).click();
    await eventually(async () => expect(await search().inputValue()).toBe('managed:no'));
    expect(await hasFocus()).toBe(true);
    await eventually(async () => expect(await list().count()).toBe(0));
    await shows(3);
    await page.keyboard.type(' state:"not h');
    await list()
      .getByRole('option', { name: /^"not hashing"/ })
      .click();
    await eventually(async () => expect(await search().inputValue()).toBe('managed:no state:"not hashing"'));
    await page.getByText('No miner matches').waitFor();
  });

  it('closes the list at a click elsewhere, and covers neither what is understood nor what is wrong', async () => {
    await search().fill('online tmp>8 mod');
    await list().waitFor();
    await page.getByRole('button', { name: /tmp.*Unknown field/i }).waitFor();
    const top = (await list().boundingBox())?.y ?? 0;
    for (const shown of [/^Remove online/, /Unknown field/]) {
      const box = await page.getByRole('button', { name: shown }).boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(top);
    }
    await page.getByRole('button', { name: 'Remove online' }).click();
    await eventually(async () => expect(await search().inputValue()).toBe('tmp>8 mod'));
    await eventually(async () => expect(await list().count()).toBe(0));
    await search().fill('');
    await search().pressSequentially('off');
    await list().waitFor();
    // A word that may become a field is not searched yet.
    await expect.poll(() => grid().getByRole('row').count()).toBe(MINERS + 1);
    await grid().getByRole('row').last().click();
    await eventually(async () => expect(await list().count()).toBe(0));
    await eventually(async () => expect(await search().inputValue()).toBe('off'));
  });

  it('takes alternatives and brackets, completes within them, and restricts all of them by a count', async () => {
    await search().fill('');
    await search().focus();
    await page.keyboard.type('(name:none or (mana');
    await list().waitFor();
    await key('Tab');
    await page.keyboard.type(':no');
    await page.getByRole('button', { name: /Missing closing bracket/ }).waitFor();
    // A part of alternatives is not in force: it would be another question.
    await shows(MINERS);
    expect(await page.getByRole('list', { name: 'Asked for' }).count()).toBe(0);
    await page.keyboard.type(' -tag:old))');
    await shows(3);
    expect(await search().inputValue()).toBe('(name:none or (managed:no -tag:old))');
    await key('Escape');
    await search().fill('');
    await search().pressSequentially('low ha');
    await page.getByRole('option', { name: /^condition=low_hashrate problem: Low hash rate/ }).waitFor();
    await key('Tab');
    expect(await search().inputValue()).toBe('condition=low_hashrate');
    await search().fill('dark');
    await page.getByText('"dark" is searched as a text.').waitFor();
    await page.getByRole('button', { name: 'is offline' }).click();
    expect(await search().inputValue()).toBe('offline');
    await search().fill(`ip:${net}.3.1-3 or managed:no`);
    await shows(6);
    await page.getByRole('button', { name: `Remove ip:${net}.3.1-3 or managed:no` }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await search().blur();
    await page.getByRole('button', { name: /3 not managed/ }).click();
    await shows(3);
    await eventually(async () =>
      expect(await search().inputValue()).toBe(`(ip:${net}.3.1-3 or managed:no) managed:no`),
    );
    await search().fill('');
    await shows(MINERS);
    await search().blur();
    // No key is lost, nor meant for the page, while the palette opens.
    for (let i = 0; i < 5; i++) {
      await key('Control+K');
      await page.keyboard.type('modl:s19 or (temp>1 -offline)');
      const palette = page.getByRole('dialog', { name: 'Search everything' }).getByRole('textbox');
      await eventually(async () => expect(await palette.inputValue()).toBe('modl:s19 or (temp>1 -offline)'));
      await page.getByRole('button', { name: /^Search the fleet: model:s19 or \(temp>1 -offline\)/ }).waitFor();
      await key('Escape');
      await palette.waitFor({ state: 'detached' });
    }
    await key('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.getByText('(tag:old or rack:A1) temp>80').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    await key('Escape');
  });

  it('has broken no rule of its page on the way', () => {
    expect(complaints).toEqual([]);
  });
});
