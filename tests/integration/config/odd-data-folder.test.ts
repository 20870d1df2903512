import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeOwnFolder } from '../../fixtures/own-folder.ts';
import { powerhive, startServing } from '../../fixtures/program/program.ts';

const NAME = process.platform === 'win32' ? 'a#b %41 ферма 矿场' : 'a?b:c#d %41 *<|>\'"\\ ферма 矿场';

it('a data folder may have every character in its path: its log, its backup and its restore too', async () => {
  const { path, remove } = makeOwnFolder('odd');
  const data = join(path, NAME);
  mkdirSync(data);
  const serving = await startServing(['serve', '--data', data, '--port', '0']);
  const { name } = (await serving.rest('POST', '/backups', {})).body as { name: string };
  expect(await serving.stop()).toBe(0);
  expect(serving.stderr()).not.toContain('log file');
  expect(readFileSync(join(data, 'logs', 'powerhive.1.log'), 'utf8')).toContain('"msg":"Stopped"');
  expect(await powerhive('restore', name, '--data', data, '--json')).toMatchObject({ code: 0 });
  remove();
});
