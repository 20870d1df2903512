import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { readLegacyDatabase } from '../../src-main/store/file/legacy-database.ts';
import { StoreError } from '../../src-main/store/store-error.ts';
import { Preset } from '../../src-shared/model/index.ts';
import { cases, LONG_MS } from './cases.ts';
import { ODD_TEXTS, oddNumber, oddText } from './odd-values.ts';

const SECRET = 'a-password-that-must-not-be-shown';
const COLUMNS = {
  models: ['id', 'name', 'alias', 'max_preset'],
  model_presets: ['id', 'model_id', 'value', 'position', 'expected_power_w', 'expected_hashrate_th'],
  miners: ['id', 'ip', 'api_key', 'managed', 'unlock_pass', 'model_id'],
} as const;

const Legacy = z.object({
  miners: z.array(
    z.strictObject({
      id: z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/),
      ip: z.string().nullable(),
      api_key: z.string().nullable(),
      unlock_pass: z.string().nullable(),
      managed: z.boolean(),
      model_alias: z.string().nullable(),
    }),
  ),
  models: z.array(
    z.strictObject({ alias: z.string(), name: z.string(), max_preset: z.string().nullable(), presets: Preset.array() }),
  ),
  skipped: z.array(z.strictObject({ what: z.string(), why: z.string() })),
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'powerhive-fuzz-legacy-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Tables of the right names with columns without types, so that SQLite keeps whatever it is given.
 */
function write(path: string, tables: Partial<Record<keyof typeof COLUMNS, readonly (readonly unknown[])[]>>): void {
  rmSync(path, { force: true });
  const sqlite = new Database(path);
  sqlite.pragma('journal_mode = MEMORY');
  sqlite.pragma('synchronous = OFF');
  for (const [table, rows] of Object.entries(tables)) {
    const columns = COLUMNS[table as keyof typeof COLUMNS];
    sqlite.exec(`CREATE TABLE ${table} (${columns.join(', ')})`);
    const insert = sqlite.prepare(`INSERT INTO ${table} VALUES (${columns.map(() => '?').join(', ')})`);
    for (const row of rows) insert.run(...row);
  }
  sqlite.close();
}

/**
 * `reveals`: whether the report of what is left out may hold a secret. In a file whose very tables
 * are mixed up nothing is where it belongs.
 */
function check(path: string, reveals: 'no secret' | 'anything'): 'read' | 'refused' {
  try {
    const read = readLegacyDatabase(path);
    Legacy.parse(read);
    if (reveals === 'no secret') expect(JSON.stringify(read.skipped)).not.toContain(SECRET);
    expect(new Set(read.miners.map(({ id }) => id)).size).toBe(read.miners.length);
    return 'read';
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    expect(error.message).not.toContain(SECRET);
    return 'refused';
  }
}

const anyCell = (usual: readonly unknown[]) =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...usual), weight: 4 },
    oddText,
    oddNumber,
    fc.constantFrom(null, Buffer.from([0, 255, 1]), 2n ** 62n),
  );
const MACS = ['02:95:23:00:00:01', '02-95-23-00-00-02', '029523000003', ' 02:95:23:00:00:AB '];
const rows = {
  models: fc.array(
    fc.tuple(anyCell([1, 2, '3']), anyCell(['Antminer S19']), anyCell(['s19', 's21']), anyCell(['2500', 10])),
    { maxLength: 4 },
  ),
  model_presets: fc.array(
    fc.tuple(
      anyCell([10, 11]),
      anyCell([1, 2]),
      anyCell(['2500', '2700']),
      anyCell([0, 1]),
      anyCell([2500]),
      anyCell([92.5]),
    ),
    { maxLength: 5 },
  ),
  miners: fc.array(
    fc.tuple(
      anyCell(MACS),
      anyCell(['192.0.2.1', '::1']),
      anyCell([SECRET]),
      anyCell([0, 1]),
      anyCell([SECRET, SECRET.repeat(9)]),
      anyCell([1]),
    ),
    { maxLength: 5 },
  ),
};

it(
  'rows of whatever kind are taken over soundly or left out, and no secret is shown of what is left out',
  () => {
    const path = join(folder, 'odd.db');
    fc.assert(
      fc.property(fc.record(rows, { requiredKeys: [] }), (tables) => {
        write(path, tables);
        check(path, 'no secret');
      }),
      cases(40, { cost: 20 }),
    );
  },
  LONG_MS,
);

it(
  'a damaged file is read as far as it goes or refused in words',
  () => {
    const whole = join(folder, 'whole.db');
    const damaged = join(folder, 'damaged.db');
    const miners = Array.from({ length: 200 }, (_, i) => [
      `0295230000${i.toString(16).padStart(2, '0')}`,
      null,
      SECRET,
      1,
      SECRET,
      1,
    ]);
    write(whole, { models: ODD_TEXTS.map((text, i) => [i, text, `alias${i}`, null]), model_presets: [], miners });
    const bytes = readFileSync(whole);
    const edits = fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 40,
    });
    const ends = new Set<string>();
    expect(check(whole, 'no secret')).toBe('read');
    fc.assert(
      fc.property(
        edits,
        fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, fc.nat({ max: bytes.length })),
        (changes, cutAt) => {
          copyFileSync(whole, damaged);
          const copy = Buffer.from(bytes);
          // The first page, which lists the tables, as often as all the others.
          for (const [at, byte] of changes) copy[at % 2 === 0 ? at % 4096 : at] = byte;
          writeFileSync(damaged, cutAt === null ? copy : copy.subarray(0, cutAt));
          ends.add(check(damaged, 'anything'));
        },
      ),
      cases(40, { cost: 20 }),
    );
    expect(ends).toEqual(new Set(['read', 'refused']));
  },
  LONG_MS,
);
