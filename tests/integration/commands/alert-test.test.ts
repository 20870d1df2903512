import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel, ChannelKind } from '../../../src-shared/model/index.ts';
import { startMqttBroker } from '../../fixtures/alerts/mqtt-broker.ts';
import { startHttpReceiver, startMailServer } from '../../fixtures/alerts/receivers.ts';
import { claimNet } from '../../fixtures/farm/loopback-nets.ts';
import { makeOwnFolder } from '../../fixtures/own-folder.ts';
import { powerhive, type Serving, startServing } from '../../fixtures/program/program.ts';

const SECRET = 'tk_canary_90d2';
const net = await claimNet();
const folder = makeOwnFolder('alert-test');
let serving: Serving;
/** Servers by what they do. */
const servers = new AsyncDisposableStack();

beforeAll(async () => {
  writeFileSync(join(folder.path, 'config.json'), JSON.stringify({ network: { subnets: [`${net}.1.1:8996`] } }));
  serving = await startServing(['serve', '--data', folder.path, '--port', '0']);
});
afterAll(async () => {
  if (serving?.child.exitCode === null) await serving.stop();
  await servers.disposeAsync();
  folder.remove();
});

type SentKind = Exclude<ChannelKind, 'desktop'>;
const KINDS: readonly SentKind[] = ['email', 'telegram', 'ntfy', 'slack', 'discord', 'webhook', 'mqtt', 'heartbeat'];

/** The settings of a channel whose server is at this port. */
function settingsOf(kind: SentKind, port: number): Record<string, unknown> {
  const url = `http://127.0.0.1:${port}`;
  switch (kind) {
    case 'email':
      return {
        host: '127.0.0.1',
        port,
        security: 'none',
        user: null,
        from: 'hive@farm.example',
        to: 'ops@farm.example',
      };
    case 'telegram':
      return { chat_id: '-100', bot_token: `12:${SECRET}`, base_url: url };
    case 'ntfy':
      return { url, topic: 'farm', token: SECRET };
    case 'slack':
    case 'discord':
      return { webhook_url: `${url}/hooks/${SECRET}` };
    case 'webhook':
      return { url, secret: SECRET };
    case 'mqtt':
      return { url: `mqtt://127.0.0.1:${port}`, topic: 'powerhive/alerts', user: 'hive', password: SECRET };
    case 'heartbeat':
      return { url, every_seconds: 3600 };
  }
}

const portOf = (url: string): number => Number(new URL(url).port);

/** Adds a channel for the server at this port and runs the command for it, as an operator would. */
async function tested(kind: SentKind, name: string, port: number) {
  const { status, body } = await serving.rest('POST', '/channels', { kind, name, settings: settingsOf(kind, port) });
  expect(body).toMatchObject({ kind });
  expect(status).toBe(201);
  const { id } = body as Channel;
  const [plain, asJson] = await Promise.all([
    powerhive('alert', 'test', ...name.split(' '), '--data', folder.path),
    powerhive('alert', 'test', id, '--json', '--data', folder.path),
  ]);
  expect(JSON.stringify([plain, asJson])).not.toContain(SECRET);
  expect(asJson.code).toBe(plain.code);
  return { ...plain, json: JSON.parse(asJson.stdout) as unknown };
}

describe('powerhive alert test', () => {
  it.each(KINDS)('%s: the message arrives', async (kind) => {
    await using http = await startHttpReceiver();
    await using mail = await startMailServer({});
    await using broker = await startMqttBroker({ login: { user: 'hive', pass: SECRET } });
    const port = { email: mail.port, mqtt: portOf(broker.url) }[kind as string] ?? portOf(http.url);
    const name = `Right ${kind}`;
    const { code, stdout, stderr, json } = await tested(kind, name, port);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `Test message sent to ${name}\n`, stderr: '' });
    expect(json).toEqual({ sent: true, error: null });
    const got = { email: mail.received, mqtt: broker.published }[kind as string] ?? http.received;
    expect(got).toHaveLength(2);
    if (kind !== 'heartbeat') expect(JSON.stringify(got[0])).toContain(`Test message from PowerHive`);
  });

  it.each(KINDS)('%s: what is wrong is said', async (kind) => {
    await using http = await startHttpReceiver();
    http.answer = (response) => response.writeHead(403).end(JSON.stringify({ description: `not ${SECRET}` }));
    await using mail = await startMailServer({ refuse: 'mailbox is full', refuseCode: 552 });
    await using broker = await startMqttBroker({ login: { user: 'hive', pass: 'another' } });
    const port = { email: mail.port, mqtt: portOf(broker.url) }[kind as string] ?? portOf(http.url);
    const name = `Wrong ${kind}`;
    const { code, stdout, stderr, json } = await tested(kind, name, port);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const why = { email: 'refused the message: 552 mailbox is full', mqtt: 'refused the login' }[kind as string];
    expect(stderr).toContain(`${name}: 127.0.0.1:${port}`);
    expect(stderr).toContain(why ?? 'refused the credentials (403)');
    expect(json).toEqual({ sent: false, error: stderr.slice(`${name}: `.length).trimEnd() });
  });

  it('each kind: a server that takes the message and never answers', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).resume();
    });
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    servers.defer(() => {
      for (const socket of sockets) socket.destroy();
      silent.close();
    });
    const { port } = silent.address() as AddressInfo;
    const said = await Promise.all(
      KINDS.map(async (kind) => ({ kind, ...(await tested(kind, `Silent ${kind}`, port)) })),
    );
    for (const { kind, code, stderr, json } of said) {
      expect(code, kind).toBe(1);
      expect(stderr, kind).toMatch(/^Silent \w+: No answer from 127\.0\.0\.1:\d+ (?:within 15 s|in time)/);
      expect(json, kind).toMatchObject({ sent: false });
    }
    // The rest of PowerHive has worked meanwhile.
    expect((await serving.rest('GET', '/health')).status).toBe(200);
  });

  it('no such channel, and no name', async () => {
    const unknown = await powerhive('alert', 'test', 'Nobody', '--data', folder.path);
    expect(unknown).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no channel "Nobody". There are: '),
    });
    expect(await powerhive('alert', 'test', '--data', folder.path)).toMatchObject({ code: 2 });
    const nowhere = makeOwnFolder('alert-test-nowhere');
    expect(await powerhive('alert', 'test', 'Nobody', '--data', nowhere.path)).toMatchObject({ code: 3 });
    nowhere.remove();
  });
});
