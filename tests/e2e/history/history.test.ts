import { readFile } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import type { QueryHistory } from '../../../src-shared/model/index.ts';
import { seriousFaultsInBothSchemes } from '../../fixtures/page/axe.ts';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { showFarm } from '../../fixtures/page/shown-farm.ts';
import { until } from '../../fixtures/patience.ts';
import { minerRow, NOW } from '../../unit/renderer/miner-row.ts';

const browser = await shareBrowser();
afterAll(() => browser.close());

const SLOT_MS = 300_000;
const POINTS = 288;

type Point = QueryHistory['series'][number]['points'][number];
interface Asked {
  readonly query: string;
  readonly from: number;
  readonly to?: number | undefined;
}

/** A day of 60 miners of 100 TH/s, beside one that is offline, of which `responding` respond in the nth slot; null is a gap. */
function dayOf(asked: Asked, responding: (nth: number) => number | null): QueryHistory {
  const { query, from, to = NOW } = asked;
  // What is compared goes on longer: the latest figures are still those of the main history.
  const fromAt = Math.ceil(from / SLOT_MS + (query === '' ? 0 : 1)) * SLOT_MS;
  const points: Point[] = [];
  const gaps: { from_at: number; to_at: number }[] = [];
  for (let nth = 0; nth < POINTS; nth++) {
    const [at, miners] = [fromAt + nth * SLOT_MS, responding(nth)];
    if (miners === null) {
      gaps.push({ from_at: at, to_at: at + SLOT_MS });
      continue;
    }
    const hashrate_hs = miners * 100e12;
    const rates = { hashrate_hs, hashrate_min_hs: hashrate_hs, hashrate_max_hs: hashrate_hs };
    const power = { power_w: miners * 3000, power_miners: miners };
    const counts = { miners, of_miners: 60, complete: true, source: 'read' } as const;
    points.push({ at, ...counts, ...rates, ...power, chip_temp_max_c: miners === 0 ? null : 70 });
  }
  const span = { from_at: from, to_at: to, slot_ms: SLOT_MS, tier: '1min' } as const;
  const about = { query, miners: 61, loading_miners: 0, without_power: 0 };
  return { ...span, ...about, series: [{ algorithm: 'sha256d', points, gaps }] };
}

/** A farm with this day. */
async function showDay(responding: (nth: number) => number | null) {
  const farm = await showFarm(browser, [minerRow()], { nowMs: NOW });
  farm.operations.history.query = async (asked) => dayOf(asked, responding);
  const { page } = farm;
  await page.goto(farm.at('/history'));
  const rate = page.getByRole('application', { name: /^Hash rate: / });
  await rate.waitFor();
  return { farm, page, rate };
}

it('a rack that does not respond is 0 of its miners at the last point, and those that were monitored are drawn', async () => {
  const { farm, page } = await showDay((nth) => (nth < POINTS - 3 ? 60 : 0));
  await using _ = farm;
  await page.getByText('0 PH/s', { exact: true }).waitFor();
  await page.getByText('of 0 of 61 miners').first().waitFor();
  await page.getByText('monitored 60', { exact: true }).waitFor();
  const counted = page.getByRole('application', { name: /^Miners counted: / });
  expect(await counted.getAttribute('aria-label')).toMatch(/from 0 to 60, monitored from 60 to 60, no gaps/);
});

it('each point is read by keys with its number of miners, and its unit is that of the axis', async () => {
  const { farm, page, rate } = await showDay((nth) => (nth === POINTS - 2 ? 6 : 60));
  await using _ = farm;
  await page.getByText('6.00 PH/s', { exact: true }).waitFor();
  await rate.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.getByText('0.600 PH/s', { exact: true }).waitFor();
  await page.getByText('of 6 of 61 miners').first().waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByText('6.00 PH/s', { exact: true }).waitFor();
});

