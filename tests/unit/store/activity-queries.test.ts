import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';
import { prepareActivityWrites, readActivity } from '../../../src-main/store/queries/activity-queries.ts';

it('a word is found whatever its letters are, in capitals or not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'powerhive-activity-'));
  const { sqlite } = openMigrated(join(folder, 'powerhive.db'));
  try {
    const { recordActivity } = prepareActivityWrites(sqlite);
    const prose = { event_id: null, event: null, data: null, actor: null };
    const entry = { kind: 'miner_offline', level: 'warning', miner_id: null, ...prose } as const;
    recordActivity([
      { ...entry, at: 1, message: 'Ряд 3-S01 is offline' },
      { ...entry, at: 2, message: 'Rack ÅB is offline' },
    ]);
    const found = (words: string) => readActivity(sqlite, { limit: 10, words }).map(({ at }) => at);
    for (const words of ['Ряд', 'ряд', 'РЯД 3-s01', 'OFFLINE ряд']) expect([words, found(words)]).toEqual([words, [1]]);
    expect(found('åb')).toEqual([2]);
    expect(found('Offline')).toEqual([2, 1]);
    expect(found('ряд Rack')).toEqual([]);
  } finally {
    sqlite.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
