import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import type { Miner, MinerModel } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaultsInBothSchemes } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { until } from '../../fixtures/patience.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';

const net = await claimNet();
/** The last two are no miners that can be added. */
const LISTEN = `${net}.1.1-${net}.1.26:8983`;
const FAULTS = `no-mac@${net}.1.25,bad-json@${net}.1.26`;

let folder: string;
let fleet: SimulatedFleet;
let serving: Serving;
let browser: Browser;
let page: Page;
let complaints: string[];

/** A farm of several models that was just found, before any decision. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-e2e-'));
  const config = { network: { subnets: [LISTEN] }, intervals: { status_seconds: 2 } };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(LISTEN), seed: 1, faults: FAULTS });
  serving = await startServing(['serve', '--data', folder, '--port', '0']);
  browser = await shareBrowser();
  page = await openPage(browser, { viewport: { width: 1280, height: 720 } });
  complaints = collectComplaints(page);
  await page.goto(`${serving.url}/#token=${serving.token}`);
  await until('all presets', async () => {
    const models = await readModels();
    return models.length > 1 && models.every(({ presets }) => presets.length > 0) && (await readMiners()).length === 24;
  });
});
afterAll(async () => {
  await browser?.close();
  if (serving?.child.exitCode === null) await serving.stop();
  await fleet?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const readMiners = async (): Promise<Miner[]> => (await serving.rest('GET', '/miners')).body as Miner[];
const readModels = async (): Promise<MinerModel[]> => (await serving.rest('GET', '/models')).body as MinerModel[];
const steps = () => page.getByRole('region', { name: 'First steps' });

async function looksRight(): Promise<void> {
  expect(await overflowing(page)).toEqual([]);
  expect(await seriousFaultsInBothSchemes(page)).toEqual([]);
}

/** Each step continues from the previous one. */
describe('a farm that was just found', () => {
  it('says that it is not read yet, and what has to be decided for that', async () => {
    await steps().getByRole('heading', { name: '24 miners found. None is monitored yet.' }).waitFor();
    await looksRight();
  });

  it('says of each device that could not be added where it is, and why', async () => {
    await steps().getByText('2 devices answered, but could not be added').click();
    for (const [host, why] of [
      [25, 'a miner that reports no valid MAC address'],
      [26, 'text that is not JSON'],
    ]) {
      await steps().getByText(`${net}.1.${host}:8983 ${why}`).waitFor();
    }
    await steps()
      .getByText(/^Is one of them yours\?/)
      .waitFor();
    await looksRight();
    await page.getByRole('button', { name: /1 other device, 1 not identified/ }).click();
    await page.getByRole('dialog').getByText(`${net}.1.25:8983`).waitFor();
    await page.keyboard.press('Escape');
  });

  it('is managed with one press, by keyboard too', async () => {
    await steps().getByRole('button', { name: 'Manage all 24' }).focus();
    await page.keyboard.press('Enter');
    await steps().getByText('Miners managed', { exact: true }).waitFor();
    expect((await readMiners()).every(({ managed }) => managed)).toBe(true);
    await looksRight();
  });

  it('gets the max presets that suit most with another one', async () => {
    await steps().getByRole('link', { name: 'Set max presets' }).click();
    const models = await readModels();
    const bar = page.getByRole('region', { name: 'Models without a max preset' });
    await bar.getByText(`${models.length} models have no max preset`).waitFor();
    await looksRight();
    await bar.getByRole('button', { name: `Use for all ${models.length}` }).click();
    await page.getByText(`Max preset set for ${models.length} models`).waitFor();
    await bar.waitFor({ state: 'detached' });
    for (const { presets, max_preset } of await readModels()) {
      const chosen = presets.find(({ name }) => name === max_preset);
      expect(chosen?.modded_psu_required).not.toBe(true);
      const higher = presets.filter(({ power_w }) => (power_w ?? 0) > (chosen?.power_w ?? 0));
      const isHighest = higher.every(({ modded_psu_required }) => modded_psu_required === true);
      expect(chosen?.status === 'tuned' || isHighest).toBe(true);
    }
  });

  it('is read from then on, and nothing is left to say', async () => {
    await page.getByRole('link', { name: 'Fleet', exact: true }).click();
    await until('hash rates', async () => (await page.getByRole('row', { name: /./ }).getByText('TH/s').count()) > 5);
    expect(await steps().count()).toBe(0);
  });

  it('offers one model its own when it has lost it', async () => {
    const [model] = await readModels();
    await serving.rest('PATCH', `/models/${model?.alias}`, { max_preset: null });
    await page.getByText('are not monitored because their models have no max preset.').waitFor();
    await page.getByRole('link', { name: 'Set it' }).click();
    const card = page.getByRole('region', { name: model?.name ?? '', exact: true });
    await card.getByRole('button', { name: /^Use / }).click();
    await until('it to be back', async () => (await readModels())[0]?.max_preset === model?.max_preset);
    expect(complaints).toEqual([]);
  });
});
