import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEndpointRange } from '../../../src-main/demo/endpoints.ts';
import { type SimulatedFleet, startSimulatedFleet } from '../../../src-main/demo/fleet.ts';
import { setOfflineRule } from '../../fixtures/alerts/offline-rule.ts';
import { claimNet, findFreePort } from '../../fixtures/farm/loopback-nets.ts';
import { collectComplaints } from '../../fixtures/page/browser.ts';
import { pause, scaledMs, until } from '../../fixtures/patience.ts';
import { firstPage, launchApp } from '../../launch.ts';
import {
  choose,
  clickNotification,
  clickTray,
  emitPower,
  readNotifications,
  readOpened,
  readTray,
} from '../../recorded.ts';

const net = await claimNet();
const LISTEN = `${net}.1.1-${net}.1.5:8995`;
const REST_PORT = await findFreePort();
const root = resolve(import.meta.dirname, '../../..');

let folder: string;
let fleet: SimulatedFleet;
let app: ElectronApplication;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-desktop-'));
  const config = {
    network: { subnets: [LISTEN] },
    intervals: { discovery_seconds: 5, status_seconds: 1 },
    http: { enabled: true, addr: `127.0.0.1:${REST_PORT}` },
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  fleet = await startSimulatedFleet({ endpoints: parseEndpointRange(LISTEN), profile: 's19jpro' });
  app = await launchApp({ userDataDir: folder });
  page = await firstPage(app);
  complaints = collectComplaints(page);
});
afterAll(async () => {
  await app?.close().catch(() => undefined);
  await fleet?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

const titles = async (): Promise<string[]> => (await readNotifications(app)).map(({ title }) => title);
const isVisible = (): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
const idOf = (index: number): string => fleet.miners[index]?.mac.toLowerCase() ?? '';
const inAddress = (text: string): Promise<void> => until(`${text} in the address`, () => page.url().includes(text));

/** Starts the program as a second click on its icon would, and returns its exit code. */
function startAgain(args: readonly string[], userDataDir = folder): Promise<{ code: number | null; stderr: string }> {
  const electron = join(
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist'),
    'electron',
  );
  const child = spawn(
    electron,
    ['--no-sandbox', '-r', join(root, 'tests/record.cjs'), `--user-data-dir=${userDataDir}`, root, ...args],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((done) => child.once('close', (code) => done({ code, stderr })));
}

/**
 * Locks the database, as a virus scanner or a backup of the system may for a moment. Returns the
 * function that releases it.
 */
function holdDatabase(folder: string): () => void {
  const holder = new Database(join(folder, 'powerhive.db'));
  holder.pragma('locking_mode = EXCLUSIVE');
  holder.exec('BEGIN EXCLUSIVE');
  return () => {
    if (holder.open) holder.close();
  };
}

/** One day with the desktop app: each step continues from the previous one. */
describe('the desktop app', () => {
  it('shows the farm in its window, without a token', async () => {
    await page.getByRole('button', { name: '5 not managed' }).waitFor();
    expect(await page.title()).toBe('PowerHive');
    await until('the window to be seen', isVisible);
  });

  it('gives its page a bridge of two functions, and nothing else of the program', async () => {
    const seen = await page.evaluate(() => ({
      bridge: Object.keys(window.powerhive ?? {}),
      frozen: Object.isFrozen(window.powerhive),
      node: ['require', 'process', 'Buffer', 'module'].filter((name) => name in window),
    }));
    expect(seen).toEqual({ bridge: ['post', 'onMessage'], frozen: true, node: [] });
  });

  it('keeps its page from running foreign code, and from connecting to any host', async () => {
    const broken = await page.evaluate(async () => {
      const next = (): Promise<string> =>
        new Promise((done) =>
          document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective), {
            once: true,
          }),
        );
      const script = next();
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.foreign = 1' }));
      const directives = [await script];
      const request = next();
      await fetch('/index.html').catch(() => undefined);
      directives.push(await request);
      return { directives, foreign: 'foreign' in window };
    });
    expect(broken).toEqual({ directives: ['script-src-elem', 'connect-src'], foreign: false });
    complaints.length = 0;
  });

  it('stays on its page, and hands links to the browser only when they are https', async () => {
    await page.getByRole('link', { name: 'Fleet', exact: true }).click();
    const before = page.url();
    await page.evaluate(() => {
      window.open('https://example.com/manual');
      window.open('file:///etc/passwd');
      window.open('http://example.com/');
    });
    await until('the link to be opened', async () => (await readOpened(app)).length > 0);
    await page.evaluate(() => {
      location.href = 'https://example.com/elsewhere';
    });
    await page.getByRole('button', { name: '5 not managed' }).waitFor();
    expect(await readOpened(app)).toEqual(['https://example.com/manual']);
    await page.getByRole('grid', { name: 'Miners' }).focus();
    await page.keyboard.press('j');
    await page.keyboard.press('o');
    await until("the miner's own page", async () => (await readOpened(app)).length > 1);
    expect((await readOpened(app))[1]).toBe(`http://${net}.1.1:8995/`);
    expect(page.url()).toBe(before);
    expect(app.windows()).toHaveLength(1);
    complaints.length = 0;
  });

  it('is granted nothing that it does not need, and Chromium runs no errands', async () => {
    const states = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera'] as PermissionName[];
      return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
    });
    expect(states).toEqual(['denied', 'denied', 'denied']);
    const switches = ['disable-background-networking', 'disable-component-update', 'no-pings'];
    expect(
      await app.evaluate(
        ({ app: electronApp }, names) => names.filter((name) => electronApp.commandLine.hasSwitch(name)),
        switches,
      ),
    ).toEqual(switches);
  });

  it('drops what is no message, and goes on', async () => {
    await page.evaluate(() => {
      for (const junk of ['{', 'null', '"x"', '{"i":1}', 'x'.repeat((1 << 20) + 1)]) window.powerhive?.post(junk);
    });
    await page.getByRole('link', { name: 'Activity' }).click();
    await page
      .getByText(/^Found /)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Fleet', exact: true }).click();
  });

  it('serves a page that was reloaded', async () => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
    await page.getByRole('button', { name: '5 not managed' }).waitFor();
    for (const { host, port } of fleet.miners) {
      await page
        .getByRole('switch', { name: new RegExp(`^Manage (${host}:${port}|R1)`) })
        .first()
        .waitFor();
    }
    const switches = page.getByRole('switch', { name: /^Manage / });
    for (let i = 0; i < 5; i++) await switches.nth(i).click();
    await until(
      'all to be managed',
      async () => (await page.locator('[role=switch][aria-checked=true]').count()) === 5,
    );
  });

  it('shows the farm in one line in the tray', async () => {
    await until('the tray', async () => (await readTray(app))?.toolTip === '0 hashing');
    const tray = await readTray(app);
    expect(tray?.menu.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Open PowerHive', 'Scan now', 'Pause monitoring', 'Start at login', 'Quit']),
    );
  });

  it('goes on in the tray when its window is closed, and comes back from there', async () => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await until('the window to hide', async () => !(await isVisible()));
    await clickTray(app);
    await until('the window to be back', isVisible);
  });

  it('calls the operator when a miner goes, and opens the problem with a click', async () => {
    await setOfflineRule(folder, REST_PORT, 0);
    await fleet.miners[0]?.powerOff();
    await until('the call', async () => (await titles()).length > 0);
    const [title = ''] = await titles();
    expect(title).toMatch(/^Critical: .+: Offline$/);
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await clickNotification(app, title);
    await inAddress('#/incidents/');
    await page.getByRole('complementary', { name: title.replace('Critical: ', '') }).waitFor();
    expect(await isVisible()).toBe(true);
    await until('it to be in the tray', async () =>
      ((await readTray(app))?.menu ?? []).some(({ label }) => label.startsWith(title.replace('Critical: ', ''))),
    );
  });

  it('announces nothing that it finds after a sleep, and says which of the others is over', async () => {
    await setOfflineRule(folder, REST_PORT, 3600);
    await emitPower(app, 'suspend');
    await until('the tray to say so', async () => /^Not monitoring since/.test((await readTray(app))?.toolTip ?? ''));
    await fleet.miners[1]?.powerOff();
    await fleet.miners[2]?.powerOff();
    await emitPower(app, 'resume');
    await page.getByRole('button', { name: '3 offline' }).waitFor();
    for (const miner of fleet.miners) await miner.powerOn();
    await until('the call', async () => (await titles()).length > 1);
    expect((await titles()).map((title) => title.replace(/: .*$/, ''))).toEqual(['Critical', 'Resolved']);
  });

  it('announces several at once in one notification, and shows them with a click', async () => {
    for (const index of [1, 2, 3]) await fleet.miners[index]?.powerOff();
    await page.getByRole('button', { name: '3 offline' }).waitFor();
    await setOfflineRule(folder, REST_PORT, 0);
    await until('the call', async () => (await titles()).includes('3 new problems'));
    await clickNotification(app, '3 new problems');
    await until('the list of problems', () => page.url().endsWith('#/incidents'));
    await until('those three', async () => (await page.getByRole('link', { name: /: Offline/ }).count()) === 3);
  });

  it('pauses and resumes from the tray', async () => {
    await choose(app, 'tray', 'Pause monitoring');
    await until('the pause', async () => /^Not monitoring since/.test((await readTray(app))?.toolTip ?? ''));
    await choose(app, 'tray', 'Resume monitoring');
    await until('watching', async () => /^0 hashing, 3 offline/.test((await readTray(app))?.toolTip ?? ''));
  });

  it('opens the settings from its menu', async () => {
    const menu = process.platform === 'darwin' ? ['PowerHive', 'Settings…'] : ['&File', 'Settings'];
    await choose(app, 'application', ...menu);
    await inAddress('#/settings');
  });

  it('is one: a second start hands over what it was asked for', async () => {
    const link = `powerhive://miner/${idOf(4).toUpperCase()}`;
    expect((await startAgain([link])).code).toBe(0);
    await inAddress(`#/fleet/${idOf(4)}`);
    await fleet.miners[1]?.powerOn();
    expect((await startAgain(['--rescan'])).code).toBe(0);
    await page.getByRole('button', { name: '2 offline' }).waitFor();
  });

  it('serves REST while the settings say so', async () => {
    const health = await fetch(`http://127.0.0.1:${REST_PORT}/api/health`);
    expect(await health.json()).toMatchObject({ status: 'ok', miners: { total: 5 } });
    expect((await fetch(`http://127.0.0.1:${REST_PORT}/api/miners`)).status).toBe(401);
    expect(existsSync(join(folder, 'running.json'))).toBe(true);
  });

  it('has broken no rule of its page on the way', () => {
    expect(complaints).toEqual([]);
  });

  it('loads its page again when that crashed', async () => {
    // The driver abandons a crashed page; the program receives the first message of the next one.
    const heard = await app.evaluate(
      ({ BrowserWindow, ipcMain }) =>
        new Promise<string>((done) => {
          ipcMain.on('powerhive', (_event, _epoch, message) => done(message === '' ? 'hello' : 'something else'));
          BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
        }),
    );
    expect(heard).toBe('hello');
    const crashed = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.isCrashed(),
    );
    expect(crashed).toBe(false);
  });

  it('ends in order on quit, within five seconds', async () => {
    const child = app.process();
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    const startedMs = performance.now();
    await choose(app, 'tray', 'Quit');
    expect(await ended).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(scaledMs(5000));
    await expect(fetch(`http://127.0.0.1:${REST_PORT}/api/health`)).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['config.json', 'powerhive.db', 'window.json']));
    expect(readdirSync(folder).filter((name) => name === 'running.json' || /-(wal|shm)$/.test(name))).toEqual([]);
    const database = new Database(join(folder, 'powerhive.db'), { readonly: true });
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    database.close();
  });

  it('encrypts keys with the keychain, and a start without a window says that it cannot open them', async () => {
    expect(existsSync(join(folder, 'secret.key'))).toBe(false);
    expect(readFileSync(join(folder, 'powerhive.db')).includes('ss1:')).toBe(true);
    const child = spawn(process.execPath, [join(root, 'dist/main/cli.js'), 'serve', '--data', folder, '--port', '0']);
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    expect(await new Promise((done) => child.once('close', done))).toBe(1);
    expect(stderr).toContain('encrypted with the keychain of this computer');
  });

  it('is in its window before its database can be read, and shows the farm once it can', async () => {
    const release = holdDatabase(folder);
    const early = await launchApp({ userDataDir: folder });
    try {
      const page = await firstPage(early);
      // Its page may show the farm as it has kept it.
      expect(await page.locator('main[data-frozen="false"]').count()).toBe(0);
      release();
      await page.locator('main[data-frozen="false"]').waitFor();
      await page.getByRole('application', { name: /^Map of 5 miners/ }).waitFor();
    } finally {
      release();
      await early.close();
    }
  });

  it('can quit before its database can be read', async () => {
    const release = holdDatabase(folder);
    const early = await launchApp({ userDataDir: folder });
    const ended = new Promise<number | null>((done) => early.process().once('exit', done));
    await firstPage(early);
    await early.evaluate(({ app }) => app.quit()).catch(() => undefined);
    await pause(300);
    release();
    expect(await ended).toBe(0);
    expect(readdirSync(folder).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);
  });

  it('says what is wrong with its configuration, and leaves it as it is', async () => {
    const file = join(folder, 'config.json');
    writeFileSync(file, '{"network":{"subnet":["127.95.0.1"]}}');
    const { code, stderr } = await startAgain([]);
    expect(code).toBe(1);
    expect(stderr).toContain('network.subnet: unknown key');
    expect(readFileSync(file, 'utf8')).toBe('{"network":{"subnet":["127.95.0.1"]}}');
  });
});
