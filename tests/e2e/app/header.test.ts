import { afterAll, expect, it } from 'vitest';
import { TWO_ALGORITHMS } from '../../fixtures/farm/two-algorithms.ts';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { showFarm } from '../../fixtures/page/shown-farm.ts';
import { until } from '../../fixtures/patience.ts';

const browser = await shareBrowser();
afterAll(() => browser.close());

const DAY_MS = 86_400_000;

it('a farm of two algorithms with miners that are not managed has the trend of the first in the header, and nothing outside of it', async () => {
  // The program asks its own clock what is the past.
  const nowMs = Date.now();
  const miners = TWO_ALGORITHMS.map((miner) => ({
    ...miner,
    latest_status: miner.latest_status && { ...miner.latest_status, recorded_at: nowMs - 5000 },
  }));
  await using farm = await showFarm(browser, miners, { nowMs, viewport: { width: 1920, height: 720 } });
  const { page, operations } = farm;
  const answer = operations.history.fleet.bind(operations.history);
  operations.history.fleet = async (...asked) => {
    const history = await answer(...asked);
    const [series] = history.series;
    const [point] = series?.points ?? [];
    if (series === undefined || point === undefined) throw new Error('the sample has no point');
    const before = { ...point, at: nowMs - DAY_MS, complete: true, miners: 98, power_w: 3e5 };
    return {
      ...history,
      series: [
        { ...series, algorithm: 'sha256d', points: [{ ...before, hashrate_hs: 10e15 }] },
        { ...series, algorithm: 'scrypt', points: [{ ...before, hashrate_hs: 300e9 }] },
      ],
    };
  };
  await page.goto(farm.at('/fleet'));
  await page.reload();
  const header = page.getByRole('banner');
  await header.getByRole('button', { name: '1 not managed' }).waitFor();
  const trends = header.locator('[class*="trend"]').filter({ visible: true });
  await until('the trends', async () => (await trends.count()) === 2);
  for (const [width, count] of [
    [1920, 2],
    [1560, 1],
    [1500, 1],
    [1440, 1],
    [1366, 1],
    [1280, 0],
  ] as const) {
    await page.setViewportSize({ width, height: 720 });
    expect([width, await trends.count()]).toEqual([width, count]);
    expect([width, await overflowing(page)]).toEqual([width, []]);
    const scan = await header.getByRole('button', { name: 'Scan now' }).boundingBox();
    expect([width, scan === null ? null : scan.x + scan.width <= width]).toEqual([width, true]);
  }
});
