import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import type { Anomaly, Miner, MinerModel } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { showIn } from '../../fixtures/page/looks.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';

const net = await claimNet();
const LISTEN = `${net}.1.1-${net}.1.12:8984`;
const MINERS = 12;
const FAULTS = [
  `chip-dead@${net}.1.2`,
  `board-missing@${net}.1.3`,
  `fan-lost@${net}.1.4`,
  `sensor-error@${net}.1.5`,
  `not-hashing@${net}.1.6`,
].join();

let folder: string;
let fleet: SimulatedFleet;
let serving: Serving;
let browser: Browser;
let page: Page;
let complaints: string[];

/** A farm of twelve miners with five faults, all of them monitored. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-e2e-watch-'));
  fleet = await startSimulatedFleet({
    endpoints: parseEndpointRange(LISTEN),
    profile: 'mixed',
    seed: 3,
    faults: FAULTS,
  });
  const settings = { network: { subnets: [LISTEN] }, intervals: { status_seconds: 2, telemetry_seconds: 5 } };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(settings));
  serving = await startServing(['serve', '--data', folder, '--port', '0']);
  await until('the miners and their keys', async () => {
    const found = await miners();
    return found.length === MINERS && found.every(({ has_api_key }) => has_api_key);
  });
  await until('the presets of every model', async () => {
    const known = (await models()).filter(({ presets }) => presets.length > 0).map(({ alias }) => alias);
    return (await miners()).every(({ model_alias }) => known.includes(model_alias ?? ''));
  });
  for (const { alias, presets } of await models()) {
    await serving.rest('PATCH', `/models/${alias}`, { max_preset: presets.at(-1)?.name });
  }
  for (const { id } of await miners()) await serving.rest('PATCH', `/miners/${id}`, { managed: true });
  // Some miners omit a missing board, others report it as disconnected.
  const expected = [
    /^chip_zero/,
    /^board_(missing|failed)$/,
    /^fan_lost$/,
    /^sensor_fault$/,
    /^miner_zero/,
    /^chip_grade_orange$/,
  ];
  await until('the faults to be seen', async () => {
    const codes = (await anomalies()).map(({ code }) => code);
    return expected.every((code) => codes.some((found) => code.test(found)));
  });
  browser = await shareBrowser();
  page = await openPage(browser, {
    viewport: { width: 1280, height: 720 },
    reducedMotion: 'reduce',
    colorScheme: 'dark',
  });
  complaints = collectComplaints(page);
  await page.goto(`${serving.url}/#token=${serving.token}`);
  await page.goto(`${serving.url}/#/fleet`);
  await page.getByRole('grid', { name: 'Miners' }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  if (serving?.child.exitCode === null) await serving.stop();
  await fleet?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const miners = async (): Promise<Miner[]> => (await serving.rest('GET', '/miners')).body as Miner[];
const models = async (): Promise<MinerModel[]> => (await serving.rest('GET', '/models')).body as MinerModel[];
const anomalies = async (): Promise<Anomaly[]> => (await serving.rest('GET', '/anomalies')).body as Anomaly[];
const count = async (of: Anomaly['severity']): Promise<number> =>
  (await anomalies()).filter((anomaly) => anomaly.severity === of).length;

const needing = async (): Promise<number> => (await miners()).filter(({ attention }) => attention.length > 0).length;
/** The tab of Problems with problems of boards and chips. */
const showChips = async (): Promise<void> => {
  await page.getByRole('link', { name: /^Problems/ }).click();
  await page.getByText('Chips', { exact: true }).click();
  await problems().waitFor();
};

const problems = () => page.getByRole('grid', { name: 'Problems' });
const happenings = () => page.getByRole('treegrid', { name: 'Events' });
const problemRows = async (): Promise<number> => Number(await problems().getAttribute('aria-rowcount')) - 1;
const severity = (name: Anomaly['severity']) =>
  page.getByRole('button', { name: new RegExp(`^[\\d,]+ (minor )?${name}`) });
/** The list has as many rows as the filters of these severities say, and none of them is zero. */
const showsOnly = (...names: Anomaly['severity'][]) =>
  until(`the rows of ${names.join(' and ')}`, async () => {
    const texts = await Promise.all(names.map((name) => severity(name).textContent()));
    const counts = texts.map((text) => Number.parseInt(text ?? '', 10));
    return !counts.includes(0) && (await problemRows()) === counts.reduce((sum, one) => sum + one, 0);
  });
