import { DatabaseError } from 'pg';
import { describe, expect, it } from 'vitest';
import { mayNot, refuseServer, type ServerFacts } from '../../../src-main/destinations/postgres/connection.ts';
import { judge, ServerRefusal } from '../../../src-main/destinations/postgres/failures.ts';
import { migrationSql } from '../../../src-main/destinations/postgres/schema-migrations.ts';
import { UPSERT, upsertRow, upsertSql } from '../../../src-main/destinations/postgres/upserted-tables.ts';

const FARM = { url: 'postgresql://db.example.com/farm', user: 'me', secret: 'hunter22' };

describe('a failure of PostgreSQL', () => {
  const database = (code: string, message: string) =>
    Object.assign(new DatabaseError(message, message.length, 'error'), { code, severity: 'ERROR' });
  const network = (code: string) => Object.assign(new Error('x'), { code });

  it.each([
    [database('28P01', 'password authentication failed'), /^it refuses the user or the password: password/, false],
    [
      database('3D000', 'database "farm" does not exist'),
      /^it has no database farm: create it, with me as its owner$/,
      false,
    ],
    [database('42501', 'permission denied'), /^the user lacks a right there\. Grant it CREATE on the database/, false],
    [database('53100', 'could not extend file'), /^its disk is full: could not extend file$/, false],
    [database('57P01', 'terminating connection'), /^it was stopped: /, true],
    [database('XX000', 'some\nthing'), /^some thing$/, false],
    [database('XX000', 'who is hunter22?'), /^who is …\?$/, false],
    [network('ECONNREFUSED'), /^connection refused: check that it runs, and the port in the URL$/, true],
    [network('CERT_HAS_EXPIRED'), /^its certificate has expired: renew it there$/, true],
    [network('CERT_NOT_YET_VALID'), /check the clock of this computer$/, true],
    [
      new Error('The server does not support SSL connections'),
      /^it has no TLS, which sslmode=verify-full demands$/,
      true,
    ],
    [
      new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string'),
      /^it requires a password: enter it again$/,
      true,
    ],
    [new Error('Query read timeout'), /^no response in time$/, true],
    [new Error('Connection terminated unexpectedly'), /^the connection was cut$/, true],
    [new ServerRefusal('update PowerHive here'), /^update PowerHive here$/, false],
  ])('%s holds everything back, with what to do', (error, words, isCut) => {
    expect(judge(error, FARM)).toEqual({
      kind: 'failed',
      message: expect.stringMatching(words),
      retryAfterMs: null,
      isCut,
    });
  });

  it('of a value that it cannot keep refuses that batch', () => {
    expect(judge(database('22003', 'smallint out of range'), FARM)).toEqual({
      kind: 'refused',
      message: 'smallint out of range',
    });
  });
});

describe('a server', () => {
  const facts = { version: '15.1', version_num: 150_001, encoding: 'UTF8', is_standby: false } as ServerFacts;
  it.each([
    [{}, null],
    [{ version: '14.9', version_num: 140_009 }, 'it is PostgreSQL 14.9: 15 or newer is needed'],
    [{ encoding: 'SQL_ASCII' }, 'its database is encoded in SQL_ASCII: make one in UTF8'],
    [{ is_standby: true }, 'it is a standby, which takes no writes: enter the server that does'],
  ])('with %o takes history or says why not', (changes, words) => {
    expect(refuseServer({ ...facts, ...changes })).toBe(words);
  });
});

describe('a login', () => {
  const can = (has_schema: boolean, may_create: boolean, may_create_tables: boolean | null) =>
    ({ has_schema, may_create, may_create_tables }) as ServerFacts;
  it.each([
    ['makes the schema', can(false, true, null), null, null],
    ['may not make the schema', can(false, false, null), null, /grant it CREATE on the database$/],
    ['owns an empty schema, and has no right to the database', can(true, false, true), null, null],
    [
      'may create in the database, and not in the schema',
      can(true, true, false),
      null,
      /schema powerhive: make it its owner$/,
    ],
    ['owns the tables', can(true, false, true), true, null],
    ['does not own the tables', can(true, true, true), false, /use the login that made them$/],
  ])('that %s', (_, facts, ownsTables, words) => {
    const said = mayNot(facts, ownsTables);
    if (words === null) expect(said).toBeNull();
    else expect(said).toMatch(words);
  });
});

describe('the schema', () => {
  it('keys the activity by its time too: after a backup is put back its ids begin again', () => {
    expect(migrationSql(0, { timescaledb: false, citus: false })).toContain('(site_id, activity_id, at)');
    expect(upsertSql(UPSERT.activity)).toContain('ON CONFLICT ("site_id", "activity_id", "at")');
  });
  it('is divided by PostgreSQL itself, by TimescaleDB, or distributed by site by Citus', () => {
    const plain = migrationSql(0, { timescaledb: false, citus: false });
    expect(plain.match(/PARTITION BY RANGE \(slot_at\)/g)).toHaveLength(3);
    expect(plain).not.toMatch(/hypertable|distributed/);
    const timescale = migrationSql(0, { timescaledb: true, citus: false });
    expect(timescale).not.toContain('PARTITION BY');
    expect(timescale.match(/create_hypertable/g)).toHaveLength(3);
    const citus = migrationSql(0, { timescaledb: false, citus: true });
    expect(citus.match(/create_distributed_table\('powerhive\.\w+', 'site_id'\)/g)).toHaveLength(11);
  });
});

it('a row goes out without what PostgreSQL has no place for', () => {
  const row = { activity_id: 1, at: 0, message: 'a\0b\ud800', data: '{"a\\u0000":["\\u0000x",1,null]}', actor: null };
  expect(upsertRow(UPSERT.activity, 'site', row)).toMatchObject({
    site_id: 'site',
    at: '1970-01-01T00:00:00.000Z',
    message: 'ab\ufffd',
    data: { a: ['x', 1, null] },
    actor: null,
    level: null,
  });
});

it.each([
  [9e15, '9999-12-31T23:59:59.999Z'],
  [Number.MAX_VALUE, '9999-12-31T23:59:59.999Z'],
  [Number.POSITIVE_INFINITY, '9999-12-31T23:59:59.999Z'],
  [-9e15, '0001-01-01T00:00:00.000Z'],
  [Number.NaN, null],
  ['tomorrow', null],
  [1.5, '1970-01-01T00:00:00.001Z'],
])('the moment %s goes out as %s', (snoozed_until_at, expected) => {
  expect(upsertRow(UPSERT.incidents, 'site', { snoozed_until_at })).toMatchObject({ snoozed_until_at: expected });
});

it('a text that should be JSON and is none goes out as unknown', () => {
  expect(upsertRow(UPSERT.miners, 'site', { tags: '["a"' })).toMatchObject({ tags: null });
});
