import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LIMITS } from './limits.ts';
import { isFull, type Measured } from './measure.ts';

// Runs the benchmarks one after the other, each in a process of its own, prints one table and
// writes bench/results.json.
//   npm run bench -- [--full] [memory gaps ...]

interface Result {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
  readonly limit: string | null;
  /** Null where there is no limit, or nothing was measured. */
  readonly ok: boolean | null;
  readonly note: string;
}

/** Small farms show in a full run how what a farm takes grows with it. */
const BENCHMARKS: readonly (readonly string[])[] = [
  ['scan'],
  ['status-poll'],
  ['chips'],
  ['history'],
  ['export'],
  ['alerts'],
  ['preview'],
  ['destinations'],
  ['jobs'],
  ['start'],
  ['screen'],
  ['overview'],
  ['fleet', ...(isFull ? ['10', '100'] : []), '1000', '10000'],
  ['gaps'],
  ['memory', '1000'],
  ['memory', '10000'],
];

/** One that takes longer is ended: the whole run comes to an end on any machine. */
const LONGEST_MS = (isFull ? 60 : 20) * 60_000;

const root = resolve(import.meta.dirname, '../..');
const names = [...new Set(BENCHMARKS.map(([name]) => name as string))];
const { positionals } = parseArgs({ allowPositionals: true, options: { full: { type: 'boolean' } } });
const unknown = positionals.find((name) => !names.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`There is no benchmark "${unknown}". There are: ${names.join(', ')}.\n`);
  process.exit(2);
}
const only = positionals.length === 0 ? null : positionals;
const chosen = BENCHMARKS.filter(([name]) => only === null || only.includes(name as string));
/** Ends the benchmark that runs, with all that it has started. */
let endCurrent = (): void => undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    endCurrent();
    process.exit(130);
  });
}

const measured = new Map<string, Measured[string]>();
const failures: string[] = [];
for (const [name, ...args] of chosen) {
  process.stderr.write(`${name} ...\n`);
  const outcome = await runOne(name as string, args);
  for (const [figure, value] of Object.entries(outcome.measured)) measured.set(figure, value);
  if (outcome.trouble !== null) failures.push(`${name}: ${outcome.trouble}`);
}

const named = [...Object.keys(LIMITS), ...[...measured.keys()].filter((name) => !(name in LIMITS))];
const results = named.filter((name) => only === null || measured.has(name)).map(resultOf);
const [cpu] = cpus();
const machine = {
  cpu: cpu?.model ?? 'unknown',
  cores: cpus().length,
  memory_gb: Math.round(totalmem() / 1e9),
  platform: `${process.platform} ${process.arch}`,
  node: process.version,
  measured_at: Date.now(),
  profile: isFull ? 'full' : 'short',
};
mkdirSync(join(root, 'bench'), { recursive: true });
writeFileSync(join(root, 'bench', 'results.json'), `${JSON.stringify({ machine, results }, null, 2)}\n`);
process.stdout.write(table(results));
process.stdout.write(
  `${machine.cores} cores of ${machine.cpu}, Node ${machine.node}. Written to bench/results.json.\n`,
);
for (const failure of failures) process.stderr.write(`Not measured: ${failure}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

async function runOne(name: string, args: readonly string[]): Promise<{ measured: Measured; trouble: string | null }> {
  const file = join(import.meta.dirname, `${name}.ts`);
  const child = spawn(process.execPath, [...process.execArgv, file, ...args, ...(isFull ? ['--full'] : [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  endCurrent = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    endCurrent();
  }, LONGEST_MS);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  await once(child, 'close');
  clearTimeout(deadline);
  endCurrent = () => undefined;
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  const all = Object.assign({}, ...lines.map((line) => JSON.parse(line) as Measured)) as Measured;
  return {
    measured: all,
    trouble: isLate
      ? `it was ended after ${LONGEST_MS / 60_000} minutes`
      : child.exitCode === 0
        ? null
        : (stderr.match(/^\w*Error: .*$/m)?.[0] ?? stderr.slice(-300)),
  };
}

function resultOf(name: string): Result {
  const { unit, most, least } = LIMITS[name] ?? { unit: unitOf(name) };
  const one = measured.get(name);
  const limit = most !== undefined ? `<= ${most}` : least !== undefined ? `>= ${least}` : null;
  const value = one === undefined ? null : round(one.value);
  const ok =
    one === undefined || limit === null ? null : one.value <= (most ?? Infinity) && one.value >= (least ?? -Infinity);
  return { name, value, unit, limit, ok, note: one?.note ?? 'not measured' };
}

function unitOf(name: string): string {
  return /_([a-z]+)$/.exec(name)?.[1] ?? '';
}

function round(value: number): number {
  return Number(value.toPrecision(value >= 1000 ? Math.ceil(Math.log10(value)) : 3));
}

function table(rows: readonly Result[]): string {
  const cells = rows.map(({ name, value, unit, limit, ok, note }) => [
    ok === null ? ' ' : ok ? 'ok' : 'NO',
    name,
    value === null ? '-' : value.toLocaleString('en'),
    unit,
    limit ?? '',
    note,
  ]);
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...cells.map((row) => (row[i] as string).length)));
  return `${cells
    .map((row) =>
      row
        .map((text, i) => (i === 2 ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`;
}
