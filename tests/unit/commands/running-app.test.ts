import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { runModels } from '../../../src-main/commands/ask.ts';
import { EXIT } from '../../../src-main/commands/command.ts';
import { standInApp } from '../../fixtures/stand-in-app.ts';

it('gives the token to nobody at the address of a PowerHive that has ended', async () => {
  const { pid: ended } = spawnSync(process.execPath, ['--version']);
  await using other = await standInApp(() => [], ended);
  expect((await other.run(runModels)).code).toContain('No running PowerHive found');
  expect(other.asked).toEqual([]);
  await using running = await standInApp(() => []);
  expect((await running.run(runModels, '--json')).code).toBe(EXIT.done);
});
