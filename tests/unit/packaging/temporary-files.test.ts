import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-temporary-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a test process with this script in its temporary folder. */
function run(script: string) {
  const module = JSON.stringify(join(import.meta.dirname, '../../fixtures/temporary-files.ts'));
  const before = `import { mkdtempSync } from 'node:fs'; import { tmpdir } from 'node:os'; import { join } from 'node:path';
    import { makeKeptFolder, takeTemporaryFolder } from ${module}; takeTemporaryFolder();`;
  const env = { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder };
  delete (env as NodeJS.ProcessEnv)['POWERHIVE_TEST_SYSTEM_TMPDIR'];
  const args = ['--input-type=module', '-e', `${before}\n${script}`];
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
  return { status, words: stderr.trim() };
}
const LEAVES = `mkdtempSync(join(tmpdir(), 'left-'));`;

it('a run that leaves nothing passes, and nothing is left of it', () => {
  expect(run('')).toEqual({ status: 0, words: '' });
  expect(readdirSync(folder)).toEqual([]);
});

it('a run that leaves something fails, says what, and clears it away', () => {
  const { status, words } = run(LEAVES);
  expect(status).toBe(1);
  expect(words).toMatch(/^Tests left temporary files behind: left-\w+$/);
  expect(readdirSync(folder)).toEqual([]);
});

it('a run that failed says so itself, and what shows why is kept', () => {
  expect(run(`${LEAVES} makeKeptFolder('differences'); process.exit(3);`)).toEqual({ status: 3, words: '' });
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^powerhive-differences-/)]);
});

it('the next run clears away what one left that was killed', () => {
  run(`${LEAVES} process.kill(process.pid, 'SIGKILL');`);
  expect(readdirSync(folder)).toHaveLength(1);
  run('');
  expect(readdirSync(folder)).toEqual([]);
});
