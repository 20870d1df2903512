import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { storedBulkEdits } from '../../../src-main/app/stored-bulk-edits.ts';

it('a kept change that is damaged is deleted, and one that cannot be read now is left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-kept-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const fileOf = (digit: string) => join(folder, `0192f0a0-0000-7000-8000-00000000000${digit}.json`);
  writeFileSync(fileOf('1'), '{"change_id":');
  // Reading a folder as a file fails, like any file when no descriptor is left.
  mkdirSync(fileOf('2'));
  const errors: unknown[] = [];
  const box = { encrypt: (text: string) => text, open: (text: string) => text };
  expect(await storedBulkEdits(folder, box, (error) => errors.push(error)).load()).toEqual([]);
  expect(errors).toHaveLength(2);
  expect([fileOf('1'), fileOf('2')].map((file) => existsSync(file))).toEqual([false, true]);
});

it('passwords of a change that goes on move with the others, and one that has ended does not come back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-kept-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let format = 'v1';
  const changing = {
    encrypt: (text: string) => `${format}:${text}`,
    open: (text: string) => (/^(v1|ss1):/.test(text) ? text.slice(text.indexOf(':') + 1) : null),
  };
  const kept = storedBulkEdits(folder, changing, () => expect.unreachable());
  const change = (digit: string, unlock_pass: string) =>
    ({
      change_id: `0192f0a0-0000-7000-8000-00000000000${digit}`,
      work: { kind: 'password', miners: [{ id: 'a', patch: { unlock_pass } }] },
    }) as never;
  for (const digit of ['1', '2']) await kept.keep(change(digit, 'secret'));
  format = 'ss1';
  await Promise.all([kept.reencrypt(), kept.forget('0192f0a0-0000-7000-8000-000000000002')]);
  const files = readdirSync(folder);
  expect(files).toEqual(['0192f0a0-0000-7000-8000-000000000001.json']);
  expect(readFileSync(join(folder, files[0] ?? ''), 'utf8')).toContain('"unlock_pass":"ss1:secret"');
  expect(await kept.load()).toEqual([change('1', 'secret')]);
});

it('what is decided later for single miners is added to a change that goes on, and to no other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-kept-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const box = { encrypt: (text: string) => `v1:${text}`, open: (text: string) => text.slice(3) };
  const kept = storedBulkEdits(folder, box, () => expect.unreachable());
  const change_id = '0192f0a0-0000-7000-8000-000000000001';
  const work = { kind: 'edit', miners: [{ id: 'a', patch: { unlock_pass: 'secret', tags: [] } }] };
  await kept.keep({ change_id, work, decided_later: { c: ['managed'] } } as never);
  const file = join(folder, `${change_id}.json`);
  const written = statSync(file);
  await Promise.all([kept.decideLater(change_id, 'a', ['place']), kept.decideLater(change_id, 'b', ['tags'])]);
  // As after a power cut: this one was never acknowledged.
  appendFileSync(join(folder, `${change_id}.decided`), '\n["d",["pla');
  await kept.decideLater(change_id, 'a', ['tags', 'place']);
  // The change itself, which may have thousands of miners, is not written again.
  expect(statSync(file)).toMatchObject({ ino: written.ino, mtimeMs: written.mtimeMs });
  const decided_later = { a: ['place', 'tags'], b: ['tags'], c: ['managed'] };
  expect(await kept.load()).toEqual([{ change_id, work, decided_later }]);
  await kept.forget(change_id);
  await kept.decideLater(change_id, 'a', ['place']);
  expect(readdirSync(folder)).toEqual([]);
});

it('what was decided for a change that is over goes at the next start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-kept-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, '0192f0a0-0000-7000-8000-000000000001.decided'), '\n["a",["place"]]');
  const box = { encrypt: (text: string) => text, open: (text: string) => text };
  expect(await storedBulkEdits(folder, box, () => expect.unreachable()).load()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

it('a change that the disk does not take is refused with what to do, as one that the database refuses', async () => {
  const around = mkdtempSync(join(tmpdir(), 'powerhive-kept-'));
  onTestFinished(() => rmSync(around, { recursive: true }));
  // No folder can be made in a file, like on a disk that is read-only.
  const folder = join(around, 'file', 'changes');
  writeFileSync(join(around, 'file'), '');
  const box = { encrypt: (text: string) => text, open: (text: string) => text };
  const change = { change_id: '0192f0a0-0000-7000-8000-000000000001', work: { miners: [] } } as never;
  await expect(storedBulkEdits(folder, box, () => undefined).keep(change)).rejects.toMatchObject({
    code: 'unwritable',
    message: expect.stringContaining(folder),
  });
});
