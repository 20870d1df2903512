import { resolve } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../fixtures/page/browser.ts';
import { serve } from '../fixtures/served/served.ts';
import { taskSeconds } from './fleet-screen.ts';
import { isFull, percentile, report } from './measure.ts';
import { RACK, SyntheticFarm } from './synthetic-farm.ts';

/**
 * The map of three thousand miners in racks, in a real Chromium: what it takes of the page's main
 * thread to open the overview and to colour its cells by another figure, each until the next frame.
 */
const MINERS = 3000;
const TIMES = isFull ? 30 : 9;
const SCREENS = resolve(import.meta.dirname, '../../dist/renderer');

const farm = new SyntheticFarm(MINERS, { inRacks: true });
await using served = await serve({ screensDir: SCREENS, operations: farm.operations });
const browser = await launchBrowser();
const opened: number[] = [];
const coloured: number[] = [];
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const url = `http://127.0.0.1:${served.server.port}`;
  await page.goto(`${url}/#token=${served.token}`);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  // The first time also loads the screen's scripts.
  for (let i = 0; i <= TIMES; i++) {
    await goTo(page, '/fleet', 'tbody tr');
    await page.waitForTimeout(500);
    const openMs = await cpuMs(session, () => goTo(page, '/overview', 'canvas'));
    if (i > 0) opened.push(openMs);
  }
  const racks = await page.locator('canvas').count();
  if (racks < MINERS / RACK) throw new Error(`the map has ${racks} boxes`);
  const colourBy = page.getByLabel('Colour by');
  for (const coloring of Array.from({ length: TIMES }, (_, i) => (i % 2 === 0 ? 'hash' : 'temp'))) {
    await page.waitForTimeout(200);
    coloured.push(
      await cpuMs(session, async () => {
        await colourBy.selectOption(coloring);
        await nextFrame(page);
      }),
    );
  }
  const work = `${MINERS.toLocaleString('en')} cells in ${racks} racks, the median of ${TIMES}`;
  report({
    overview_3000_open_cpu_ms: {
      value: percentile(opened, 0.5),
      note: `${work}; at most ${Math.round(Math.max(...opened))} ms`,
    },
    overview_3000_recolour_cpu_ms: {
      value: percentile(coloured, 0.5),
      note: `${work}; at most ${Math.round(Math.max(...coloured))} ms`,
    },
  });
} finally {
  await browser.close();
}

/** Processor time of the page's main thread while `work` runs. */
async function cpuMs(session: CDPSession, work: () => Promise<void>): Promise<number> {
  const before = await taskSeconds(session);
  await work();
  return ((await taskSeconds(session)) - before) * 1000;
}

async function goTo(page: Page, path: string, shows: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, path);
  await page.waitForSelector(shows);
  await nextFrame(page);
}

/** The frame after the next one: what was to be drawn is drawn. */
function nextFrame(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );
}
