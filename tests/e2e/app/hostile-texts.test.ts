import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Miner, MinerModel } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { until } from '../../fixtures/patience.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';
import { CANARIES, withCanaries } from '../../integration/zoo/bodies.ts';
import { type RecordingHost, startHttp } from '../../integration/zoo/recording-host.ts';
import { TroubledMiner } from '../../integration/zoo/troubled-miner.ts';
import { fixture } from '../../unit/drivers/fixture.ts';

const NICKNAME = '"><img src=x onerror="window.canary=1">';
/** Without these it is not a miner, or shows nothing; all other texts are hostile. */
const SOUND = ['mac', 'hr_measure', 'algorithm', 'miner_state', 'uptime'];
const HOSTILE = ['info', 'model', 'summary', 'perf-summary', 'chains', 'metrics', 'autotune/presets'];

let folder: string;
let serving: Serving;
let browser: Browser;
let page: Page;
let complaints: string[];
let foreign: string[];
const hosts: RecordingHost[] = [];

/**
 * Two miners whose texts all try to be more than text: two, so that tables, groups and charts have
 * content.
 */
beforeAll(async () => {
  const net = await claimNet();
  folder = mkdtempSync(join(tmpdir(), 'powerhive-hostile-texts-'));
  for (const number of [1, 2]) {
    const miner = new TroubledMiner(number, ({ method, path }, response, _message, self) => {
      const endpoint = path.replace('/api/v1/', '').replace(/\?.*/, '');
      if (method !== 'GET' || !HOSTILE.includes(endpoint)) return false;
      const payload = endpoint === 'info' ? JSON.parse(self.info()) : fixture('1.2.6', endpoint.replaceAll('/', '-'));
      // One of them hashes and has silent chips, so that there are anomalies; the other has hostile
      // texts even in these fields.
      if (number === 2 && endpoint === 'chains') silence((payload as { chips: { hr: number }[] }[])[0]?.chips ?? []);
      response.end(JSON.stringify(withCanaries(payload, number === 2 ? [...SOUND, 'state'] : SOUND)));
      return true;
    });
    hosts.push(await startHttp({ host: `${net}.1.${number}`, port: 8986 }, miner.answer));
  }
  const settings = {
    network: { subnets: [`${net}.1.1-${net}.1.2:8986`] },
    intervals: { status_seconds: 1, telemetry_seconds: 5 },
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(settings));
  serving = await startServing(['serve', '--data', folder, '--port', '0']);
  const get = async <T>(path: string): Promise<T> => (await serving.rest('GET', path)).body as T;
  await until('the miners and their presets', async () => {
    const models = await get<MinerModel[]>('/models');
    return (
      (await get<Miner[]>('/miners')).filter(({ has_api_key }) => has_api_key).length === 2 &&
      (models[0]?.presets.length ?? 0) > 0
    );
  });
  const [model] = await get<MinerModel[]>('/models');
  const ceiling = await serving.rest('PATCH', `/models/${encodeURIComponent(model?.alias ?? '')}`, {
    max_preset: model?.presets.at(-1)?.name,
  });
  expect(ceiling.status).toBe(200);
  const found = await get<Miner[]>('/miners');
  for (const { id } of found) await serving.rest('PATCH', `/miners/${id}`, { managed: true });
  await serving.rest('PATCH', `/miners/${found[0]?.id}`, { nickname: NICKNAME });
  await until('readings', async () =>
    (await get<Miner[]>('/miners')).every(({ latest_status }) => latest_status !== null),
  );
  const anomalies = () => get<unknown[]>('/anomalies');
  await until('something that stands out', async () => (await anomalies()).length > 0);
  await until('chips', async () => (await get<unknown[]>(`/miners/${found[0]?.id}/telemetry?limit=1`)).length > 0);

  browser = await shareBrowser();
  page = await openPage(browser, { viewport: { width: 1600, height: 900 }, acceptDownloads: true });
  complaints = collectComplaints(page);
  foreign = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${serving.url}/`) && !/^(data|blob):/.test(url)) foreign.push(url);
  });
  page.on('dialog', (dialog) => {
    foreign.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  await page.goto(`${serving.url}/#token=${serving.token}`);
  await page.goto(`${serving.url}/#/fleet`);
  await page.getByRole('grid', { name: 'Miners' }).waitFor();
});

