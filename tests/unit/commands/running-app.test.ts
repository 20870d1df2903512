import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runModels } from '../../../src-main/commands/models.ts';
import { EXIT } from '../../../src-main/commands/shared/command.ts';
import { standInApp } from '../../fixtures/program/stand-in-app.ts';

it('gives the token to nobody at the address of a PowerHive that has ended', async () => {
  const { pid: ended } = spawnSync(process.execPath, ['--version']);
  await using other = await standInApp(() => [], ended);
  expect((await other.run(runModels)).code).toContain('No running PowerHive found');
  expect(other.asked).toEqual([]);
  await using running = await standInApp(() => []);
  expect((await running.run(runModels, '--json')).code).toBe(EXIT.done);
});

it('says that the app is another version where its answer is none that it knows', async () => {
  await using older = await standInApp(() => [{ alias: 's19', presets: 'all' }]);
  const { code } = await older.run(runModels);
  expect(code).toContain('another version. Restart it');
  expect(code).not.toContain('ZodError');
});

it('does not say that nothing runs where it may not read the files of what runs', async () => {
  for (const name of ['token', 'running.json']) {
    await using app = await standInApp(() => []);
    rmSync(join(app.folder, name));
    mkdirSync(join(app.folder, name));
    const { code } = await app.run(runModels);
    expect(code).not.toContain('No running PowerHive');
    expect(code).toContain('is a folder');
  }
});
