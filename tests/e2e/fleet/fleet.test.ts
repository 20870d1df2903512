import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import type { Miner, MinerModel } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';

const net = await claimNet();
const LISTEN = `${net}.2.1-${net}.2.12:8984`;
const MINERS = 12;

let folder: string;
let fleet: SimulatedFleet;
let serving: Serving;
let browser: Browser;
let page: Page;
let complaints: string[];

/** Twelve miners: two of them faulty, nine managed, one offline. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-e2e-fleet-'));
  fleet = await startSimulatedFleet({
    endpoints: parseEndpointRange(LISTEN),
    profile: 's19jpro',
    faults: `board-missing@${net}.2.3,not-hashing@${net}.2.5`,
  });
  const settings = { network: { subnets: [LISTEN] }, intervals: { status_seconds: 2 } };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(settings));
  serving = await startServing(['serve', '--data', folder, '--port', '0']);
  await until('the miners and their keys', async () => {
    const found = await miners();
    return found.length === MINERS && found.every(({ has_api_key }) => has_api_key);
  });
  await until('the presets', async () => ((await models())[0]?.presets.length ?? 0) > 0);
  for (const { alias, presets } of await models()) {
    await serving.rest('PATCH', `/models/${alias}`, { max_preset: presets.at(-1)?.name });
  }
  for (const { id, ip } of await miners()) {
    if (!/\.(10|11|12):/.test(ip ?? '')) await serving.rest('PATCH', `/miners/${id}`, { managed: true });
  }
  await until('the readings', async () =>
    (await miners()).every(({ managed, latest_status }) => !managed || latest_status !== null),
  );
  await fleet.miners[8]?.powerOff();
  await serving.rest('POST', '/rescan', {});
  await until('one to be gone', async () => (await miners()).some(({ online }) => !online));

  browser = await shareBrowser();
  page = await openPage(browser, {
    viewport: { width: 1280, height: 720 },
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  complaints = collectComplaints(page);
  await page.goto(`${serving.url}/#token=${serving.token}`);
  await page.goto(`${serving.url}/#/fleet`);
  await until('the rows', async () => (await rowCount()) === MINERS);
});
afterAll(async () => {
  await browser?.close();
  if (serving?.child.exitCode === null) await serving.stop();
  await fleet?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const miners = async (): Promise<Miner[]> => (await serving.rest('GET', '/miners')).body as Miner[];
const models = async (): Promise<MinerModel[]> => (await serving.rest('GET', '/models')).body as MinerModel[];
const grid = () => page.getByRole('grid', { name: 'Miners' });
const rowCount = async (): Promise<number> => Math.max(0, (await grid().getByRole('row').count()) - 1);
const search = () => page.getByRole('combobox', { name: 'Search' });
const bar = () => page.getByRole('region', { name: 'Selected miners' });
const shows = (count: number) => until(`${count} rows`, async () => (await rowCount()) === count);

async function ask(text: string): Promise<void> {
  await page.keyboard.press('/');
  await search().fill(text);
}

describe('the fleet, asked and changed, in a browser', () => {
  it('shows the rows of a query, shows it as chips, and carries it in the address', async () => {
    for (const title of ['IP', 'J/TH']) await page.getByTitle(`Sort by ${title}`, { exact: true }).waitFor();
    await ask('model:s19jpro hashrate<90% -offline');
    await shows(2);
    expect(new URL(page.url()).hash).toBe(`#/fleet?q=${encodeURIComponent('model:s19jpro hashrate<90% -offline')}`);
    await page.getByRole('button', { name: 'Remove hashrate<90%' }).click();
    await shows(11);
    await page.getByRole('button', { name: 'Remove online' }).focus();
    await page.keyboard.press('Delete');
    await eventually(async () => expect(await search().inputValue()).toBe('model:s19jpro'));
    await page.goto(`${serving.url}/#/fleet?q=offline`);
    await shows(1);
    await eventually(async () =>
      expect(await page.getByRole('button', { name: '1 offline' }).getAttribute('aria-pressed')).toBe('true'),
    );
    await eventually(async () =>
      expect(await page.getByRole('tab', { name: 'Offline' }).getAttribute('aria-selected')).toBe('true'),
    );
  });

  it('says at which word it does not understand, and what is allowed', async () => {
    // An invalid query keeps the last rows.
    await ask('managed');
    await shows(9);
    await ask('managed tmp>80');
    const error = page.getByRole('button', { name: /tmp.*Unknown field.*temp/i });
    await error.click();
    const marked = await search().evaluate((input: HTMLInputElement) =>
      input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0),
    );
    expect(marked).toBe('tmp');
    await shows(9);
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
  });

  it('filters by the counts of the header, which agree with the rows', async () => {
    await ask('');
    await page.keyboard.press('Escape');
    for (const name of [/^\d+ hashing/, /^3 need attention/, /^1 offline/, /^3 not managed/]) {
      const count = page.getByRole('button', { name });
      await count.click();
      await shows(Number.parseInt((await count.textContent())?.trim() ?? '', 10));
    }
    await page.getByRole('button', { name: /not managed$/ }).click();
    await shows(MINERS);
    // The same number everywhere.
    expect(await page.title()).toBe('(3) PowerHive');
  });

  it('says in words what is wrong with those that want attention, and keeps that to their view', async () => {
    const conditions = page.getByRole('columnheader', { name: 'Status' });
    expect(await conditions.count()).toBe(0);
    await page.getByRole('tab', { name: 'Attention' }).click();
    await conditions.waitFor();
    const miners = (await serving.rest('GET', '/miners')).body as Miner[];
    const { attention } = miners.find((miner) => miner.attention.length > 0) ?? {};
    await page.getByRole('gridcell', { name: attention?.[0]?.message ?? 'nothing', exact: true }).waitFor();
    expect(await overflowing(page)).toEqual([]);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('tab', { name: 'All' }).click();
    await until('the usual columns', async () => (await conditions.count()) === 0);
  });

  it('does not wait for the chips of a miner that is not monitored', async () => {
    const [idle] = (await miners()).filter(({ managed, online }) => online && !managed);
    await page.goto(`${serving.url}/#/fleet/${idle?.id}`);
    await page.getByText('No chip data: the miner is not monitored.').waitFor();
    await page.goto(`${serving.url}/#/fleet`);
    await shows(MINERS);
  });

  it('keeps a view with its search and columns, over a reload', async () => {
    await ask('managed temp>0');
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByLabel('View name').fill('Offline');
    await page.keyboard.press('Enter');
    await page.getByText('Another view has this name.').waitFor();
    await page.getByLabel('View name').fill('Warm');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Warm' }).waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'MAC' }).check();
    await page.getByRole('checkbox', { name: 'Pool', exact: true }).uncheck();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'MAC' }).waitFor();
    await page.getByRole('tab', { name: 'All' }).click();
    await until('the usual columns', async () => (await page.getByRole('columnheader', { name: 'MAC' }).count()) === 0);
    await page.reload();
    await page.getByRole('tab', { name: 'Warm' }).click();
    await page.getByRole('columnheader', { name: 'MAC' }).waitFor();
    expect(await search().inputValue()).toBe('managed temp>0');
    await page.getByRole('button', { name: 'Edit view Warm' }).click();
    await page.getByRole('textbox', { name: 'View name' }).fill('Hot');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Hot' }).waitFor();
    await page.getByRole('button', { name: 'Edit view Hot' }).click();
    await page.getByRole('button', { name: 'Delete view' }).click();
    await until('the view to go', async () => (await page.getByRole('tab', { name: 'Hot' }).count()) === 0);
    await page.getByRole('tab', { name: 'All' }).click();
    await shows(MINERS);
  });

  it('names all miners that match, by keyboard alone', async () => {
    await ask('online');
    await shows(11);
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press(' ');
    await bar().getByText('1 selected').waitFor();
    await page.keyboard.press('Shift+ArrowDown');
    await bar().getByText('2 selected').waitFor();
    await page.keyboard.press('Control+a');
    await bar().getByText('11 selected').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
    await page.keyboard.press('F2');
    await page.getByLabel('Name pattern').waitFor();
    await until('the focus in the pattern', () =>
      page.getByLabel('Name pattern').evaluate((input) => input === document.activeElement),
    );
    await page.keyboard.press('Control+a');
    await page.keyboard.type('R2-S{n:02}');
    await page.getByText('→ R2-S01').waitFor();
    await page.keyboard.press('Enter');
    await bar().getByText('11 renamed.').waitFor();
    expect((await miners()).flatMap(({ nickname }) => nickname ?? []).sort()).toEqual(
      Array.from({ length: 11 }, (_, n) => `R2-S${String(n + 1).padStart(2, '0')}`),
    );
  });

  it('manages those that are not, with the mouse', async () => {
    await page.getByRole('tab', { name: 'All' }).click();
    await page.getByRole('button', { name: /^3 not managed/ }).click();
    await shows(3);
    await grid()
      .getByRole('row')
      .nth(1)
      .click({ modifiers: ['Control'] });
    await grid()
      .getByRole('row')
      .nth(3)
      .click({ modifiers: ['Shift'] });
    const manage = () => bar().getByRole('button', { name: 'Manage', exact: true }).click();
    await manage();
    await bar().getByRole('menuitem', { name: 'Manage 3' }).waitFor();
    // F2 opened it before, but only for that selection.
    expect(await page.getByLabel('Name pattern').count()).toBe(0);
    await bar().getByRole('menuitem', { name: 'Manage 3' }).click();
    await bar().getByText('3 managed.').waitFor();
    expect((await miners()).filter(({ managed }) => managed)).toHaveLength(MINERS);
    await bar().getByRole('button', { name: 'Clear' }).click();
  });

  it('has a bar of two lines for the selection, also beside the panel of a miner', async () => {
    await ask('');
    await shows(MINERS);
    await page.keyboard.press('Escape');
    await grid().getByRole('row').nth(1).click();
    await page.getByRole('button', { name: 'Close' }).waitFor();
    await page.keyboard.press('Control+a');
    await bar().getByRole('button', { name: 'Rename' }).waitFor();
    const { height = 0 } = (await bar().boundingBox()) ?? {};
    expect(height).toBeGreaterThan(60);
    expect(height).toBeLessThan(85);
    await bar().getByRole('button', { name: 'Clear' }).click();
    await page.keyboard.press('Escape');
  });

  it('silences the selected miners: their maintenance begins with a query for them', async () => {
    await ask('');
    await shows(MINERS);
    await grid()
      .getByRole('row')
      .nth(1)
      .click({ modifiers: ['Control'] });
    await bar().getByRole('button', { name: 'Manage', exact: true }).click();
    await bar().getByRole('menuitem', { name: 'Maintenance …' }).click();
    const box = page.getByRole('combobox', { name: 'Search', exact: true });
    await box.waitFor();
    expect(await box.inputValue()).toMatch(/^mac=[0-9a-f:]{17}$/);
    await page.getByRole('button', { name: 'Start maintenance' }).click();
    await page.getByRole('button', { name: 'End now: 1 miner' }).click();
    await page.getByText('No maintenance.').waitFor();
    await page.getByRole('link', { name: 'Fleet', exact: true }).click();
    await shows(MINERS);
  });

  it('reports truthfully which miner could not be rescanned', async () => {
    await ask('');
    await shows(MINERS);
    // In the search box the keys would select its text.
    await grid().focus();
    await page.keyboard.press('Control+a');
    await bar().getByRole('button', { name: 'Manage', exact: true }).click();
    await bar().getByRole('menuitem', { name: 'Check now' }).click();
    await bar()
      .getByText(/^11 online, 1 failed: /)
      .waitFor();
    expect(await overflowing(page)).toEqual([]);
  });

  it('gives the view as CSV', async () => {
    const saved = async (button: string): Promise<string> => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: button, exact: true }).click();
      return readFileSync(await (await download).path(), 'utf8');
    };
    await grid()
      .getByRole('row')
      .nth(1)
      .click({ modifiers: ['Control'] });
    expect((await saved('CSV (11)')).trim().split('\r\n')).toHaveLength(MINERS);
    await bar().getByRole('button', { name: 'Clear' }).click();
    const text = await saved('CSV');
    expect(text.split('\r\n')[0]).toMatch(/^\uFEFFstate,name,model,ip,last_ip,hashrate_ths/);
    expect(text.trim().split('\r\n')).toHaveLength(MINERS + 1);
    expect(text).toMatch(/^offline,[^,]*,S19J? ?Pro,,127\.[\d.:]+,,/im);
  });

  it('takes no password for an empty one, and drops those that are set by a command of its own', async () => {
    const [owner] = (await miners()).filter(({ managed }) => managed);
    await serving.rest('PATCH', `/miners/${owner?.id}`, { unlock_pass: 'admin' });
    const ownOnes = async (): Promise<number> =>
      (await miners()).filter(({ has_custom_unlock_pass }) => has_custom_unlock_pass).length;
    await until('a password of its own', async () => (await ownOnes()) === 1);
    await page.keyboard.press('Control+a');
    await bar().getByRole('button', { name: 'Password' }).click();
    const form = page.getByRole('dialog', { name: 'Password' });
    const primary = form.getByRole('button', { name: `Set for ${MINERS}` });
    await eventually(async () => expect(await primary.isDisabled()).toBe(true));
    await form.getByLabel('Miner password').press('Enter');
    expect([await form.isVisible(), await ownOnes()]).toEqual([true, 1]);
    await form.getByLabel('Miner password').fill('hall-7');
    await eventually(async () => expect(await primary.isEnabled()).toBe(true));
    await form.getByLabel('Miner password').fill('');
    await form.getByRole('button', { name: 'Go back to default for 1' }).click();
    await until('the default again', async () => (await ownOnes()) === 0);
    await bar().getByRole('button', { name: 'Clear' }).click();
  });

  it('ends the monitoring of all that are selected only after their number is typed, and takes it back', async () => {
    const monitored = async (): Promise<number> => (await miners()).filter(({ managed }) => managed).length;
    await page.keyboard.press('Control+a');
    await page.keyboard.press('m');
    const question = page.getByRole('dialog', { name: /12/ });
    await question.getByRole('textbox').fill('11');
    await eventually(async () => expect(await question.getByRole('button', { name: /12/ }).isDisabled()).toBe(true));
    await question.getByRole('textbox').fill('12');
    await question.getByRole('button', { name: /12/ }).click();
    await until('nothing to be monitored', async () => (await monitored()) === 0);
    // The earlier rename can still be undone next to it.
    const toast = page.getByRole('status').filter({ hasText: '12 miners unmanaged' });
    await toast.getByRole('button', { name: 'Undo' }).click();
    await until('all to be monitored again', async () => (await monitored()) === MINERS);
    await bar().getByRole('button', { name: 'Clear' }).click();
  });

  it('begins at the top for another query', async () => {
    const top = () => grid().evaluate((element) => element.scrollTop);
    await page.setViewportSize({ width: 1280, height: 400 });
    await grid().evaluate((element) => element.scrollTo(0, 45));
    await until('the rows to be scrolled', async () => (await top()) > 0);
    await ask('model:s19jpro');
    await until('the first row', async () => (await top()) === 0);
    await ask('');
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  it('moves no row when one is selected, and keeps the menu of a row inside the window', async () => {
    await shows(MINERS);
    const first = grid().getByRole('row').nth(1);
    const topOf = async () => (await first.boundingBox())?.y;
    // A banner above the rows may go in the meantime: then the rows are measured again.
    await until('selecting to move no row', async () => {
      const before = await topOf();
      await grid().focus();
      await page.keyboard.press('Control+a');
      await until('all to be selected', async () => /^12 selected/.test((await bar().textContent()) ?? ''));
      await until('their sums', async () => /TH\/s · .* kW/.test((await bar().textContent()) ?? ''));
      const selected = await topOf();
      await page.keyboard.press('Escape');
      await bar().waitFor({ state: 'detached' });
      return selected !== undefined && selected === before;
    });

    await page.keyboard.press('End');
    await page.keyboard.press('.');
    const menu = page.getByRole('menu', { name: /^Actions for/ });
    await menu.getByRole('menuitem', { name: /^Rename/ }).waitFor();
    const box = await menu.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(720);
    expect(box?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
  });

  it('goes from problem to problem, into the panel, out of it and back, by keys', async () => {
    await ask(`ip:${net}.2.1-6`);
    await shows(6);
    await page.keyboard.press('Escape');
    const query = new URL(page.url()).hash;
    const active = () =>
      grid().evaluate(
        (table) => document.getElementById(table.getAttribute('aria-activedescendant') ?? '')?.textContent,
      );
    const sick = (await miners()).filter(({ ip, attention }) => /\.2\.[1-6]:/.test(ip ?? '') && attention.length > 0);
    const visited = new Set<string>();
    for (const _ of sick) {
      await page.keyboard.press('n');
      const row = (await active()) ?? '';
      visited.add(sick.find(({ ip }) => row.includes(ip ?? '?'))?.id ?? `not a problem: ${row}`);
    }
    expect([...visited].sort()).toEqual(sick.map(({ id }) => id).sort());

    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: /^Miner / }).waitFor();
    await page.keyboard.press('i');
    await until('the panel to have the focus', () =>
      page.evaluate(() => document.activeElement?.closest('aside') !== null),
    );
    const opened = new URL(page.url()).hash;
    await page.keyboard.press('Escape');
    await until('the panel to close', () => new URL(page.url()).hash === query);
    await page.goBack();
    await page.getByRole('complementary', { name: /^Miner / }).waitFor();
    expect(new URL(page.url()).hash).toBe(opened);
    await page.keyboard.press('Escape');
    await until('the panel to close again', () => new URL(page.url()).hash === query);
    await page.keyboard.press('Escape');
    await until('the search to be empty', () => new URL(page.url()).hash === '#/fleet');
    await shows(MINERS);
  });

  it('says of when the parts of a miner that is offline are, and leaves room for its buttons beside toasts', async () => {
    const gone = (await miners()).find(({ online }) => !online);
    await page.goto(`${serving.url}/#/fleet/${gone?.id}`);
    const panel = page.getByRole('complementary');
    await panel.getByRole('heading', { name: /^Last known, / }).waitFor();
    const left = (await panel.boundingBox())?.x ?? 0;
    const toasts = page.locator('.mantine-Notifications-root[data-position="bottom-right"]');
    const edges = await toasts.evaluate((element) => {
      const { right, bottom } = getComputedStyle(element);
      return [window.innerWidth - Number.parseFloat(right), window.innerHeight - Number.parseFloat(bottom)];
    });
    const footer = (await page.getByRole('contentinfo').boundingBox())?.y ?? 0;
    expect(edges[0]).toBeLessThanOrEqual(left);
    expect(edges[1]).toBeLessThanOrEqual(footer);
    await page.keyboard.press('Escape');
  });

  it('acts on a selection from the palette, by keyboard alone', async () => {
    const choose = async (words: string, label: string): Promise<void> => {
      await page.keyboard.press('Control+k');
      const input = page.getByRole('dialog', { name: 'Search everything' }).getByRole('textbox');
      await until('the palette to have the focus', () => input.evaluate((it) => it === document.activeElement));
      await page.keyboard.type(words);
      await until('the words', async () => (await input.inputValue()) === words);
      await page.getByRole('button', { name: label, exact: true }).waitFor();
      await page.keyboard.press('Enter');
    };
    await page.goto(`${serving.url}/#/fleet`);
    await until('all rows', async () => (await rowCount()) === MINERS);
    await page.keyboard.press('Control+a');
    await page.getByRole('region', { name: 'Selected miners' }).waitFor();
    await choose('change tags', 'Change tags of 12 selected');
    const form = page.getByRole('dialog', { name: 'Tags' });
    await until('the form to have the focus', () =>
      form.getByLabel('Tags to add').evaluate((input) => input === document.activeElement),
    );
    await page.keyboard.type('from-palette ');
    await form.getByRole('button', { name: 'Change tags of 12' }).click();
    // Until it is gone, it has the focus and the keys.
    await form.waitFor({ state: 'detached' });
    await until('the tags', async () => (await miners()).every(({ tags }) => tags.includes('from-palette')));
    const download = page.waitForEvent('download');
    await choose('save csv', 'Save CSV of 12 selected');
    expect(
      readFileSync(await (await download).path(), 'utf8')
        .trim()
        .split('\r\n'),
    ).toHaveLength(MINERS + 1);
    await choose('rename', 'Rename 12 selected');
    await until('the pattern to have the focus', () =>
      page.getByLabel('Name pattern').evaluate((input) => input === document.activeElement),
    );
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByLabel('Search everything').last().waitFor();
    for (const label of ['Check 12 selected now', 'Copy MACs of 12 selected']) {
      await page.getByRole('button', { name: label }).waitFor();
    }
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'Selected miners' }).getByRole('button', { name: 'Clear' }).click();
  });

  it('goes everywhere by keys', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.getByRole('heading', { name: 'Models' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await until('the keys to close', async () => (await page.getByRole('dialog', { name: 'Keys' }).count()) === 0);
    await page.keyboard.press('Control+k');
    await page.getByLabel('Search everything').last().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.type('R2-S04');
    await page.getByText('R2-S04').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: /R2-S04/ }).waitFor();
    await page.keyboard.press('Escape');
    await until('the panel to close', async () => (await page.getByRole('complementary').count()) === 0);

    const palette = page.getByRole('dialog', { name: 'Search everything' });
    const ask = async (words: string, ...labels: readonly string[]): Promise<void> => {
      await page.keyboard.press('Control+k');
      await palette.getByRole('textbox').fill(words);
      for (const label of labels) await palette.getByRole('button', { name: label }).waitFor();
      await palette
        .getByRole('button', { name: labels.at(-1) ?? '' })
        .first()
        .click();
      await palette.waitFor({ state: 'detached' });
    };
    await ask('hottest', 'Show the hottest miners first');
    await page.locator('th[aria-sort="descending"]').filter({ hasText: 'Max chip' }).waitFor();
    // Miners that are new have no place, or are not managed yet.
    await ask('new miners', 'Show miners that are not managed', 'Show miners without a place');
    await until('the search', () => page.url().includes('place'));
    await ask('work on rack', 'Maintenance');
    await page.getByRole('radio', { name: 'Maintenance', checked: true }).waitFor();
  });

  it('has broken no rule of its page on the way', () => {
    expect(complaints).toEqual([]);
  });
});
