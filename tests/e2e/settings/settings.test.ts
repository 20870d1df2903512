import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backup, Health, Settings } from '../../../src-shared/model/index.ts';
import { formatBytes, quantityText } from '../../../src-shared/units.ts';
import { startMqttBroker } from '../../fixtures/alerts/mqtt-broker.ts';
import { startHttpReceiver, startMailServer } from '../../fixtures/alerts/receivers.ts';
import { claimNet, findFreePort } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { collectComplaints, openPage, shareBrowser, submitTwice } from '../../fixtures/page/browser.ts';
import { overflowing } from '../../fixtures/page/overflow.ts';
import { showFarm } from '../../fixtures/page/shown-farm.ts';
import { eventually, until } from '../../fixtures/patience.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';

const net = await claimNet();

let folder: string;
let serving: Serving;
let browser: Browser;
let page: Page;
let complaints: string[];

/** A configured network without hosts: only requested backups are made. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-e2e-settings-'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ network: { subnets: [`${net}.1.1:8996`] } }));
  serving = await startServing(['serve', '--data', folder, '--port', '0']);
  browser = await shareBrowser();
  page = await openPage(browser, { viewport: { width: 1280, height: 720 } });
  complaints = collectComplaints(page);
  await page.goto(`${serving.url}/#token=${serving.token}`);
  await page.getByRole('link', { name: 'Settings' }).click();
});
afterAll(async () => {
  await browser?.close();
  if (serving?.child.exitCode === null) await serving.stop();
  rmSync(folder, { recursive: true, force: true });
});

const backups = () => page.getByRole('region', { name: 'Backups' });
const kept = () => backups().getByLabel('Backups to keep');
const save = () => backups().getByRole('button', { name: 'Save backups' });
const sizeOf = (name: string): string => quantityText(formatBytes(statSync(join(folder, 'backups', name)).size));
const keepOnDisk = (): unknown =>
  (JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as Partial<Settings>).backups?.keep;

/** Types like an operator: each key is a separate change. */
async function typeInto(field: Locator, text: string): Promise<void> {
  await field.fill('');
  await field.pressSequentially(text);
}

async function keep(count: number): Promise<void> {
  await typeInto(kept(), String(count));
  await save().click();
  await until('it to be saved', () => keepOnDisk() === count);
}

it('the settings say once in a browser what only the desktop app has, and show no switch for it', async () => {
  const region = (name: string): Locator => page.getByRole('region', { name });
  for (const [name, words] of [
    ['REST API', 'Always on in server mode'],
    ['Desktop app', 'the keychain and updates are settings of the desktop app.'],
    ['Desktop app', 'PowerHive will not start by itself.'],
    ['Desktop app', 'encrypted with secret.key'],
  ] as const) {
    await region(name).getByText(words).waitFor();
    expect(await region(name).getByRole('switch').count()).toBe(0);
  }
  for (const name of ['Notifications', 'Start at login', 'Passwords and keys', 'Updates'])
    expect(await region(name).count(), name).toBe(0);
  await region('REST API').getByText(`Available at ${serving.url}`).waitFor();
  expect(await seriousFaults(page)).toEqual([]);
});

describe('the sections of the settings', () => {
  const index = (): Locator => page.getByRole('navigation', { name: 'Sections of the settings' });

  it('are listed beside them in their order, and each is opened with a click', async () => {
    const titles = await page.locator('main section[aria-label] h2').allTextContents();
    expect(await index().getByRole('button').allTextContents()).toEqual(titles);
    await index().getByRole('button', { name: 'Desktop app' }).click();
    await page.locator('section[aria-label="Desktop app"]:focus').waitFor();
  });

  it('are found by other words too, with keys alone', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('telegram');
    await until('the one', async () => (await index().getByRole('button').count()) === 1);
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.locator('section[aria-label="Alert channels"]:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type('zzz');
    await index().getByText('No setting for "zzz"').waitFor();
    await page.keyboard.press('Escape');
    await until('all of them', async () => (await index().getByRole('button').count()) >= 18);
  });
});

