import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../fixtures/patience.ts';
import { firstPage, launchApp } from '../../launch.ts';
import { choose, type RecordedDialog, readDialogs, readOpened } from '../../recorded.ts';

let folder: string;
let feed: Server;
let app: ElectronApplication;
/** The version that the feed offers; null = none. */
let offered: string | null = null;
let asked: { url: string; headers: IncomingHttpHeaders }[] = [];
let dialogs = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-updates-'));
  feed = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    if (offered === null || !/^\/feed\/latest[\w-]*\.yml/.test(request.url ?? '')) {
      response.writeHead(404).end();
      return;
    }
    const file = `PowerHive-${offered}-linux-x64.AppImage`;
    response.end(
      `version: ${offered}\nfiles:\n  - url: ${file}\n    sha512: AAAA\n    size: 4\npath: ${file}\nsha512: AAAA\n`,
    );
  });
  await new Promise<void>((listening) => feed.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(feed.address() as AddressInfo).port}/feed`;
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ updates: { url } }));
  app = await launchApp({ userDataDir: folder });
});
afterAll(async () => {
  await app?.close().catch(() => undefined);
  await new Promise((closed) => feed.close(closed));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

/** Selects the menu item, and returns the message. */
async function check(): Promise<RecordedDialog | undefined> {
  asked = [];
  dialogs += 1;
  await choose(app, 'application', process.platform === 'darwin' ? 'PowerHive' : 'Help', 'Check for updates…');
  await until('the words', async () => (await readDialogs(app)).length === dialogs);
  return (await readDialogs(app)).at(-1);
}

describe('the desktop app with a place for updates', () => {
  it('asks it for nothing by itself', async () => {
    const page = await firstPage(app);
    await page.getByRole('heading', { name: 'Where are your miners?' }).waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('region', { name: 'Updates' }).getByText('Checked only when you press the button').waitFor();
    expect(asked).toEqual([]);
  });

  it('announces a newer version on request, and fetches nothing of it', async () => {
    offered = '99.0.1';
    const said = await check();
    expect(said?.message).toBe('PowerHive 99.0.1 is available');
    expect(said?.detail).toContain('PowerHive runs from its sources here');
    expect(said?.buttons).toEqual(['OK']);
    expect(asked.map(({ url }) => url.replace(/\?.*/, ''))).toEqual([
      expect.stringMatching(/^\/feed\/latest[\w-]*\.yml$/),
    ]);
    expect(await readOpened(app)).toEqual([]);
  });

  it('does not identify the computer to the server', async () => {
    await check();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers['x-user-staging-id'] ?? '').toBe('');
    expect(asked[0]?.headers['cookie']).toBeUndefined();
  });

  it('takes no older one for newer, and no failure for a result', async () => {
    offered = '0.0.1';
    expect((await check())?.message).toMatch(/^PowerHive \d+\.\d+\.\d+ is the newest$/);
    offered = null;
    expect(await check()).toMatchObject({ message: "Couldn't check for updates" });
    offered = 'not a version';
    expect(await check()).toMatchObject({ message: "Couldn't check for updates" });
  });
});
