import type { RequestListener } from 'node:http';
import { beforeEach, describe, expect, it } from 'vitest';
import type { MinerAddress } from '../../../src-main/drivers/address.ts';
import type { FirmwareClient } from '../../../src-main/drivers/vnish/client.ts';
import { fixtureText } from '../../unit/drivers/fixture.ts';
import { errorOf, got, http, MAC, startClient } from './firmware-client-session.ts';
import type { OddHost } from './odd-host.ts';

const KEY = '00112233445566778899aabbccddeeff';
const OTHER_MAC = '02:95:23:00:00:99';
const INFO = fixtureText('1.2.6', 'info');
const SUMMARY = fixtureText('1.2.6', 'summary');

let client: FirmwareClient;

beforeEach(() => {
  client = startClient();
});

/** Serves `/info` with the current result of `info`, and everything else like the miner. */
const answering =
  (info: () => string): RequestListener =>
  (request, response) => {
    if (request.url === '/api/v1/info') response.end(info());
    else if (request.url === '/api/v1/unlock') response.end('{"token":"tok"}');
    else if (request.method === 'POST') response.end();
    else response.end(SUMMARY);
  };

const certain = (host: OddHost): MinerAddress => ({ ...host.address, mac: MAC });
const asked = (host: OddHost): string[] => host.requests.map(({ url }) => (url ?? '').replace('/api/v1/', ''));
const readSummary = (host: OddHost) => client.readSummary(certain(host), 'GH/s', { apiKey: KEY });

describe('a certain miner', () => {
  it('is asked for its MAC once per connection, and over that same connection', async () => {
    const host = await http(
      '127.79.8.1',
      answering(() => INFO),
    );
    for (let poll = 0; poll < 5; poll += 1) got(await readSummary(host));
    got(await client.readMetrics(certain(host), 'GH/s', { timeSliceS: 900, stepS: 900 }).then(() => readSummary(host)));
    expect(asked(host).filter((path) => path === 'info')).toHaveLength(1);
    expect(host.connections()).toBe(1);
    host.cutConnections();
    got(await readSummary(host));
    expect(asked(host).slice(-2)).toEqual(['info', 'summary']);
  });

  it('is not asked for it again where a scan has just asked over the same connection', async () => {
    const host = await http(
      '127.79.8.2',
      answering(() => INFO),
    );
    got(await client.readInfo(host.address));
    got(await readSummary(host));
    expect(asked(host)).toEqual(['info', 'summary']);
  });

  it('is asked before each write, over the connection of that write', async () => {
    const host = await http(
      '127.79.8.3',
      answering(() => INFO),
    );
    got(await client.unlock(certain(host), 'secret'));
    got(await client.lock(certain(host), 'tok'));
    expect(asked(host)).toEqual(['info', 'unlock', 'info', 'lock']);
    expect(host.connections()).toBe(2);
  });

  it('is read although it closes its connection after every response', async () => {
    const host = await http('127.79.8.4', (request, response) => {
      response.setHeader('connection', 'close');
      answering(() => INFO)(request, response);
    });
    for (let poll = 0; poll < 3; poll += 1) got(await readSummary(host));
    got(await client.unlock(certain(host), 'secret'));
    expect(asked(host)).toEqual(['info', 'summary', 'info', 'summary', 'info', 'summary', 'info', 'unlock']);
  });
});

describe('a certain miner that closes its connection without a word', () => {
  it('is read and written to', async () => {
    const host = await http('127.79.8.9', (request, response) => {
      response.once('finish', () => setImmediate(() => request.socket.destroy()));
      answering(() => INFO)(request, response);
    });
    for (let poll = 0; poll < 5; poll += 1) got(await readSummary(host));
    for (let write = 0; write < 5; write += 1) got(await client.unlock(certain(host), 'secret'));
    expect(asked(host).filter((path) => path === 'unlock')).toHaveLength(5);
  });
});

describe('another host at its address', () => {
  const foreignHosts: [string, string, string][] = [
    ['another miner', INFO.replace(MAC.toUpperCase(), OTHER_MAC.toUpperCase()), 'identity_changed'],
    ['a miner that reports no MAC', INFO.replace(MAC.toUpperCase(), 'none'), 'identity_changed'],
    ['a web page', '<html><title>Router</title>', 'not_a_miner'],
    ['nothing but an empty body', '', 'not_a_miner'],
  ];

  it.each(foreignHosts)('%s gets neither its key nor its password, and is not read', async (_name, info, code) => {
    expect(info).not.toContain(MAC.toUpperCase());
    const host = await http(
      '127.79.8.5',
      answering(() => info),
    );
    const calls = [
      readSummary(host),
      client.unlock(certain(host), 'secret'),
      client.readPresets(certain(host), { apiKey: KEY }),
      client.createApiKey(certain(host), 'tok', KEY, 'PowerHive'),
      client.readChains(certain(host), { hrMeasure: 'GH/s', firmwareVersion: null }),
      client.readPerfSummary(certain(host)),
    ];
    for (const outcome of await Promise.all(calls)) expect(errorOf(outcome).code).toBe(code);
    expect(new Set(asked(host))).toEqual(new Set(['info']));
    expect(host.requests.every(({ headers }) => !('x-api-key' in headers) && !('authorization' in headers))).toBe(true);
  });

  it('gets nothing either when it takes over between two polls, over a kept connection that has died', async () => {
    let info = INFO;
    const host = await http(
      '127.79.8.6',
      answering(() => info),
    );
    got(await readSummary(host));
    info = INFO.replace(MAC.toUpperCase(), OTHER_MAC.toUpperCase());
    host.cutConnections();
    expect(errorOf(await readSummary(host))).toMatchObject({ code: 'identity_changed', retryable: true });
    expect(errorOf(await readSummary(host)).message).toContain(OTHER_MAC);
    expect(asked(host)).toEqual(['info', 'summary', 'info', 'info']);
  });

  it('is found out by a scan on the connection that the polls use', async () => {
    let info = INFO;
    const host = await http(
      '127.79.8.7',
      answering(() => info),
    );
    got(await readSummary(host));
    info = INFO.replace(MAC.toUpperCase(), OTHER_MAC.toUpperCase());
    expect(got(await client.readInfo(host.address)).mac).toBe(OTHER_MAC);
    expect(errorOf(await readSummary(host)).code).toBe('identity_changed');
    expect(asked(host)).toEqual(['info', 'summary', 'info', 'info']);
  });

  it('gets nothing while the kept connection dies under the very request', async () => {
    let takenOver = false;
    const host = await http('127.79.8.8', (request, response) => {
      if (takenOver || request.url === '/api/v1/info') {
        answering(() => (takenOver ? INFO.replace(MAC.toUpperCase(), OTHER_MAC.toUpperCase()) : INFO))(
          request,
          response,
        );
      } else if (asked(host).length > 2) {
        takenOver = true;
        request.socket.resetAndDestroy();
      } else response.end(SUMMARY);
    });
    got(await readSummary(host));
    expect(errorOf(await readSummary(host)).code).toBe('identity_changed');
    // The second summary went to the miner itself, whose connection it was.
    expect(asked(host)).toEqual(['info', 'summary', 'summary', 'info']);
  });
});
