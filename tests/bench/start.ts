import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { findFreePort } from '../fixtures/farm/loopback-nets.ts';
import { launchBrowser } from '../fixtures/page/browser.ts';
import { hidePage } from '../fixtures/page/hide-page.ts';
import { startServing } from '../fixtures/program/program.ts';
import { noteRows, type RowTimes } from './first-rows.ts';
import { startKnownFarm } from './known-farm.ts';
import { isFull, percentile, report } from './measure.ts';

/**
 * From the start of the program to the first rows on a screen, with ten thousand miners in the
 * database. The browser is open already, and its page loads while the database is read, as the
 * window of the desktop app does. The page has seen the farm before: it shows it as it was, until
 * the program has loaded its own.
 */
const MINERS = 10_000;
const STARTS = isFull ? 9 : 2;
const ROWS = 20;
const SETTLED_MS = 1500;
const TOKEN = 'b'.repeat(43);

// Nothing is scanned meanwhile: the first minute of a start belongs to the screens, and this is
// about them.
await using farm = await startKnownFarm({ miners: MINERS, net: 93, config: { network: { subnets: [] } } });
writeFileSync(join(farm.folder, 'token'), TOKEN, { mode: 0o600 });
const port = await findFreePort();
const browser = await launchBrowser();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const ready: number[] = [];
const shown: number[] = [];
const live: number[] = [];
try {
  await context.addInitScript((token) => sessionStorage.setItem('powerhive.token', token), TOKEN);
  await startOnce(async (page) => {
    await page.waitForSelector('main[data-frozen="false"] tbody tr');
    await hidePage(page);
  });
  for (let i = 0; i < STARTS; i++) {
    await startOnce(async (_page, times, startedAt, readyAt) => {
      shown.push((await times.firstAt()) - startedAt);
      live.push((await times.liveAt()) - startedAt);
      ready.push((await readyAt) - startedAt);
    });
  }
} finally {
  await browser.close();
}

async function startOnce(
  work: (page: Page, times: RowTimes, startedAt: number, readyAt: Promise<number>) => Promise<void>,
): Promise<void> {
  const page = await context.newPage();
  const times = await noteRows(page, ROWS);
  // The browser is open already, and has nothing left to do for its new page.
  await page.waitForTimeout(SETTLED_MS);
  const startedAt = Date.now();
  const starting = startServing(['serve', '--data', farm.folder, '--port', String(port)]);
  const readyAt = starting.then(() => Date.now());
  await openAsSoonAsServed(page);
  await work(page, times, startedAt, readyAt);
  await page.close();
  await (await starting).stop();
}

async function openAsSoonAsServed(page: Page): Promise<void> {
  while (!(await isServed())) await page.waitForTimeout(10);
  await page.goto(`http://127.0.0.1:${port}/#/fleet`);
}

function isServed(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`, { method: 'HEAD' }).then(
    () => true,
    () => false,
  );
}

const work = `${MINERS.toLocaleString('en')} miners in the database, the best of ${STARTS} starts`;
const middle = (times: readonly number[]): string => `the middle one took ${Math.round(percentile(times, 0.5))} ms`;
report({
  start_to_ready_ms: { value: Math.min(...ready), note: `${work}; ${middle(ready)}` },
  start_to_first_rows_ms: {
    value: Math.min(...shown),
    note: `${work}, the farm as the page kept it; ${middle(shown)}`,
  },
  start_to_live_rows_ms: { value: Math.min(...live), note: `${work}, the farm as it is; ${middle(live)}` },
});
