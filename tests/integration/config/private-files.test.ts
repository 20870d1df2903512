import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Health } from '../../../src-shared/model/index.ts';
import { until } from '../../fixtures/patience.ts';
import { type SeededFolder, seedDataFolder } from '../../fixtures/program/data-folder.ts';
import { powerhive, type Serving, startOnTerminal, startServing } from '../../fixtures/program/program.ts';

const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') === true;

/** Windows has no such permissions. */
describe.skipIf(process.platform === 'win32')('what PowerHive writes', () => {
  let data: SeededFolder;
  let before: number;
  beforeEach(() => {
    before = process.umask(0o022);
    data = seedDataFolder(2);
    chmodSync(data.path, 0o755);
  });
  afterEach(() => {
    process.umask(before);
    data.remove();
  });

  const start = (): Promise<Serving> => startServing(['serve', '--data', data.path, '--port', '0']);

  /** Everything in the data folder that other users may read, write or enter. */
  function openToOthers(): string[] {
    return readdirSync(data.path, { recursive: true, encoding: 'utf8' })
      .map((name) => join(data.path, name))
      .filter((path) => (statSync(path).mode & 0o077) !== 0)
      .map((path) => path.slice(data.path.length + 1));
  }

  it('is its owner’s alone, in a folder that all may read', async () => {
    writeFileSync(join(data.path, 'config.json'), '{"log":{"level":"debug"}}');
    const serving = await start();
    await serving.rest('PATCH', '/miners/02:00:00:00:00:01', { nickname: 'R1' });
    expect((await serving.rest('POST', '/backups', {})).status).toBe(200);
    const made = readdirSync(data.path, { recursive: true, encoding: 'utf8' });
    for (const name of ['powerhive.db', 'powerhive.db-wal', 'powerhive.db-lock', 'token', 'running.json'])
      expect(made).toContain(name);
    expect(made.filter((name) => /^(logs|backups)\/./.test(name))).toHaveLength(2);
    expect(openToOthers()).toEqual([]);
    expect(await serving.stop()).toBe(0);
    expect(openToOthers()).toEqual([]);
    const [backup = ''] = readdirSync(join(data.path, 'backups'));
    expect((await powerhive('restore', backup, '--data', data.path, '--json')).code).toBe(0);
    expect(openToOthers()).toEqual([]);
    expect(statSync(data.path).mode & 0o777).toBe(0o755);
  });

  it('becomes so at the start, where it was made for all to read', async () => {
    mkdirSync(join(data.path, 'logs'));
    mkdirSync(join(data.path, 'backups'));
    for (const name of ['logs/powerhive.1.log', 'backups/old.db', 'powerhive.db.before-migration-1', 'token'])
      writeFileSync(join(data.path, name), '');
    renameSync(join(data.path, 'config.json'), join(data.path, 'mine.txt'));
    writeFileSync(join(data.path, 'config.json'), '{}');
    for (const name of readdirSync(data.path))
      if (!['logs', 'backups'].includes(name)) chmodSync(join(data.path, name), 0o644);
    const serving = await start();
    expect(openToOthers()).toEqual(['mine.txt']);
    expect(await serving.stop()).toBe(0);
  });

  it('names the token to nobody without a terminal, and no path to whoever asks for its health without one', async () => {
    const serving = await start();
    const open = await (await fetch(`${serving.url}/api/health`)).text();
    expect(open).not.toContain(data.path);
    expect((await serving.rest('GET', '/health')).body).toMatchObject({ database: { path: data.database } } satisfies {
      database: Partial<Health['database']>;
    });
    await serving.stop();
    const token = readFileSync(join(data.path, 'token'), 'utf8').trim();
    expect(serving.stderr()).toContain(join(data.path, 'token'));
    expect(serving.stderr()).not.toContain(token);
    expect(serving.stdout()).not.toContain(token);
  });

  it.skipIf(!hasScript)(
    `names the token on a terminal${hasScript ? '' : ' (left out: no script of util-linux)'}`,
    async () => {
      const { ended, shown } = startOnTerminal(['serve', '--data', data.path, '--port', '0']);
      await until('the link', () => shown().includes('#token='));
      process.kill(JSON.parse(readFileSync(join(data.path, 'running.json'), 'utf8')).pid, 'SIGTERM');
      await ended;
      expect(shown()).toContain(`#token=${readFileSync(join(data.path, 'token'), 'utf8').trim()}`);
    },
  );
});
