import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectComplaints, openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { until } from '../../fixtures/patience.ts';
import { type Served, serve } from '../../fixtures/served/served.ts';

const SCREENS = resolve(import.meta.dirname, '../../../dist/renderer');

let browser: Browser;

beforeAll(async () => {
  browser = await shareBrowser();
});
afterAll(async () => {
  await browser?.close();
});

const scriptsOf = (page: Page): Set<string> => {
  const seen = new Set<string>();
  page.on('requestfinished', (request) => {
    const name = new URL(request.url()).pathname.split('/').at(-1) ?? '';
    if (name.endsWith('.js')) seen.add(name);
  });
  return seen;
};

async function openFleet(page: Page, { server, token }: Served): Promise<string> {
  const url = `http://127.0.0.1:${server.port}`;
  await page.goto(`${url}/#token=${token}`);
  await page.goto(`${url}/#/fleet`);
  await page.getByRole('grid', { name: 'Miners' }).waitFor();
  return url;
}

describe('the code of the screens', () => {
  it('is there after the first rows, so that a switch asks for nothing and shows nothing else first', async () => {
    await using served = await serve({ screensDir: SCREENS });
    const page = await openPage(browser);
    const complaints = collectComplaints(page);
    const scripts = scriptsOf(page);
    const url = await openFleet(page, served);
    const all = readdirSync(join(SCREENS, 'assets')).filter((name) => name.endsWith('.js'));
    expect(all.length).toBeGreaterThan(10);
    await until('all files of the page', () => all.every((name) => scripts.has(name)));
    await page.evaluate(() => {
      const flashed: string[] = [];
      new MutationObserver((changes) => {
        for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
          if (node.textContent === 'Loading …') flashed.push(location.hash);
        }
      }).observe(document.body, { subtree: true, childList: true });
      Object.assign(window, { flashed });
    });
    for (const [path, title] of [
      ['/jobs', 'Jobs'],
      ['/history', 'History'],
      ['/models', 'Models'],
      ['/incidents', 'Problems'],
      ['/activity', 'Activity'],
      ['/settings', 'Settings'],
      ['/racks', 'Racks'],
      ['/sites', 'Sites'],
    ]) {
      await page.goto(`${url}/#${path}`);
      await page.getByRole('heading', { name: title ?? '', level: 1 }).waitFor();
    }
    expect(await page.evaluate(() => (window as unknown as { flashed: string[] }).flashed)).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Search everything' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('is there in a browser that cannot say when it is idle, such as Safari', async () => {
    await using served = await serve({ screensDir: SCREENS });
    const page = await openPage(browser);
    await page.addInitScript(() => {
      Reflect.deleteProperty(window, 'requestIdleCallback');
    });
    const complaints = collectComplaints(page);
    const scripts = scriptsOf(page);
    await openFleet(page, served);
    const all = readdirSync(join(SCREENS, 'assets')).filter((name) => name.endsWith('.js'));
    await until('all files of the page', () => all.every((name) => scripts.has(name)));
    expect(complaints).toEqual([]);
  });

  describe('that an update has taken away', () => {
    let dir: string;
    const assets = (): string => join(dir, 'assets');
    const settings = (): string => readdirSync(assets()).find((name) => /^settings-screen-.*\.js$/.test(name)) ?? '';

    beforeAll(() => {
      dir = mkdtempSync(join(tmpdir(), 'powerhive-lazy-'));
      cpSync(SCREENS, dir, { recursive: true });
      rmSync(join(assets(), settings()));
    });
    afterAll(() => {
      rmSync(dir, { recursive: true, force: true });
    });

    it('comes with the page, which is loaded again once; after that the screen says what to do', async () => {
      await using served = await serve({ screensDir: dir });
      const page = await openPage(browser);
      const url = await openFleet(page, served);
      let loads = 0;
      page.on('load', () => {
        loads += 1;
      });
      await page.goto(`${url}/#/settings`);
      await until('the page to be loaded again', () => loads === 1);
      await page.getByRole('alert').getByText("Couldn't load this part of the page").waitFor();
      expect(loads).toBe(1);

      cpSync(SCREENS, dir, { recursive: true });
      await page.getByRole('button', { name: 'Reload' }).click();
      await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
      expect(await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes('reloaded')))).toEqual(
        [],
      );
    });

    it('is not asked for by a reload while PowerHive cannot be reached: what is shown stays', async () => {
      rmSync(join(assets(), settings()));
      await using served = await serve({ screensDir: dir });
      const page = await openPage(browser);
      const url = await openFleet(page, served);
      const { pathname } = new URL(url);
      await page.route(
        (asked) => asked.pathname === pathname,
        (route) => route.abort(),
      );
      await page.evaluate(() => Object.assign(window, { same: true }));
      await page.evaluate(() => window.location.assign('#/settings'));
      await page.getByRole('alert').getByText("Couldn't load this part of the page").waitFor();
      await page.evaluate(() => window.location.assign('#/fleet'));
      await page.getByRole('grid', { name: 'Miners' }).waitFor();
      expect(await page.evaluate(() => 'same' in window)).toBe(true);
    });
  });
});
