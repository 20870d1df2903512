import { afterAll, expect, it } from 'vitest';
import { loweredOf } from '../../../src-shared/judging/lowered-hashrate.ts';
import { isHashing, momentOf } from '../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { Settings } from '../../../src-shared/model/index.ts';
import { anIncident } from '../../fixtures/alerts/incidents.ts';
import { TWO_ALGORITHMS } from '../../fixtures/farm/two-algorithms.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { showFarm } from '../../fixtures/page/shown-farm.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { minerRow, NOW, status } from '../../unit/renderer/miner-row.ts';

const browser = await shareBrowser();
afterAll(() => browser.close());

it('a farm with two algorithms has room for its problems on a low screen, on the wall and beside a panel', async () => {
  await using farm = await showFarm(browser, TWO_ALGORITHMS, { nowMs: NOW, viewport: { width: 1280, height: 720 } });
  const { page } = farm;
  await page.goto(farm.at('/wall'));
  const needs = page.getByRole('region', { name: 'Needs you' });
  await until('six problems', async () => (await needs.locator('li[data-hidden="false"]').count()) === 6);
  await page
    .getByRole('region', { name: /scrypt/ })
    .getByText('312.0')
    .waitFor();
  expect(await overflowing(page)).toEqual([]);
  expect(await seriousFaults(page)).toEqual([]);
  await page.goto(farm.at(`/overview/${TWO_ALGORITHMS[0]?.id}`));
  const cause = needs.getByText('R1-S06: Board 2 not hashing (all 126 chips)');
  await eventually(async () =>
    expect(
      await cause.evaluate((text) => text.scrollHeight <= text.clientHeight && text.scrollWidth <= text.clientWidth),
    ).toBe(true),
  );

  // The figures of the groups say in their tooltips what they count, and lead to it.
  const usual = { usual_preset: '3080', usual_firmware: 'Vnish 1.2.6' };
  farm.change(
    TWO_ALGORITHMS.slice(24, 48).map((miner, n) => ({
      ...miner,
      ...usual,
      ...(n === 0 && { latest_status: status({ preset: '2500' }) }),
      ...(n < 2 && { firmware_version: '1.2.7' }),
    })),
  );
  const row = page.getByRole('region', { name: 'Groups' }).getByRole('row', { name: /^R2/ });
  await row.getByTitle(/^2 /).getByText('2', { exact: true }).waitFor();
  await row
    .getByTitle('1 of 24 miners not at the preset of nearly all miners of the model, or below their own usual one')
    .click();
  await page.waitForURL((url) => decodeURIComponent(url.hash).endsWith('?q=rack=R2 preset:unusual'));
  await page.getByRole('grid', { name: 'Miners' }).getByRole('row', { name: 'R2-S01', exact: true }).waitFor();
});

it('what the farm earns is without the miners on a foreign pool, and says so', async () => {
  await using farm = await showFarm(browser, TWO_ALGORITHMS, { nowMs: NOW });
  const { page, operations } = farm;
  const { settingsNow } = operations;
  if (settingsNow === null) throw new Error('there are no settings');
  operations.settingsNow = { ...settingsNow, farm: { ...settingsNow.farm, revenue_per_th_day: 0.05 } };
  await page.goto(farm.at('/overview'));
  await page.reload();
  const tile = page.getByRole('region', { name: 'The farm now' }).getByRole('link', { name: /^Hash rate/ });
  // 97 at 104 TH/s and one at 75 TH/s, less one of those on a foreign pool.
  await tile.getByText('earns 503 USD a day').waitFor();
  await tile.getByText('without 1 miner on a foreign pool').waitFor();
  // What an operator has acknowledged is lost all the same, but not among what needs them.
  const miner_ids = TWO_ALGORITHMS.slice(0, 1).map(({ id }) => id);
  const incident = anIncident({ state: 'acknowledged', miner_ids, hashrate_lost_hs: 40e12 });
  farm.push({ type: 'incidents', incidents: [incident] });
  const lost = page.getByRole('region', { name: 'The farm now' }).getByRole('link', { name: /^Lost now/ });
  await lost.getByText('of it acknowledged').waitFor();
  // An incident of a few miners names them.
  const [first, second] = TWO_ALGORITHMS.map(({ id }) => id);
  const two = anIncident({ title: '2 miners offline in rack R1', miner_ids: [first ?? '', second ?? ''] });
  farm.push({ type: 'incidents', incidents: [two] });
  await page.getByRole('link', { name: '2 miners offline in rack R1 (R1-S01, R1-S02)' }).waitFor();
  // So do a few on the same foreign pool, before that is an incident.
  const message = 'Mines to other.example, which is not known as a pool of this farm.';
  const attention: Miner['attention'] = [{ code: 'pool_foreign', severity: 'critical', message }];
  farm.change(TWO_ALGORITHMS.slice(30, 32).map((miner) => ({ ...miner, attention })));
  await page
    .getByRole('link', {
      name: '2 miners mine to other.example, which is not known as a pool of this farm (R2-S07, R2-S08)',
    })
    .waitFor();
});

it('the map coloured by temperature ends with the limit from which the farm calls a miner hot', async () => {
  await using farm = await showFarm(browser, TWO_ALGORITHMS, { nowMs: NOW });
  const { page, operations } = farm;
  const { settingsNow } = operations;
  if (settingsNow === null) throw new Error('there are no settings');
  operations.settingsNow = { ...settingsNow, thresholds: { ...settingsNow.thresholds, hot_chip_c: 84 } };
  await page.goto(farm.at('/overview'));
  await page.reload();
  await page.getByRole('combobox', { name: 'Colour by' }).selectOption('temp');
  await page.getByText('84 °C or more (hot)').waitFor();
});

