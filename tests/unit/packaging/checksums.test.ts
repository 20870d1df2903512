import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readChecksums } from '../../../scripts/packaging/checksums.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-checksums-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the checksums of a release', () => {
  it('name every installer and nothing else of the folder', () => {
    for (const name of ['PowerHive.exe', 'PowerHive.deb', 'PowerHive.exe.blockmap', 'builder-debug.yml'])
      writeFileSync(join(folder, name), '');
    const emptySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect(readChecksums(folder)).toBe(`${emptySha256}  PowerHive.deb\n${emptySha256}  PowerHive.exe\n`);
  });

  it.runIf(process.platform === 'linux')('are accepted by sha256sum, until a file changes', () => {
    writeFileSync(join(folder, 'PowerHive.rpm'), 'an installer');
    const input = readChecksums(folder);
    const check = () => spawnSync('sha256sum', ['--check', '--status'], { cwd: folder, input }).status;
    expect(check()).toBe(0);
    writeFileSync(join(folder, 'PowerHive.rpm'), 'another installer');
    expect(check()).toBe(1);
  });
});
