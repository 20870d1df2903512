import { resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { fakeOperations } from '../../fixtures/served/fake-operations.ts';
import { serve } from '../../fixtures/served/served.ts';

const SCREENS = resolve(import.meta.dirname, '../../../dist/renderer');
const browser = await shareBrowser();

afterAll(() => browser.close());

it('a farm of which only a part has come has rows, and no counts or sums yet', async () => {
  const rest = Promise.withResolvers<void>();
  const operations = fakeOperations();
  operations.app.events = async function* () {
    const rows = [...operations.rows.values()];
    yield { seq: 0, type: 'snapshot', first: true, last: false, miners: rows.slice(0, 2) };
    await rest.promise;
    yield { seq: 41, type: 'snapshot', first: false, last: true, miners: rows.slice(2), scan: null };
    await new Promise(() => undefined);
  };
  await using served = await serve({ screensDir: SCREENS, operations });
  const page = await openPage(browser, { viewport: { width: 1280, height: 720 } });
  const url = `http://127.0.0.1:${served.server.port}`;
  await page.goto(`${url}/#token=${served.token}`);
  await page.goto(`${url}/#/fleet`);
  const rows = page.getByRole('grid', { name: 'Miners' }).getByRole('row');
  await rows.nth(2).waitFor();
  const header = page.getByRole('banner');
  const texts = async () => [await header.innerText(), await page.getByRole('contentinfo').innerText()].join('\n');
  expect(await header.getByRole('button', { name: /hashing/ }).innerText()).toMatch(/^—/);
  expect(await texts()).not.toMatch(/TH\/s|kW| W|J\/TH|monitored/);
  await page.goto(`${url}/#/overview`);
  await page.getByRole('status', { name: 'Loading miners' }).waitFor();
  rest.resolve();
  await header.getByRole('button', { name: /^\d+ hashing/ }).waitFor();
  expect(await texts()).toMatch(/of 3 monitored/);
});