it('the last group is reached by scrolling while the bar of a selection lies over the table', async () => {
  const racks = Array.from({ length: 30 }, (_, n) =>
    minerRow({ id: `02:95:23:00:02:${n.toString(16).padStart(2, '0')}`, nickname: `M${n}`, place: `R${n + 10}` }),
  );
  await using farm = await showFarm(browser, racks, { nowMs: NOW, viewport: { width: 1280, height: 720 } });
  const { page } = farm;
  await page.goto(farm.at('/overview'));
  const map = page.getByRole('application', { name: /^Map of 30 miners/ });
  await map.waitFor();
  const before = await map.boundingBox();
  await page.keyboard.press('Control+a');
  const bar = page.getByRole('region', { name: 'Selected miners' });
  await bar.getByText('30 selected').waitFor();
  const last = page.getByRole('row', { name: /^R39/ });
  await eventually(async () => {
    await last.evaluate((row) => {
      const table = row.closest('div')?.parentElement;
      table?.scrollTo(0, table.scrollHeight);
    });
    const [row, over] = [await last.boundingBox(), await bar.boundingBox()];
    expect(row !== null && over !== null && row.y + row.height <= over.y).toBe(true);
  });
  // Nothing moves under the pointer that selects in the map.
  expect(await map.boundingBox()).toEqual(before);
});

it('a throttled miner, of which less is expected, is named below the problems with what it hashes less', async () => {
  // A time of mining that is longer than the uptime is not believed.
  const clocks = { state_seconds: 2580, uptime_s: 2040 };
  const latest_status = status({
    ...{ hashrate_hs: 62.4e12, hashrate_expected_hs: 62.4e12, throttled_percent: 60, ...clocks },
  });
  const lowered = minerRow({
    ...{ id: '02:95:23:00:00:77', nickname: 'R9-77', latest_status, lowered: loweredOf(latest_status, null, null) },
  });
  await using farm = await showFarm(browser, [minerRow(), lowered], { nowMs: NOW });
  const { page } = farm;
  await page.goto(farm.at('/overview'));
  const needs = page.getByRole('region', { name: 'Needs you' });
  await needs.getByText('−41.6 TH/s').waitFor();
  await page.getByRole('region', { name: 'Groups' }).getByText('(20 % set lower)').waitFor();
  await needs.getByRole('link', { name: 'R9-77 throttled' }).click();
  await page.getByRole('complementary', { name: /R9-77/ }).waitFor();
  await page.goto(farm.at('/fleet'));
  await page.getByTitle('62.4 of 62.4 TH/s expected; 104.0 TH/s without its throttle (60').first().waitFor();
  await page.getByRole('row', { name: lowered.nickname ?? '', exact: true }).dblclick();
  await page.getByText('Set lower: it would hash 104.0 TH/s without its throttle').waitFor();
  const mining = page.locator('dl > div').filter({ hasText: 'Mining for' });
  expect(await mining.locator('dd').textContent()).toBe('—');

  // An order of another screen than the fleet: it names its miner, and the fleet beside it shows that one.
  const { operations } = farm;
  operations.settingsNow = Settings.parse({ actions: { enabled: true } });
  await page.goto(farm.at(`/overview/${lowered.id}`));
  await page.reload();
  await page.getByRole('button', { name: 'Preset …' }).click();
  await page.getByRole('heading', { name: 'Set preset on R9-77' }).waitFor();
  await page.getByText('Filtered: 1 of 2').waitFor();
});

it('a rack that just stopped answering is the first of what needs the operator, before it is a problem', async () => {
  const polling = { ...minerRow().polling, consecutive_failures: 1, last_success_at: NOW - 20_000 };
  const rack = [1, 2, 3, 4].map((n) => minerRow({ id: `02:95:23:00:03:0${n}`, place: `R77/${n}` }));
  await using farm = await showFarm(browser, [...TWO_ALGORITHMS, ...rack], { nowMs: NOW });
  const { page } = farm;
  await page.goto(farm.at('/overview'));
  const needs = page.getByRole('region', { name: 'Needs you' });
  const silent = needs.getByRole('link', { name: '4 miners: not answering in rack R77' });
  const tiles = page.getByRole('region', { name: 'The farm now' });
  await tiles.waitFor();
  // What the list and the sums say whenever either changes: they change together.
  const said = page.evaluate(async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    new MutationObserver(() => {
      const parts = ['not answering in rack R77', 'just stopped answering'];
      const shown = parts.filter((part) => document.body.textContent.includes(part));
      if (shown.length > 0) resolve(shown.join());
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    return promise;
  });
  farm.change(rack.map((miner) => ({ ...miner, polling })));
  expect(await said).toBe('not answering in rack R77,just stopped answering');
  await silent.waitFor();
  expect(await needs.getByRole('listitem').first().textContent()).toContain('not answering in rack R77');
  // The sums of the same moment are without them.
  const hashing = TWO_ALGORITHMS.filter((miner) => isHashing(miner, momentOf(NOW, 15))).length;
  const count = page.getByRole('button', { name: `${hashing} hashing` });
  await count.waitFor();
  await tiles.getByText('4 just stopped answering').waitFor();
  await tiles.getByText('416.0 not read').waitFor();
  await silent.click();
  await page.waitForURL(/R77/);
});
