import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';

const root = resolve(import.meta.dirname, '..');
const standIn = join(root, 'tests/stand-in');
const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';

/** Whether windows run on the real Electron: its binary was installed, or somebody says where one is. */
export const real =
  existsSync(join(root, 'node_modules/electron/path.txt')) || (override !== '' && override !== standIn);
if (!real) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = standIn;

export type LaunchedApp = ElectronApplication;

export interface LaunchOptions {
  /** Arguments of the app, after its folder. */
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
  /** Without one the app gets a folder of its own, which is removed when it has ended. */
  readonly userDataDir?: string;
  /** The app's folder or main file. */
  readonly entry?: string;
}

let told = false;

/** Starts an app on whatever Electron there is; what it asks of the system is recorded, see record.cjs. */
export async function launchApp(options: LaunchOptions = {}): Promise<ElectronApplication> {
  if (!told) process.stdout.write(`Windows run on ${real ? 'Electron' : 'the Electron stand-in'}.\n`);
  told = true;
  const userDataDir = options.userDataDir ?? mkdtempSync(join(tmpdir(), 'powerhive-desktop-'));
  const removeOwnFolder = (): void => {
    if (options.userDataDir === undefined)
      rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  try {
    const app = await _electron.launch({
      args: [
        '-r',
        join(root, 'tests/record.cjs'),
        `--user-data-dir=${userDataDir}`,
        options.entry ?? root,
        ...(options.args ?? []),
      ],
      cwd: root,
      env: { ...(process.env as Record<string, string>), ...options.env },
      timeout: 15_000,
    });
    app.on('close', removeOwnFolder);
    return app;
  } catch (error) {
    removeOwnFolder();
    throw error;
  }
}
