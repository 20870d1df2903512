import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runRestore } from '../../../src-main/commands/restore.ts';

it.skipIf(process.platform === 'win32')('lists what was replaced where a link leads to the database', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-restore-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const [kept, copy] = ['real.db.replaced-2026-01-31T120000.000Z', 'powerhive.db.before-migration-24'];
  for (const file of [join(disk, 'real.db'), join(disk, kept), join(folder, copy)]) writeFileSync(file, 'x');
  symlinkSync(join(disk, 'real.db'), join(folder, 'powerhive.db'));
  let text = '';
  const out = { write: (part: string) => (text += part) };
  await runRestore(['--data', folder, '--json'], { stdout: out, stderr: out } as never);
  expect(
    JSON.parse(text)
      .map(({ path }: { path: string }) => path)
      .sort(),
  ).toEqual([join(disk, kept), join(folder, copy)].sort());
});
