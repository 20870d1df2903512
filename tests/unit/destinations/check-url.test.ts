import { describe, expect, it } from 'vitest';
import { refuseUrl } from '../../../src-main/destinations/check-url.ts';
import { readAddress } from '../../../src-main/destinations/postgres/address.ts';

describe('the URL of a PostgreSQL server', () => {
  it.each([
    ['postgresql://127.0.0.1/farm', { host: '127.0.0.1', port: 5432, database: 'farm', isEncrypted: false }],
    ['postgres://localhost:5433/farm', { host: 'localhost', port: 5433, database: 'farm', isEncrypted: false }],
    ['postgresql://[fd00::1]/a%20b', { host: 'fd00::1', port: 5432, database: 'a b', isEncrypted: false }],
    ['postgresql://10.1.2.3/farm?sslmode=verify-full', { host: '10.1.2.3', isEncrypted: true }],
    ['postgresql://db.example.com/farm', { host: 'db.example.com', isEncrypted: true }],
    ['postgresql://198.51.100.7/farm?sslmode=verify-full', { host: '198.51.100.7', isEncrypted: true }],
  ])('%s is one', (url, address) => {
    expect(readAddress(url)).toMatchObject(address);
    expect(refuseUrl('postgres', url)).toBeNull();
  });

  it.each([
    ['https://db.example.com/farm', 'must begin with postgresql://'],
    ['postgresql://me:pw@127.0.0.1/farm', 'enter user and secret in their own fields'],
    ['postgresql://127.0.0.1', 'must end with the name of a database'],
    ['postgresql://127.0.0.1/', 'must end with the name of a database'],
    ['postgresql:///farm', 'must name one server'],
    ['postgresql://%2Fvar%2Frun%2Fpostgresql/farm', 'must name one server'],
    ['postgresql://127.1/farm', 'must name one server'],
    ['postgresql://0x7f000001/farm?sslmode=disable', 'must name one server'],
    ['postgresql://one,two/farm', 'must name one server'],
    ['postgresql://one:1,two:2/farm', 'this is no URL of one server'],
    ['postgresql://db.example.com/farm?sslmode=disable', 'without encryption is for this computer'],
    ['postgresql://198.51.100.7/farm?sslmode=disable', 'without encryption is for this computer'],
    ['postgresql://127.0.0.1/farm?sslmode=require', 'sslmode must be verify-full or disable'],
    ['postgresql://db.example.com/farm?sslmode=verify-full&sslmode=disable', 'sslmode must be'],
    ['postgresql://127.0.0.1/farm?sslrootcert=/etc/passwd', 'the option sslrootcert is refused'],
    ['postgresql://127.0.0.1/farm?sslmode=disable&passfile=/root/.pgpass', 'the option passfile is refused'],
    ['postgresql://127.0.0.1/farm?host=/tmp', 'the option host is refused'],
    ['postgresql://127.0.0.1/farm?options=-c%20search_path=x', 'the option options is refused'],
    ['postgresql://127.0.0.1/farm#x', 'leave out what follows #'],
    ['postgresql://127.0.0.1/%E0%A4%A', 'must end with the name of a database'],
  ])('%s is refused', (url, words) => {
    expect(refuseUrl('postgres', url)).toContain(words);
  });
});

describe('the URL of remote write', () => {
  it.each(['https://vm.example.com/write', 'http://127.0.0.1:8428/api/v1/write', 'http://[fd00::1]/w'])(
    '%s is one',
    (url) => {
      expect(refuseUrl('remote_write', url)).toBeNull();
    },
  );
  it.each([
    ['http://vm.example.com/write', 'use https'],
    ['postgresql://127.0.0.1/farm', 'must begin with https:// or http://'],
    ['https://me:pw@vm.example.com/', 'in their own fields'],
  ])('%s is refused', (url, words) => {
    expect(refuseUrl('remote_write', url)).toContain(words);
  });
});
