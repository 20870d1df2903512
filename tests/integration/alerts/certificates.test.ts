import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sender } from '../../../src-main/alerts/channels/sender.ts';
import { createSenders } from '../../../src-main/alerts/channels/senders.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import type { ChannelSettings } from '../../../src-shared/model/index.ts';
import { type MqttBroker, startMqttBroker } from '../../fixtures/alerts/mqtt-broker.ts';
import { EXPIRED_CERTIFICATE, loopbackKey, type MailServer, startMailServer } from '../../fixtures/alerts/receivers.ts';
import { message, SECRET, SITE } from '../../fixtures/alerts/send-once.ts';

// Their issuer is trusted, so that the age of the certificate alone is wrong.
const senders = createSenders({ ca: EXPIRED_CERTIFICATE });
const login = { user: 'alerts', pass: SECRET };
const old = { certificate: EXPIRED_CERTIFICATE, login };

let broker: MqttBroker;
let tls: MailServer;
let starttls: MailServer;
const requests: string[] = [];
const web = createServer({ key: loopbackKey(), cert: EXPIRED_CERTIFICATE }, (request, response) => {
  requests.push(request.url ?? '');
  response.end('{}');
});
beforeAll(async () => {
  broker = await startMqttBroker({ tls: true, ...old });
  tls = await startMailServer({ secure: true, ...old });
  starttls = await startMailServer(old);
  await once(web.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  await Promise.all([broker, tls, starttls].map((server) => server[Symbol.asyncDispose]()));
  web.close();
});

const webUrl = (): string => `https://127.0.0.1:${(web.address() as AddressInfo).port}`;
const mail = { host: '127.0.0.1', user: 'alerts', from: 'hive@farm.example', to: 'ops@farm.example' };
const CHANNELS: readonly (readonly [string, Sender, () => ChannelSettings])[] = [
  ['mqtt', senders.mqtt, () => ({ url: broker.url, topic: 'farm/alerts', user: 'alerts' })],
  ['email over TLS', senders.email, () => ({ ...mail, port: tls.port, security: 'tls' })],
  ['email over STARTTLS', senders.email, () => ({ ...mail, port: starttls.port, security: 'starttls' })],
  ['webhook', senders.webhook, () => ({ url: `${webUrl()}/hook` })],
  ['ntfy', senders.ntfy, () => ({ url: webUrl(), topic: 'farm' })],
  ['telegram', senders.telegram, () => ({ chat_id: '1', base_url: webUrl() })],
  ['heartbeat', senders.heartbeat, () => ({ url: `${webUrl()}/beat` })],
];

it.each(CHANNELS)('an expired certificate is named, and its server gets nothing: %s', async (_, send, settings) => {
  let began = 0;
  const result = await send(message(), {
    settings: settings(),
    secret: SECRET,
    site: SITE,
    signal: new AbortController().signal,
    timeoutMs: 10_000,
    clock: systemClock,
    beforeTransmit: async () => void began++,
  });
  expect(result).toMatchObject({
    ok: false,
    rejected: false,
    error: expect.stringMatching(/^The certificate of 127\.0\.0\.1:\d+ is not valid: it has expired$/),
  });
  expect(began).toBe(0);
  expect([broker.published, tls.received, starttls.received, requests].flat()).toEqual([]);
});