const hash = (): string => new URL(page.url()).hash;
const go = async (letter: string): Promise<void> => {
  await page.keyboard.press('g');
  await page.keyboard.press(letter);
};

describe('what stands out, in a browser', () => {
  it('is counted on the rail, listed worst first and as many as it says, with the notices folded', async () => {
    expect(await count('critical')).toBeGreaterThanOrEqual(3);
    await showChips();
    await showsOnly('critical', 'warning');
    await problems()
      .getByRole('row')
      .nth(1)
      .getByText(/0 TH\/s: all 3 boards/)
      .waitFor();
    await page.getByText(/minor notices? hidden/).waitFor();
    await severity('notice').click();
    await showsOnly('critical', 'warning', 'notice');
    await severity('critical').click();
    await showsOnly('warning', 'notice');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await showsOnly('critical', 'warning', 'notice');
  });

  it('says for each fault what it is, in words', async () => {
    for (const words of [
      /^Board \d: \d+ of \d+ chips not hashing$/,
      /^Board \d( of \d is missing| not detected)/,
      /^Fan \d of 4 stopped$/,
      /^Board \d: no temperature reading/,
    ]) {
      await problems().getByText(words).first().waitFor();
    }
  });

  it('leads to the very chips by a click', async () => {
    const dead = (await anomalies()).find(({ code }) => code === 'chip_zero_hashrate');
    await problems()
      .getByText(dead?.message ?? '')
      .click();
    await page.getByRole('complementary', { name: new RegExp(dead?.miner_name ?? '-') }).waitFor();
    expect(hash()).toBe(`#/fleet/${dead?.miner_id}/board/${dead?.chain_id}/${dead?.chip_positions.join()}`);
  });

  it('is walked through and opened by keys alone', async () => {
    await go('a');
    await page.getByRole('radio', { name: 'Chips' }).press('Space');
    await problems().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('k');
    const first = problems().getByRole('row', { selected: true });
    await eventually(async () => expect(await first.textContent()).toContain('0 TH/s'));
    await eventually(async () =>
      expect(await problems().getAttribute('aria-activedescendant')).toBe(await first.getAttribute('id')),
    );
    await page.keyboard.press('End');
    await until('the last row', async () => {
      const index = Number(await problems().getByRole('row', { selected: true }).getAttribute('aria-rowindex'));
      return index === (await problemRows()) + 1;
    });
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const silent = (await anomalies()).find(({ code }) => code === 'miner_zero_hashrate');
    await until('the silent miner', async () => hash() === `#/fleet/${silent?.miner_id}`);
  });

  it('hears of a new fault by itself, and knows since when', async () => {
    await showChips();
    const before = await needing();
    const victim = fleet.miners[6];
    const known = (await miners()).find(({ id }) => id === victim?.mac.toLowerCase());
    const injectedAt = Date.now();
    victim?.injectFault('fan-lost');
    await until('one more that needs attention', async () => (await needing()) === before + 1);
    const [fan] = (await anomalies()).filter(({ miner_id, code }) => miner_id === known?.id && code === 'fan_lost');
    expect(fan?.since_at).toBeGreaterThanOrEqual(injectedAt);
    const line = problems()
      .getByRole('row')
      .filter({ hasText: fan?.miner_name ?? '-' })
      .filter({ hasText: 'of 4 stopped' });
    await line.getByText(/^\d\d:\d\d$/).waitFor();
  });

  it('wants attention on the rows of the fleet, which can be asked for by what they show', async () => {
    const dead = (await anomalies()).find(({ code }) => code === 'chip_zero_hashrate');
    await page.goto(`${serving.url}/#/fleet?q=${encodeURIComponent('attention state:"dead chips"')}`);
    const row = page
      .getByRole('grid', { name: 'Miners' })
      .getByRole('row', { name: dead?.miner_name ?? '-', exact: true });
    await row.waitFor();
  });
});

