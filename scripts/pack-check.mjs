// Packs PowerHive for every system with a stub of Electron, inspects the packages, and starts the
// Linux one with the stub. Needs no network. `--no-boot` skips the start. Ends with the line `N
// passed, N failed`; docs/packaging.md says what this proves.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootPackage } from './packaging/boot-package.ts';
import { buildPackages } from './packaging/build-packages.ts';
import { inspectPackage } from './packaging/inspect-package.ts';
import { TARGETS } from './packaging/targets.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const read = (...path) => readFileSync(join(root, ...path), 'utf8');
const { version } = JSON.parse(read('package.json'));
const { version: electronVersion } = JSON.parse(read('node_modules', 'electron', 'package.json'));
const appId = /^appId: (\S+)$/m.exec(read('electron-builder.yml'))?.[1];
const workFolder = mkdtempSync(join(tmpdir(), 'powerhive-pack-'));
const launch = `exec ${join(root, 'scripts', 'packaging', 'stand-in-packaged')} "$(dirname "$0")/resources/app.asar" "$@"`;

const rows = [];
const note = (target, { check, problems }) => {
  rows.push({ package: `${target.system} ${target.arch}`, check, result: problems.length === 0 ? 'ok' : 'FAIL' });
  for (const problem of problems) process.stdout.write(`${target.system} ${target.arch}, ${check}: ${problem}\n`);
};

try {
  const systems = ['linux', 'win', 'mac'];
  const { folder, failure } = await buildPackages(systems, { root, workFolder, electronVersion, launch });
  for (const target of TARGETS) {
    note(target, { check: 'build', problems: failure === null ? [] : [failure] });
    if (failure !== null) continue;
    const packageFolder = join(folder, target.folder);
    for (const finding of inspectPackage(packageFolder, target, { version, appId, root })) note(target, finding);
    const runsHere = target.system === process.platform && target.arch === process.arch;
    if (!runsHere || process.argv.includes('--no-boot')) continue;
    note(target, {
      check: 'boot',
      problems: await bootPackage(join(packageFolder, target.program), root, workFolder),
    });
  }
} finally {
  rmSync(workFolder, { recursive: true, force: true });
}

const checks = [...new Set(rows.map(({ check }) => check))];
const line = (cells) => `${cells.map((cell) => cell.padEnd(11)).join(' ')}\n`;
process.stdout.write(`\n${line(['', ...checks])}`);
for (const name of new Set(rows.map((row) => row.package))) {
  const cell = (check) => rows.find((row) => row.package === name && row.check === check)?.result ?? '-';
  process.stdout.write(line([name, ...checks.map(cell)]));
}
const failed = rows.filter(({ result }) => result !== 'ok').length;
process.stdout.write(`${rows.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && rows.length > 0 ? 0 : 1;
