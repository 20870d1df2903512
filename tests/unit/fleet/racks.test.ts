import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RecordChange } from '../../../src-main/events/bus.ts';
import { FarmPasswords } from '../../../src-main/fleet/credentials/farm-passwords.ts';
import { Racks } from '../../../src-main/fleet/racks.ts';
import type { Sqlite } from '../../../src-main/store/file/database-file.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import {
  prepareMinerPasswordWrites,
  readMinerPasswords,
} from '../../../src-main/store/queries/miner-password-queries.ts';
import { prepareRackWrites, readRacks } from '../../../src-main/store/queries/rack-queries.ts';
import { NewRack } from '../../../src-shared/model/index.ts';
import { TESTER } from '../../fixtures/actors.ts';
import { storedMiner } from '../../fixtures/farm/fleet-entries.ts';
import { memoryFleet } from '../../fixtures/farm/memory-fleet.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

let folder: string;
let sqlite: Sqlite;
let said: unknown[];
/** Writes to the store, and adds the events to `said`. */
let record: RecordChange;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-racks-'));
  ({ sqlite } = openMigrated(join(folder, 'powerhive.db')));
  const writes = { ...prepareRackWrites(sqlite), ...prepareMinerPasswordWrites(sqlite) };
  said = [];
  record = (async (
    events: readonly { event: string; data: unknown }[],
    call: keyof typeof writes,
    ...args: never[]
  ) => {
    said.push(...events.map(({ event, data }) => ({ event, data })));
    return (writes[call] as (...args: never[]) => unknown)(...args);
  }) as unknown as RecordChange;
});
afterEach(() => {
  sqlite.close();
  rmSync(folder, { recursive: true, force: true });
});

const changed: string[] = [];
const opened = async (): Promise<Racks> => {
  const racks = new Racks({ racks: async () => readRacks(sqlite) }, record, (path) => changed.push(path));
  await racks.load();
  return racks;
};

it('describes racks, changes what is given of them, and has them again after a restart', async () => {
  const racks = await opened();
  const added = await racks.add(NewRack.parse({ rack: ' Hall 1 / A / R7 ', rows: 6, columns: 4 }), TESTER);
  if (!added.ok) throw new Error('not added');
  const { id } = added.rack;
  const size = { id, rack: 'Hall 1/A/R7', rows: 6, columns: 4 };
  expect(added.rack).toEqual({ ...size, power_limit_w: null, pdu: null, switch: null });
  expect(await racks.change(id, { power_limit_w: 60_000, rows: 6 }, TESTER)).toEqual({
    ...added.rack,
    power_limit_w: 60_000,
  });
  expect(await racks.change(id, {}, TESTER)).toMatchObject({ power_limit_w: 60_000 });
  expect((await opened()).list()).toEqual([{ ...size, power_limit_w: 60_000, pdu: null, switch: null }]);
  expect(racks.of('Hall 1/A/R7')).toMatchObject({ power_limit_w: 60_000 });
  expect(racks.of('R7')).toBeNull();
  expect(await racks.remove(id, TESTER)).toBe(true);
  expect(racks.of('Hall 1/A/R7')).toBeNull();
  expect(changed).toEqual(['Hall 1/A/R7', 'Hall 1/A/R7', 'Hall 1/A/R7']);
  expect(await racks.remove(id, TESTER)).toBe(false);
  expect(await racks.change(id, { pdu: 'P1' }, TESTER)).toBeNull();
  expect((await opened()).list()).toEqual([]);
  expect(said).toEqual([
    { event: 'rack_added', data: { rack: 'Hall 1/A/R7' } },
    {
      event: 'rack_changed',
      data: { rack: 'Hall 1/A/R7', changes: [{ path: 'power_limit_w', before: null, after: 60_000 }] },
    },
    { event: 'rack_removed', data: { rack: 'Hall 1/A/R7' } },
  ]);
});

it('gives its miners what it hangs on, and what that is from then on', async () => {
  let known = {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    rack: 'A/R7',
    rows: null,
    columns: null,
    power_limit_w: null,
    pdu: 'P1',
    switch: null,
  };
  const miners = [
    storedMiner({ id: '02:95:23:00:00:01', place: 'A/R7/3' }),
    storedMiner({ id: '02:95:23:00:00:02', place: 'R7' }),
  ];
  const fleet = await memoryFleet(new ManualClock(), miners, [], {
    rack: (path) => (path === known.rack ? known : null),
  });
  const pdus = () => fleet.miners().map(({ pdu }) => pdu);
  expect(pdus()).toEqual(['P1', null]);
  known = { ...known, pdu: 'P2' };
  fleet.rackChanged('R7');
  expect(pdus()).toEqual(['P1', null]);
  fleet.rackChanged('A/R7');
  expect(pdus()).toEqual(['P2', null]);
});

it('refuses a rack that there is, also where two are added at once', async () => {
  const racks = await opened();
  const rack = NewRack.parse({ rack: 'R7' });
  const [first, second] = await Promise.all([racks.add(rack, TESTER), racks.add(rack, TESTER)]);
  expect([first.ok, second]).toEqual([true, { ok: false, why: 'known' }]);
});

it.each([
  ['a position', { rack: 'A/B/C/R7' }],
  ['no name', { rack: 'A//' }],
  ['none', { rack: 'none' }],
  ['no shelf', { rack: 'R7', rows: 0 }],
  ['an empty PDU', { rack: 'R7', pdu: ' ' }],
  ['an unknown field', { rack: 'R7', kw: 60 }],
])('refuses a rack with %s', (_, input) => {
  expect(NewRack.safeParse(input).success).toBe(false);
});

it('tries miner passwords in the order that was set, also after a restart', async () => {
  const open = async (): Promise<FarmPasswords> => {
    const passwords = new FarmPasswords({
      store: { minerPasswords: async () => readMinerPasswords(sqlite), putMinerPassword: async () => undefined },
      record,
      secrets: { format: 'v1', opens: ['v1'], encrypt: (text) => text, open: (text) => text },
      clock: new ManualClock(),
    });
    await passwords.load();
    return passwords;
  };
  const passwords = await open();
  for (const password of ['one', 'two', 'three']) await passwords.add(password, TESTER);
  const [one = '', two = '', three = ''] = passwords.list().map(({ id }) => id);
  expect(await passwords.reorder([three, one, two], TESTER)).toBe(true);
  for (const list of [passwords, await open()]) {
    expect(list.toTry('02:00:00:00:00:01').map(({ secret }) => secret)).toEqual(['three', 'one', 'two']);
  }
  for (const wrong of [[one, two], [one, two, two], [one, two, three, 'x'], []]) {
    expect(await passwords.reorder(wrong, TESTER)).toBe(false);
  }
  expect(said.at(-1)).toEqual({ event: 'farm_passwords_reordered', data: { count: 3 } });
});
