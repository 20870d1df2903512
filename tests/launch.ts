import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { limitMs } from './fixtures/patience.ts';

const root = resolve(import.meta.dirname, '..');
const standIn = join(root, 'tests/stand-in');
const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';

/**
 * Whether windows run on the real Electron: its binary was installed, or its location was given.
 */
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

let reported = false;

/**
 * Starts an app on whatever Electron there is; what it asks of the system is recorded, see
 * record.cjs.
 */
export async function launchApp(options: LaunchOptions = {}): Promise<ElectronApplication> {
  if (!reported) process.stdout.write(`Windows run on ${real ? 'Electron' : 'the Electron stand-in'}.\n`);
  reported = true;
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
      // Pages follow the app's nativeTheme.
      colorScheme: null,
      timeout: limitMs(),
    });
    app.context().setDefaultTimeout(limitMs());
    app.on('close', removeOwnFolder);
    return app;
  } catch (error) {
    removeOwnFolder();
    throw error;
  }
}

/** The window that the app opens when it starts. */
export function firstPage(app: ElectronApplication): Promise<Page> {
  return app.firstWindow({ timeout: limitMs() });
}

export interface Ended {
  readonly exitCode: number | null;
  readonly stderr: string;
}

/** Starts an app that no test drives, such as a second instance, and waits for its end. */
export async function runApp(options: LaunchOptions & { readonly userDataDir: string }): Promise<Ended> {
  const child = spawnApp(options);
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exitCode = await new Promise<number | null>((done) => child.once('close', done));
  return { exitCode, stderr };
}

/** The same, without waiting; whoever starts it ends it. */
export function spawnApp(options: LaunchOptions & { readonly userDataDir: string }): ChildProcess {
  const executable = createRequire(import.meta.url)('electron') as string;
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return spawn(
    executable,
    [...sandbox, `--user-data-dir=${options.userDataDir}`, options.entry ?? root, ...(options.args ?? [])],
    { cwd: root, env: { ...process.env, ...options.env }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
}

/**
 * The page's address as the app knows it: the stand-in really loads scheme://host/ at
 * https://host.scheme.localhost/.
 */
export function appUrl(page: Page): string {
  const [, host, scheme, rest] = /^https:\/\/([^/]+)\.([a-z]+)\.localhost(.*)$/.exec(page.url()) ?? [];
  return scheme === undefined ? page.url() : `${scheme}://${host}${rest}`;
}