afterAll(async () => {
  await browser?.close();
  if (serving?.child.exitCode === null) await serving.stop();
  for (const host of hosts) await host[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function silence(chips: { hr: number }[]): void {
  for (const chip of chips.slice(0, 8)) chip.hr = 0;
}

/**
 * Expects that everything shown is text: it is there, none of it became an element, nothing was
 * executed, and no other host was contacted.
 */
async function expectOnlyText(isShown = true): Promise<void> {
  const seen = await page.evaluate(() => ({
    text: document.body.innerText + [...document.querySelectorAll('input')].map(({ value }) => value).join(),
    ran: 'canary' in window,
    violations: (window as unknown as { violations: string[] }).violations,
    planted: document.querySelectorAll(
      '[onerror], img[src="x"], a[href^="javascript:"], body script, iframe, object, embed',
    ).length,
  }));
  if (isShown) expect(seen.text).toMatch(/window\.canary|=HYPERLINK|DROP TABLE|@SUM/);
  expect({ ran: seen.ran, violations: seen.violations, planted: seen.planted }).toEqual({
    ran: false,
    violations: [],
    planted: 0,
  });
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
}

describe('texts of a miner that want to be more than text', () => {
  it('stay text in the fleet, in its panels, its history, its search and its palette', async () => {
    await page.getByText('window.canary').first().waitFor();
    await expectOnlyText();
    for (const { id } of (await serving.rest('GET', '/miners')).body as Miner[]) {
      await page.goto(`${serving.url}/#/fleet/${id}`);
      await page
        .getByRole('complementary', { name: /^Miner / })
        .getByText(/canary|HYPERLINK|SUM/)
        .first()
        .waitFor();
      await expectOnlyText();
      await page.goto(`${serving.url}/#/fleet/${id}/board/1/0`);
      await page.getByRole('application', { name: /^Board 1: / }).waitFor();
      await expectOnlyText();
    }
    await page.keyboard.press('Escape');
    await page.keyboard.press('h');
    await page
      .getByRole('application', { name: /^Miners counted: / })
      .first()
      .waitFor();
    // The charts of a farm name no miner.
    await expectOnlyText(false);
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder(/.+/).last().fill('canary');
    await expectOnlyText();
    await page.keyboard.press('Escape');
  });

  it.each(['models', 'anomalies', 'activity', 'overview', 'jobs/new/restart?q=online'])(
    'stay text on the screen %s',
    async (place) => {
      await page.goto(`${serving.url}/#/${place}`);
      await page
        .getByText(/canary|HYPERLINK|SUM|DROP TABLE/)
        .first()
        .waitFor();
      await expectOnlyText();
    },
  );

  // What these show of a miner depends on durations and on actions of the operator.
  it.each([
    ['incidents', 'Problems'],
    ['jobs', 'Jobs'],
    ['racks', 'Racks'],
    ['sites', 'All sites'],
    ['history', 'History'],
  ])('do nothing on the screen %s', async (place, heading) => {
    await page.goto(`${serving.url}/#/${place}`);
    await page.getByRole('heading', { name: heading, exact: true }).waitFor();
    await expectOnlyText(false);
  });

  it('stay text where the operator changes settings, and do no harm to them', async () => {
    await page.goto(`${serving.url}/#/settings`);
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    const planted = await page.evaluate(() => 'canary' in window || document.querySelectorAll('[onerror]').length > 0);
    expect(planted).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('run in no spreadsheet that opens the CSV of the fleet', async () => {
    await page.goto(`${serving.url}/#/fleet`);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const csv = readFileSync(await (await download).path(), 'utf8');
    expect(csv).toContain('canary');
    expect(csv).not.toMatch(/(^|[,\n]"?)[=+@\t\r]/);
    expect(csv.split('\r\n').filter((line) => line !== '').length).toBe(3);
  });

  it('would have been noticed: the same text as an element runs into the policy of the page', async () => {
    await page.evaluate((text) => {
      const place = document.createElement('div');
      place.innerHTML = text;
      document.body.append(place);
    }, CANARIES[1]);
    const isNoticed = () => page.evaluate(() => (window as unknown as { violations: string[] }).violations.length > 0);
    await until('the violation', isNoticed);
    await expect(expectOnlyText()).rejects.toThrow();
    expect(await page.evaluate(() => 'canary' in window)).toBe(false);
  });
});
