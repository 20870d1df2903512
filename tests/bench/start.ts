import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../fixtures/browser.ts';
import { findFreePort } from '../fixtures/loopback-nets.ts';
import { startServing } from '../fixtures/program.ts';
import { noteFirstRows } from './first-rows.ts';
import { startKnownFarm } from './known-farm.ts';
import { isFull, percentile, report } from './measure.ts';

/**
 * From the start of the program to the first rows on a screen, with ten thousand miners in the
 * database. The browser is open already, and its page loads while the database is read, as the
 * window of the desktop app does.
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
const ready: number[] = [];
const shown: number[] = [];
try {
  for (let i = 0; i < STARTS; i++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript((token) => sessionStorage.setItem('powerhive.token', token), TOKEN);
    const firstRowsAt = await noteFirstRows(page, ROWS);
    // The browser is open already, and has nothing left to do for its new page.
    await page.waitForTimeout(SETTLED_MS);
    const startedAt = Date.now();
    const starting = startServing(['serve', '--data', farm.folder, '--port', String(port)]);
    const readyAt = starting.then(() => Date.now());
    await openAsSoonAsServed(page);
    shown.push((await firstRowsAt()) - startedAt);
    ready.push((await readyAt) - startedAt);
    await page.close();
    await (await starting).stop();
  }
} finally {
  await browser.close();
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
report({
  start_to_ready_ms: { value: Math.min(...ready), note: work },
  start_to_first_rows_ms: {
    value: Math.min(...shown),
    note: `${work}; the middle one took ${Math.round(percentile(shown, 0.5))} ms`,
  },
});