it('what is compared has each of its figures once, also while nothing is chosen to compare with', async () => {
  const { farm, page } = await showDay(() => 60);
  await using _ = farm;
  await page.goto(farm.at('/history?vs='));
  await page.getByText('All miners 6.00 PH/s').nth(1).waitFor();
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  farm.operations.history.query = async (asked) => {
    if (asked.query !== '') await answered;
    return dayOf(asked, () => 60);
  };
  await page.getByRole('combobox', { name: 'Compare with these miners' }).focus();
  // Its chips move nothing that is clicked next.
  const zoom = page.getByRole('button', { name: 'Zoom in' });
  const before = (await zoom.boundingBox())?.y;
  await page.keyboard.type('rack:R2');
  await page.getByRole('button', { name: 'Remove rack:R2' }).waitFor();
  expect((await zoom.boundingBox())?.y).toBe(before);
  // What is saved meanwhile would be of what was shown before.
  const csv = page.getByRole('button', { name: 'CSV', exact: true });
  expect(await csv.isEnabled()).toBe(false);
  answer();
  await page.getByText('in rack R2 6.00 PH/s').waitFor();
  await until('it can be saved', () => csv.isEnabled());
  const saved = page.waitForEvent('download');
  await csv.click();
  const file = await readFile(await (await saved).path(), 'utf8');
  expect(
    new Set(
      file
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(/[,;]/)[1]),
    ),
  ).toEqual(new Set(['All miners', 'in rack R2']));
  expect(await page.getByText('All miners 6.00 PH/s').count()).toBe(1);
});

it('a period is dragged, stepped and widened, all in the address, and Back leads to the one before', async () => {
  const { farm, page, rate } = await showDay(() => 60);
  await using _ = farm;
  // Events in few pixels are one mark, and its tooltip lists them.
  const at = NOW - 12 * 3_600_000;
  const mark = { count: 3, miner_id: null, job_id: null, detail: null } as const;
  farm.operations.history.marks = async () => ({
    marks: [0, 60_000].map((laterMs) => ({ ...mark, kind: 'restart', from_at: at + laterMs, to_at: at + laterMs })),
    from_readings: true,
    cut_before_at: null,
  });
  await page.reload();
  await page.getByRole('list', { name: 'Events' }).waitFor();
  const box = await rate.boundingBox();
  if (box === null) throw new Error('the chart is not shown');
  await page.mouse.move(box.x + box.width * 0.5, box.y + 40);
  await page
    .getByTitle(/3 miners restarted\n.*3 miners restarted$/)
    .first()
    .waitFor();
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + 40, { steps: 5 });
  await page.mouse.up();
  const spanMs = (): number => {
    const given = new URLSearchParams(page.url().split('?')[1]);
    return Date.parse(given.get('to') ?? '') - Date.parse(given.get('from') ?? '');
  };
  await until('a quarter of the day', () => Math.abs(spanMs() - 0.27 * 86_400_000) < 3_600_000);
  const dragged = spanMs();
  await page.getByRole('button', { name: 'Zoom out' }).click();
  await until('twice the period', () => Math.abs(spanMs() - 2 * dragged) <= 2000);
  await page.goBack();
  await until('the dragged period', () => spanMs() === dragged);
});

it('is clean in both schemes, and fits into a narrow window, with gaps and an outage', async () => {
  const { farm, page } = await showDay((nth) => (nth > 50 && nth < 70 ? null : nth > 200 && nth < 220 ? 0 : 60));
  await using _ = farm;
  await page.getByText(/^No data /).waitFor();
  expect(await seriousFaultsInBothSchemes(page)).toEqual([]);
  for (const width of [800, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await overflowing(page)).toEqual([]);
  }
});

it('nothing can be saved where there is no data', async () => {
  const { farm, page } = await showDay(() => 60);
  await using _ = farm;
  const csv = page.getByRole('button', { name: 'CSV', exact: true });
  expect(await csv.isEnabled()).toBe(true);
  // The menu of its form is gone once one is chosen: it covers what is compared with.
  await page.getByRole('button', { name: 'File format' }).click();
  await page.getByText('a;b  1,5').click();
  await page.getByText('a;b  1,5').waitFor({ state: 'hidden' });
  farm.operations.history.query = async (asked) => ({ ...dayOf(asked, () => 60), series: [] });
  await page.goto(farm.at('/history?span=7d'));
  await page.getByText('No data for this period').waitFor();
  expect(await csv.isEnabled()).toBe(false);
});
