import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../fixtures/patience.ts';
import { firstPage, launchApp } from '../../launch.ts';

const preload = resolve(import.meta.dirname, '../../../dist/main/preload.cjs');

let folder: string;
let elsewhere: Server;
let visits: string[];
let app: ElectronApplication;
let page: Page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-security-'));
  visits = [];
  elsewhere = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.end('<title>elsewhere</title>');
  });
  await new Promise<void>((listening) => elsewhere.listen(0, '127.0.0.1', listening));
  app = await launchApp({ userDataDir: folder });
  page = await firstPage(app);
  await page.getByRole('heading', { name: 'Where are your miners?' }).waitFor();
});
afterAll(async () => {
  await app?.close().catch(() => undefined);
  await new Promise((closed) => elsewhere.close(closed));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

const log = (): string =>
  readdirSync(join(folder, 'logs'))
    .map((name) => readFileSync(join(folder, 'logs', name), 'utf8'))
    .join('');

/** What is refused even to a window that is opened from within the program. */
describe('the rules of the desktop app', () => {
  it('let no window load anything but the app’s own files', async () => {
    const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    const outcome = await app.evaluate(async ({ BrowserWindow }, address) => {
      const other = new BrowserWindow({ show: false });
      const code = await other.loadURL(address).then(
        () => 'loaded',
        (error: { code?: string }) => error.code,
      );
      other.destroy();
      return code;
    }, url);
    expect(outcome).toBe('ERR_BLOCKED_BY_CLIENT');
    expect(visits).toEqual([]);
    expect(log()).toContain('Refused to load something that is not the app’s own');
  });

  it('serve no page that the program did not open, though it has the bridge and comes from the app’s own address', async () => {
    await app.evaluate(async ({ BrowserWindow }, bridge) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload: bridge, sandbox: true } });
      await stranger.loadURL('app://powerhive/');
    }, preload);
    await until('the second page', () => app.windows().length === 2);
    const stranger = app.windows().find((candidate) => candidate !== page);
    await until('the refusal', () => log().includes('A message to the program was dropped'));
    expect(log()).toMatch(/"why":"[^"]*window/);
    // The page has sent its first messages and requests, and shows nothing of the program.
    expect(await stranger?.getByRole('heading', { name: 'Where are your miners?' }).count()).toBe(0);
    await app.evaluate(({ BrowserWindow }) => {
      const [first, ...others] = BrowserWindow.getAllWindows().sort((a, b) => a.id - b.id);
      for (const other of others) other.destroy();
      return first?.id;
    });
    await page.getByRole('link', { name: 'Activity' }).click();
    await page.getByText(/^PowerHive .* started$/).waitFor();
  });

  it('know no guest pages: the element is nothing, and an attempt to attach one is refused', async () => {
    const element = await page.evaluate(() => 'getWebContentsId' in document.createElement('webview'));
    expect(element).toBe(false);
    const refused = await app.evaluate(({ BrowserWindow }) => {
      let prevented = false;
      const event = { preventDefault: () => (prevented = true) };
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as NodeJS.EventEmitter;
      contents.emit('will-attach-webview', event, {}, {});
      return prevented;
    });
    expect(refused).toBe(true);
  });

  it('give no page a device, nor a stream of anything', async () => {
    const seen = await page.evaluate(async () => {
      const failure = (work: Promise<unknown> | undefined): Promise<string> =>
        work === undefined
          ? Promise.resolve('none')
          : work.then(
              () => 'granted',
              (error: Error) => error.name,
            );
      const { usb, hid, serial } = navigator as unknown as Record<
        string,
        { getDevices?(): Promise<unknown[]>; getPorts?(): Promise<unknown[]> } | undefined
      >;
      return {
        devices: await Promise.all([usb?.getDevices?.(), hid?.getDevices?.(), serial?.getPorts?.()]),
        camera: await failure(navigator.mediaDevices?.getUserMedia({ video: true })),
        place: await new Promise<string>((done) =>
          navigator.geolocation.getCurrentPosition(
            () => done('granted'),
            ({ code }) => done(`refused ${code}`),
          ),
        ),
      };
    });
    expect(seen.devices.flat().filter((device) => device !== undefined)).toEqual([]);
    expect(seen.camera).toMatch(/^(NotAllowedError|NotFoundError|none)$/);
    expect(seen.place).toBe('refused 1');
  });
});
