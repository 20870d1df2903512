// What the manuals of TimescaleDB and Citus demand, checked on the statements that are sent: neither
// extension is at hand to run them.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MOVE } from '../../../src-main/destinations/postgres/readings-writer.ts';
import { migrationSql, PARTITIONED } from '../../../src-main/destinations/postgres/schema-migrations.ts';
import { UPSERT, upsertSql } from '../../../src-main/destinations/postgres/upserted-tables.ts';

const BY = {
  plain: migrationSql(0, { timescaledb: false, citus: false }),
  timescale: migrationSql(0, { timescaledb: true, citus: false }),
  citus: migrationSql(0, { timescaledb: false, citus: true }),
};
const READINGS = Object.keys(PARTITIONED);
const listOf = (text = ''): string[] => text.split(',').map((name) => name.replaceAll('"', '').trim());

/** The tables that share sites, each with the columns of its primary key. */
function keysOf(sql: string): Map<string, string[]> {
  const tables = sql.matchAll(/CREATE TABLE powerhive\.(\w+) \(([^;]*)\)[^;]*;/g);
  const all = [...tables].map(([, name = '', columns = '']): [string, string[]] => {
    const whole = /PRIMARY KEY \(([^)]*)\)/.exec(columns)?.[1];
    return [name, whole === undefined ? listOf(/(\w+) \w+ PRIMARY KEY/.exec(columns)?.[1]) : listOf(whole)];
  });
  return new Map(all.filter(([name]) => name !== 'schema_version'));
}
const KEYS = keysOf(BY.plain);
const WRITES = [
  ...Object.entries(MOVE),
  ...Object.values(UPSERT).map((table): [string, string] => [table.name, upsertSql(table)]),
];

it('the schema has no unique constraint but its primary keys', () => {
  expect([...KEYS.keys()].toSorted()).toEqual(WRITES.map(([name]) => name).toSorted());
  expect(BY.plain).not.toMatch(/UNIQUE|EXCLUDE|REFERENCES/);
});

describe('TimescaleDB', () => {
  it.each(READINGS)('can make a hypertable of %s: not partitioned, its time in the primary key', (name) => {
    expect(KEYS.get(name)).toContain('slot_at');
    const call = BY.timescale.split('\n').filter((line) => line.includes(`create_hypertable('powerhive.${name}'`));
    expect(call).toEqual([
      expect.stringMatching(
        /^SELECT create_hypertable\('[\w.]+', 'slot_at', chunk_time_interval => interval '1 (day|month)'\);$/,
      ),
    ]);
  });

  it.each(READINGS)(
    'can compress %s as docs/destinations.md says: each column of its key segments or orders',
    (name) => {
      const docs = readFileSync(resolve('docs/destinations.md'), 'utf8').replaceAll(/\s+/g, ' ');
      expect(docs).toContain(`add_compression_policy('powerhive.${name}'`);
      const segments = new RegExp(`powerhive\\.${name} SET \\(timescaledb\\.compress, [^)]*segmentby = '([^']*)'`).exec(
        docs,
      );
      // It orders by the time unless something else is given.
      expect([...listOf(segments?.[1]), 'slot_at'].toSorted()).toEqual(KEYS.get(name)?.toSorted());
    },
  );
});

describe('Citus', () => {
  it.each([...KEYS])('can distribute %s by site: the site is in its primary key', (name, key) => {
    expect(key[0]).toBe('site_id');
    expect(BY.citus).toContain(`SELECT create_distributed_table('powerhive.${name}', 'site_id');`);
  });

  it('distributes a table before it has partitions, which are distributed with it', () => {
    expect(BY.citus).not.toContain('PARTITION OF');
    expect(BY.citus.lastIndexOf('CREATE')).toBeLessThan(BY.citus.indexOf('create_distributed_table'));
  });
});

describe.each(WRITES)('a write to %s', (name, sql) => {
  const [, target = '', set = '', where = ''] =
    /ON CONFLICT \(([^)]*)\) DO UPDATE SET (.*)\s+WHERE (.*)$/s.exec(sql.replaceAll('\n', ' ')) ?? [];

  it('names the columns of the key, as hypertables need it, and no constraint', () => {
    expect(listOf(target)).toEqual(KEYS.get(name));
    expect(sql).not.toContain('ON CONSTRAINT');
  });

  it('changes no column of the key, and calls no function on a worker, which would have to be immutable', () => {
    const changed = [...set.matchAll(/"?(\w+)"? = excluded\./g)].map(([, column]) => column);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.filter((column) => listOf(target).includes(column ?? ''))).toEqual([]);
    expect(`${set} ${where}`).not.toMatch(/\w\(/);
  });
});
