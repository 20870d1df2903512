import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { claimNet, findFreePort } from '../../fixtures/farm/loopback-nets.ts';
import { seriousFaults } from '../../fixtures/page/axe.ts';
import { collectComplaints } from '../../fixtures/page/browser.ts';
import { until } from '../../fixtures/patience.ts';
import { startServing } from '../../fixtures/program/program.ts';
import { firstPage, launchApp, real, runApp } from '../../launch.ts';
import { choose, readDialogs, readRequests, readTray } from '../../recorded.ts';

const net = await claimNet();
const LISTEN = `${net}.1.1-${net}.1.2:8996`;

let folder: string;
let autostartHome: string;
let fleet: SimulatedFleet;
let app: ElectronApplication;
let page: Page;
let complaints: string[];

const region = (name: string) => page.getByRole('region', { name });
const config = (): Record<string, unknown> => JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));

async function launch(): Promise<void> {
  app = await launchApp({ userDataDir: folder, env: { XDG_CONFIG_HOME: autostartHome } });
  await showSettings();
}

async function showSettings(): Promise<void> {
  page = await firstPage(app);
  complaints = collectComplaints(page);
  await page.getByRole('link', { name: 'Settings' }).click();
  await region('Passwords and keys').waitFor();
}

/** Quits as the tray does, and returns the exit code. */
async function quit(): Promise<number | null> {
  const child = app.process();
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  await choose(app, 'tray', 'Quit');
  return ended;
}

/** How the secrets in the database are encrypted. */
function encryptedWith(): string[] {
  const database = new Database(join(folder, 'powerhive.db'), { readonly: true });
  try {
    const rows = database.prepare<[], { encrypted: string }>('SELECT api_key_sealed AS encrypted FROM miners').all();
    return rows.map(({ encrypted }) => encrypted.split(':')[0] ?? '');
  } finally {
    database.close();
  }
}

