import { afterAll, expect, it } from 'vitest';
import { seriousFaultsInBothSchemes } from '../../fixtures/page/axe.ts';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { showFarm } from '../../fixtures/page/shown-farm.ts';
import { until } from '../../fixtures/patience.ts';
import { minerModel, minerRow, NOW, status } from '../../unit/renderer/miner-row.ts';

const browser = await shareBrowser();
afterAll(() => browser.close());

it('a model says how many of its miners are above its max preset, which leads to them with the figures', async () => {
  const above = minerRow({
    id: '02:95:23:00:01:01',
    nickname: 'above',
    max_preset: '2560',
    latest_status: status({ preset: '3860' }),
    attention: [{ code: 'above_max_preset', severity: 'warning', message: 'Above max preset: 3860 > 2560.' }],
  });
  const below = minerRow({
    id: '02:95:23:00:01:02',
    nickname: 'below',
    max_preset: '2560',
    latest_status: status({ preset: '2560' }),
  });
  await using farm = await showFarm(browser, [above, below], { nowMs: NOW });
  const { page } = farm;
  await page.goto(farm.at('/models'));
  await page.getByRole('heading', { name: 'No models yet' }).waitFor();
  farm.push({ type: 'models', models: [minerModel({ max_preset: '2560', miner_count: 2 })] });
  const count = page
    .getByRole('region', { name: 'Antminer S19j Pro' })
    .getByRole('link', { name: '1 of 2 above max preset' });
  await count.waitFor();
  expect(await seriousFaultsInBothSchemes(page)).toEqual([]);
  await count.click();
  const rows = page.getByRole('grid', { name: 'Miners' }).locator('tbody tr');
  await until('the one above', async () => (await rows.allTextContents()).length === 1);
  expect(await rows.getAttribute('aria-label')).toBe('above');
  await rows.getByText('above max preset').first().waitFor();
  await page.goto(farm.at('/fleet?q=preset>max'));
  await until(
    'the same one',
    async () => (await rows.count()) === 1 && (await rows.getAttribute('aria-label')) === 'above',
  );
  await page.getByRole('tab', { name: 'Attention' }).click();
  await page.getByRole('gridcell', { name: 'Above max preset: 3860 > 2560.' }).waitFor();
});
