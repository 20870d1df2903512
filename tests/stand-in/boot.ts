import './versions.ts';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { App, app } from './app.ts';
import { Chromium } from './chromium.ts';
import { parseCommandLine } from './command-line.ts';
import { dialog } from './dialog.ts';
import { runtime } from './runtime.ts';

const EVALUATION_WARNING_MS = 2_000;

interface Target {
  readonly main: string;
  readonly name: string;
  readonly version: string;
  readonly path: string;
}

function readTarget(given: string | undefined): Target {
  const path = resolve(given ?? '.');
  const manifest = join(path, 'package.json');
  if (!existsSync(manifest))
    return { main: path, name: 'Electron', version: process.versions.electron!, path: dirname(path) };
  const read = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, string | undefined>;
  return {
    main: join(path, read['main'] ?? 'index.js'),
    name: read['productName'] ?? read['name'] ?? 'Electron',
    version: read['version'] ?? process.versions.electron!,
    path,
  };
}

/**
 * Electron's main reports uncaught errors and goes on; a listener of the app's own replaces that.
 */
function reportUncaught(): void {
  process.on('uncaughtException', (error) => {
    if (process.listenerCount('uncaughtException') > 1) return;
    const words = `Uncaught Exception:\n${error instanceof Error ? error.stack : String(error)}`;
    dialog.showErrorBox('A JavaScript error occurred in the main process', words);
  });
}

/**
 * `ready` comes only after the main module was evaluated: one that waits for it at its top level
 * never gets there.
 */
async function evaluate(main: string): Promise<void> {
  const words =
    "electron stand-in: the main module is not evaluated yet, so 'ready' cannot come. Does it await app.whenReady() at its top level?\n";
  const warn = (): void => void process.stderr.write(words);
  const warning = setTimeout(warn, EVALUATION_WARNING_MS);
  warning.unref();
  process.once('exit', warn);
  try {
    await import(pathToFileURL(createRequire(import.meta.url).resolve(main)).href);
  } catch (error) {
    process.off('exit', warn);
    process.stderr.write(`App threw an error during load\n${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  }
  clearTimeout(warning);
  process.off('exit', warn);
}

let ending = false;
let starting: Promise<Chromium> | undefined;

runtime.finish = (exitCode) => {
  if (ending) return;
  ending = true;
  const stopped = starting?.then((chromium) => chromium.stop()) ?? Promise.resolve();
  void stopped.catch(() => {}).then(() => process.exit(exitCode));
};

async function startChromium(): Promise<void> {
  starting = Chromium.start(join(app.getPath('userData'), 'Chromium'), runtime.switches);
  const chromium = await starting;
  chromium.devtools.on('closed', () => {
    if (ending) return;
    process.stderr.write('electron stand-in: Chromium ended by itself\n');
    process.exit(1);
  });
  runtime.chromium = chromium;
}

const given = process.argv.slice(2);
runtime.commandLine = parseCommandLine(given);
for (const [name, value] of runtime.commandLine.switches) runtime.switches.set(name, value);
process.execPath = process.env['STAND_IN_EXECUTABLE'] ?? process.execPath;
// A packaged app is not reported its own path: its program is the app.
process.argv = [process.execPath, ...(app.isPackaged ? given.filter((arg) => arg !== runtime.commandLine.app) : given)];
process.execArgv = [];
const target = readTarget(runtime.commandLine.app);
App.describe(app, target);
reportUncaught();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // A handler of the app's own takes the place of Electron's.
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) app.quit();
  });
}

const require = createRequire(join(process.cwd(), 'package.json'));
for (const module of runtime.commandLine.modules) require(resolve(module));
await evaluate(target.main);
if (!ending) await startChromium();
if (!ending) App.announceReady(app);
