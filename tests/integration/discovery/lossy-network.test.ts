import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoEndpoints, describeEndpoints } from '../../../src-main/demo/endpoints.ts';
import { limitMs, until } from '../../fixtures/patience.ts';
import { type Program, startProgram } from '../../fixtures/program/program.ts';

/**
 * Loses packets like a bad cable, in a separate network namespace by a rule of iptables
 * (`statistic`), because kernels of small machines have no netem. Takes minutes, so it runs in `npm
 * run test:long`.
 */
const SCANS = Number(process.env['POWERHIVE_LOSSY_SCANS'] ?? 0);
const MINERS = 150;
const canTry =
  process.getuid?.() === 0 &&
  spawnSync('unshare', [
    '-n',
    'iptables',
    '-A',
    'INPUT',
    '-m',
    'statistic',
    '--mode',
    'random',
    '--probability',
    '0.5',
    '-j',
    'DROP',
  ]).status === 0;
const whyNot =
  SCANS === 0
    ? ' (in npm run test:long)'
    : canTry
      ? ''
      : ' (left out: no root, no network namespaces, or no iptables with statistic here)';

let folder: string;
let program: Program | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-lossy-'));
  const intervals = { discovery_seconds: 5, status_seconds: 3600, telemetry_seconds: 3600 };
  const subnets = describeEndpoints(demoEndpoints(MINERS, 'linux'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ network: { subnets }, intervals }));
});
afterEach(async () => {
  program?.child.kill('SIGKILL');
  await program?.ended;
  program = null;
  rmSync(folder, { recursive: true, force: true });
});

/** A farm and its PowerHive in a separate network. */
async function startApart(): Promise<void> {
  const apart = ['unshare', '-n', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
  program = startProgram(['demo', '--headless', '--miners', String(MINERS), '--data', folder, '--port', '0'], apart);
  await until('the program', () => program?.stdout().includes('\n') === true);
  await until(
    'every miner',
    () => ask<number>('SELECT count(*) FROM miners WHERE api_key_sealed IS NOT NULL') === MINERS,
  );
}

/** Runs a command in that network. */
function inside(...command: string[]): void {
  const { status, stderr } = spawnSync('nsenter', ['-t', String(program?.child.pid), '-n', ...command], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
}

function ask<T>(question: string): T {
  const sqlite = new Database(join(folder, 'powerhive.db'), { readonly: true });
  try {
    return sqlite.prepare(question).pluck().get() as T;
  } finally {
    sqlite.close();
  }
}

const reported = (kind: string): number => ask(`SELECT count(*) FROM activity WHERE kind = '${kind}'`);
const lose = (how: '-A' | '-D', share: number): void =>
  inside(
    'iptables',
    how,
    'INPUT',
    '-p',
    'tcp',
    '-m',
    'statistic',
    '--mode',
    'random',
    '--probability',
    String(share),
    '-j',
    'DROP',
  );

/** Waits for the end of this number of scans, which shows in the times of the miners seen since. */
async function scans(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const since = Date.now();
    await until('a scan', () => ask<number>(`SELECT count(*) FROM miners WHERE last_seen_at >= ${since}`) > MINERS / 2);
  }
}

it.skipIf(!canTry || SCANS === 0)(
  `marks no miner offline where one packet in twenty is lost, nor where the computer loses its network${whyNot}`,
  async () => {
    await startApart();
    lose('-A', 0.05);
    await scans(SCANS);
    lose('-D', 0.05);
    expect({ offline: reported('miner_offline'), gone: ask('SELECT count(*) FROM miners WHERE ip IS NULL') }).toEqual({
      offline: 0,
      gone: 0,
    });

    inside('ip', 'link', 'set', 'lo', 'down');
    const said = (words: string): number =>
      ask(`SELECT count(*) FROM activity WHERE kind = 'watching' AND message LIKE '%${words}%'`);
    await until('a word about the network', () => said('no route') === 1);
    inside('ip', 'link', 'set', 'lo', 'up');
    await until('watching again', () => said('Monitoring resumed') === 1);
    expect({ offline: reported('miner_offline'), gone: ask('SELECT count(*) FROM miners WHERE ip IS NULL') }).toEqual({
      offline: 0,
      gone: 0,
    });
  },
  limitMs() * (10 + SCANS),
);

it.skipIf(!canTry || SCANS < 10)(
  `marks hardly any miner offline where one packet in five is lost, and finds all of them again${whyNot}`,
  async () => {
    await startApart();
    lose('-A', 0.2);
    await scans(SCANS);
    lose('-D', 0.2);
    // One check in a thousand may still fail.
    expect(reported('miner_offline')).toBeLessThan((MINERS * SCANS) / 100);
    await until('all to be back', () => ask<number>('SELECT count(*) FROM miners WHERE ip IS NULL') === 0);
  },
  limitMs() * (10 + SCANS),
);