describe('the thresholds', () => {
  const thresholds = () => page.getByRole('region', { name: 'Thresholds' });
  const inFile = (): unknown =>
    (JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as Partial<Settings>).thresholds;

  it('are shown with their values, and lead to where they are changed', async () => {
    const low = thresholds()
      .getByRole('listitem')
      .filter({ hasText: 'hash rate below 85 % of expected, hash rate above 0 for 10 min' });
    await low.getByRole('link', { name: 'Change the rule Hash rate below expected' }).click();
    const editor = page.getByRole('dialog', { name: 'Rule: Hash rate below expected' });
    await editor.getByRole('button', { name: 'Cancel' }).click();
    await editor.waitFor({ state: 'detached' });
    // The list of rules stays.
    await page.getByRole('table', { name: 'Rules' }).waitFor();
    await page.goto(`${new URL(page.url()).origin}/#/settings`);
    await thresholds().waitFor();
  });

  it('of marks are changed within their bounds, and go back to the defaults', async () => {
    const hot = thresholds().getByLabel('Hot', { exact: true });
    const save = thresholds().getByRole('button', { name: 'Save thresholds' });
    const defaults = thresholds().getByRole('button', { name: 'Back to the defaults' });
    expect(await defaults.isDisabled()).toBe(true);
    await thresholds().getByText('Hottest chip at this or more · 50 to 120, default 90').waitFor();
    await typeInto(hot, '30');
    await thresholds().getByText('A whole number from 50 to 120').waitFor();
    expect(await save.isDisabled()).toBe(true);
    await typeInto(hot, '82');
    await save.click();
    await thresholds().getByText('Saved').waitFor();
    expect(inFile()).toEqual({ hot_chip_c: 82 });
    expect((await serving.rest('GET', '/summary')).body).toMatchObject({
      settings: { thresholds: { hot_chip_c: 82, low_hashrate_percent: 90 } },
    });
    expect(await seriousFaults(page)).toEqual([]);
    await defaults.click();
    expect(await hot.inputValue()).toBe('90 °C');
    await save.click();
    await until('the default', () => (inFile() as Settings['thresholds']).hot_chip_c === 90);
    expect(await defaults.isDisabled()).toBe(true);
  });
});

describe('the networks', () => {
  it('are saved with a public one only once it is said to be one of the farm', async () => {
    const networks = page.getByRole('region', { name: 'Networks', exact: true });
    const field = networks.getByRole('textbox');
    const before = await field.inputValue();
    await field.fill(`${before}\n8.8.8.0/24`);
    const mine = networks.getByRole('checkbox', { name: '8.8.8.0/24: these addresses are mine' });
    await mine.waitFor();
    const save = networks.getByRole('button', { name: 'Save networks' });
    expect(await save.isDisabled()).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
    // It is not saved: it would be scanned.
    await mine.check();
    expect(await save.isEnabled()).toBe(true);
    await field.fill(before);
    await mine.waitFor({ state: 'detached' });
    expect(await save.isDisabled()).toBe(true);
    await page.getByRole('region', { name: 'Intervals' }).getByText('5 to 86,400').first().waitFor();
  });
});

const NOW = Date.UTC(2026, 0, 15, 12);

