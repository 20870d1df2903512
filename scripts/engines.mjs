// Finds the engines that the tests send history to, or downloads them if a single command does
// that. Debian's packages are unpacked into a cache: nothing is installed, and no service starts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const say = (text) => process.stderr.write(`${text}\n`);
const cache = process.env.POWERHIVE_ENGINES ?? join(homedir(), '.cache', 'powerhive-engines');
const OLDEST_POSTGRES = 15;

/**
 * Path of an engine on this computer: `victoria-metrics`, `prometheus` or `postgresql` (its
 * server); null if there is none.
 */
export function findEngine(name) {
  if (name === 'postgresql') {
    const folder = findPostgres();
    return folder === null ? null : join(folder, 'postgres');
  }
  return [`/usr/bin/${name}`, join(cache, 'usr/bin', name)].find((path) => existsSync(path)) ?? null;
}

/**
 * The program folder of the newest PostgreSQL that is new enough and runs here; null if there is
 * none.
 */
export function findPostgres() {
  for (const root of ['/', cache]) {
    const all = join(root, 'usr/lib/postgresql');
    const versions = existsSync(all) ? readdirSync(all).map(Number) : [];
    for (const version of versions.filter((one) => one >= OLDEST_POSTGRES).sort((a, b) => b - a)) {
      const folder = join(all, String(version), 'bin');
      const runs = ['postgres', 'initdb'].every((name) => spawnSync(join(folder, name), ['--version']).status === 0);
      if (runs) return folder;
    }
  }
  return null;
}

/** The versioned package that the metapackage `postgresql` depends on. */
function packageOf(name) {
  if (name !== 'postgresql') return name;
  const { stdout } = spawnSync('apt-cache', ['depends', name], { encoding: 'utf8' });
  return /Depends: (postgresql-\d+)/.exec(stdout ?? '')?.[1] ?? name;
}

/** Downloads missing engines; returns those that are not available. */
export function ensureEngines(names = ['victoria-metrics', 'prometheus', 'postgresql']) {
  for (const name of names.filter((one) => findEngine(one) === null)) {
    if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg')) break;
    say(`Fetching ${name} for the tests with apt-get (a few seconds) ...`);
    mkdirSync(cache, { recursive: true });
    const wanted = packageOf(name);
    const fetched = spawnSync('apt-get', ['download', '-qq', wanted], { cwd: cache, stdio: ['ignore', 2, 'ignore'] });
    if (fetched.status !== 0) continue;
    for (const file of readdirSync(cache).filter((one) => one.endsWith('.deb'))) {
      spawnSync('dpkg', ['-x', file, '.'], { cwd: cache, stdio: ['ignore', 2, 2] });
      rmSync(join(cache, file));
    }
  }
  return names.filter((name) => findEngine(name) === null);
}
