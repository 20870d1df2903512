import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { curlLine } from '../../../src-main/serve/curl-line.ts';

it.skipIf(process.platform === 'win32')('hands the token over whatever the folder is called', () => {
  const folder = mkdtempSync(join(tmpdir(), "powerhive it's $HOME "));
  try {
    writeFileSync(join(folder, 'token'), 'the-token');
    // A function in place of curl that prints its arguments.
    const line = `curl() { printf '%s|' "$@"; }; ${curlLine('http://127.0.0.1:8080', join(folder, 'token'), 'linux')}`;
    const said = execFileSync('sh', ['-c', line], { encoding: 'utf8' });
    expect(said).toBe('-H|Authorization: Bearer the-token|http://127.0.0.1:8080/api/miners|');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('speaks the shell of Windows there', () => {
  expect(curlLine('http://127.0.0.1:1', String.raw`C:\Users\O'Brien\token`, 'win32')).toBe(
    String.raw`curl.exe -H "Authorization: Bearer $(Get-Content 'C:\Users\O''Brien\token')" http://127.0.0.1:1/api/miners`,
  );
});
