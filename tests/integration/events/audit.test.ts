import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ActivityEntry, ApiToken, Miner, MinerModel } from '../../../src-shared/model/index.ts';
import { type SeededFolder, seedDataFolder } from '../../fixtures/program/data-folder.ts';
import { type Serving, startServing } from '../../fixtures/program/program.ts';

let folder: SeededFolder;
let serving: Serving;
let sqlite: Database.Database;

beforeAll(async () => {
  folder = seedDataFolder(3, { managed: false });
  serving = await startServing(['serve', '--data', folder.path, '--port', '0']);
  sqlite = new Database(folder.database);
});
afterAll(async () => {
  sqlite.close();
  await serving.stop();
  folder.remove();
});

/** The current values of everything that can be changed. */
async function decided() {
  const get = async (path: string) => (await serving.rest('GET', path)).body;
  const miners = (await get('/miners')) as Miner[];
  const models = (await get('/models')) as MinerModel[];
  return {
    miners: miners
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ id, managed, nickname, tags, has_custom_unlock_pass }) => ({
        id,
        managed,
        nickname,
        tags,
        has_custom_unlock_pass,
      })),
    models: models.map(({ alias, max_preset }) => ({ alias, max_preset })),
    tokens: await get('/tokens'),
  };
}

async function audit(): Promise<(string | null)[]> {
  const entries = (await serving.rest('GET', '/activity?kind=operator_change&limit=1000')).body as ActivityEntry[];
  return entries.map(({ event }) => event).reverse();
}

it('a change and its entry are on disk together, or neither is, whichever of the two the database refuses', async () => {
  const { miners, models } = await decided();
  const [first, second, third] = miners.map(({ id }) => id);
  const [{ alias } = { alias: '' }] = models;
  const preset = ((await serving.rest('GET', '/models')).body as MinerModel[])[0]?.presets[0]?.name;
  const token = (await serving.rest('POST', '/tokens', { name: 'old', scope: 'read' })).body as ApiToken;
  const changes: [method: string, path: string, body: object | undefined, events: string[]][] = [
    ['PATCH', `/miners/${first}`, { managed: true, nickname: 'R1' }, ['miner_managed', 'miner_renamed']],
    ['PATCH', `/miners/${first}`, { tags: ['rack-2'] }, ['miner_tags_changed']],
    ['PATCH', `/miners/${first}`, { unlock_pass: 'secret' }, ['miner_password_changed']],
    ['POST', `/miners/${first}/replaced-by`, { id: second }, ['miner_replaced']],
    ['DELETE', `/miners/${third}?history=drop`, undefined, ['miner_removed']],
    ['PATCH', `/models/${alias}`, { max_preset: preset }, ['max_preset_changed']],
    ['POST', '/tokens', { name: 'grafana', scope: 'read' }, ['token_created']],
    ['DELETE', `/tokens/${token.id}`, undefined, ['token_deleted']],
  ];
  const before = { decided: await decided(), audit: await audit() };
  const refusals = {
    'the entry': ['activity'],
    'the change': ['miners', 'models', 'api_tokens'],
  };
  for (const [what, tables] of Object.entries(refusals)) {
    for (const table of tables) {
      for (const change of ['INSERT', 'UPDATE', 'DELETE']) {
        sqlite.exec(
          `CREATE TRIGGER no_${table}_${change} BEFORE ${change} ON ${table} BEGIN SELECT RAISE(ABORT, 'no room'); END`,
        );
      }
    }
    for (const [method, path, body] of changes) {
      const { status } = await serving.rest(method, path, body);
      expect({ what, method, path, status }).toEqual({ what, method, path, status: 500 });
    }
    for (const table of tables) {
      for (const change of ['INSERT', 'UPDATE', 'DELETE']) sqlite.exec(`DROP TRIGGER no_${table}_${change}`);
    }
    expect({ decided: await decided(), audit: await audit() }).toEqual(before);
  }
  await serving.stop();
  serving = await startServing(['serve', '--data', folder.path, '--port', '0']);
  expect({ decided: await decided(), audit: await audit() }).toEqual(before);

  for (const [method, path, body] of changes) {
    expect((await serving.rest(method, path, body)).status).toBeLessThan(300);
  }
  expect(await audit()).toEqual([...before.audit, ...changes.flatMap(([, , , events]) => events)]);
});
