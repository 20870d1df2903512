import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { identifySite } from '../../../src-main/app/identify-site.ts';
import { readConfig } from '../../../src-main/config/config-file.ts';
import { SettingsStore } from '../../../src-main/config/settings-store.ts';
import type { Fleet } from '../../../src-main/fleet/fleet.ts';
import type { StoredMiner } from '../../../src-main/store/store.ts';
import type { NewEvent } from '../../../src-shared/model/index.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { flushTasks, ManualClock } from '../../fixtures/manual-clock.ts';
import { aMiner } from '../store/farm-fixture.ts';

/** The id in the database of the memory fleet. */
const OF_DATABASE = '01890a5d-ac96-774b-bcce-b302099a8057';
const OTHER = '01890a5d-ac96-774b-bcce-b302099a8099';

let folder: string;
let file: string;
let fleet: Fleet;
let published: NewEvent[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-test-'));
  file = join(folder, 'config.json');
  published = [];
  fleet = await farmOf([]);
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

const farmOf = (miners: readonly StoredMiner[]) =>
  memoryFleet(new ManualClock(), miners, [], {}, new Map(), (events) => void published.push(...events));
const inFile = (): unknown => JSON.parse(readFileSync(file, 'utf8'));
async function started(): Promise<SettingsStore> {
  const settingsStore = new SettingsStore(file, await readConfig(file));
  const onError = (error: unknown): void => {
    throw error;
  };
  await identifySite({ settingsStore, log: pino({ level: 'silent' }), onError }, { fleet });
  return settingsStore;
}

it('gives a folder the id of its database, once, and leaves the rest of its file as it was written', async () => {
  writeFileSync(file, '{"network":{"subnets":["10.1.0.0/24"]},"site":{"name":"North hall"}}');
  expect((await started()).current.site).toEqual({ id: OF_DATABASE, name: 'North hall' });
  const written = { network: { subnets: ['10.1.0.0/24'] }, site: { id: OF_DATABASE, name: 'North hall' } };
  expect(inFile()).toEqual(written);
  expect(fleet.site()).toEqual({ site_id: OF_DATABASE, name: 'North hall' });
  const bytes = readFileSync(file);
  await started();
  expect(readFileSync(file)).toEqual(bytes);
});

it('makes the file where there is none, and takes the id that stands in one', async () => {
  await started();
  expect(inFile()).toEqual({ site: { id: OF_DATABASE } });
  writeFileSync(file, JSON.stringify({ site: { id: OTHER } }));
  await started();
  expect(fleet.site()).toEqual({ site_id: OTHER, name: null });
});

it('goes by a new name as soon as it has one', async () => {
  const settings = await started();
  expect(await settings.update({ site: { name: 'South hall' } })).toMatchObject({ ok: true });
  await flushTasks();
  expect(fleet.site()).toEqual({ site_id: OF_DATABASE, name: 'South hall' });
  expect(inFile()).toMatchObject({ site: { id: OF_DATABASE, name: 'South hall' } });
  expect(await settings.update({ site: { name: null } })).toMatchObject({ ok: true });
  await flushTasks();
  expect(fleet.site().name).toBeNull();
  expect(await settings.update({ site: { name: ' ' } })).toMatchObject({ ok: false });
});

it('starts with the id of its database where the file cannot be written', async () => {
  const unwritable = join(folder, 'missing', 'config.json');
  file = unwritable;
  const settings = await started();
  expect(settings.current.site).toEqual({ id: null, name: null });
  expect(fleet.site().site_id).toBe(OF_DATABASE);
});

it('says so where a farm that has miners gets the id of another one, and not of a name or an empty farm', async () => {
  writeFileSync(file, JSON.stringify({ site: { id: OTHER } }));
  await started();
  expect(published).toEqual([]);
  fleet = await farmOf([aMiner(1)]);
  await started();
  const data = { site_id: OTHER, site_id_before: OF_DATABASE };
  expect(published).toEqual([{ event: 'site_identified', data }]);
  await started();
  expect(published).toHaveLength(1);
});
