import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { setOfflineRule } from '../../fixtures/alerts/offline-rule.ts';
import { claimNet, findFreePort } from '../../fixtures/farm/loopback-nets.ts';
import { until } from '../../fixtures/patience.ts';
import { firstPage, launchApp } from '../../launch.ts';
import { choose, readNotifications, readTray } from '../../recorded.ts';

const net = await claimNet();
const MINERS = 32;
const GOING = 30;
const REST_PORT = await findFreePort();
const LISTEN = `${net}.1.1-${net}.1.${MINERS}:8995`;

let folder: string;
let fleet: SimulatedFleet;
let app: ElectronApplication;
let page: Page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-first-window-'));
  writeFileSync(
    join(folder, 'config.json'),
    JSON.stringify({ intervals: { discovery_seconds: 3600 }, http: { enabled: true, addr: `127.0.0.1:${REST_PORT}` } }),
  );
  fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(LISTEN), profile: 's19jpro' });
  app = await launchApp({ userDataDir: folder });
  page = await firstPage(app);
});
afterAll(async () => {
  await app?.close().catch(() => undefined);
  await fleet?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

const titles = async (): Promise<string[]> => (await readNotifications(app)).map(({ title }) => title);
const toolTip = async (): Promise<string> => (await readTray(app))?.toolTip ?? '';

describe('the first day in the window', () => {
  it('scans nothing before a network is named, and finds its miners then', async () => {
    await page.getByRole('heading', { name: 'Where are your miners?' }).waitFor();
    expect(await toolTip()).toBe('No networks set');
    expect((await readTray(app))?.menu.find(({ label }) => label === 'Scan now')?.enabled).toBe(false);
    expect(fleet.miners.every(({ requestCounts }) => requestCounts.size === 0)).toBe(true);
    await page.getByLabel('Other networks').fill(LISTEN);
    await page.getByText(`${MINERS} addresses`).first().waitFor();
    await page.getByRole('button', { name: 'Scan and monitor' }).click();
    await page.getByRole('button', { name: `${MINERS} not managed` }).waitFor();
    expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toMatchObject({
      network: { subnets: [LISTEN] },
      intervals: { discovery_seconds: 3600 },
    });
    await until('the tray', async () => (await toolTip()) === '0 hashing');
  });

  it('calls once for thirty that go together, and once when they are back', async () => {
    await page.getByRole('link', { name: 'Fleet', exact: true }).click();
    const grid = page.getByRole('grid', { name: 'Miners' });
    await grid.focus();
    await page.keyboard.press('Control+a');
    await page.getByRole('button', { name: 'Manage', exact: true }).click();
    await page.getByRole('menuitem', { name: `Manage ${MINERS}`, exact: true }).click();
    await page.getByRole('button', { name: /not managed$/ }).waitFor({ state: 'detached' });
    await setOfflineRule(folder, REST_PORT, 0);
    for (const miner of fleet.miners.slice(0, GOING)) await miner.powerOff();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Scan now' }).first().click();
    await page.getByRole('button', { name: `${GOING} offline` }).waitFor();
    const gone = `${GOING} miners offline in ${net}.1.0/24`;
    await until('the call', async () => (await titles()).length > 0);
    expect(await titles()).toEqual([`Critical: ${gone}`]);
    await until('the tray', async () => (await toolTip()).startsWith(`0 hashing, ${GOING} offline`));

    for (const miner of fleet.miners.slice(0, GOING)) await miner.powerOn();
    await choose(app, 'tray', 'Scan now');
    await page.getByRole('button', { name: '0 offline' }).waitFor();
    await until('the call', async () => (await titles()).length > 1);
    expect(await titles()).toEqual([`Critical: ${gone}`, `Resolved: ${gone}`]);
  });
});
