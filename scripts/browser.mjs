// Finds a Chromium for the tests, or installs one if a single command does that.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const say = (text) => process.stderr.write(`${text}\n`);
const CANDIDATES = [
  process.env.CHROMIUM,
  // The same engine without the browser's own user interface: a quarter less work in a test run.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Arguments for scripts: as root without the sandbox, and without packets to any other computer.
 */
export const BROWSER_ARGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Path of a Chromium or Chrome on this computer; null if there is none. */
export function findBrowser() {
  return CANDIDATES.find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null;
}

function installFromDebian() {
  const rooted = process.getuid?.() === 0;
  const sudo = rooted ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, 'apt-get', ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync(command, rest, { stdio: ['ignore', 2, 2], env }).status === 0;
  };
  say('Installing Chromium for the tests with apt-get (about 20 s) ...');
  return (
    apt('update', '-qq') &&
    apt('install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell', 'fonts-dejavu-core')
  );
}

if (findBrowser() === null) {
  const canInstall =
    existsSync('/usr/bin/apt-get') && (process.getuid?.() === 0 || spawnSync('sudo', ['-n', 'true']).status === 0);
  if (!canInstall || !installFromDebian() || findBrowser() === null) {
    say(
      "No Chromium found, and the end-to-end tests need one. On Debian: sudo apt-get install -y chromium-headless-shell. Elsewhere (Ubuntu's chromium is a snap, which will not do) set CHROMIUM to the path of a Chrome or Chromium.",
    );
    process.exit(1);
  }
}
