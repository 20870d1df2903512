import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRollingFile } from '../../../src-main/runtime/log/rolling-file.ts';
import { eventually } from '../../fixtures/patience.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-rolling-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (path: string) => openRollingFile({ path, mostBytes: 100, keptFiles: 2, mostWaiting: 10_000 });

/** Writes one line, and waits until it is in a file. */
async function write(file: Awaited<ReturnType<typeof open>>, line: string): Promise<void> {
  file.write(`${line}\n`);
  await eventually(() => expect(readdirSync(folder).map(read).join('')).toContain(line));
}
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

it('the next file begins when one is full, and the oldest goes, also one of an earlier run', async () => {
  for (const name of ['powerhive.7.log', 'powerhive.8.log', 'powerhive.x.log', 'other.1.log', 'powerhive.log'])
    writeFileSync(join(folder, name), `${name}\n`);
  const file = await open(join(folder, 'powerhive'));
  for (const n of [1, 2, 3]) await write(file, `${n}: ${'x'.repeat(99)}`);
  const others = ['other.1.log', 'powerhive.log', 'powerhive.x.log'];
  await eventually(() =>
    expect(readdirSync(folder).sort()).toEqual([
      ...others.slice(0, 1),
      'powerhive.10.log',
      'powerhive.11.log',
      'powerhive.9.log',
      ...others.slice(1),
    ]),
  );
  await write(file, 'last');
  expect(read('powerhive.11.log')).toBe('last\n');
  if (process.platform !== 'win32') expect(statSync(join(folder, 'powerhive.11.log')).mode & 0o777).toBe(0o600);
  file.end();

  const again = await open(join(folder, 'powerhive'));
  await write(again, 'of the next run');
  expect(read('powerhive.11.log')).toBe('last\nof the next run\n');
  again.end();
});

it.skipIf(process.platform === 'win32')('its path may have every character that the system allows', async () => {
  const path = join(folder, 'a?b:c#d%41 *<|>"\'$&;=+,\\ ферма 矿场 🐝.1.log', 'powerhive');
  const file = await open(path);
  file.write('here\n');
  await eventually(() => expect(readFileSync(`${path}.1.log`, 'utf8')).toBe('here\n'));
  file.end();
});
