// All checks of a change: types, lint, packages and tests. Prints the time of each group, and which
// tests passed only when run again alone. Ends with the line `N passed, N failed`, or `N passed, N
// failed, N skipped`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
// The build comes first: all parts of the tests need it, and they start at the same time.
import './setup.mjs';
import { ensureEngines } from './engines.mjs';

/** More failed files than this are no accident of a busy machine. */
const MOST_AGAIN = 4;
/** Lines of a failure's message that are printed at the end; the whole one stands in its part. */
const MOST_LINES = 6;

const say = (text) => process.stdout.write(`${text}\n`);
const children = new Set();
process.on('exit', () => {
  for (const child of children) child.kill();
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/**
 * Runs a file with this Node. Returns whether it succeeded, its output (if `output` is a pipe), and
 * the time it took.
 */
function node(output, ...args) {
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', output, output] });
  children.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (said += text));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      children.delete(child);
      resolve({ ok: code === 0, said, seconds: (performance.now() - startedMs) / 1000 });
    });
  });
}

let passed = 0;
let failed = 0;
let skipped = 0;
const count = (what, ok) => {
  say(`${ok ? 'ok  ' : 'FAIL'} ${what}`);
  if (ok) passed += 1;
  else failed += 1;
};
const times = [];
const time = (group, seconds, tests) => times.push({ group, seconds, tests });

async function check(what, ...args) {
  const { ok, said, seconds } = await node('pipe', ...args);
  if (!ok) say(said);
  count(what, ok);
  time(what, seconds, 1);
}

/**
 * Checks the packages, only in a complete run and on Linux, where the stub program can be started.
 */
async function checkPackages() {
  if (process.argv.length > 2 || process.platform !== 'linux') return;
  const { said, seconds } = await node('pipe', 'scripts/pack-check.mjs');
  say(said);
  const [, packedPassed, packedFailed] = /^(\d+) passed, (\d+) failed$/m.exec(said) ?? [];
  if (packedPassed === undefined) count('the packages could be looked through', false);
  passed += Number(packedPassed ?? 0);
  failed += Number(packedFailed ?? 0);
  time('packages', seconds, Number(packedPassed ?? 0) + Number(packedFailed ?? 0));
}

/**
 * A complete run has three concurrent parts, so that one computes while another waits: browsers,
 * two labs at a time (their scans share the system's neighbour table), and everything else. A run
 * of selected tests, by vitest's arguments, is one part.
 */
async function runTests() {
  const chosen = process.argv.slice(2);
  if (chosen.length > 0) return runPart('inherit', ...chosen);
  const workers = (count) => `--maxWorkers=${count}`;
  await Promise.all([
    // The longest part, and the one with the most waiting.
    runPart('inherit', '--project=integration', '--project=unit', workers(availableParallelism() + 2)),
    runPart('pipe', '--project=e2e', workers(availableParallelism())),
    runPart('pipe', '--project=lab', '--maxWorkers=2'),
  ]);
}

