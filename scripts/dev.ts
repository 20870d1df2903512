// Development: the page from its sources with hot reload, the program rebuilt and restarted on
// changes, and a simulated farm. The data folder is kept, so that the farm is known at once.
//   npm run dev -- [--headless] [--port 5173] [--data FOLDER] [--miners 48] [--cache FOLDER]
//   [--json]
import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findDesktop, windowFromSources } from './dev/desktop.ts';
import { startFarm } from './dev/farm.ts';
import { startPage } from './dev/page.ts';
import { Program } from './dev/program.ts';
import { watchProgram } from './dev/program-build.ts';

const root = dirname(import.meta.dirname);
const bundles = join(root, 'dist-dev');
const { values } = parseArgs({
  options: {
    headless: { type: 'boolean', default: false },
    port: { type: 'string', default: '5173' },
    data: { type: 'string', default: join(bundles, 'data') },
    miners: { type: 'string', default: '48' },
    cache: { type: 'string', default: join(bundles, 'vite') },
    json: { type: 'boolean', default: false },
  },
});
const dataFolder = resolve(values.data);
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const report = (line: object): void => void (values.json && process.stdout.write(`${JSON.stringify(line)}\n`));

const ended = Promise.withResolvers<number>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ended.resolve(0));
// Stops if its parent process ends, as in scripts/run.mjs.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && ended.resolve(1), 500).unref();

const desktop = findDesktop(values.headless);
const electron = 'electron' in desktop ? desktop.electron : null;
if ('why' in desktop && desktop.why !== null) say(`No desktop window: ${desktop.why}. The page opens in a browser.`);

const apiPort = await freePort();
const page = await startPage({
  root,
  packages: realpathSync(join(root, 'node_modules')),
  cacheDir: resolve(values.cache),
  port: Number(values.port),
  apiPort,
});

const outDir = join(bundles, 'main');
rmSync(outDir, { recursive: true, force: true });
const cli = join(outDir, 'cli.js');
let program: Program | null = null;
let farm: Program | null = null;
const build = await watchProgram({
  root,
  outDir,
  plugins: electron === null ? [] : [windowFromSources(root, () => page.url)],
  withPreload: electron !== null,
  onBuilt: (changed) => void restart(changed),
  // The program stops while the next one is built.
  onChanged: (file) => void (isOfFarm(nameOf(file)) || program?.halt()),
  onFailure(message) {
    say(`The build failed, the previous one keeps running: ${message}`);
    program?.restart().catch((error: Error) => say(`It does not start: ${error.message}`));
  },
});

const onEnd = (what: string) => (code: number | null) => {
  say(`${what} ended with code ${code}; it starts again with the next change.`);
  if (electron !== null && what === 'The desktop window') ended.resolve(code ?? 1);
};
farm = await startFarm({
  node: process.execPath,
  cli,
  dataFolder,
  miners: Number(values.miners),
  onEnd: onEnd('The farm'),
});
program =
  electron === null
    ? new Program({
        command: process.execPath,
        args: [cli, 'serve', '--data', dataFolder, '--port', String(apiPort)],
        saysReady: true,
        // Its own URL serves no page here.
        hides: /^PowerHive \S+ is ready\. Open /,
        onEnd: onEnd('PowerHive'),
      })
    : new Program({
        command: electron,
        args: [join(outDir, 'main.js'), `--user-data-dir=${dataFolder}`],
        env: withoutRunAsNode(process.env),
        saysReady: false,
        onEnd: onEnd('The desktop window'),
      });
const { token_file: tokenFile } = await program.start();
report({ ready: true, url: page.url, token_file: tokenFile ?? null, pid: process.pid });
say(`PowerHive is ready for development: ${invitation()}`);

const code = await ended.promise;
await Promise.all([build.close(), page.server.close(), program.stop(), farm.stop()]);
process.exit(code);

function nameOf(file: string): string {
  return relative(root, file).replaceAll('\\', '/');
}

function isOfFarm(name: string): boolean {
  return name.startsWith('src-main/demo/');
}

/** Restarts the farm if its own code has changed, and PowerHive for any other change. */
async function restart(changed: readonly string[]): Promise<void> {
  const files = changed.map(nameOf);
  const ofFarm = files.filter(isOfFarm);
  const startedMs = performance.now();
  try {
    if (ofFarm.length > 0) await farm?.restart();
    if (ofFarm.length < files.length || files.length === 0) await program?.restart();
  } catch (error) {
    say(`It does not start: ${(error as Error).message}`);
    return;
  }
  if (program === null) return;
  const ms = Math.round(performance.now() - startedMs);
  report({ restarted: true, files, ms });
  const named = files.slice(0, 3).join(', ') + (files.length > 3 ? ` and ${files.length - 3} more` : '');
  say(`${named} changed: restarted in ${ms} ms`);
}

/** The URL with the token, but only on a terminal. */
function invitation(): string {
  if (tokenFile === undefined) return `its page comes from ${page.url}`;
  if (process.stderr.isTTY) return `${page.url}/#token=${readFileSync(String(tokenFile), 'utf8').trim()}`;
  return `${page.url} with the access token in ${tokenFile}`;
}

/** A free port, used for all restarts, so that the page finds PowerHive again. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Some editors' terminals set this variable, which makes Electron a plain Node. */
function withoutRunAsNode({ ELECTRON_RUN_AS_NODE: _, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env;
}
