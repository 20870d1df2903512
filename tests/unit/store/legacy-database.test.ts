import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLegacyDatabase } from '../../../src-main/store/file/legacy-database.ts';
import { openMigrated } from '../../../src-main/store/file/migrate.ts';

const TABLES = `
  CREATE TABLE models (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, alias TEXT NOT NULL UNIQUE, max_preset TEXT);
  CREATE TABLE model_presets (id INTEGER PRIMARY KEY AUTOINCREMENT, model_id INTEGER NOT NULL REFERENCES models(id),
    value TEXT NOT NULL, position INTEGER NOT NULL DEFAULT 0, expected_power_w REAL, expected_hashrate_th REAL);
  CREATE TABLE miners (id TEXT PRIMARY KEY, ip TEXT, api_key TEXT, managed INTEGER NOT NULL DEFAULT 0, unlock_pass TEXT,
    model_id INTEGER REFERENCES models(id));`;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-legacy-'));
  path = join(folder, 'old.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function make(sql: string): void {
  const sqlite = new Database(path);
  sqlite.pragma('foreign_keys = OFF');
  sqlite.exec(sql);
  sqlite.close();
}

function failureOf(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    return error;
  }
  return null;
}

describe('a database of the first PowerHive', () => {
  it('gives its miners, models, presets and ceilings, and stays as it is', () => {
    make(`${TABLES}
      INSERT INTO models VALUES (1, 'Antminer S19j Pro', 's19jpro', '2500'), (2, 'Antminer S21', 's21', NULL);
      INSERT INTO model_presets VALUES (10, 1, '2700', 2, 2700, 96), (11, 1, '2500', 1, 2500, 92), (12, 1, 'disabled', 0, NULL, NULL);
      INSERT INTO miners VALUES ('02:95:23:00:00:01', '10.0.0.5', '0123456789abcdef0123456789abcdef', 1, 'admin', 1),
                                ('02-95-23-00-00-AB', NULL, NULL, 0, 'secret', NULL);`);
    const before = readFileSync(path);
    const preset = { pretty: null, status: null, modded_psu_required: null };
    expect(readLegacyDatabase(path)).toEqual({
      miners: [
        {
          id: '02:95:23:00:00:01',
          ip: '10.0.0.5',
          api_key: '0123456789abcdef0123456789abcdef',
          managed: true,
          unlock_pass: 'admin',
          model_alias: 's19jpro',
        },
        { id: '02:95:23:00:00:ab', ip: null, api_key: null, managed: false, unlock_pass: 'secret', model_alias: null },
      ],
      models: [
        {
          alias: 's19jpro',
          name: 'Antminer S19j Pro',
          max_preset: '2500',
          presets: [
            { ...preset, name: 'disabled', power_w: null, hashrate_hs: null },
            { ...preset, name: '2500', power_w: 2500, hashrate_hs: 92e12 },
            { ...preset, name: '2700', power_w: 2700, hashrate_hs: 96e12 },
          ],
        },
        { alias: 's21', name: 'Antminer S21', max_preset: null, presets: [] },
      ],
      skipped: [],
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it.each([
    ['the value as a number', '2500', 2500],
    ['the id of the preset', '11', 11],
  ])('may keep the ceiling as %s', (_, asText, asNumber) => {
    for (const stored of [`'${asText}'`, String(asNumber)]) {
      make(`DROP TABLE IF EXISTS miners; DROP TABLE IF EXISTS model_presets; DROP TABLE IF EXISTS models;
        ${TABLES.replace('max_preset TEXT', 'max_preset')}
        INSERT INTO models VALUES (1, 'S19', 's19', ${stored});
        INSERT INTO model_presets VALUES (11, 1, '2500', 0, NULL, NULL);`);
      expect(readLegacyDatabase(path).models[0]?.max_preset).toBe('2500');
    }
  });

  it('reports what it leaves out, and why, without a secret', () => {
    make(`${TABLES}
      INSERT INTO models VALUES (1, 'S19', 's19', '9999'), (2, '', '', NULL);
      INSERT INTO model_presets VALUES (1, 1, '2500', 0, -5, 92);
      INSERT INTO miners VALUES ('not a mac', NULL, NULL, 1, NULL, NULL), ('02:95:23:00:00:01', 'somewhere', NULL, 1, NULL, 7),
        ('029523000001', NULL, NULL, 0, NULL, NULL), ('02:95:23:00:00:02', NULL, NULL, 5, NULL, NULL),
        ('02:95:23:00:00:03', NULL, x'736563726574', 1, '${'hunter2'.repeat(30)}', 1);`);
    const read = readLegacyDatabase(path);
    expect(read.miners.map((miner) => miner.id)).toEqual(['02:95:23:00:00:01', '02:95:23:00:00:03']);
    expect(read.miners[1]).toMatchObject({ api_key: null, unlock_pass: null, model_alias: 's19' });
    expect(read.models).toMatchObject([
      { alias: 's19', max_preset: null, presets: [{ power_w: null, hashrate_hs: 92e12 }] },
    ]);
    expect(read.skipped.map((skip) => skip.what)).toEqual([
      'expected_power_w of model_presets row "2500"',
      'max_preset 9999 of model s19',
      'models row ""',
      'miners row "not a mac"',
      'ip of miners row "02:95:23:00:00:01"',
      'model of miner 02:95:23:00:00:01',
      'miner 02:95:23:00:00:01',
      'miners row "02:95:23:00:00:02"',
      'api_key of miners row "02:95:23:00:00:03"',
      'unlock_pass of miners row "02:95:23:00:00:03"',
    ]);
    expect(read.skipped.every((skip) => skip.why.length > 5)).toBe(true);
    expect(JSON.stringify(read.skipped)).not.toContain('hunter2');
  });

  it('may lack tables and columns', () => {
    make(
      `CREATE TABLE miners (id TEXT PRIMARY KEY, ip TEXT); INSERT INTO miners VALUES ('02:95:23:00:00:01', '10.0.0.5');`,
    );
    const read = readLegacyDatabase(path);
    expect(read.miners).toMatchObject([{ id: '02:95:23:00:00:01', ip: '10.0.0.5', managed: false, model_alias: null }]);
    expect(read.skipped.map((skip) => skip.what)).toEqual([
      'table models',
      'table model_presets',
      'column miners.api_key',
      'column miners.managed',
      'column miners.unlock_pass',
      'column miners.model_id',
    ]);
  });
});

describe('refused with words', () => {
  it('is a file that is not there', () => {
    expect(failureOf(() => readLegacyDatabase(path))).toMatchObject({ code: 'failed' });
  });

  it('is a file that is no database', () => {
    writeFileSync(path, 'just text, and rather a lot of it. '.repeat(100));
    expect(failureOf(() => readLegacyDatabase(path))).toMatchObject({ code: 'not_ours' });
  });

  it('is a database of something else', () => {
    make('CREATE TABLE songs (title)');
    expect(failureOf(() => readLegacyDatabase(path))).toMatchObject({
      code: 'not_ours',
      message: expect.stringContaining('neither'),
    });
  });

  it('is a database of this PowerHive', () => {
    openMigrated(path).sqlite.close();
    expect(failureOf(() => readLegacyDatabase(path))).toMatchObject({
      code: 'not_ours',
      message: expect.stringContaining('nothing to import'),
    });
  });
});
