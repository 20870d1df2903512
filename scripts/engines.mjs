// Finds the engines that the tests send history to, or fetches them where that is a matter of one
// command. Debian's packages are unpacked into a cache: nothing is installed, and no service starts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const say = (text) => process.stderr.write(`${text}\n`);
const cache = process.env.POWERHIVE_ENGINES ?? join(homedir(), '.cache', 'powerhive-engines');

/** Path of an engine on this machine, or null: `victoria-metrics` or `prometheus`. */
export function findEngine(name) {
  return [`/usr/bin/${name}`, join(cache, 'usr/bin', name)].find((path) => existsSync(path)) ?? null;
}

/** Fetches those that are missing; returns what could not be had. */
export function ensureEngines(names = ['victoria-metrics', 'prometheus']) {
  for (const name of names.filter((one) => findEngine(one) === null)) {
    if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg')) break;
    say(`Fetching ${name} for the tests with apt-get (a few seconds) ...`);
    mkdirSync(cache, { recursive: true });
    const fetched = spawnSync('apt-get', ['download', '-qq', name], { cwd: cache, stdio: ['ignore', 2, 'ignore'] });
    if (fetched.status !== 0) continue;
    for (const file of readdirSync(cache).filter((one) => one.endsWith('.deb'))) {
      spawnSync('dpkg', ['-x', file, '.'], { cwd: cache, stdio: ['ignore', 2, 2] });
      rmSync(join(cache, file));
    }
  }
  return names.filter((name) => findEngine(name) === null);
}