it('the pools of the farm are listed, those to be confirmed first, and the operator says which are theirs', async () => {
  const taken = { host: 'evil.example', account: 'thief', miners: 6, since_at: NOW - 3_600_000 };
  const ours = { host: 'eu.pool.example', account: 'farm', miners: 14, since_at: null, standing: 'share' } as const;
  await using shown = await showFarm(browser, [], { nowMs: NOW });
  shown.operations.ownPools.seen = async () => [{ ...taken, standing: 'unconfirmed' }, ours];
  const said: unknown[] = [];
  shown.operations.ownPools.decide = async (input) => {
    said.push(input);
    return [ours, { ...taken, standing: 'not_mine' }];
  };
  await shown.page.goto(shown.at('/settings'));
  const pools = shown.page.getByRole('region', { name: 'Pools of the farm' });
  await pools.getByText('not confirmed: miners changed to it without a job').waitFor();
  expect(await seriousFaults(shown.page)).toEqual([]);
  await pools.getByRole('button', { name: 'evil.example, account thief is not mine' }).click();
  await pools.getByText('not yours, as you said').waitFor();
  expect(said).toEqual([{ host: 'evil.example', account: 'thief', is_own: false }]);
  await pools.getByRole('button', { name: 'Reset evil.example, account thief' }).waitFor();
});

describe('the pools that jobs set', () => {
  const pools = () => page.getByRole('region', { name: 'Pools set by jobs' });
  const remember = (id: string, ...set: { host: string; account: string | null }[]): void => {
    const database = new Database(join(folder, 'powerhive.db'), { timeout: 5000 });
    const add = 'INSERT INTO miners (id, managed, first_seen_at, pools_set) VALUES (?, 1, 7, ?)';
    database.prepare(add).run(id, JSON.stringify(set));
    database.close();
  };

  it('are named with their accounts and miners, and each can be forgotten', async () => {
    await pools().getByText('No job has set a pool yet.').waitFor();
    const [eu, backup] = [
      { host: 'eu.pool.example', account: 'farm' },
      { host: 'backup.example', account: null },
    ];
    remember('02:95:23:00:00:01', eu);
    remember('02:95:23:00:00:02', eu, backup);
    await page.reload();
    await pools().getByText('account farm · on 2 miners').waitFor();
    await pools().getByText('any account · on 1 miner').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await pools().getByRole('button', { name: 'Forget eu.pool.example, account farm' }).click();
    await pools().getByText('account farm').waitFor({ state: 'detached' });
    await pools().getByRole('button', { name: 'Forget backup.example, any account' }).click();
    await pools().getByText('No job has set a pool yet.').waitFor();
  });
});

describe('what history takes', () => {
  it('is not estimated for a year while no miner is read', async () => {
    const retention = page.getByRole('region', { name: 'Retention' });
    await retention.getByText('No estimate yet.').waitFor();
    const database = retention.getByRole('row', { name: /^The database/ });
    expect(await database.getByRole('cell').last().textContent()).toBe('—');
  });

  it('is chosen by a preset, which fills the fields and is saved like typed days', async () => {
    const retention = page.getByRole('region', { name: 'Retention' });
    const preset = (name: string) => retention.getByRole('button', { name, exact: true });
    const days = retention.getByLabel('Miner readings: all');
    const save = retention.getByRole('button', { name: 'Save retention' });
    expect(await preset('Default').getAttribute('aria-pressed')).toBe('true');
    await preset('Long').click();
    await eventually(async () => expect(await days.inputValue()).toBe('30 days'));
    await until('Long to be pressed', async () => (await preset('Long').getAttribute('aria-pressed')) === 'true');
    expect(await preset('Default').getAttribute('aria-pressed')).toBe('false');
    expect(await seriousFaults(page)).toEqual([]);
    await preset('Default').click();
    await eventually(async () => expect(await save.isDisabled()).toBe(true));
    await preset('Small disk').click();
    await save.click();
    await until('the days to be saved', () => {
      const saved = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as Partial<Settings>;
      return saved.retention?.status_days === 2 && saved.retention.chip_1d_days === 90;
    });
  });
});