describe('what happened, in a browser', () => {
  it('shows a burst in one line, which opens and closes by a click', async () => {
    await page.getByRole('link', { name: 'Activity' }).click();
    // The sum of the day is above it: of a day before PowerHive nothing is known, and nothing happened.
    const day = page.getByRole('region', { name: 'Sum of the day' });
    await day.getByText(/^\d+ opened · \d+ ended · \d+ still open/).waitFor();
    await day.getByText(/^\d+ new/).waitFor();
    await day.getByRole('radio', { name: 'Yesterday' }).check();
    await day.getByText('unknown: not monitored').first().waitFor();
    await page.getByText('Nothing happened on that day, nor before it').waitFor();
    await day.getByRole('radio', { name: 'Today' }).check();
    const managed = happenings().getByRole('row', { name: `${MINERS} miners managed` });
    await managed.waitFor();
    await happenings()
      .getByRole('row', { name: `Found ${MINERS} miners` })
      .waitFor();
    expect(
      await happenings()
        .getByText(/is managed through REST by the token file$/)
        .count(),
    ).toBe(0);
    await managed.click();
    await until(
      'its entries',
      async () =>
        (await happenings()
          .getByText(/is managed through REST by the token file$/)
          .count()) === MINERS,
    );
    expect(await managed.getAttribute('aria-expanded')).toBe('true');
    await managed.click();
    await until(
      'it to close',
      async () =>
        (await happenings()
          .getByText(/is managed through REST by the token file$/)
          .count()) === 0,
    );
  });

  it('is found by words, seriousness and kind, and says so where nothing fits', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('MANAGED 127.');
    await until(
      'what fits',
      async () =>
        (await happenings()
          .getByText(/managed/)
          .count()) > 0,
    );
    await happenings().getByText('PowerHive 0.1.0 started').waitFor({ state: 'detached' });
    await page.keyboard.type(' nothing like this');
    await page.getByRole('heading', { name: 'No matching events.' }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await happenings()
      .getByText(/^PowerHive .* started$/)
      .waitFor();
    await page.getByRole('radio', { name: 'Errors' }).check();
    const marks = (name: string) => happenings().getByRole('img', { name, exact: true }).count();
    // What is critical alone: of a farm that just began, that may be nothing yet.
    await until('no warnings', async () => (await marks('info')) + (await marks('warning')) === 0);
    await page.getByRole('radio', { name: 'All' }).check();
    await page.getByRole('combobox', { name: 'Type' }).click();
    await page.getByRole('option', { name: 'Your changes' }).click();
    await until(
      'only changes',
      async () =>
        (await happenings()
          .getByText(/^Found /)
          .count()) === 0,
    );
    await happenings()
      .getByRole('row', { name: `${MINERS} miners managed` })
      .waitFor();
    await page.getByRole('heading', { name: 'Activity' }).click();
    await page.keyboard.press('Escape');
    await happenings()
      .getByText(/^Found /)
      .first()
      .waitFor();
  });

  it('is walked through by keys alone: a group opens, an entry leads to its miner', async () => {
    await go('t');
    await happenings().waitFor();
    const active = () => happenings().getByRole('row', { selected: true });
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('j');
      if (/miners managed/.test((await active().textContent()) ?? '')) break;
    }
    await page.keyboard.press('Enter');
    await until('the group to open', async () => (await active().getAttribute('aria-expanded')) === 'true');
    await page.keyboard.press('ArrowLeft');
    await until('the group to close', async () => (await active().getAttribute('aria-expanded')) === 'false');
    await page.keyboard.press('ArrowRight');
    await until(
      'the entries',
      async () =>
        (await happenings()
          .getByText(/is managed through REST by the token file$/)
          .count()) === MINERS,
    );
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await until('the miner', async () => /^#\/fleet\/[0-9a-f:]{17}$/.test(hash()));
  });
});

describe.each([
  { colorScheme: 'dark', window: 'small window' },
  { colorScheme: 'light', window: 'small window' },
  { colorScheme: 'dark', window: '200 % zoom' },
] as const)('both screens, $colorScheme, in $window', (look) => {
  it('have no serious fault, overflow nowhere, and keep still', async () => {
    await showIn(page, look);
    for (const [path, grid] of [
      ['anomalies', 'grid'],
      ['activity', 'treegrid'],
    ] as const) {
      await page.goto(`${serving.url}/#/${path}`);
      await page.getByRole(grid).getByRole('row').nth(2).waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      expect(await overflowing(page)).toEqual([]);
      expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    }
    expect(complaints).toEqual([]);
  });
});
