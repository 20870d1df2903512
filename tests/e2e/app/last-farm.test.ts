import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { hidePage } from '../../fixtures/page/hide-page.ts';
import { until } from '../../fixtures/patience.ts';
import { fakeOperations } from '../../fixtures/served/fake-operations.ts';
import { serve } from '../../fixtures/served/served.ts';

const SCREENS = resolve(import.meta.dirname, '../../../dist/renderer');
const browser = await shareBrowser();

afterAll(() => browser.close());

/** A program that sends its farm only once its farm is loaded: `startAgain` returns what says so. */
function startingProgram() {
  const operations = fakeOperations();
  let loaded = Promise.resolve();
  operations.app.events = async function* () {
    await loaded;
    yield { seq: 1, type: 'snapshot', first: true, last: true, miners: [...operations.rows.values()], scan: null };
    await new Promise(() => undefined);
  };
  return {
    operations,
    startAgain(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      loaded = promise;
      return resolve;
    },
  };
}

const rowsOf = (page: Page) => page.getByRole('grid', { name: 'Miners' }).getByRole('row');

describe('the farm that a page has kept', () => {
  it('is shown as of its time while the program loads its own, and then follows it', async () => {
    const program = startingProgram();
    await using served = await serve({ screensDir: SCREENS, operations: program.operations });
    const page = await openPage(browser, { viewport: { width: 1280, height: 720 } });
    const url = `http://127.0.0.1:${served.server.port}`;
    await page.goto(`${url}/#token=${served.token}`);
    await page.goto(`${url}/#/fleet`);
    await rowsOf(page).nth(3).waitFor();
    await hidePage(page);

    const loaded = program.startAgain();
    await page.reload();
    await rowsOf(page).nth(3).waitFor();
    const header = page.getByRole('banner');
    await header.getByText(/^as of \d\d:\d\d:\d\d$/).waitFor();
    expect(await header.getAttribute('data-frozen')).toBe('true');
    expect(await header.getByRole('button', { name: /hashing/ }).innerText()).toMatch(/of 3/);
    expect(await seriousFaults(page)).toEqual([]);
    for (const screen of ['overview', 'incidents', 'jobs', 'models', 'settings']) {
      await page.goto(`${url}/#/${screen}`);
      await page.getByRole('main').waitFor();
      expect(await page.getByRole('main').innerText()).not.toMatch(/failed|can't|not connected/i);
    }
    await page.goto(`${url}/#/fleet`);
    const gone = [...program.operations.rows.keys()][0] as string;
    program.operations.rows.delete(gone);
    loaded();
    await header.getByText(/^as of/).waitFor({ state: 'detached' });
    expect(await header.getAttribute('data-frozen')).toBe('false');
    await until('the miner that is gone', async () => (await rowsOf(page).count()) === 3);
  });

  it('is shown while the program cannot be reached, which is said', async () => {
    const program = startingProgram();
    await using served = await serve({ screensDir: SCREENS, operations: program.operations });
    const page = await openPage(browser, { viewport: { width: 1280, height: 720 } });
    const url = `http://127.0.0.1:${served.server.port}`;
    let isThere = true;
    await page.routeWebSocket(/\/ws$/, (socket) => void (isThere ? socket.connectToServer() : socket.close()));
    await page.goto(`${url}/#token=${served.token}`);
    await page.goto(`${url}/#/fleet`);
    await rowsOf(page).nth(3).waitFor();
    await hidePage(page);

    isThere = false;
    await page.reload();
    await page.getByText(/Can't reach PowerHive/).waitFor();
    await rowsOf(page).nth(3).waitFor();
    await page.getByRole('button', { name: 'Retry now' }).click();
    isThere = true;
    await page
      .getByRole('banner')
      .getByText(/^as of/)
      .waitFor({ state: 'detached' });
    expect(await page.getByText(/Can't reach PowerHive/).count()).toBe(0);
  });

  it('is not shown to who signs in with another token', async () => {
    const program = startingProgram();
    await using served = await serve({ screensDir: SCREENS, operations: program.operations });
    const page = await openPage(browser, { viewport: { width: 1280, height: 720 } });
    const url = `http://127.0.0.1:${served.server.port}`;
    await page.goto(`${url}/#token=${served.token}`);
    await page.goto(`${url}/#/fleet`);
    await rowsOf(page).nth(3).waitFor();
    await hidePage(page);

    await page.routeWebSocket(/\/ws$/, () => undefined);
    await page.evaluate(() => sessionStorage.setItem('powerhive.token', 'x'.repeat(43)));
    await page.reload();
    await page.getByRole('status').getByText('PowerHive').waitFor();
    // What the page shows of another farm it would show in the turn after its database has answered.
    await page.evaluate(() => indexedDB.databases());
    await page.evaluate(() => new Promise(requestAnimationFrame));
    expect(await rowsOf(page).count()).toBe(0);
  });
});
