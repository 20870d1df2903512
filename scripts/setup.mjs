// Makes a clone ready to run: dependencies, the build (unless --no-build) and, with --browser, a
// browser for the tests. Runs with any Node of the computer, before anything is installed. Reports
// its steps on stderr, and repeats none.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const LEAST_NODE = [20, 19];
const OWN_NODE_MAJOR = 24;

const say = (text) => process.stderr.write(`${text}\n`);
const fail = (text) => {
  say(text);
  process.exit(1);
};

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
  fail(`PowerHive needs Node ${LEAST_NODE.join('.')} or newer to set itself up; this is ${process.versions.node}.`);
}

/**
 * A digest of files and folders: results made from them are up to date as long as it is the same.
 */
function digest(base, paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!existsSync(path)) return;
    const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const file = join(path, entry.name);
      if (entry.isDirectory()) add(file);
      else hash.update(relative(base, file)).update(readFileSync(file));
    }
  };
  for (const path of paths) {
    const full = join(base, path);
    if (path.endsWith('/')) add(full);
    else if (existsSync(full)) hash.update(path).update(readFileSync(full));
  }
  return hash.digest('hex');
}

function fresh(stampFile, stamp) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
}

function run(what, command, args, env = process.env) {
  // The commands' output goes to stderr: stdout is for the program that is started afterwards.
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2],
    // On Windows npm is a script, which only a shell can start. Programs are started without a
    // shell, because their path may have spaces.
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (status !== 0) fail(`${what} failed${error === undefined ? '' : `: ${error.message}`}. See the lines above.`);
}

/** Whether node_modules matches package-lock.json, by npm's own list of installed packages. */
function isInstalled() {
  const note = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const { packages: installed } = JSON.parse(readFileSync(note, 'utf8'));
  const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  delete locked[''];
  const isSame = (path) => installed[path]?.integrity === locked[path]?.integrity;
  // Packages for other systems are in the lock file, but not installed.
  const isDue = (path) => path in installed || !(locked[path].optional || locked[path].devOptional);
  return Object.keys(installed).every(isSame) && Object.keys(locked).filter(isDue).every(isSame);
}

if (!isInstalled()) {
  say('Installing dependencies (about half a minute) ...');
  run('npm ci', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/**
 * The Node that PowerHive runs with: the one that npm installed, else this one if it is new enough.
 */
function findOwnNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const brought = join(
    root,
    'node_modules',
    `node-${system}-${process.arch}`,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(brought)) return brought;
  if (major >= OWN_NODE_MAJOR) return process.execPath;
  return fail(
    `PowerHive runs on Node ${OWN_NODE_MAJOR}, which npm brings along on Linux and Windows but not for ${process.platform}-${process.arch}, and this is ${process.versions.node}. Install Node ${OWN_NODE_MAJOR}.`,
  );
}
export const ownNode = findOwnNode();

const SOURCES = [
  'src-main/',
  'src-renderer/',
  'src-shared/',
  'vite.config.ts',
  'scripts/bundles.ts',
  'package-lock.json',
];
const stampOf = (base) => join(base, 'dist', '.powerhive-built');

/** Whether dist was built from exactly these sources. Reads all of them, which takes 0.1 s. */
export function isBuilt(base = root) {
  return fresh(stampOf(base), digest(base, SOURCES));
}

/** Builds dist if it is not up to date. */
export function ensureBuilt() {
  if (isBuilt()) return;
  say('Building (a few seconds) ...');
  const built = digest(root, SOURCES);
  // An interrupted build must not count as built.
  rmSync(stampOf(root), { force: true });
  // Always the production build: under vitest Vite would build the page for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  const vite = join('node_modules', 'vite', 'bin', 'vite.js');
  run('The build', ownNode, [vite, 'build', '--app', '--logLevel', 'warn'], env);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampOf(root), built);
}
if (!process.argv.includes('--no-build')) ensureBuilt();

if (process.argv.includes('--browser')) await import('./browser.mjs');
