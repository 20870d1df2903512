import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ActivityEntry, Channel } from '../../../src-shared/model/index.ts';
import { type HttpReceiver, startHttpReceiver } from '../../fixtures/alerts/receivers.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { pause, until } from '../../fixtures/patience.ts';
import { powerhive, type Serving, startServing } from '../../fixtures/program/program.ts';

const SECRET = 'tk_canary_5f1c';
const EVERY_SECONDS = 5;

const net = await claimNet();
const folder = mkdtempSync(join(tmpdir(), 'powerhive-channels-'));
let serving: Serving;
let receiver: HttpReceiver;
beforeAll(async () => {
  // A network without hosts is monitored too.
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ network: { subnets: [`${net}.1.1:8996`] } }));
  receiver = await startHttpReceiver();
  serving = await startServing(['serve', '--data', folder, '--port', '0']);
});
afterAll(async () => {
  if (serving?.child.exitCode === null) await serving.stop();
  await receiver[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

const create = async (body: object): Promise<Channel> => {
  const { status, body: made } = await serving.rest('POST', '/channels', body);
  expect(status).toBe(201);
  return made as Channel;
};

it('nothing leaves before a channel is there and switched on; its secret never comes out', async () => {
  expect((await serving.rest('GET', '/channels')).body).toEqual([]);
  const settings = { url: receiver.url, topic: 'farm', token: SECRET };
  const channel = await create({ kind: 'ntfy', name: 'Night shift', settings });
  expect(channel).toMatchObject({ enabled: false, has_secret: true, settings: { url: receiver.url, topic: 'farm' } });
  const { body } = await serving.rest('PATCH', `/channels/${channel.id}`, { min_severity: 'critical' });
  expect(body).toMatchObject({ min_severity: 'critical', has_secret: true });
  // Another server than the one for which the secret was entered.
  const moved = await serving.rest('PATCH', `/channels/${channel.id}`, { settings: { url: 'https://other.example' } });
  expect(moved.status).toBe(422);
  expect(receiver.received).toEqual([]);

  const tested = await powerhive('alert', 'test', 'night shift', '--data', folder);
  expect(tested).toMatchObject({ code: 0, stdout: 'Test message sent to Night shift\n' });
  expect(receiver.received[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
  receiver.answer = (response) => response.writeHead(401).end(`not ${SECRET}`);
  const failed = await powerhive('alert', 'test', 'Night shift', '--data', folder);
  expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('refused the credentials (401)') });
  receiver.answer = (response) => response.end('{}');

  const list = (await serving.rest('GET', '/channels')).body;
  const activity = (await serving.rest('GET', '/activity')).body as ActivityEntry[];
  expect(activity.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['channel_created', 'channel_changed', 'channel_tested']),
  );
  const shown = JSON.stringify([list, activity, tested, failed]);
  const files = ['powerhive.db', 'powerhive.db-wal', 'logs/powerhive.1.log'].flatMap((name) =>
    readAll(join(folder, name)),
  );
  expect([shown, ...files].filter((text) => text.includes(SECRET))).toEqual([]);
  expect((await serving.rest('DELETE', `/channels/${channel.id}`)).status).toBe(200);
  expect((await serving.rest('GET', '/channels')).body).toEqual([]);
});

it('the endpoint of a heartbeat notices a stopped program within its period', async () => {
  receiver.received.length = 0;
  const settings = { url: `${receiver.url}/beat`, every_seconds: EVERY_SECONDS };
  await create({ kind: 'heartbeat', name: 'Watchman', enabled: true, settings });
  await until('the second call', () => receiver.received.length >= 2);
  expect(receiver.received[0]).toMatchObject({ method: 'GET', path: '/beat' });
  serving.child.kill('SIGKILL');
  await until('the program to be gone', () => serving.child.signalCode !== null);
  const calls = receiver.received.length;
  await pause(EVERY_SECONDS * 1000 + 500);
  expect(receiver.received).toHaveLength(calls);
});

function readAll(path: string): string[] {
  try {
    return [readFileSync(path, 'latin1')];
  } catch {
    return [];
  }
}
