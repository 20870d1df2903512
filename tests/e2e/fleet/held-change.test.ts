import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MinersChange } from '../../../src-shared/model/index.ts';
import { openPage, shareBrowser } from '../../fixtures/page/browser.ts';
import { until } from '../../fixtures/patience.ts';
import { ALPHA, BRAVO, CHARLIE, fakeOperations } from '../../fixtures/served/fake-operations.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';
import { type Served, serve } from '../../fixtures/served/served.ts';

const SCREENS = resolve(import.meta.dirname, '../../../dist/renderer');

let browser: Browser;
let served: Served;
let page: Page;
/** What reached the program, in order. */
let asked: string[];
/** While it is set, a requested change is not taken yet. */
let hold: PromiseWithResolvers<void>;

beforeAll(async () => {
  browser = await shareBrowser();
});
afterAll(async () => {
  await browser?.close();
  await served?.[Symbol.asyncDispose]();
});

beforeEach(async () => {
  await served?.[Symbol.asyncDispose]();
  asked = [];
  hold = Promise.withResolvers();
  const operations = fakeOperations();
  for (const id of [ALPHA, BRAVO, CHARLIE]) Object.assign(operations.rows.get(id) ?? {}, { managed: true });
  Object.assign(operations.changes, {
    start: async ({ ids, patch, each }: { ids?: string[]; patch?: object; each?: object[] }) => {
      asked.push(`start ${JSON.stringify(patch ?? each)}`);
      await hold.promise;
      const total = ids?.length ?? each?.length ?? 0;
      const change_id = `019b0000-0000-7000-8000-00000000000${asked.length}`;
      asked.push('taken');
      return {
        ok: true,
        value: { ...sampleOf(MinersChange), change_id, state: 'running', total, done: 1, finished_at: null },
      };
    },
    stop: async ({ change_id }: { change_id: string }) => {
      asked.push(`stop ${change_id.at(-1)}`);
      return { ok: true, value: { ...sampleOf(MinersChange), change_id } };
    },
  });
  served = await serve({ screensDir: SCREENS, operations });
  page = await openPage(browser);
  const url = `http://127.0.0.1:${served.server.port}`;
  await page.goto(`${url}/#token=${served.token}`);
  await page.goto(`${url}/#/fleet`);
  await page.getByRole('grid', { name: 'Miners' }).getByRole('row').nth(3).waitFor();
  await page.keyboard.press('Control+a');
  await page.getByText('3 selected').waitFor();
  await page.keyboard.press('m');
  await until('the change to be asked for', () => asked.length === 1);
});

const waitText = 'Another change is still running: wait until it ends, or stop it.';

it('a key that would change miners is answered while a change is held, and begins none', async () => {
  for (const key of ['m', 'F2']) {
    await page.keyboard.press(key);
    const toast = page.getByRole('alert').filter({ hasText: waitText });
    await toast.waitFor();
    await toast.getByRole('button', { name: 'Dismiss' }).click();
    await toast.waitFor({ state: 'detached' });
  }
  expect(await page.getByRole('button', { name: 'Import' }).isDisabled()).toBe(true);
  hold.resolve();
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
  expect(asked).toEqual(['start {"managed":false}', 'taken']);
});

it('the toast with Undo says that it is being done, and not that it is done; where it is refused, it goes', async () => {
  const toast = page.getByRole('status').filter({ has: page.getByRole('button', { name: 'Undo' }) });
  expect(await toast.textContent()).toContain('Unmanaging 3 miners …');
  hold.reject(new Error('the disk is full'));
  await toast.waitFor({ state: 'detached' });
});

it('Undo of a change that is still on its way waits for it, stops it, and only then takes it back', async () => {
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  // A call that is not held is answered meanwhile: the undo has had its time to overtake.
  await page.evaluate(() => fetch('index.html'));
  expect(asked).toEqual(['start {"managed":false}']);
  hold.resolve();
  await until('the undo', () => asked.length === 5);
  expect(asked).toEqual(['start {"managed":false}', 'taken', 'stop 1', 'start {"managed":true}', 'taken']);
});
