import type { RequestListener } from 'node:http';
import { expect, it } from 'vitest';
import { vnish } from '../../../src-main/drivers/vnish/driver.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import { limitMs } from '../../fixtures/patience.ts';
import { miner, startClient } from './firmware-client-session.ts';
import { bodyOf, sendJson } from './odd-host.ts';

const PASSWORD = 'hunter2-"farm"-secret';
const KEY = '00112233445566778899aabbccddeeff';
const TOKEN = '0123456789abcdefghijABCDEFGHIJ01';
const POOL_PASS = 'xyzzy-plugh-plover';
const POOL_LOGIN = 'plugh-frotz-77';
/** Six consecutive characters of a secret are too many. */
const PARTS = [PASSWORD, KEY, TOKEN, POOL_PASS, POOL_LOGIN].flatMap((secret) =>
  Array.from({ length: secret.length - 5 }, (_, at) => secret.slice(at, at + 6)),
);

/** Hosts that repeat everything they receive, harmlessly or to have it displayed. */
const REPEATS: readonly [string, (sent: string) => RequestListener][] = [
  ['quotes it in an error', (sent) => (_, response) => sendJson(response, 500, { err: `invalid request: ${sent}` })],
  [
    'quotes it in an error that is cut off in its middle',
    (sent) => (_, response) =>
      sendJson(response, 400, { err: `${'x'.repeat(248 - [...sent].findIndex(isPartOf))}${sent}` }),
  ],
  ['has it for the names of fields', (sent) => (_, response) => sendJson(response, 200, fieldsOf(sent))],
  [
    'redirects to it',
    (sent) => (_, response) => void response.writeHead(302, { location: `/login?${encodeURIComponent(sent)}` }).end(),
  ],
];

function isPartOf(_: string, at: number, all: readonly string[]): boolean {
  return [PASSWORD, KEY, TOKEN, POOL_PASS].some((secret) => all.slice(at, at + 6).join('') === secret.slice(0, 6));
}

function fieldsOf(sent: string): object {
  const names = [PASSWORD, KEY, TOKEN, POOL_PASS].filter((secret) =>
    sent.includes(JSON.stringify(secret).slice(1, -1)),
  );
  return Object.fromEntries([...names, sent].map((name) => [name, 1]));
}

it.each(REPEATS)('no secret that was sent to a host is in what is said of it where it %s', async (_, answer) => {
  const host = await miner('127.79.51.1', async (request, response) => {
    const { authorization = '', 'x-api-key': key = '' } = request.headers;
    answer(`${await bodyOf(request)} ${authorization} ${key}`)(request, response);
  });
  const client = startClient();
  const session = vnish.open({ timeoutMs: limitMs(), clock: systemClock });
  const keyed = { ...host.address, apiKey: KEY, kind: 'vnish' };
  const pools = [{ url: `stratum+tcp://someone:${POOL_LOGIN}@pool.example:3333`, user: 'worker', pass: POOL_PASS }];
  const ends = [
    await client.unlock(host.address, PASSWORD),
    await client.listApiKeys(host.address, { token: TOKEN }),
    await client.createApiKey(host.address, TOKEN, KEY, 'PowerHive'),
    await client.deleteApiKey(host.address, TOKEN, KEY),
    await client.lock(host.address, TOKEN),
    await client.readSummary(keyed, null, null),
    await client.readSettings(keyed, null),
    await client.backupSettings(keyed),
    await session.actions.send?.(keyed, { kind: 'pools', pools }),
  ];
  await session.close();
  const said = JSON.stringify(ends);
  expect(host.requests).toHaveLength(ends.length);
  expect(said).toContain('POST /api/v1/unlock');
  expect(PARTS.filter((part) => said.includes(part) || said.includes(JSON.stringify(part).slice(1, -1)))).toEqual([]);
});