async function runPart(output, ...args) {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-check-'));
  const report = join(folder, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { ok, said } = await node(output, 'node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args);
  say(said);
  try {
    readReport(JSON.parse(readFileSync(report, 'utf8')), ok);
  } catch {
    count('tests ran to their end', false);
  }
  rmSync(folder, { recursive: true, force: true });
}

/** The latest results of each test file: its tests by state. */
const files = new Map();

function readReport({ testResults }, ok) {
  for (const { name, status, startTime, endTime, assertionResults } of testResults) {
    const tests = { passed: [], failed: [], skipped: [], why: new Map() };
    for (const { status, fullName, failureMessages } of assertionResults) {
      tests[status === 'passed' || status === 'failed' ? status : 'skipped'].push(fullName);
      if (status === 'failed') tests.why.set(fullName, shortened(failureMessages.join('\n')));
    }
    // A file that cannot be loaded or set up has no failed tests; it counts as one.
    if (status === 'failed' && tests.failed.length === 0) tests.failed.push('could be run');
    files.set(relative(process.cwd(), name), { ...tests, seconds: (endTime - startTime) / 1000 });
  }
  if (!ok && testResults.every(({ status }) => status !== 'failed')) count('the tests ended in order', false);
}

/** The message of a failure, and where in the tests it was. */
function shortened(failure) {
  const lines = stripVTControlCharacters(failure).split('\n');
  const begin = lines.findIndex((line) => /^\s+at /.test(line));
  const message = lines.slice(0, begin === -1 ? undefined : begin).slice(0, MOST_LINES);
  const where = lines.filter((line) => /^\s+at .*\.test\.tsx?:\d+/.test(line)).slice(0, 1);
  return [...message, ...where].map((line) => `    ${line.trim()}\n`).join('');
}

const failures = () =>
  [...files].flatMap(([file, { failed, why }]) => failed.map((test) => ({ file, test, why: why.get(test) ?? '' })));

/**
 * Runs a few failed files again, alone. Tests that pass then count as passed, and are listed:
 * they still show a fault of the program or of the test on a busy machine.
 */
async function tryAgain() {
  const first = failures();
  const names = [...new Set(first.map(({ file }) => file))];
  if (process.argv.length > 2 || names.length === 0 || names.length > MOST_AGAIN) return;
  say(`\nonce more, alone: ${names.join(', ')}`);
  const projects = ['integration', 'unit', 'e2e', 'lab'].map((name) => `--project=${name}`);
  await runPart('pipe', ...projects, '--maxWorkers=1', ...names);
  const second = new Set(failures().map(({ file, test }) => `${file}: ${test}`));
  for (const { file, test, why } of first)
    if (!second.has(`${file}: ${test}`))
      say(`FAILED beside the others, passed alone: ${file}: ${test}\n${why}`.trimEnd());
}

function countFiles() {
  const groups = new Map();
  for (const [file, tests] of files) {
    passed += tests.passed.length;
    failed += tests.failed.length;
    skipped += tests.skipped.length;
    for (const test of tests.skipped) say(`skipped: ${file}: ${test}`);
    for (const test of tests.failed) say(`FAIL ${file}: ${test}\n${tests.why.get(test) ?? ''}`.trimEnd());
    const group = file.split(/[\\/]/).slice(0, 2).join('/');
    const sum = groups.get(group) ?? { seconds: 0, tests: 0 };
    groups.set(group, sum);
    sum.seconds += tests.seconds;
    sum.tests += tests.passed.length + tests.failed.length + tests.skipped.length;
  }
  for (const [group, { seconds, tests }] of groups) time(group, seconds, tests);
}

const ARROWS = ['--config', '.dependency-cruiser.mjs', 'src-shared', 'src-main', 'src-renderer'];

const startedMs = performance.now();
for (const name of process.argv.length > 2 ? [] : ensureEngines())
  say(`${name} is not on this machine: its tests are skipped`);
await Promise.all([
  check('types (tsc)', 'node_modules/typescript/bin/tsc', '-b', 'tests', '--checkers', '1', '--builders', '1'),
  check('lint and format (biome)', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
  check('unused code (knip)', 'node_modules/knip/bin/knip.js'),
  check(
    'what imports what (dependency-cruiser)',
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    ...ARROWS,
  ),
  checkPackages(),
  runTests(),
]);
await tryAgain();
countFiles();

// Groups run concurrently and mostly wait, so the total is far less than their sum.
say('');
for (const { group, seconds, tests } of times.sort((a, b) => b.seconds - a.seconds)) {
  say(`${seconds.toFixed(0).padStart(6)} s  ${String(tests).padStart(5)}  ${group}`);
}
say(`${((performance.now() - startedMs) / 1000).toFixed(0).padStart(6)} s in all`);
say(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
