import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the choice between window and browser depends on. */
export interface WindowFacts {
  readonly headless: boolean;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  /** Electron's program; null if it is not installed. */
  readonly electron: string | null;
}

export type WindowPlan =
  | { readonly kind: 'open'; readonly electron: string }
  /** `why` completes "No desktop window: ..."; null when none was requested. */
  | { readonly kind: 'browser'; readonly why: string | null };

/** Whether PowerHive opens its window or shows its screens in a browser, and why. */
export function planWindow({ headless, platform, env, isRoot, electron }: WindowFacts): WindowPlan {
  if (headless) return { kind: 'browser', why: null };
  if (electron === null) {
    return { kind: 'browser', why: 'Electron is not installed here (npx install-electron fetches it)' };
  }
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) {
    return { kind: 'browser', why: 'this session has no display' };
  }
  // As root Electron would run its pages without the sandbox.
  if (platform === 'linux' && isRoot) return { kind: 'browser', why: 'Electron does not run as root' };
  return { kind: 'open', electron };
}

/** The facts of this process. */
export function readWindowFacts(headless: boolean): WindowFacts {
  const { platform, env } = process;
  return { headless, platform, env, isRoot: process.getuid?.() === 0, electron: findElectron(env) };
}

/**
 * The path of Electron's program; null if there is none. The package is not imported, because it
 * would download a missing program.
 */
function findElectron(env: Readonly<Record<string, string | undefined>>): string | null {
  try {
    const home = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
    const pathFile = join(home, 'path.txt');
    const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : 'electron';
    const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
    const program = override ? join(override, name) : join(home, 'dist', name);
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/**
 * Runs the desktop app with a data folder until it ends, and returns its exit code. An abort of the
 * signal sends it SIGTERM, and it stops in order.
 */
export async function runWindow(
  electron: string,
  dataPath: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const home = fileURLToPath(new URL('../..', import.meta.url));
  // Some editors' terminals set this variable, which makes Electron a plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const child = spawn(electron, [home, `--user-data-dir=${dataPath}`, ...args], { env, stdio: ['ignore', 2, 2] });
  const quit = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', quit, { once: true });
  if (signal.aborted) quit();
  try {
    return await ended(child);
  } finally {
    signal.removeEventListener('abort', quit);
  }
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
