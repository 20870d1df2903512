import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createSenders } from '../../../src-main/alerts/channels/senders.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import { anIncident, OPENED_AT } from '../../fixtures/alerts/incidents.ts';
import { startMqttBroker } from '../../fixtures/alerts/mqtt-broker.ts';
import { startHttpReceiver } from '../../fixtures/alerts/receivers.ts';
import { message, SECRET, SITE, send } from '../../fixtures/alerts/send-once.ts';
import { findFreePort } from '../../fixtures/farm/loopback-nets.ts';
import { eventually } from '../../fixtures/patience.ts';

const login = { user: 'alerts', pass: SECRET };
const topic = 'farm/north/alerts';

describe('a message over MQTT', () => {
  it('is the JSON of the webhook, acknowledged and not retained, and the connection ends', async () => {
    await using broker = await startMqttBroker();
    const open = { url: broker.url, topic, user: null };
    expect(await send('mqtt', open, { secret: null })).toEqual({ ok: true, ref: null, began: 1 });
    const json = {
      event: 'opened',
      incident: anIncident(),
      site: SITE,
      delivery_id: message().id,
      at: OPENED_AT,
      title: message().title,
      text: message().body,
    };
    expect(broker.published).toEqual([{ topic, qos: 1, retain: false, json, user: null }]);
    await eventually(() => expect(broker.connections()).toBe(0));
  });

  it('goes over TLS with a login', async () => {
    await using broker = await startMqttBroker({ tls: true, login });
    const settings = { url: broker.url, topic, user: 'alerts' };
    expect(await send('mqtt', settings)).toMatchObject({ ok: true, began: 1 });
    expect(broker.published).toMatchObject([{ topic, user: 'alerts' }]);
  });
});

describe('what goes wrong with a broker', () => {
  it('another password, and a topic that the user may not publish to', async () => {
    await using broker = await startMqttBroker({ login, mayPublish: 'farm/' });
    const at = new URL(broker.url).host;
    const refused = await send('mqtt', { url: broker.url, topic, user: 'alerts' }, { secret: 'wrong-password' });
    expect(refused).toMatchObject({
      ok: false,
      began: 0,
      rejected: false,
      error: `${at} refused the login: check user and password`,
    });
    expect(await send('mqtt', { url: broker.url, topic: 'other', user: 'alerts' })).toMatchObject({
      ok: false,
      began: 1,
      error: `${at} closed the connection without accepting the message: may the user publish to other?`,
    });
    expect(broker.published).toEqual([]);
  });

  it('a certificate that this computer does not know gets neither password nor message', async () => {
    await using broker = await startMqttBroker({ tls: true, login });
    let began = 0;
    const result = await createSenders().mqtt(message(), {
      settings: { url: broker.url, topic, user: 'alerts' },
      secret: SECRET,
      site: SITE,
      signal: new AbortController().signal,
      timeoutMs: 10_000,
      clock: systemClock,
      beforeTransmit: async () => void began++,
    });
    const error = `The certificate of ${new URL(broker.url).host} is not valid: it is self-signed`;
    expect(result).toMatchObject({ ok: false, error });
    expect([began, broker.published]).toEqual([0, []]);
  });

  it('nobody listens, and there is no such host', async () => {
    const port = await findFreePort();
    expect(await send('mqtt', { url: `mqtt://127.0.0.1:${port}`, topic, user: null }, { secret: null })).toMatchObject({
      ok: false,
      began: 0,
      error: `Connection refused by 127.0.0.1:${port}`,
    });
    const lost = await send('mqtt', { url: 'mqtt://broker.invalid', topic, user: null }, { secret: null });
    expect(lost).toHaveProperty(
      'error',
      expect.stringMatching(/^Host broker\.invalid:1883 (not found|can't be resolved)/),
    );
  });

  it('a web server, and a broker with TLS that is called without it, or the other way round', async () => {
    await using http = await startHttpReceiver();
    const at = new URL(http.url).host;
    expect(await send('mqtt', { url: `mqtt://${at}`, topic, user: null }, { secret: null })).toMatchObject({
      ok: false,
      error: `${at} is no MQTT broker, or wants mqtts://`,
    });
    await using tls = await startMqttBroker({ tls: true });
    const secure = new URL(tls.url).host;
    expect(await send('mqtt', { url: `mqtt://${secure}`, topic, user: null }, { secret: null })).toMatchObject({
      ok: false,
      error: `${secure} closed the connection without an answer: no MQTT broker, or one that wants mqtts://`,
    });
    await using plain = await startMqttBroker();
    const clear = new URL(plain.url).host;
    expect(await send('mqtt', { url: `mqtts://${clear}`, topic, user: null }, { secret: null })).toMatchObject({
      ok: false,
      began: 0,
      error: `${clear} closed the connection without an answer: no MQTT broker, or one that wants mqtt://`,
    });
  });

  it('one that accepts the connection and stays silent, and a program that stops meanwhile', async () => {
    const server: Server = createServer((socket) => socket.on('error', () => undefined).resume());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const at = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const silent = { url: `mqtt://${at}`, topic, user: null };
    expect(await send('mqtt', silent, { secret: null, timeoutMs: 300 })).toMatchObject({
      ok: false,
      began: 0,
      error: `No answer from ${at} within 1 s`,
    });
    const stop = new AbortController();
    server.once('connection', () => stop.abort());
    expect(await send('mqtt', silent, { secret: null, signal: stop.signal })).toMatchObject({
      ok: false,
      error: 'PowerHive stopped while it was sent',
    });
    server.close();
    // It closes after every connection has ended.
    await once(server, 'close');
  });
});
