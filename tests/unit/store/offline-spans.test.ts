import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Sqlite } from '../../../src-main/store/file/database-file.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { prepareFleetWrites } from '../../../src-main/store/queries/fleet-queries.ts';
import { readOfflineSpans } from '../../../src-main/store/queries/history/offline-spans.ts';
import { aMiner, aModel, macOf } from './farm-fixture.ts';

let folder: string;
let sqlite: Sqlite;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-offline-'));
  sqlite = openMigrated(join(folder, 'powerhive.db')).sqlite;
  const { upsertModels, upsertMiners } = prepareFleetWrites(sqlite);
  upsertModels([aModel()]);
  upsertMiners([aMiner(1), aMiner(2)]);
});
afterEach(() => {
  sqlite.close();
  rmSync(folder, { recursive: true, force: true });
});

const note = (at: number, event: string, n = 1): void => {
  sqlite
    .prepare('INSERT INTO activity (at, kind, level, miner_id, message, event) VALUES (?, ?, ?, ?, ?, ?)')
    .run(at, 'miner_offline', 'info', macOf(n), event, event);
};
const keyOf = (n: number): number =>
  sqlite.prepare<[string], number>('SELECT miner_key FROM miners WHERE id = ?').pluck().get(macOf(n)) ?? 0;
const spans = (fromAt: number, toAt: number) =>
  readOfflineSpans(sqlite, keyOf(1), fromAt, toAt).map(({ from_at, to_at }) => [from_at, to_at]);

it('are from the scan that found a miner gone until it was back', () => {
  note(100, 'miner_found');
  note(200, 'miner_offline');
  note(220, 'condition_began');
  note(250, 'miner_back', 2);
  note(300, 'miner_back');
  note(400, 'miner_offline');
  expect(spans(0, 1000)).toEqual([
    [200, 300],
    [400, Number.POSITIVE_INFINITY],
  ]);
  // A span that began earlier counts too; later ones do not.
  expect(spans(250, 280)).toEqual([[200, Number.POSITIVE_INFINITY]]);
  expect(spans(250, 350)).toEqual([[200, 300]]);
  expect(spans(310, 390)).toEqual([]);
});

it('are none where the activity says nothing, and of a miner that was removed', () => {
  expect(spans(0, 1000)).toEqual([]);
  note(200, 'miner_offline');
  sqlite.prepare("UPDATE miners SET gone = 'removed' WHERE id = ?").run(macOf(1));
  expect(spans(0, 1000)).toEqual([]);
});
