import { expect, it } from 'vitest';
import { refuseUrl } from '../../../src-main/destinations/check-url.ts';

it.each([
  'https://metrics.example/api/v1/write',
  'https://10.1.2.3:8428/api/v1/write?extra_label=a%3Db',
  'https://[2001:db8::1]/write',
  'http://127.0.0.1:8428/api/v1/write',
  'http://127.9.9.9/write',
  'http://localhost:9090/api/v1/write',
  'http://[::1]:8428/write',
  'http://[fd00::7]:8428/write',
  'http://[::ffff:10.0.0.1]/write',
  'http://10.0.0.1:8428/write',
  'http://172.16.0.1/write',
  'http://172.31.255.254/write',
  'http://192.168.1.10:8428/write',
])('takes %s', (url) => {
  expect(refuseUrl('remote_write', url)).toBeNull();
});

const NO_URL = 'this is no URL';
const SCHEME = 'must begin with https:// or http://';
const HTTPS = 'http is for this computer and private addresses only: use https';
const FIELDS = 'enter user and secret in their own fields';
const HASH = 'leave out what follows #';

it.each([
  ['', NO_URL],
  ['metrics.example/api/v1/write', NO_URL],
  ['/api/v1/write', NO_URL],
  ['http://', NO_URL],
  ['https://[fd00::7', NO_URL],
  ['https://host:99999/', NO_URL],
  // A URL parser takes the host for a scheme.
  ['localhost:8428/api/v1/write', SCHEME],
  ['ftp://10.0.0.1/', SCHEME],
  ['file:///etc/passwd', SCHEME],
  ['ws://127.0.0.1:8428/', SCHEME],
  ['javascript:alert(1)', SCHEME],
  // A name may resolve to anything, and a public address is public.
  ['http://metrics.example/write', HTTPS],
  ['http://localhost.example/write', HTTPS],
  ['http://10.0.0.1.example/write', HTTPS],
  ['http://8.8.8.8/write', HTTPS],
  ['http://172.32.0.1/write', HTTPS],
  ['http://192.169.0.1/write', HTTPS],
  ['http://0.0.0.0/write', HTTPS],
  ['http://169.254.169.254/latest/meta-data', HTTPS],
  ['http://[fe80::1]/write', HTTPS],
  ['http://[2001:db8::1]/write', HTTPS],
  ['http://[::ffff:8.8.8.8]/write', HTTPS],
  // The parser converts these to 8.8.8.8.
  ['http://0x08080808/write', HTTPS],
  ['http://134744072/write', HTTPS],
  ['https://user:secret@metrics.example/write', FIELDS],
  ['https://user@metrics.example/write', FIELDS],
  ['http://:secret@127.0.0.1/write', FIELDS],
  ['http://127.0.0.1@evil.example/write', FIELDS],
  ['https://metrics.example/write#token', HASH],
])('refuses %j: %s', (url, why) => {
  expect(refuseUrl('remote_write', url)).toBe(why);
});
