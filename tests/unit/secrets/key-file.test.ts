import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';

const disk = vi.hoisted(() => ({ isFull: false }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const writeSync = (...args: Parameters<typeof fs.writeSync>): number => {
    if (disk.isFull) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    return fs.writeSync(...args);
  };
  return { ...fs, writeSync };
});
// Another file of this worker may have loaded it already, without this disk.
vi.resetModules();
afterAll(() => vi.resetModules());
const { KeyFileError, openKeyFileBox } = await import('../../../src-main/secrets/secret-box.ts');

let folder: string;
let keyFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-key-'));
  keyFile = join(folder, 'secret.key');
  disk.isFull = false;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a full disk leaves no key file, and the first secret is encrypted when there is room', () => {
  const box = openKeyFileBox(keyFile);
  disk.isFull = true;
  expect(() => box.encrypt('admin')).toThrow('ENOSPC');
  expect(readdirSync(folder)).toEqual([]);
  disk.isFull = false;
  const encrypted = box.encrypt('admin');
  expect(openKeyFileBox(keyFile).open(encrypted)).toBe('admin');
  expect(readdirSync(folder)).toEqual(['secret.key']);
  if (process.platform !== 'win32') expect(statSync(keyFile).mode & 0o777).toBe(0o600);
});

it.each(['', '\n'])('a key file that never got its key (%j) is as none', (text) => {
  writeFileSync(keyFile, text);
  const encrypted = openKeyFileBox(keyFile).encrypt('admin');
  expect(openKeyFileBox(keyFile).open(encrypted)).toBe('admin');
});

it('a key that was put back meanwhile is used, and not replaced', () => {
  const elsewhere = join(folder, 'other.key');
  const other = openKeyFileBox(elsewhere);
  const encrypted = other.encrypt('admin');
  const box = openKeyFileBox(keyFile);
  expect(existsSync(keyFile)).toBe(false);
  writeFileSync(keyFile, readFileSync(elsewhere));
  expect(other.open(box.encrypt('root'))).toBe('root');
  expect(box.open(encrypted)).toBe('admin');
});

it('a key file that is damaged is refused, and stays', () => {
  writeFileSync(keyFile, 'half a k');
  expect(() => openKeyFileBox(keyFile)).toThrow(KeyFileError);
  expect(readFileSync(keyFile, 'utf8')).toBe('half a k');
});