describe('what hashing earns and power costs', () => {
  it('is saved as it is typed, a digit at a time, and refused with a reason', async () => {
    const money = page.getByRole('region', { name: 'Money and power' });
    const price = money.getByLabel('per kWh');
    const limit = money.getByLabel('Power limit, kW');
    const saved = (): unknown =>
      (JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as Partial<Settings>).farm?.price_per_kwh;
    for (const wrong of ['-5', '0']) {
      await typeInto(limit, wrong);
      await money.getByText('A number from 0 to 10,000,000').waitFor();
    }
    expect(await money.getByRole('button', { name: 'Save prices' }).isDisabled()).toBe(true);
    await limit.fill('');
    await typeInto(price, '0.06');
    await eventually(async () => expect(await price.inputValue()).toBe('0.06'));
    await page.goBack();
    await page.getByRole('button', { name: 'Stay' }).click();
    await eventually(async () => expect(await price.inputValue()).toBe('0.06'));
    await money.getByRole('button', { name: 'Save prices' }).click();
    await until('the price to be saved', () => saved() === 0.06);
    await money.getByText('Saved', { exact: true }).waitFor();
  });
});

describe('alert channels', () => {
  it('are added, refused with a sentence, tested, fail in words, and are removed', async () => {
    await using http = await startHttpReceiver();
    await using mail = await startMailServer({});
    await using broker = await startMqttBroker({ login: { user: 'hive', pass: 'nor this' } });
    const group = page.getByRole('region', { name: 'Alert channels', exact: true });
    const dialog = page.getByRole('dialog');
    const toast = (text: string | RegExp) => page.getByText(text).first();
    await group.getByRole('button', { name: 'E-mail', exact: true }).click();
    await dialog.getByLabel('Name').fill('Ops mail');
    await dialog.getByLabel('Mail server').fill('127.0.0.1');
    await dialog.getByLabel('Port').fill(String(mail.port));
    await dialog.getByRole('textbox', { name: 'From', exact: true }).fill('powerhive@farm.example');
    await dialog.getByRole('textbox', { name: /^To / }).fill('nobody');
    await dialog.getByRole('button', { name: 'Save channel' }).click();
    await dialog.getByText('must be e-mail addresses, such as ops@farm.example, separated by commas').waitFor();
    await dialog.getByRole('textbox', { name: /^To / }).fill('ops@farm.example');
    await dialog.getByRole('combobox', { name: 'Encryption' }).click();
    await page.getByRole('option', { name: 'None' }).click();
    await dialog.getByRole('button', { name: 'Save channel' }).click();
    const mailCard = page.getByRole('region', { name: 'Ops mail' });
    await mailCard.getByText('Not used yet').waitFor();
    await mailCard.getByRole('button', { name: 'Send test' }).click();
    await toast('Test sent to Ops mail').waitFor();
    await mailCard.getByText('Works').waitFor();
    expect(mail.received).toHaveLength(1);

    await group.getByRole('button', { name: 'Webhook', exact: true }).click();
    await dialog.getByRole('button', { name: 'Save channel' }).click();
    await dialog.getByText('Fill this in.').waitFor();
    await dialog.getByText('Choose any text.').waitFor();
    // What is wrong with the address is said with it.
    await dialog.getByRole('textbox', { name: 'URL', exact: true }).fill('alerts.example/x');
    await dialog.getByRole('button', { name: 'Save channel' }).click();
    await dialog.getByText('Must begin with https:// or http://.').waitFor();
    await dialog.getByText('Choose any text.').waitFor();
    await dialog.getByRole('textbox', { name: 'URL', exact: true }).fill(http.url);
    await dialog.getByLabel('Secret for the signature').fill('not to be seen');
    await dialog.getByRole('button', { name: 'Save channel' }).click();
    const card = page.getByRole('region', { name: 'Webhook', exact: true });
    http.answer = (response) => response.writeHead(500).end();
    await card.getByRole('button', { name: 'Send test' }).click();
    await toast('Test to Webhook failed').waitFor();
    await card.getByText('Fails').waitFor();
    await card.getByText(/500/).waitFor();

    await group.getByRole('button', { name: 'MQTT', exact: true }).click();
    await dialog.getByLabel('Broker').fill('http://127.0.0.1');
    await dialog.getByLabel('User (').fill('hive');
    await dialog.getByRole('textbox', { name: 'Password' }).fill('nor this');
    await dialog.getByRole('button', { name: 'Save channel' }).click();
    await dialog.getByText(/Must be mqtt:\/\/host:1883/).waitFor();
    await dialog.getByLabel('Broker').fill(broker.url);
    await dialog.getByRole('button', { name: 'Save channel' }).click();
    const mqttCard = page.getByRole('region', { name: 'MQTT', exact: true });
    await mqttCard.getByRole('button', { name: 'Send test' }).click();
    await toast('Test sent to MQTT').waitFor();
    expect(broker.published).toMatchObject([{ topic: 'powerhive/alerts', user: 'hive', json: { event: 'test' } }]);
    expect(await page.content()).not.toMatch(/not to be seen|nor this/);
    expect(await seriousFaults(page)).toEqual([]);
    for (const one of [card, mailCard, mqttCard]) {
      await one.getByRole('button', { name: 'Remove' }).click();
      await dialog.getByRole('button', { name: 'Remove' }).click();
    }
    await group.getByText('No channel yet.').waitFor();
  });
});

