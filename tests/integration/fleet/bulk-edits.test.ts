import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import type { ActivityEntry, Miner, MinersChange } from '../../../src-shared/model/index.ts';
import { until } from '../../fixtures/patience.ts';
import { type SeededFolder, seedDataFolder } from '../../fixtures/program/data-folder.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';
import { connectScreens } from '../../fixtures/served/screens-client.ts';

const MINERS = 10_000;

let folder: SeededFolder;
let serving: Serving;

afterEach(async () => {
  await serving.stop();
  folder.remove();
});

it('a change of 10,000 miners ends though the page that asked for it is gone, and is one entry with who asked', async () => {
  folder = seedDataFolder(MINERS, { managed: false });
  serving = await startServing(['serve', '--data', folder.path, '--port', '0']);
  const managed = async (): Promise<number> =>
    ((await serving.rest('GET', '/miners?managed=true')).body as Miner[]).length;
  const change = async (id: string): Promise<MinersChange> =>
    (await serving.rest('GET', `/changes/${id}`)).body as MinersChange;
  expect(await managed()).toBe(0);

  const { client, close } = await connectScreens(serving.url, serving.token);
  const ids = ((await serving.rest('GET', '/miners')).body as Miner[]).map(({ id }) => id);
  expect(ids).toHaveLength(MINERS);
  const { change_id, ...begun } = await client.changes.start({ ids, patch: { managed: true } });
  close();
  expect(begun).toMatchObject({ state: 'running', total: MINERS, actor: { via: 'browser' } });

  await until('the change to end', async () => (await change(change_id)).finished_at !== null);
  expect(await change(change_id)).toMatchObject({ state: 'done', done: MINERS, failed: 0, skipped: 0 });
  expect(await managed()).toBe(MINERS);
  const entries = (await serving.rest('GET', '/activity?kind=operator_change&limit=1000')).body as ActivityEntry[];
  expect(entries).toMatchObject([
    {
      event: 'miners_change_started',
      actor: { via: 'browser' },
      data: { change_id, kind: 'manage', managed: true, count: MINERS },
    },
  ]);
});

it('names and passwords of many are all in force after a kill amid them, each entry once, and no password is readable', async () => {
  const count = 800;
  folder = seedDataFolder(count, { managed: false });
  serving = await startServing(['serve', '--data', folder.path, '--port', '0']);
  const ids = ((await serving.rest('GET', '/miners')).body as Miner[]).map(({ id }) => id);
  const each = ids.map((id, n) => ({ id, patch: { nickname: `S${n}`, tags: ['rack-2'] } }));
  const names = (await serving.rest('POST', '/changes', { each })).body as MinersChange;
  const password = (await serving.rest('POST', '/changes', { ids, patch: { unlock_pass: 'open-sesame' } })).body;
  expect(names).toMatchObject({ kind: 'edit', total: count });
  expect(password).toMatchObject({ kind: 'password', total: count, patch: {} });
  await until(
    'some to be named',
    async () => ((await serving.rest('GET', `/changes/${names.change_id}`)).body as MinersChange).done > 0,
  );
  serving.child.kill('SIGKILL');
  await serving.ended;
  const files = readdirSync(join(folder.path, 'changes')).map((name) => join(folder.path, 'changes', name));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    expect(readFileSync(file, 'utf8')).not.toContain('open-sesame');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  }

  serving = await startServing(['serve', '--data', folder.path, '--port', '0']);
  await until('both to be finished', () => readdirSync(join(folder.path, 'changes')).length === 0);
  const miners = (await serving.rest('GET', '/miners')).body as Miner[];
  const nameOf = new Map(miners.map(({ id, nickname }) => [id, nickname]));
  expect(each.filter(({ id, patch }) => nameOf.get(id) !== patch.nickname)).toEqual([]);
  expect(miners.every((miner) => miner.has_custom_unlock_pass && miner.tags.join() === 'rack-2')).toBe(true);
  await serving.stop();
  const sqlite = new Database(folder.database, { readonly: true });
  const entries = (event: string) =>
    sqlite.prepare('SELECT count(*), count(DISTINCT miner_id) FROM activity WHERE event = ?').raw().get(event);
  expect(entries('miner_renamed')).toEqual([count, count]);
  expect(entries('miner_password_changed')).toEqual([count, count]);
  expect(sqlite.prepare("SELECT count(*) FROM activity WHERE event LIKE 'miners_change%'").pluck().get()).toBe(2);
  sqlite.close();
});
