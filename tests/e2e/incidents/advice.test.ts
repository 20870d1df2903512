import { afterAll, expect, it } from 'vitest';
import { type Incident, type Miner, Rule } from '../../../src-shared/model/index.ts';
import { anIncident } from '../../fixtures/alerts/incidents.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { shareBrowser } from '../../fixtures/page/browser.ts';
import { showFarm } from '../../fixtures/page/shown-farm.ts';
import { eventually } from '../../fixtures/patience.ts';
import { sampleOf } from '../../fixtures/served/sample.ts';
import { minerRow, NOW, offlineRow } from '../../unit/renderer/miner-row.ts';

const browser = await shareBrowser();
afterAll(() => browser.close());

const GONE = '02:95:23:00:00:01';
const NEW = '02:95:23:00:00:09';
const IP = '10.1.7.9';

/** Shows the problem of this miner, with the faults of these rules. */
async function showProblem(miners: readonly Miner[], rule_id: string, message: string, alsoRules: string[] = []) {
  const farm = await showFarm(browser, miners, { nowMs: NOW });
  const since_at = NOW - 60_000;
  const fault = { rule_id, severity: 'critical' as const, message, since_at };
  const incident: Incident = anIncident({
    rule_id,
    title: `R7-S12: ${message}`,
    cause: { kind: 'miner', key: GONE },
    miner_ids: [GONE],
    miners_total: 1,
    faults: [fault],
    since_at,
  });
  const members = [rule_id, ...alsoRules].map((rule) => ({ ...fault, rule_id: rule, miner_id: GONE, left_at: null }));
  farm.operations.incidents.get = async () => ({
    ok: true,
    value: { ...incident, timeline: [], members, action_record: null },
  });
  await farm.page.goto(farm.at(`/incidents/${incident.incident_id}`));
  await farm.page.getByRole('heading', { name: incident.title }).waitFor();
  return farm;
}

it('a problem about a replaced miner has the button for that, which knows the new one', async () => {
  const named = { id: GONE, nickname: 'R7-S12', place: 'R7/12', last_ip: IP };
  const at_its_address = { miner_id: NEW, ip: IP, name: IP, model_name: 'Antminer S21', since_at: NOW - 1000 };
  const gone = offlineRow({ ...named, at_its_address });
  const others = [NEW, '02:95:23:00:00:0a'].map((id, i) => minerRow({ id, ip: i === 0 ? IP : '10.1.7.10' }));
  await using farm = await showProblem([gone, ...others], 'offline', 'Offline, and another miner is there');
  const { page } = farm;
  await page.getByRole('button', { name: 'Replace …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace R7-S12' });
  expect(await dialog.getByRole('combobox', { name: 'Replaced by' }).inputValue()).toContain(NEW);
  const replace = dialog.getByRole('button', { name: 'Replace' });
  // It is known which one, so that no list lies over the button, which has the focus.
  await eventually(async () => expect(await replace.evaluate((node) => node === document.activeElement)).toBe(true));
  expect(await page.getByRole('option').count()).toBe(0);
  expect(await seriousFaults(page)).toEqual([]);
});

it('the list of what may replace a miner opens only when it is asked for', async () => {
  const gone = offlineRow({ id: GONE, nickname: 'R7-S12', place: 'R7/12', last_ip: IP });
  const others = Array.from({ length: 12 }, (_, i) =>
    minerRow({ id: `02:95:23:00:01:${String(i).padStart(2, '0')}`, ip: `10.1.7.${20 + i}` }),
  );
  await using farm = await showFarm(browser, [gone, ...others], { nowMs: NOW });
  const { page } = farm;
  await page.goto(farm.at(`/fleet/${GONE}`));
  await page.getByRole('button', { name: 'Replace …' }).click();
  const choice = page.getByRole('dialog').getByRole('combobox', { name: 'Replaced by' });
  await eventually(async () => expect(await choice.evaluate((node) => node === document.activeElement)).toBe(true));
  expect(await page.getByRole('option').count()).toBe(0);
  await choice.press('ArrowDown');
  await page.getByRole('option').first().click();
  expect(await page.getByRole('dialog').getByRole('button', { name: 'Replace' }).isEnabled()).toBe(true);
});

it('a problem of a wrong password leads into the field for it, and one of a fallen preset can be accepted', async () => {
  const locked = minerRow({
    ...{ id: GONE, nickname: 'R7-S12', has_api_key: false, latest_status: null },
    preset_fall: { from: '3050', hashrate_lost_hs: null },
    attention: [
      { code: 'api_key', severity: 'warning', message: 'Wrong miner password. Enter the right one.' },
      { code: 'preset_fell', severity: 'warning', message: 'Preset fell: 2560, usually 3050.' },
      {
        code: 'pool_foreign',
        severity: 'warning',
        message: 'Mines to evil.example',
        pool: { host: 'evil.example', account: null },
      },
    ],
  });
  await using farm = await showProblem([locked], 'locked', 'Wrong miner password', ['preset_fell', 'pool_foreign']);
  const { page, operations } = farm;
  await page.getByRole('button', { name: 'Accept as usual preset' }).click();
  const accepted = page.getByRole('status').filter({ hasText: 'Preset accepted' });
  const asked = () => operations.asked.filter(({ call }) => call === 'changes.start').map(({ input }) => input);
  const patches = (...each: boolean[]) => each.map((accept_preset) => ({ ids: [GONE], patch: { accept_preset } }));
  await accepted.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Its usual preset is as before').waitFor();
  expect(asked()).toEqual(patches(true, false));
  await page.getByRole('button', { name: 'This pool is mine' }).click();
  const confirmed = page.getByRole('status').filter({ hasText: 'evil.example counts as yours from now on' });
  await confirmed.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('evil.example is judged as before').waitFor();
  expect(operations.asked.filter(({ call }) => call === 'ownPools.decide').map(({ input }) => input)).toEqual(
    [true, null].map((is_own) => ({ host: 'evil.example', account: null, is_own })),
  );
  await page.getByRole('button', { name: 'Enter a password' }).click();
  const field = page.getByLabel('Miner password', { exact: true });
  await field.waitFor();
  await eventually(async () => expect(await field.evaluate((node) => node === document.activeElement)).toBe(true));
  // The panel of the miner accepts its preset too.
  await page.getByRole('listitem').filter({ hasText: 'Preset fell' }).getByRole('button').click();
  await eventually(async () => expect(asked()).toEqual(patches(true, false, true)));
  await page.keyboard.press('Control+k');
  await page.keyboard.type('accept');
  await page.getByText('as the usual preset of R7-S12').click();
  await eventually(async () => expect(asked()).toEqual(patches(true, false, true, true)));
});

it('a miner whose problem is none yet is named', async () => {
  const silent = minerRow({
    ...{ id: GONE, nickname: 'R7-S12', place: 'R7/12', managed: true },
    attention: [{ code: 'fan_lost', severity: 'critical', message: 'Fan 1 of 4 stopped' }],
  });
  await using farm = await showFarm(browser, [silent], { nowMs: NOW });
  farm.operations.rules.list = async () => [
    { ...sampleOf(Rule), id: 'fan_lost', query: 'condition=fan_lost', for_seconds: 60, enabled: true, about: 'miners' },
  ];
  await farm.page.goto(farm.at('/incidents'));
  await farm.page.getByRole('link', { name: 'R7-S12: fan stopped in rack R7' }).waitFor();
});