describe('destinations and tokens', () => {
  it('are added, tested in words, switched and removed after a question, and a secret is not shown again', async () => {
    const group = page.getByRole('region', { name: 'Destinations', exact: true });
    const dialog = page.getByRole('dialog');
    await group.getByRole('button', { name: 'Remote write' }).click();
    await dialog.getByLabel('Name').fill('Archive');
    await dialog.getByLabel('URL').fill('http://archive.example/api/v1/write');
    await dialog.getByLabel('Bearer token (optional)').fill('not-to-be-seen');
    await dialog.getByRole('button', { name: 'Save destination' }).click();
    await dialog.getByText('http is for this computer and private addresses only: use https').waitFor();
    await dialog.getByLabel('URL').fill(`http://127.0.0.1:${await findFreePort()}/api/v1/write`);
    await dialog.getByRole('button', { name: 'Save destination' }).click();
    const card = page.getByRole('region', { name: 'Archive' });
    await card.getByText('Waiting for readings').waitFor();
    await card.getByRole('button', { name: 'Test' }).click();
    await card
      .getByRole('status')
      .getByText(/connection refused/i)
      .waitFor();
    await card.getByRole('switch', { name: 'Archive enabled' }).click();
    await card.getByText(/^Off/).waitFor();
    await card.getByRole('button', { name: 'Edit' }).click();
    await eventually(async () => expect(await dialog.getByLabel('Bearer token (optional)').inputValue()).toBe(''));
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await card.getByRole('button', { name: 'Remove' }).click();
    await dialog.getByText('Remove Archive?').waitFor();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await group.getByText('No destination yet.').waitFor();
  });

  it('show the secret of a token once', async () => {
    const group = page.getByRole('region', { name: 'Access tokens' });
    await group.getByLabel('Name').fill('office');
    await submitTwice(group.getByRole('button', { name: 'Create token' }));
    const secret = (await group.locator('pre').textContent()) ?? '';
    expect((await serving.rest('GET', '/tokens')).body).toMatchObject([{ name: 'office' }]);
    const headers = { authorization: `Bearer ${secret}` };
    expect((await fetch(`${serving.url}/api/miners`, { headers })).status).toBe(200);
    await group.getByRole('button', { name: 'Done' }).click();
    await group.getByText('May read').first().waitFor();
    expect(await page.content()).not.toContain(secret);
    await group.getByRole('button', { name: 'Remove office' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await group.getByText('No token yet.').waitFor();
    expect((await fetch(`${serving.url}/api/miners`, { headers })).status).toBe(401);
  });
});

describe('the backups, in the settings', () => {
  it('are said not to be there yet, with where they will be and how many are kept', async () => {
    await backups().getByText('No backup yet.').waitFor();
    await backups()
      .getByText(`Daily, in ${join(folder, 'backups')}, keeping 3.`)
      .waitFor();
    expect(await kept().inputValue()).toBe('3 kept');
    expect(await save().isDisabled()).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
    expect(await overflowing(page)).toEqual([]);
  });

  it('refuse a number that the configuration does not take, and say which it does', async () => {
    const before = keepOnDisk();
    for (const wrong of ['366', '-5', '1.5', '']) {
      await typeInto(kept(), wrong);
      await backups().getByText('A whole number from 0 to 365').waitFor();
      expect(await save().isDisabled()).toBe(true);
    }
    expect(await seriousFaults(page)).toEqual([]);
    expect(keepOnDisk()).toBe(before);
  });

  it('are kept as many as was saved, over a reload and at the next backup', async () => {
    await keep(1);
    await backups().getByText('keeping 1.').waitFor();
    await page.reload();
    await backups().getByText('keeping 1.').waitFor();
    expect(await kept().inputValue()).toBe('1 kept');

    await serving.rest('POST', '/backups', {});
    await new Promise((aSecond) => setTimeout(aSecond, 1100));
    const { name } = (await serving.rest('POST', '/backups', {})).body as Backup;
    expect(readdirSync(join(folder, 'backups'))).toEqual([name]);
  });

  it('show when the last one was made and how large it is', async () => {
    const [name = ''] = readdirSync(join(folder, 'backups'));
    await page.reload();
    await backups()
      .getByText(`(${sizeOf(name)}). Daily, in`)
      .waitFor();
    expect(await backups().textContent()).toMatch(/Last backup: (\w+, .*)?\d\d:\d\d \(/);
  });

  it('are made at once by a button, and by their name in the palette', async () => {
    const names = (): string[] => readdirSync(join(folder, 'backups'));
    const madeAnew = async (make: () => Promise<void>): Promise<void> => {
      const [before] = names();
      // The name of a backup has a resolution of one second.
      await new Promise((aSecond) => setTimeout(aSecond, 1100));
      await make();
      const toast = page.getByRole('status').filter({ hasText: 'Backup made' });
      await toast.getByText(join(folder, 'backups')).waitFor();
      const [after] = names();
      expect(after).not.toBe(before);
      await backups()
        .getByText(sizeOf(after ?? ''))
        .waitFor();
      await toast.getByRole('button', { name: 'Dismiss' }).click();
      await toast.waitFor({ state: 'detached' });
    };
    await madeAnew(() => backups().getByRole('button', { name: 'Back up now' }).click());
    await madeAnew(async () => {
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Search miners, screens and actions').fill('back up');
      await page.keyboard.press('Enter');
    });
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('show why the last try failed, until none are wanted', async () => {
    rmSync(join(folder, 'backups'), { recursive: true });
    writeFileSync(join(folder, 'backups'), 'no folder');
    expect((await serving.rest('POST', '/backups', {})).status).toBe(409);
    await backups().getByRole('button', { name: 'Back up now' }).click();
    await page.getByRole('alert').filter({ hasText: 'EEXIST' }).first().waitFor();
    await page.reload();
    const trouble = backups().getByRole('alert');
    await eventually(async () => expect(await trouble.textContent()).toMatch(/^Backup failed: .*backups/));
    expect(await seriousFaults(page)).toEqual([]);

    rmSync(join(folder, 'backups'));
    await keep(0);
    await backups().getByText('Daily backups are off.').waitFor();
    expect(await trouble.count()).toBe(0);
    await page.reload();
    await backups().getByText('Daily backups are off.').waitFor();
    expect(await kept().inputValue()).toBe('0 kept');
    await until('the trouble to be over', async () => {
      const { backup } = (await serving.rest('GET', '/health')).body as Health;
      return backup.keep === 0 && backup.last_error === null;
    });
  });

  it('have broken no rule of their page on the way', () => {
    expect(complaints).toEqual([]);
  });
});
