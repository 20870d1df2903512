import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { makeOwnFolder } from '../../fixtures/own-folder.ts';
import { until } from '../../fixtures/patience.ts';
import { startServing } from '../../fixtures/program/program.ts';

const CLI = resolve(import.meta.dirname, '../../../dist/main/cli.js');
const isWindows = process.platform === 'win32';
const textOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

it.skipIf(isWindows)('a hangup, as of a closed terminal, is an orderly stop', async () => {
  const { path, remove } = makeOwnFolder('hangup');
  const serving = await startServing(['serve', '--data', path, '--port', '0']);
  serving.child.kill('SIGHUP');
  await serving.ended;
  expect(serving.child.exitCode).toBe(0);
  expect([existsSync(join(path, 'running.json')), existsSync(join(path, 'powerhive.db-wal'))]).toEqual([false, false]);
  remove();
});

// `script` and `setsid` of util-linux: a terminal that is not the controlling one, so that its end
// is no signal, but every write to it fails.
it.skipIf(process.platform !== 'linux')('serves on after the terminal that it writes to is gone', async () => {
  const { path, remove } = makeOwnFolder('terminal');
  const out = join(path, 'out');
  const command = `setsid --wait '${process.execPath}' '${CLI}' serve --data '${path}' --port 0 > '${out}'`;
  const terminal = spawn('script', ['--quiet', '--command', command, '/dev/null'], { stdio: 'ignore' });
  await until('the program to be ready', () => textOf(out).includes('\n'));
  const ready = JSON.parse(textOf(out)) as { url: string; token_file: string; pid: number };
  const headers = { authorization: `Bearer ${textOf(ready.token_file).trim()}`, 'content-type': 'application/json' };
  terminal.kill('SIGKILL');
  const log = join(path, 'logs', 'powerhive.1.log');
  // Each backup is a line of the log.
  for (let n = 1; n <= 3; n++) {
    const made = await fetch(`${ready.url}/api/backups`, { method: 'POST', headers, body: '{}' });
    expect([200, 409]).toContain(made.status);
  }
  expect((await fetch(`${ready.url}/api/health`, { headers })).status).toBe(200);
  process.kill(ready.pid, 'SIGTERM');
  await until('the program to stop', () => textOf(log).includes('"msg":"Stopped"'));
  expect(textOf(log)).not.toContain('EIO');
  remove();
});
