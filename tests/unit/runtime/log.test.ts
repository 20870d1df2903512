import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { openLog } from '../../../src-main/runtime/log/log.ts';

it('one event is one line, whatever is in it, and secrets are no part of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-log-'));
  let printed = '';
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      printed += String(chunk);
      done();
    },
  });
  const { log, close } = await openLog({ level: 'info', file: join(folder, 'powerhive'), stderr });
  log.warn('Rack 1\n00:00:00 ERROR forged\u001b[2J');
  log.error(
    {
      err: new Error('broken\r\n00:00:00 INFO forged'),
      unlock_pass: 'a-secret',
      miner: { api_key: 'a-secret' },
      pool: { pass: 'a-secret' },
      channel: { secret: 'a-secret', password: 'a-secret' },
      request: { token: 'a-secret', authorization: 'a-secret' },
    },
    'It failed',
  );
  await close();
  const files = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
  rmSync(folder, { recursive: true });

  const lines = printed.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/^\d\d:\d\d:\d\d (WARN|ERROR) +\P{Cc}+$/u);
  expect(
    files
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).msg),
  ).toHaveLength(2);
  expect(printed + files).not.toContain('a-secret');
});
