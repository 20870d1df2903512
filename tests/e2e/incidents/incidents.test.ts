import { readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Incident, IncidentEvent, Maintenance, Rule } from '../../../src-shared/model/index.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser, submitTwice } from '../../fixtures/page/browser.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { startWatchedFarm, type WatchedFarm } from '../../fixtures/program/watched-farm.ts';

const net = await claimNet();
const MINERS = 6;

let farm: WatchedFarm;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  farm = await startWatchedFarm({
    listen: `${net}.3.1-${net}.3.${MINERS}:8986`,
    profile: 's19jpro',
    intervals: { status_seconds: 2 },
    timeScale: 60,
  });
  browser = await shareBrowser();
  page = await openPage(browser, { viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' });
  complaints = collectComplaints(page);
  await page.goto(`${farm.serving.url}/#token=${farm.serving.token}`);
  await page.goto(`${farm.serving.url}/#/incidents`);
  await page.goto(`${farm.serving.url}/#/incidents/resolved`);
  await page.getByText('No problem was resolved in the last 7 days.').waitFor();
  await page.getByRole('button', { name: 'Show older' }).click();
  await page.getByText('No problems resolved.').waitFor();
  await page.goto(`${farm.serving.url}/#/incidents`);
  await page.getByText('No open problems.').waitFor();
});
afterAll(async () => {
  await browser?.close();
  await farm?.[Symbol.asyncDispose]();
});

const rest = async <T>(method: string, path: string, body?: object): Promise<T> =>
  (await farm.serving.rest(method, path, body)).body as T;
const undoOf = (done: string): Locator =>
  page.getByRole('status').filter({ hasText: done }).getByRole('button', { name: 'Undo' });
const isInView = (element: Locator): Promise<boolean> =>
  element.evaluate((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });
const states = async (): Promise<string[]> => (await rest<Incident[]>('GET', '/incidents')).map(({ state }) => state);

