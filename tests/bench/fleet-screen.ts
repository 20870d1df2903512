import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../fixtures/page/browser.ts';
import { serve } from '../fixtures/served/served.ts';
import { noteRows } from './first-rows.ts';
import { percentile } from './measure.ts';
import { SyntheticFarm } from './synthetic-farm.ts';

const SCREENS = resolve(import.meta.dirname, '../../dist/renderer');

/**
 * What the fleet screen takes with many miners, in a real browser, while a fifteenth of them
 * changes each second.
 */
export interface FleetScreenMeasures {
  readonly miners: number;
  readonly first_rows_ms: number;
  readonly frames: number;
  readonly frame_p50_ms: number;
  readonly frame_p99_ms: number;
  readonly frame_max_ms: number;
  readonly frames_over_50_ms: number;
  /**
   * Time of the page's main thread on a processor for each frame: shows what a frame costs, however
   * busy the machine is.
   */
  readonly frame_cpu_ms: number;
  /** After collection, at the beginning and at the end of the idle part. */
  readonly heap_start_mb: number;
  readonly heap_end_mb: number;
}

/**
 * Scrolls the whole table from end to end and back in `scrollSeconds`, then lets it live for
 * `idleSeconds`.
 */
export async function measureFleetScreen(options: {
  miners: number;
  scrollSeconds: number;
  idleSeconds: number;
}): Promise<FleetScreenMeasures> {
  const farm = new SyntheticFarm(options.miners);
  await using served = await serve({ screensDir: SCREENS, operations: farm.operations });
  farm.live();
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    const url = `http://127.0.0.1:${served.server.port}`;
    await page.goto(`${url}/#token=${served.token}`);
    await page.goto(`${url}/#/fleet`);
    await page.getByRole('grid', { name: 'Miners' }).waitFor();
    const rows = await noteRows(page, 20);
    const reloadedAt = Date.now();
    await page.reload();
    const firstRowsMs = (await rows.liveAt()) - reloadedAt;
    await page.getByText(`${options.miners.toLocaleString('en')} miners`, { exact: true }).waitFor();

    const session = await page.context().newCDPSession(page);
    await page.waitForTimeout(2000);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busyBeforeS = await taskSeconds(session);
    const frames = await scrollThrough(page, options.scrollSeconds * 1000);
    const busyS = (await taskSeconds(session)) - busyBeforeS;
    const heapStart = await heapMb(session);
    await page.waitForTimeout(options.idleSeconds * 1000);
    const heapEnd = await heapMb(session);
    const at = (share: number): number => round(percentile(frames, share));
    return {
      miners: options.miners,
      first_rows_ms: Math.round(firstRowsMs),
      frames: frames.length,
      frame_p50_ms: at(0.5),
      frame_p99_ms: at(0.99),
      frame_max_ms: at(1),
      // A frame takes whole refreshes of the screen, of which three come to 50.1 ms now and then.
      frames_over_50_ms: frames.filter((ms) => Math.round(ms) > 50).length,
      frame_cpu_ms: round((busyS * 1000) / frames.length),
      heap_start_mb: heapStart,
      heap_end_mb: heapEnd,
    };
  } finally {
    farm.stop();
    await browser.close();
  }
}

/** Durations of all frames while the table is scrolled to its end and back. */
function scrollThrough(page: Page, durationMs: number): Promise<number[]> {
  return page.getByRole('grid', { name: 'Miners' }).evaluate(
    (grid, { durationMs }) =>
      new Promise<number[]>((done) => {
        const frames: number[] = [];
        const most = grid.scrollHeight - grid.clientHeight;
        let startMs: number | null = null;
        let lastMs = 0;
        const frame = (nowMs: number): void => {
          startMs ??= nowMs;
          if (nowMs > startMs) frames.push(nowMs - lastMs);
          lastMs = nowMs;
          const share = (nowMs - startMs) / durationMs;
          if (share >= 1) {
            done(frames);
            return;
          }
          grid.scrollTop = most * (1 - Math.abs(1 - 2 * share));
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    { durationMs },
  );
}

/** Seconds that the page's main thread has worked; needs `Performance.enable`. */
export async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

async function heapMb(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return round(usedSize / 1e6);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      miners: { type: 'string', default: '10000' },
      scroll: { type: 'string', default: '60' },
      idle: { type: 'string', default: '10' },
    },
  });
  const measures = await measureFleetScreen({
    miners: Number(values.miners),
    scrollSeconds: Number(values.scroll),
    idleSeconds: Number(values.idle),
  });
  process.stdout.write(`${JSON.stringify(measures, null, 2)}\n`);
}
