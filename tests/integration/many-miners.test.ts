import { afterEach, expect, it } from 'vitest';
import type { ActivityEntry, Miner, MinersChange } from '../../src-shared/model/index.ts';
import { type SeededFolder, seedDataFolder } from '../fixtures/data-folder.ts';
import { until } from '../fixtures/patience.ts';
import { type Serving, startServing } from '../fixtures/program.ts';
import { connectScreens } from '../fixtures/screens-client.ts';

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
    { event: 'miners_change_started', actor: { via: 'browser' }, data: { change_id, managed: true, count: MINERS } },
  ]);
});
