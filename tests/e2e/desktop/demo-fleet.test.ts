import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../fixtures/patience.ts';
import { firstPage, launchApp } from '../../launch.ts';

let folder: string;
let app: ElectronApplication;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-desktop-demo-'));
  app = await launchApp({ userDataDir: join(folder, 'own'), env: { TMPDIR: folder } });
});
afterAll(async () => {
  await app?.close().catch(() => undefined);
  // The demo is a separate program, which continues after this one has ended.
  const demo = `user-data-dir=${join(folder, 'own-demo')} `;
  spawnSync('pkill', ['-f', demo]);
  await until('the demo to end', () => spawnSync('pgrep', ['-f', demo]).status !== 0);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

describe.runIf(process.platform === 'linux')('the demo fleet, tried on the first run', () => {
  it('opens beside the app, and leaves its networks and its data alone', async () => {
    const page = await firstPage(app);
    await page.getByRole('heading', { name: 'Where are your miners?' }).waitFor();
    await page.getByRole('button', { name: 'Try the demo farm' }).click();
    const config = join(folder, 'own-demo', 'config.json');
    await until('the demo to have a farm', () => existsSync(config));
    expect(JSON.parse(readFileSync(config, 'utf8')).network.subnets[0]).toMatch(/^127\./);
    await until('its database', () => existsSync(join(folder, 'own-demo', 'powerhive.db')));
    await page.getByRole('heading', { name: 'Where are your miners?' }).waitFor();
    const own = JSON.parse(readFileSync(join(folder, 'own', 'config.json'), 'utf8'));
    // The id of this farm, and no network.
    expect(Object.keys(own)).toEqual(['site']);
  });
});
