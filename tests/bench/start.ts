import { launchBrowser } from '../fixtures/browser.ts';
import { startServing } from '../fixtures/program.ts';
import { noteFirstRows } from './first-rows.ts';
import { startKnownFarm } from './known-farm.ts';
import { isFull, percentile, report } from './measure.ts';

/**
 * From the start of the program to the first rows on a screen, with ten thousand miners in the
 * database. The browser is open already.
 */
const MINERS = 10_000;
const STARTS = isFull ? 9 : 2;
const ROWS = 20;
const SETTLED_MS = 1500;

// Nothing is scanned meanwhile: the first minute of a start belongs to the screens, and this is
// about them.
await using farm = await startKnownFarm({ miners: MINERS, net: 93, config: { network: { subnets: [] } } });
const browser = await launchBrowser();
const ready: number[] = [];
const shown: number[] = [];
try {
  for (let i = 0; i < STARTS; i++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    // The browser is open already, and has nothing left to do for its new page.
    await page.waitForTimeout(SETTLED_MS);
    const startedAt = Date.now();
    const serving = await startServing(['serve', '--data', farm.folder, '--port', '0']);
    ready.push(Date.now() - startedAt);
    // Not before: a page that waits for each frame would have kept the start from the processor.
    const firstRowsAt = await noteFirstRows(page, ROWS);
    await page.addInitScript((token) => sessionStorage.setItem('powerhive.token', token), serving.token);
    await page.goto(`${serving.url}/#/fleet`);
    shown.push((await firstRowsAt()) - startedAt);
    await page.close();
    await serving.stop();
  }
} finally {
  await browser.close();
}
const work = `${MINERS.toLocaleString('en')} miners in the database, the best of ${STARTS} starts`;
report({
  start_to_ready_ms: { value: Math.min(...ready), note: work },
  start_to_first_rows_ms: {
    value: Math.min(...shown),
    note: `${work}; the middle one took ${Math.round(percentile(shown, 0.5))} ms`,
  },
});
