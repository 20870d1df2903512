import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sqlite } from '../../../src-main/store/file/database-file.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { readHistoryMarks } from '../../../src-main/store/queries/history/history-marks.ts';
import { prepareMinerLife } from '../../../src-main/store/queries/remove-miner.ts';
import { macOf } from './farm-fixture.ts';

let folder: string;
let sqlite: Sqlite;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-marks-'));
  ({ sqlite } = openMigrated(join(folder, 'powerhive.db')));
  for (const n of [1, 2, 3]) addMiner(n);
});
afterEach(() => {
  sqlite.close();
  rmSync(folder, { recursive: true, force: true });
});

function addMiner(n: number): void {
  sqlite.prepare('INSERT INTO miners (id, managed, tags, first_seen_at) VALUES (?, 1, ?, 0)').run(macOf(n), '[]');
}

function happened(at: number, event: string, n: number | null): void {
  sqlite
    .prepare("INSERT INTO activity (at, kind, level, miner_id, message, event) VALUES (?, 'miner', 'info', ?, '', ?)")
    .run(at, n === null ? null : macOf(n), event);
}

const marks = (ns: readonly number[] | null, most?: number) => {
  const minerIds = ns === null ? null : ns.map(macOf);
  const wanted = { minerIds, fromAt: 0, toAt: 1000, slotMs: 1, readingsOf: [] };
  const found = readHistoryMarks(sqlite, wanted, most);
  return { ...found, marks: found.marks.map(({ kind, from_at, miner_id }) => [kind, from_at, miner_id]) };
};

describe('marks of some miners', () => {
  it('are not lost among those of the farm, however many these are', () => {
    happened(5, 'miner_offline', 1);
    happened(6, 'program_started', null);
    for (let at = 10; at < 30; at++) happened(at, 'miner_offline', 2);
    const own = [
      ['offline', 5, macOf(1)],
      ['powerhive', 6, null],
    ];
    expect(marks([1], 2)).toEqual({ marks: own, cut_before_at: null });
    expect(marks(null)).toMatchObject({ cut_before_at: null });
    expect(marks(null).marks).toHaveLength(22);
  });

  it('say from when on they are whole where there are too many', () => {
    for (let at = 10; at < 30; at++) happened(at, 'miner_offline', 2);
    expect(marks([2], 3)).toEqual({
      marks: [27, 28, 29].map((at) => ['offline', at, macOf(2)]),
      cut_before_at: 27,
    });
  });

  it('are also those of the miners they have replaced, unless these are back on their own', () => {
    happened(5, 'miner_offline', 1);
    prepareMinerLife(sqlite).replaceMiner(macOf(1), macOf(2));
    happened(7, 'miner_back', 2);
    const both = [
      ['offline', 5, macOf(2)],
      ['back', 7, macOf(2)],
    ];
    expect(marks([2]).marks).toEqual(both);
    expect(marks([3]).marks).toEqual([]);
    addMiner(1);
    happened(9, 'miner_offline', 1);
    expect(marks([2]).marks).toEqual(both.slice(1));
  });
});
