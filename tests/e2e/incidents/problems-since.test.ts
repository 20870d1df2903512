import { afterAll, expect, it } from 'vitest';
import { Problem } from '../../../src-shared/model/index.ts';
import { anIncident, incidentId } from '../../fixtures/alerts/incidents.ts';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { showFarm } from '../../fixtures/page/shown-farm.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';
import { minerRow, NOW } from '../../unit/renderer/miner-row.ts';

const browser = await shareBrowser();
afterAll(() => browser.close());

it('a problem whose beginning is not known is from before the time at which it was first seen', async () => {
  const problem: Problem = {
    ...sampleOf(Problem),
    miner_id: minerRow().id,
    severity: 'critical',
    code: 'fan_lost',
    message: 'Fan 1 of 4 stopped',
    since_at: null,
    first_seen_at: NOW - 900_000,
  };
  await using farm = await showFarm(browser, [minerRow()], { nowMs: NOW, timezoneId: 'UTC' });
  farm.operations.problems.list = () => [problem];
  const { page } = farm;
  await page.goto(farm.at('/anomalies'));
  const row = page.getByRole('grid', { name: 'Problems' }).getByRole('row', { name: /Fan 1 of 4 stopped/ });
  const seenAt = new Date(NOW - 900_000).toISOString().slice(11, 16);
  await row.getByText(`before ${seenAt}`, { exact: true }).waitFor();
});

it('the number of problems covers no icon, however many there are', async () => {
  await using farm = await showFarm(browser, [minerRow()], { nowMs: NOW, viewport: { width: 1280, height: 720 } });
  const { page } = farm;
  await page.goto(farm.at('/fleet'));
  const incidents = Array.from({ length: 120 }, () => anIncident({ incident_id: incidentId() }));
  farm.push({ type: 'incidents', incidents });
  const link = page.getByRole('link', { name: 'Problems, 120 open' });
  const badge = link.locator('[data-count="99+"]');
  await badge.waitFor();
  for (const width of [1280, 1440]) {
    await page.setViewportSize({ width, height: 720 });
    const [number, icon] = [await badge.boundingBox(), await link.locator('svg').boundingBox()];
    if (number === null || icon === null) throw new Error('the rail shows no icon or no number');
    const apart = number.y + number.height <= icon.y || number.x >= icon.x + icon.width;
    expect([width, apart]).toEqual([width, true]);
    expect(number.height).toBeLessThan(icon.height);
  }
  // What is counted is said: problems here, and miners in the header.
  await link.hover();
  await page.getByText('120 open problems (g a). A problem can be one of many miners.').waitFor();
  const count = page.getByRole('banner').getByRole('button', { name: /need attention/ });
  expect(await count.getAttribute('title')).toBe(
    '0 miners need attention. Problems, which several miners can share: 120 open.',
  );
});
