import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { claimNet, findFreePort } from '../../fixtures/farm/loopback-nets.ts';
import { openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { comparePixels, readPixels } from '../../fixtures/page/png-diff.ts';
import { until } from '../../fixtures/patience.ts';
import { makeKeptFolder } from '../../fixtures/temporary-files.ts';
import { firstPage, launchApp, real } from '../../launch.ts';

const net = await claimNet();
const LISTEN = `${net}.1.1-${net}.1.8:8997`;
const MINERS = 8;
/** Nothing happens automatically while pictures are taken. */
const NEVER_S = 86_400;

let folder: string;
let fleet: SimulatedFleet;
let app: ElectronApplication;
let browser: Browser;
/** The same farm in the same program at the same time: over IPC, and over WebSocket. */
let inWindow: Page;
let inBrowser: Page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-pictures-'));
  const port = await findFreePort();
  const config = {
    network: { subnets: [LISTEN] },
    intervals: { discovery_seconds: NEVER_S, status_seconds: NEVER_S, telemetry_seconds: NEVER_S },
    polling: { require_max_preset: false },
    http: { enabled: true, addr: `127.0.0.1:${port}` },
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  fleet = await startSimulatedFleet({
    endpoints: parseEndpointRange(LISTEN),
    profile: 's19jpro',
    faults: `board-missing@${net}.1.2`,
  });
  app = await launchApp({ userDataDir: folder });
  inWindow = await firstPage(app);
  await inWindow.getByRole('heading', { name: 'Overview' }).waitFor();

  // The token is there a moment before the port.
  const isServed = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/api/health`).then(
      () => true,
      () => false,
    );
  await until('the REST interface', async () => existsSync(join(folder, 'token')) && (await isServed()));
  const token = readFileSync(join(folder, 'token'), 'utf8').trim();
  const rest = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return (await fetch(`http://127.0.0.1:${port}/api${path}`, init)).json();
  };
  type Row = { id: string; has_api_key: boolean; latest_status: object | null };
  const miners = async (): Promise<Row[]> => (await rest('GET', '/miners')) as Row[];
  await until('the keys', async () => {
    const found = await miners();
    return found.length === MINERS && found.every(({ has_api_key }) => has_api_key);
  });
  const [last, ...others] = (await miners()).toReversed();
  for (const { id } of others) await rest('PATCH', `/miners/${id}`, { managed: true });
  await until('the readings', async () =>
    (await miners()).every(({ id, latest_status }) => id === last?.id || latest_status !== null),
  );
  // The logs of miners for the time before are loaded once; charts drawn in the meantime would lack
  // them.
  type Entry = { event: string | null };
  const filled = ({ event }: Entry): boolean => event === 'history_imported';
  await until('their memories', async () => ((await rest('GET', '/activity')) as Entry[]).some(filled));

  browser = await shareBrowser();
  const viewport = await inWindow.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  inBrowser = await openPage(browser, { viewport });
  await inBrowser.goto(`http://127.0.0.1:${port}/#token=${token}`);
  await inBrowser.getByRole('button', { name: `${MINERS - 1} hashing` }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await app?.close().catch(() => undefined);
  await fleet?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

const pages = (): Page[] => [inWindow, inBrowser];

/** How long both pages took to load last: their fixed time is that of the program when they ask for it. */
let loadMs = 1000;

/**
 * Both pages show the same screen in the same colours at one fixed time, from which ages are
 * computed. They are loaded together: a page that asks the program for its time seconds later than
 * the other would take its own clock for a wrong one.
 */
async function settle(route: string, colorScheme: 'dark' | 'light'): Promise<void> {
  const startedMs = Date.now();
  await Promise.all(
    pages().map(async (page) => {
      await page.clock.setFixedTime(startedMs + loadMs);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate((to) => {
        location.hash = to;
      }, route);
      // Reloaded, because a partial repaint can differ by a shade at a rounded corner.
      await page.reload();
      await page.locator('header[data-frozen="false"]').waitFor();
      await page.getByRole('grid', { name: 'Miners' }).waitFor();
      await page.mouse.move(700, 5);
    }),
  );
  loadMs = Date.now() - startedMs;
  // The clock of a page ticks once a second.
  await Promise.all(pages().map((page) => page.waitForTimeout(1500)));
}

/** Settles both pages, again where a busy computer loaded them apart, and returns what each says. */
async function saidOf(
  route: string,
  colorScheme: 'dark' | 'light',
  read: (page: Page) => Promise<string>,
): Promise<string[]> {
  let said: string[] = [];
  await until('both pages to say the same', async () => {
    await settle(route, colorScheme);
    said = await Promise.all(pages().map(read));
    return said[0] === said[1];
  }).catch(() => undefined);
  return said;
}

describe('the fleet over IPC and over WebSocket', () => {
  it.each(['dark', 'light'] as const)('says the same, and looks the same: %s', async (scheme) => {
    const said = await saidOf('/fleet', scheme, (page) => page.locator('body').innerText());
    expect(said[0]).toContain('7 of 8 monitored');
    expect(said[1]).toBe(said[0]);
    // Another renderer, such as the one within Electron, draws text differently.
    if (!real) await comparePictures(`fleet-${scheme}`);
  });

  it('shows the same miner', async () => {
    const said = await saidOf(`/fleet/${fleet.miners[1]?.mac.toLowerCase()}`, 'dark', async (page) => {
      const panel = page.getByRole('complementary', { name: /^Miner / });
      // Charts and boards are loaded separately.
      await panel.getByRole('application', { name: /^Hash rate: / }).waitFor();
      await panel.getByRole('columnheader', { name: 'Board 3' }).waitFor();
      return panel.innerText();
    });
    expect(said[0]).toContain('Board 3');
    expect(said[1]).toBe(said[0]);
  });
});

/** If the pictures differ, both and their difference are saved, and the message says where. */
async function comparePictures(name: string): Promise<void> {
  const [ipc, webSocket] = await Promise.all(pages().map((page) => page.screenshot({ caret: 'hide' })));
  if (ipc === undefined || webSocket === undefined) throw new Error('there is no picture');
  const { count, places, picture } = comparePixels(readPixels(ipc), readPixels(webSocket));
  if (count === 0) return;
  const kept = makeKeptFolder('differences');
  writeFileSync(join(kept, `${name}-ipc.png`), ipc);
  writeFileSync(join(kept, `${name}-websocket.png`), webSocket);
  writeFileSync(join(kept, `${name}-difference.png`), picture);
  throw new Error(`${count} pixels of ${name} differ, first at ${JSON.stringify(places)}: look into ${kept}`);
}