it('shows an incident of many miners as one row, which keys acknowledge and snooze, and undo takes back', async () => {
  const { id } = await rest<Rule>('POST', '/rules', { name: 'Managed', query: 'managed:yes', for_seconds: 0 });
  const row = page.getByRole('link', { name: `Managed: ${MINERS} miners in ${net}.3.0/24` });
  await row.waitFor();
  await page.getByRole('link', { name: 'Problems, 1 open' }).waitFor();
  await page.keyboard.press('j');
  await page
    .getByRole('region', { name: 'Miners' })
    .getByRole('link')
    .nth(MINERS - 1)
    .waitFor();
  expect(await seriousFaults(page)).toEqual([]);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  const [columns, ...lines] = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(columns).toMatch(/^severity,state,title,cause_kind,cause,/);
  expect(lines.join()).toMatch(/^warning,open,Managed: 6 miners in .*,network,/);

  await page.keyboard.press('/');
  await page.keyboard.type('kind:rack');
  await page.getByText('No problem matches.').waitFor();
  await page.getByRole('combobox', { name: 'Search problems' }).fill(`kind:network rule:managed ip:${net}.3.1`);
  await row.waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 1920, height: 1080 });
  // A large window is used to its edge: by the list, and by the problem beside it.
  const edges = async (locator: Locator): Promise<[number, number]> => {
    const { x, width } = (await locator.boundingBox()) ?? { x: 0, width: 0 };
    return [Math.round(x), Math.round(x + width)];
  };
  const panel = page.locator('[data-side-panel]');
  const table = page.getByRole('table', { name: 'Problems' });
  const [panelFrom, panelTo] = await edges(panel);
  expect(panelTo).toBe(1920);
  expect(panelTo - panelFrom).toBeGreaterThan(600);
  expect(panelFrom - (await edges(table))[1]).toBeLessThanOrEqual(40);
  await page.setViewportSize({ width: 1280, height: 720 });

  await page.keyboard.press('Escape');
  // Another window shows at once what is done in this one.
  const other = await openPage(browser, { viewport: { width: 1920, height: 1080 }, reducedMotion: 'reduce' });
  await other.goto(`${farm.serving.url}/#token=${farm.serving.token}`);
  await other.goto(`${farm.serving.url}/#/incidents`);
  await other.getByText('Open 1').waitFor();
  expect((await edges(other.getByRole('table', { name: 'Problems' })))[1]).toBeGreaterThan(1860);
  await page.keyboard.press('e');
  await page.getByText('Acknowledged 1').waitFor();
  await other.getByText('Acknowledged 1').waitFor();
  await other.getByText('No open problems.').waitFor();
  await other.context().close();
  expect(await states()).toEqual(['acknowledged']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Open 1').waitFor();
  await row.waitFor();
  // The number is next to its icon, and does not cover it.
  const link = page.getByRole('link', { name: /^Problems, / });
  const icon = (await link.locator('svg').boundingBox()) ?? { y: 0 };
  const badge = (await link.locator('span[data-critical]').boundingBox()) ?? { y: 0, height: 0 };
  expect(badge.height).toBeGreaterThan(0);
  expect(badge.y + badge.height).toBeLessThanOrEqual(icon.y + 1);
  await page.keyboard.press('s');
  await page.getByText('Snoozed 1').waitFor();
  expect(await states()).toEqual(['snoozed']);

  await page.getByRole('radio', { name: 'Rules' }).check();
  const off = page.getByRole('switch', { name: 'Offline: on' });
  await off.click();
  await until('the rule to be off', async () => (await off.getAttribute('aria-checked')) === 'false');
  // A changed rule says how severe it is without the change.
  await rest('PATCH', '/rules/offline', { severity: 'info' });
  await page.getByRole('radio', { name: 'Maintenance' }).check();
  await page.getByRole('radio', { name: 'Rules' }).check();
  await page.getByText('(default: Critical)').waitFor();
  await page.getByRole('button', { name: 'Reset to default' }).click();
  await until('the rule to be on', async () => (await off.getAttribute('aria-checked')) === 'true');
  await page.getByRole('button', { name: 'Mute Offline', exact: true }).click();
  await page.getByRole('menuitem', { name: '4 hours' }).click();
  const unmute = page.getByRole('button', { name: 'Unmute Offline' });
  await unmute.waitFor();
  expect(await rest('GET', '/maintenance')).toMatchObject([{ query: 'mac:*', rule_ids: ['offline'] }]);
  expect(await seriousFaults(page)).toEqual([]);
  await unmute.click();
  await page.getByRole('button', { name: 'Mute Offline', exact: true }).waitFor();
  expect(await rest('GET', '/maintenance')).toEqual([]);
  await undoOf('Offline is not muted any more').click();
  await unmute.click();
  await page.getByRole('button', { name: 'Mute Offline', exact: true }).waitFor();

  await page.getByRole('radio', { name: 'Maintenance' }).check();
  await page.getByText('Enter which miners, such as ').waitFor();
  await page.getByRole('combobox').first().fill('temp>');
  await page.getByText('Correct which miners.').waitFor();
  await page.getByRole('combobox').first().fill('mac:*');
  await page.getByText(`Matches ${MINERS} miners now.`).waitFor();
  await page.getByRole('combobox').first().fill('tag:r7');
  await page.getByText('Matches no miner now.').waitFor();
  await submitTwice(page.getByRole('button', { name: 'Start maintenance' }));
  const end = page.getByRole('button', { name: 'End now: with tag r7' });
  await end.waitFor();
  expect(await rest('GET', '/maintenance')).toHaveLength(1);
  expect(await seriousFaults(page)).toEqual([]);
  const [planned] = await rest<Maintenance[]>('GET', '/maintenance');
  await end.click();
  await page.getByText('No maintenance.').waitFor();
  // The same goes on, from when it began.
  await undoOf('Maintenance ended: with tag r7').click();
  await end.waitFor();
  const { id: _, created_at: __, actor: ___, ...same } = planned ?? expect.fail('There is no maintenance');
  expect(await rest('GET', '/maintenance')).toMatchObject([same]);
  await end.click();
  await page.getByText('No maintenance.').waitFor();
  await page.getByRole('combobox').first().fill('tag:r8');
  await page.getByLabel('Until', { exact: true }).first().click();
  await page.getByRole('option', { name: 'a time …' }).click();
  // A time to come is offered, which may be changed.
  expect(Date.parse(await page.getByLabel('Ends').inputValue())).toBeGreaterThan(Date.now());
  const start = page.getByRole('button', { name: 'Start maintenance' });
  await page.getByLabel('Ends').fill('2001-01-01T14:00');
  await page.getByText('The end must be in the future, and after the start.').waitFor();
  expect(await start.isDisabled()).toBe(true);
  const year = new Date().getFullYear() + 1;
  await page.getByLabel('Ends').fill(`${year}-06-01T14:00`);
  await page.getByLabel('From', { exact: true }).first().click();
  await page.getByRole('option', { name: 'a time …' }).click();
  await page.getByLabel('Starts').fill(`${year}-06-01T10:00`);
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Plan maintenance' }).click();
  await page.getByRole('button', { name: 'End now: with tag r8' }).waitFor();
  expect(await rest('GET', '/maintenance')).toMatchObject([
    { starts_at: Date.parse(`${year}-06-01T10:00`), ends_at: Date.parse(`${year}-06-01T14:00`) },
  ]);
  await page.getByRole('button', { name: 'End now: with tag r8' }).click();
  await page.getByText('No maintenance.').waitFor();
  await page.getByRole('radio', { name: 'Chips' }).check();
  await page.getByText('No problems.').waitFor();

  await page.getByRole('radio', { name: 'Snoozed' }).check();
  await row.click();
  // What was put aside can be put aside in the other way.
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await page.getByText('Acknowledged 1').waitFor();
  await page.getByRole('button', { name: 'Snooze', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Until it gets worse or ends' }).click();
  await page.getByText('Snoozed 1').waitFor();
  await page.getByRole('textbox', { name: 'Note' }).fill('fan ordered');
  await submitTwice(page.getByRole('button', { name: 'Add note' }));
  await until('it to be taken', async () => (await page.getByRole('textbox', { name: 'Note' }).inputValue()) === '');
  const [incident] = await rest<Incident[]>('GET', '/incidents');
  const { timeline } = await rest<{ timeline: IncidentEvent[] }>('GET', `/incidents/${incident?.incident_id}`);
  expect(timeline.filter(({ event }) => event === 'noted')).toMatchObject([{ message: 'fan ordered' }]);
  await page.getByRole('button', { name: 'Resolve' }).click();
  await page.getByRole('textbox', { name: 'Comment (optional)' }).fill('checked by hand');
  await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
  await page.getByRole('listitem').filter({ hasText: 'Resolved in a browser: checked by hand' }).waitFor();
  await page.getByRole('status').filter({ hasText: 'Resolved' }).getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Acknowledge' }).waitFor();
  expect(await states()).toEqual(['open']);
  await page.getByRole('button', { name: 'Resolve' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
  await until('it to be resolved', async () => (await states())[0] === 'resolved');
  expect(await states()).toEqual(['resolved']);

  await rest('DELETE', `/rules/${id}`);
  await page.getByRole('radio', { name: 'Resolved (7 d)' }).check();
  await row.waitFor();
  await page.getByRole('button', { name: 'Show older' }).click();
  await until('all of them', async () => (await page.getByRole('button', { name: 'Show older' }).count()) === 0);
  await row.waitFor();
  expect(complaints).toEqual([]);
});

it('marks the miners in maintenance in the fleet, and says until when', async () => {
  await page.goto(`${farm.serving.url}/#/fleet`);
  await page.getByRole('row', { name: `${net}.3.1` }).waitFor();
  const marks = page.getByRole('img', { name: /^In maintenance until .*: new fans$/ });
  expect(await marks.count()).toBe(0);
  const work = { query: `ip:${net}.3.1`, ends_at: Date.now() + 3_600_000, reason: 'new fans' };
  const { id } = await rest<{ id: string }>('POST', '/maintenance', work);
  await page
    .getByRole('row', { name: `${net}.3.1` })
    .getByRole('img', { name: /new fans/ })
    .waitFor();
  expect(await marks.count()).toBe(1);
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('row', { name: `${net}.3.1` }).click();
  await page.getByRole('link', { name: /^In maintenance until .*: new fans$/ }).waitFor();
  await page.keyboard.press('Escape');
  // A search finds it, by itself and by its reason, and on the other side of REST too.
  const found = async (q: string): Promise<number> => {
    await page.goto(`${farm.serving.url}/#/fleet?q=${encodeURIComponent(q)}`);
    await page.getByRole('row').first().waitFor();
    const head = 1;
    return (await page.getByRole('row').count()) - head;
  };
  for (const [q, count] of [
    ['maintenance:yes', 1],
    ['maintenance:none', MINERS - 1],
    ['maintenance:fans', 1],
  ] as const) {
    await until(`what ${q} finds`, async () => (await found(q)) === count);
    expect(await rest<unknown[]>('GET', `/miners?q=${encodeURIComponent(q)}`)).toHaveLength(count);
  }
  const again = { ...work, query: 'maintenance:yes' };
  expect(await farm.serving.rest('POST', '/maintenance', again)).toMatchObject({ status: 422 });
  await page.goto(`${farm.serving.url}/#/fleet`);
  await page.getByRole('row', { name: `${net}.3.1` }).waitFor();
  await rest('DELETE', `/maintenance/${id}`);
  await until('the mark to be gone', async () => (await marks.count()) === 0);
});

it('selects the miners of a problem in the fleet, and no others', async () => {
  const some = [1, 2, 3, 4, 5].map((n) => `${net}.3.${n}`);
  const { id } = await rest<Rule>('POST', '/rules', { name: 'Some', query: `ip:${some.join('|')}`, for_seconds: 0 });
  await page.goto(`${farm.serving.url}/#/incidents`);
  await page.getByRole('link', { name: `Some: 5 miners in ${net}.3.0/24` }).click();
  await page.getByRole('link', { name: 'Select all 5 in Fleet' }).click();
  const bar = page.getByRole('region', { name: 'Selected miners' }).filter({ hasText: '5 selected' });
  await bar.waitFor();
  await page.getByRole('combobox').first().fill('');
  await page.getByRole('row', { name: `${net}.3.6` }).waitFor();
  await bar.waitFor();
  // Whoever comes back finds nothing selected.
  await page.goto(`${farm.serving.url}/#/incidents`);
  await page.getByText('Open 1').waitFor();
  await page.goto(`${farm.serving.url}/#/fleet`);
  await page.getByRole('row', { name: `${net}.3.6` }).waitFor();
  expect(await bar.count()).toBe(0);
  await rest('DELETE', `/rules/${id}`);
  await until('it to be over', async () => !(await states()).includes('open'));
});

it('makes one rule of a double click', async () => {
  await page.goto(`${farm.serving.url}/#/fleet?q=managed:yes`);
  await page.getByRole('link', { name: 'Alert on this view' }).click();
  const dialog = page.getByRole('dialog', { name: 'New rule' });
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('All of them');
  const query = dialog.getByRole('combobox', { name: 'Search' });
  // What appears while it is typed moves no field that is clicked next.
  const severity = dialog.getByRole('combobox', { name: 'Severity' });
  await query.fill('');
  const before = (await severity.boundingBox())?.y;
  await query.fill('offline');
  await dialog
    .getByText('The rule Offline has this search already, for 3 min: what both find is one problem.')
    .waitFor();
  expect((await severity.boundingBox())?.y).toBe(before);
  await query.fill('managed:yes');
  await submitTwice(dialog.getByRole('button', { name: 'Save' }));
  await dialog.waitFor({ state: 'hidden' });
  await page.getByText('Rule All of them saved').waitFor();
  // It is the last one of a long list.
  await until('the new rule to be in view', () => isInView(page.locator('tr[data-saved]')));
  expect(await page.locator('tr[data-saved]').innerText()).toContain('All of them');
  const made = (await rest<Rule[]>('GET', '/rules')).filter(({ name }) => name === 'All of them');
  expect(made).toHaveLength(1);
  for (const { id } of made) await rest('DELETE', `/rules/${id}`);
});

it('says of a rule that its channel was deleted, and that it would never end', async () => {
  const channel = {
    kind: 'webhook',
    name: 'Pager',
    enabled: false,
    settings: { url: 'http://127.0.0.1:9/', secret: 's' },
  };
  const { id: channelId } = await rest<{ id: string }>('POST', '/channels', channel);
  const rule = { name: 'Hot rows', query: 'temp>200', for_seconds: 60, channels: [channelId] };
  const { id } = await rest<Rule>('POST', '/rules', rule);
  await page.goto(`${farm.serving.url}/#/incidents/rules`);
  await page.reload();
  await page.getByRole('row', { name: /Hottest chip above 200\s°C for 1 min → Warning → Pager/ }).waitFor();
  await rest('DELETE', `/channels/${channelId}`);
  await page.reload();
  await page.getByRole('row', { name: /Hottest chip above 200\s°C .* → Deleted channel/ }).waitFor();
  await page.getByRole('button', { name: 'Edit Hot rows' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rule: Hot rows' });
  await dialog.getByText('Deleted channel').waitFor();
  const save = dialog.getByRole('button', { name: 'Save' });
  await dialog.getByRole('textbox', { name: 'Ends when they match' }).fill('temp>210');
  await dialog.getByText('the problem would never end').waitFor();
  expect(await save.isDisabled()).toBe(true);
  await dialog.getByRole('textbox', { name: 'Ends when they match' }).fill('temp<190');
  await save.click();
  await dialog.waitFor({ state: 'hidden' });
  expect((await rest<Rule[]>('GET', '/rules')).find((one) => one.id === id)).toMatchObject({
    clear_query: 'temp<190',
    channels: [channelId],
    not_while: null,
    grouping: 'cause',
    suggested_action: null,
  });
  await rest('DELETE', `/rules/${id}`);
});

it('edits when a rule is silent, its grouping, how often it is sent again, and what it suggests', async () => {
  const pager = {
    kind: 'webhook',
    name: 'Pager',
    enabled: true,
    settings: { url: 'http://127.0.0.1:9/', secret: 's' },
  };
  const quiet_hours = { from: '22:00', to: '07:00' };
  const { id: channelId } = await rest<{ id: string }>('POST', '/channels', { ...pager, quiet_hours });
  const { id } = await rest<Rule>('POST', '/rules', { name: 'Slow', query: 'hashrate<10%', for_seconds: 600 });
  const saved = async () => (await rest<Rule[]>('GET', '/rules')).find((one) => one.id === id);
  await page.reload();
  await page.getByRole('button', { name: 'Edit Slow' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rule: Slow' });
  const box = (name: string) => dialog.getByRole('checkbox', { name, exact: true });
  const choose = async (name: string, option: string): Promise<void> => {
    await dialog.getByLabel(name, { exact: true }).first().click();
    await page.getByRole('option', { name: option }).click();
  };
  // What the search needs is chosen before anything is.
  await until('the choice of the search', async () => box('tuning').isChecked());
  await box('tuning').uncheck();
  await dialog.getByRole('button', { name: 'Choose by the search' }).click();
  await eventually(async () => expect(await box('tuning').isChecked()).toBe(true));
  await box('in maintenance').uncheck();
  await choose('One problem for', 'each miner');
  await dialog.getByText('Pager: at once; 22:00–07:00 in the digest at 07:00, 19:00').waitFor();
  await choose('Severity', 'Critical');
  await dialog.getByText('Pager: at once, also in its quiet hours 22:00–07:00').waitFor();
  // What a choice of channels has changed is not below the buttons, however small the window is.
  await page.setViewportSize({ width: 1280, height: 560 });
  await choose('Notify', 'Pager');
  await page.keyboard.press('Tab');
  const said = await dialog.getByText('Pager: at once, also in its quiet hours').boundingBox();
  const below = await dialog.getByRole('button', { name: 'Save' }).boundingBox();
  expect((said?.y ?? 0) + (said?.height ?? 0)).toBeLessThan(below?.y ?? 0);
  expect(said?.y).toBeGreaterThan(0);
  await page.setViewportSize({ width: 1280, height: 720 });
  await dialog.getByRole('textbox', { name: /^Send again while/ }).fill('30');
  await choose('Suggested action', 'Reboot');
  await dialog.getByRole('switch', { name: 'Reboot automatically' }).waitFor();
  await choose('Suggested action', 'Set preset one step down');
  await dialog.getByRole('switch', { name: /automatically/ }).waitFor({ state: 'hidden' });
  expect(await seriousFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await saved()).toMatchObject({
    not_while: ['starting', 'tuning', 'in_job', 'stopped'],
    grouping: 'miner',
    severity: 'critical',
    repeat_seconds: 1800,
    suggested_action: { action: 'preset', params: { steps: -1 } },
  });
  await rest('DELETE', `/rules/${id}`);
  await rest('DELETE', `/channels/${channelId}`);
});

it('opens the preview of the suggested action, as it was chosen, and says what it did before', async () => {
  await page.goto(`${farm.serving.url}/#/incidents`);
  const { id } = await rest<Rule>('POST', '/rules', {
    ...{ name: 'Warm', query: 'managed:yes', for_seconds: 0, severity: 'critical', grouping: 'rule' },
    suggested_action: { action: 'preset', params: { steps: -1 } },
  });
  await page.getByRole('link', { name: `Warm: all ${MINERS} miners` }).waitFor();
  await page.keyboard.press('n');
  const panel = page.getByRole('complementary').filter({ hasText: 'Set preset one step down…' });
  await panel.getByText('Set preset one step down: not tried yet for this fault.').waitFor();
  const table = panel.getByRole('table', { name: 'Miners' });
  expect(await table.getByRole('row').count()).toBe(MINERS + 1);
  expect(await seriousFaults(page)).toEqual([]);
  await page.keyboard.press('a');
  await until('the preview', async () => /#\/jobs\/new\/preset\/.*steps/.test(page.url()));
  await page.goBack();
  await rest('DELETE', `/rules/${id}`);
});

it('shows whole lines of what needs you only, and counts the others', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 16; i++) {
    const rule = { name: `Rule ${i}`, query: 'managed:yes', for_seconds: 0, grouping: 'rule' };
    ids.push((await rest<Rule>('POST', '/rules', rule)).id);
  }
  await until('all of them to be open', async () => (await states()).filter((state) => state === 'open').length === 16);
  await page.goto(`${farm.serving.url}/#/overview`);
  const needs = page.getByRole('region', { name: 'Needs you' });
  for (const height of [720, 560]) {
    await page.setViewportSize({ width: 1280, height });
    const lines = needs.getByRole('listitem').filter({ visible: true });
    await until(`whole lines alone at ${height} px`, async () => {
      const list = await needs.getByRole('list').boundingBox();
      const last = await lines.last().boundingBox();
      if (list === null || last === null) return false;
      const more = await needs.getByRole('link', { name: `${16 - (await lines.count())} more` }).count();
      return last.y + last.height <= list.y + list.height + 1 && more === 1;
    });
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  for (const id of ids) await rest('DELETE', `/rules/${id}`);
});

it('hears the keys after a click on a tab', async () => {
  await page.goto(`${farm.serving.url}/#/incidents`);
  await page.getByText(/^Acknowledged \d/).click();
  await page.waitForURL('**/incidents/acknowledged');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await page.getByRole('grid', { name: 'Miners' }).waitFor();
});

it('leaves a click in the rail, so that Enter belongs to the list and not to the link again', async () => {
  const link = page.getByRole('link', { name: /^Problems/ });
  await link.click();
  await page.waitForURL('**/incidents');
  expect(await link.evaluate((element) => element === document.activeElement)).toBe(false);
  // By keyboard the focus stays: the next Tab goes on from there.
  await link.focus();
  await page.keyboard.press('Enter');
  expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
});