/** A folder that was created without a window: its secrets are encrypted with a key file. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-settings-'));
  autostartHome = mkdtempSync(join(tmpdir(), 'powerhive-autostart-'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ network: { subnets: [LISTEN] } }));
  fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(LISTEN), profile: 's19jpro' });
  const serving = await startServing(['serve', '--data', folder, '--port', '0']);
  await until('the keys', async () => {
    const miners = (await serving.rest('GET', '/miners')).body as { has_api_key: boolean }[];
    return miners.length === 2 && miners.every(({ has_api_key }) => has_api_key);
  });
  expect(await serving.stop()).toBe(0);
  expect(encryptedWith()).toEqual(['v1', 'v1']);
});
afterAll(async () => {
  await app?.close().catch(() => undefined);
  await fleet?.stop();
  for (const path of [folder, autostartHome])
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

describe('the settings', () => {
  it('open in the window on the same folder, which keeps to its key file', async () => {
    await launch();
    await region('Passwords and keys').getByText('This data folder has a key file').waitFor();
    expect(existsSync(join(folder, 'secret.key'))).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
  });

  it('switch the calls, and set the hours in which there are none', async () => {
    const calls = region('Notifications').getByRole('switch', {
      name: 'Notify me about problems',
    });
    await calls.click();
    await until(
      'them to be off',
      () => (config()['notifications'] as { enabled: boolean } | undefined)?.enabled === false,
    );
    expect(await region('Notifications').getByRole('switch', { name: 'Quiet hours' }).count()).toBe(0);
    await calls.click();
    await region('Notifications').getByRole('switch', { name: 'Quiet hours' }).click();
    await page.getByLabel('Quiet from').fill('21:30');
    await page.getByLabel('Quiet until').fill('');
    await page.getByText('Enter both times.').waitFor();
    expect(await page.getByRole('button', { name: 'Save quiet hours' }).isDisabled()).toBe(true);
    await page.getByLabel('Quiet until').fill('06:15');
    await page.getByText('From 21:30 until 06:15 the next morning.').waitFor();
    await page.getByRole('button', { name: 'Save quiet hours' }).click();
    const saved = () =>
      config()['notifications'] as { enabled: boolean; quiet_hours?: { from: string } | null } | undefined;
    // The switch has saved the usual ones.
    await until('them to be saved', () => saved()?.quiet_hours?.from === '21:30');
    // Unchanged settings are not written, and keep following their defaults.
    expect(saved()).toEqual({ enabled: true, quiet_hours: { from: '21:30', to: '06:15' } });
  });

  it('let PowerHive start with the session, as the tray shows too', async () => {
    const login = region('Start at login').getByRole('switch', { name: 'Start at login' });
    await login.click();
    await region('Start at login').getByText('PowerHive starts with your session, in the tray.').waitFor();
    const entry = join(autostartHome, 'autostart', 'powerhive.desktop');
    if (process.platform === 'linux') expect(readFileSync(entry, 'utf8')).toContain('"--hidden"');
    const inTray = async () => (await readTray(app))?.menu.find(({ label }) => label === 'Start at login')?.checked;
    await until('the tray', async () => (await inTray()) === true);
    if (process.platform === 'linux') {
      const on = readFileSync(entry, 'utf8');
      writeFileSync(entry, on.replace('X-GNOME-Autostart-enabled=true', 'X-GNOME-Autostart-enabled=false'));
      await page.reload();
      await region('Start at login').getByText("Switched off in your desktop's own settings").waitFor();
      expect(await login.isChecked()).toBe(false);
      await login.click();
      await region('Start at login').getByText('PowerHive starts with your session, in the tray.').waitFor();
      expect(readFileSync(entry, 'utf8')).toBe(on);
    }
    await login.click();
    await region('Start at login').getByText('PowerHive will not start by itself.').waitFor();
    if (process.platform === 'linux') expect(existsSync(entry)).toBe(false);
    await until('the tray', async () => (await inTray()) === false);
  });

  it('open REST where they say, and show why not where that cannot be', async () => {
    const rest = region('REST API');
    await rest.getByText('Off.').waitFor();
    const other: Server = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const taken = `127.0.0.1:${(other.address() as { port: number }).port}`;
    const address = rest.getByLabel('Address');

    await address.fill('0.0.0.0:8080');
    await rest.getByRole('button', { name: 'Save address' }).click();
    await page.getByText(/must be 127\.0\.0\.1/).waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).first().click();

    await address.fill(taken);
    await rest.getByRole('button', { name: 'Save address' }).click();
    await until('the address', () => (config()['http'] as { addr?: string } | undefined)?.addr === taken);
    await rest.getByRole('switch').click();
    await rest.getByText(`Not available: ${taken} is taken by another program.`).waitFor();
    await new Promise((closed) => other.close(closed));

    const port = await findFreePort();
    await address.fill(`:${port}`);
    await rest.getByRole('button', { name: 'Save address' }).click();
    const url = `http://127.0.0.1:${port}`;
    await rest.getByText(`Available at ${url}`).waitFor();
    const tokenFile = join(folder, 'token');
    await rest.getByText(`curl -H "Authorization: Bearer $(cat '${tokenFile}')" ${url}/api/miners`).waitFor();
    await rest.getByRole('button', { name: 'Copy command' }).click();
    await page.getByText('Command copied').waitFor();
    const authorization = `Bearer ${readFileSync(tokenFile, 'utf8')}`;
    const answer = await fetch(`${url}/api/miners`, { headers: { authorization } });
    expect(await answer.json()).toHaveLength(2);

    await rest.getByRole('switch').click();
    await rest.getByText('Off.').waitFor();
    await expect(fetch(`${url}/api/health`)).rejects.toThrow();
  });

  it('check for no updates while none is configured', async () => {
    await region('Updates').getByText('No update server set (updates.url).').waitFor();
    expect(await region('Updates').getByRole('button').count()).toBe(0);
    const menu = process.platform === 'darwin' ? 'PowerHive' : 'Help';
    await choose(app, 'application', menu, 'Check for updates…');
    await until('the words', async () => (await readDialogs(app)).length > 0);
    const [said] = await readDialogs(app);
    expect(said).toMatchObject({ message: 'No update server set', buttons: ['OK'] });
    expect(said?.detail).toContain('does not check for updates');
    expect(await readRequests(app)).toEqual([]);
  });

  it('show what PowerHive is built from', async () => {
    await page.getByRole('link', { name: 'Licences' }).click();
    const react = page.locator('details', { hasText: /^react-dom / });
    await react.locator('summary').click();
    await react.getByText(/Permission is hereby granted/).waitFor();
    expect(await page.locator('details').count()).toBeGreaterThan(40);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Back to the settings' }).click();
    await region('Passwords and keys').waitFor();
  });

  it('move the secrets to the keychain, and the key file goes', async () => {
    const before = encryptedWith();
    await page.getByRole('button', { name: 'Move to the keychain' }).click();
    await region('Passwords and keys').getByText('Encrypted with the keychain of this system.').waitFor();
    expect(before).toEqual(['v1', 'v1']);
    expect(encryptedWith()).toEqual(['ss1', 'ss1']);
    await until('the key file to be gone', () => !existsSync(join(folder, 'secret.key')));
    const requests = fleet.miners[0]?.requestCounts;
    const unlocked = (): number => requests?.get('POST /api/v1/unlock') ?? 0;
    const unlockedBefore = unlocked();
    await page.getByRole('link', { name: 'Fleet', exact: true }).click();
    await page
      .getByRole('switch', { name: /^Manage / })
      .first()
      .click();
    await page.getByRole('button', { name: 'Scan now' }).click();
    await page.getByRole('button', { name: '0 offline' }).waitFor();
    expect(unlocked()).toBe(unlockedBefore);
    expect(complaints).toEqual([]);
    expect(await quit()).toBe(0);
  });
});

describe('a data folder whose secrets are with the keychain', () => {
  it('is finished by the next start, here by the login item of the system: to the tray, until the window is asked for', async () => {
    writeFileSync(join(folder, 'secret.key'), `${Buffer.alloc(32, 7).toString('base64')}\n`);
    // Only the stand-in can be set up as if the system had started it.
    const atLogin = real ? {} : { STAND_IN_OPENED_AT_LOGIN: '1' };
    app = await launchApp({ userDataDir: folder, env: { XDG_CONFIG_HOME: autostartHome, ...atLogin } });
    if (!real) {
      await until('the tray', async () => (await readTray(app)) !== null);
      const windows = (): Promise<number> => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
      expect(await windows()).toBe(0);
      await app.evaluate(({ app: main }) => void main.emit('activate', {}, false));
      await until('the window', async () => (await windows()) === 1);
    }
    await showSettings();
    await region('Passwords and keys').getByText('Encrypted with the keychain of this system.').waitFor();
    expect(existsSync(join(folder, 'secret.key'))).toBe(false);
    expect(encryptedWith()).toEqual(['ss1', 'ss1']);
    expect(await quit()).toBe(0);
  });

  it('is refused without a window, with the way out, and gets no key file by that', async () => {
    await expect(startServing(['serve', '--data', folder, '--port', '0'])).rejects.toThrow(
      /encrypted with the keychain of this computer, which cannot be used here\. Start the desktop app/,
    );
    expect(existsSync(join(folder, 'secret.key'))).toBe(false);
  });

  it.skipIf(real)('is refused in a session without a keychain', async () => {
    const ended = await runApp({ userDataDir: folder, env: { STAND_IN_KEYRING: 'basic_text' } });
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain('encrypted with the keychain of this computer');
    expect(existsSync(join(folder, 'secret.key'))).toBe(false);
  });
});

describe('a data folder whose key file is lost', () => {
  it('is refused by the desktop app, with the way out', async () => {
    const database = new Database(join(folder, 'powerhive.db'));
    database.prepare("UPDATE miners SET api_key_sealed = 'v1:AAAA'").run();
    database.close();
    const ended = await runApp({ userDataDir: folder });
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain('encrypted with its key file secret.key');
    expect(ended.stderr).toContain('Put secret.key back into that folder');
  });
});
