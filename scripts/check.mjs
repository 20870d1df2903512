// Everything that must hold before a change is good: types, lint, tests, packages. Ends with the line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const say = (text) => process.stdout.write(`${text}\n`);
const node = (...args) => spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;

let passed = 0;
let failed = 0;
const count = (what, ok) => {
  say(`${ok ? 'ok  ' : 'FAIL'} ${what}`);
  if (ok) passed += 1;
  else failed += 1;
};

count('types (tsc)', node('node_modules/typescript/bin/tsc', '-p', '.'));
count('lint and format (biome)', node('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'));

const folder = mkdtempSync(join(tmpdir(), 'powerhive-check-'));
const report = join(folder, 'vitest.json');
const ran = node(
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
);
try {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  passed += numPassedTests;
  failed += numFailedTests;
  // A file that cannot be loaded or set up has no failed test in it: it counts as one.
  const hasFailedTest = (file) => file.assertionResults.some(({ status }) => status === 'failed');
  const broken = testResults.filter((file) => file.status === 'failed' && !hasFailedTest(file));
  for (const { name } of broken) count(`${name} could be run`, false);
  if (!ran && numFailedTests + broken.length === 0) count('the tests ended in order', false);
} catch {
  count('tests ran to their end', false);
}
rmSync(folder, { recursive: true, force: true });

// The packages, in a whole run alone. The stubs that they are built around are programs of Linux, the others' apart.
if (process.argv.length === 2 && process.platform === 'linux') {
  const packed = spawnSync(process.execPath, ['scripts/pack-check.mjs'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  say(packed.stdout);
  const [, packedPassed, packedFailed] = /^(\d+) passed, (\d+) failed$/m.exec(packed.stdout) ?? [];
  if (packedPassed === undefined) count('the packages could be looked through', false);
  passed += Number(packedPassed ?? 0);
  failed += Number(packedFailed ?? 0);
}

say(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
