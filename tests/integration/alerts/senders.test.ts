import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message, SendContext, Sender } from '../../../src-main/alerts/channels/sender.ts';
import { createSenders } from '../../../src-main/alerts/channels/senders.ts';
import { systemClock } from '../../../src-main/runtime/clock.ts';
import { anIncident, OPENED_AT } from '../../fixtures/alerts/incidents.ts';
import { type HttpReceiver, startHttpReceiver, startMailServer } from '../../fixtures/alerts/receivers.ts';
import { message, SECRET, SITE, send } from '../../fixtures/alerts/send-once.ts';
import { findFreePort } from '../../fixtures/farm/loopback-nets.ts';

let http: HttpReceiver;
beforeEach(async () => {
  http = await startHttpReceiver();
});
afterEach(() => http[Symbol.asyncDispose]());

describe('what each kind of channel sends', () => {
  it('ntfy: title, text and urgency, with the token', async () => {
    expect(await send('ntfy', { url: http.url, topic: 'farm' })).toMatchObject({ ok: true, began: 1 });
    expect(http.received[0]?.headers.authorization).toBe(`Bearer ${SECRET}`);
    expect(http.received[0]?.json).toEqual({
      topic: 'farm',
      title: `North · ${message().title}`,
      message: message().body,
      priority: 5,
    });
    await send('ntfy', { url: http.url, topic: 'farm' }, { secret: null, event: 'resolved' });
    expect(http.received[1]?.headers.authorization).toBeUndefined();
    expect(http.received[1]?.json.priority).toBe(3);
  });

  it('Slack and Discord: a text in which nothing is a mention or a link', async () => {
    expect(await send('slack', {}, { secret: `${http.url}/services/T0/B0/x` })).toMatchObject({ ok: true });
    expect(http.received[0]).toMatchObject({ path: '/services/T0/B0/x' });
    expect(http.received[0]?.json.text).toContain('&lt;10.1.4.0/24&gt;\nSince 22:10');
    // Several sites may send to one place.
    expect(http.received[0]?.json.text).toMatch(/^North · Critical: 34 miners/);
    expect(await send('discord', {}, { secret: `${http.url}/api/webhooks/1/y` })).toMatchObject({ ok: true });
    expect(http.received[1]?.json).toMatchObject({ allowed_mentions: { parse: [] } });
  });

  it('a webhook: the incident, signed over the whole body', async () => {
    expect(await send('webhook', { url: `${http.url}/hook?x=1` })).toMatchObject({ ok: true });
    const [got] = http.received;
    expect(got?.path).toBe('/hook?x=1');
    expect(got?.json).toMatchObject({ event: 'opened', incident: anIncident(), site: SITE, at: OPENED_AT });
    const signature = createHmac('sha256', SECRET)
      .update(got?.body ?? '')
      .digest('hex');
    expect(got?.headers['x-powerhive-signature']).toBe(`sha256=${signature}`);
    expect(got?.headers['x-powerhive-delivery']).toBe(message().id);
  });

  it('Telegram: a message, which is edited when the incident changes, and sent again where it is gone', async () => {
    const telegram = { chat_id: '-100', base_url: http.url };
    http.answer = (response) => response.end(JSON.stringify({ ok: true, result: { message_id: 77 } }));
    expect(await send('telegram', telegram, { secret: '12:tok' })).toMatchObject({ ok: true, ref: '77' });
    expect(http.received[0]).toMatchObject({ path: '/bot12:tok/sendMessage', json: { chat_id: '-100' } });
    expect(http.received[0]?.json.text).toMatch(/^North · Critical: 34 miners/);
    const changed = { secret: '12:tok', event: 'changed', editRef: '77' } as const;
    expect(await send('telegram', telegram, changed)).toMatchObject({ ok: true, ref: '77' });
    expect(http.received[1]).toMatchObject({ path: '/bot12:tok/editMessageText', json: { message_id: 77 } });
    http.answer = (response, { path }) => {
      const isEdit = path.endsWith('editMessageText');
      response.statusCode = isEdit ? 400 : 200;
      const gone = { ok: false, description: 'Bad Request: message to edit not found' };
      response.end(JSON.stringify(isEdit ? gone : { ok: true, result: { message_id: 78 } }));
    };
    expect(await send('telegram', telegram, changed)).toMatchObject({ ok: true, ref: '78' });
    // What was closed makes no sound, also where its message is gone.
    const sounds: unknown[] = [];
    for (const resolved_by of [null, 'browser']) {
      const incident = anIncident({ ended_because: 'maintenance began', resolved_by });
      await send('telegram', telegram, { ...changed, event: 'resolved', incident });
      sounds.push(http.received.at(-1)?.json.disable_notification);
    }
    expect(sounds).toEqual([true, false]);
    http.answer = (response) => {
      response.statusCode = 400;
      response.end(JSON.stringify({ ok: false, description: 'Bad Request: message is not modified' }));
    };
    expect(await send('telegram', telegram, changed)).toMatchObject({ ok: true, ref: '77' });
  });

  it('Telegram: a wrong chat or token is a fault of the channel, and what a message contains is sent plainly', async () => {
    const telegram = { chat_id: '-100', base_url: http.url };
    const refuse = (status: number, description: string) => {
      http.answer = (response) => {
        response.statusCode = status;
        response.end(JSON.stringify({ ok: false, description }));
      };
    };
    refuse(400, 'Bad Request: chat not found');
    const lost = await send('telegram', telegram, { secret: '12:tok' });
    expect(lost).toMatchObject({ ok: false, rejected: false, error: expect.stringContaining('chat not found') });
    refuse(401, 'Unauthorized');
    expect(await send('telegram', telegram, { secret: '12:tok' })).toMatchObject({ ok: false, rejected: false });
    http.received.length = 0;
    http.answer = (response, { json }) => {
      const isPlain = !String((json as { text: string }).text).includes('☠');
      response.statusCode = isPlain ? 200 : 400;
      const wrong = { ok: false, description: "Bad Request: can't parse entities" };
      response.end(JSON.stringify(isPlain ? { ok: true, result: { message_id: 79 } } : wrong));
    };
    const odd = { secret: '12:tok', title: 'Critical: R1☠S01 offline' };
    expect(await send('telegram', telegram, odd)).toMatchObject({ ok: true, ref: '79' });
    expect(http.received.map(({ json }) => (json as { text: string }).text.split('\n')[0])).toEqual([
      'North · Critical: R1☠S01 offline',
      'North · Critical: R1 S01 offline',
    ]);
  });

  it('e-mail: with STARTTLS and a login, with TLS, and without either', async () => {
    const login = { user: 'alerts', pass: SECRET };
    await using starttls = await startMailServer({ login });
    const mail = { host: '127.0.0.1', from: 'hive@farm.example', to: 'ops@farm.example, night@farm.example' };
    const settings = { ...mail, port: starttls.port, security: 'starttls', user: 'alerts' };
    const clock = { nowMs: () => Date.UTC(2026, 1, 3, 4, 5, 6) };
    expect(await send('email', settings, { clock })).toMatchObject({ ok: true, began: 1 });
    expect(starttls.received[0]).toMatchObject({
      from: 'hive@farm.example',
      to: ['ops@farm.example', 'night@farm.example'],
      user: 'alerts',
      secure: true,
    });
    const text = starttls.received[0]?.text ?? '';
    expect(text).toContain('Subject: Critical: 34 miners offline in <10.1.4.0/24>');
    expect(text).toContain('Date: Tue, 03 Feb 2026 04:05:06 +0000');
    expect(text).toContain('Since 22:10 (3 min)\r\n34 miners');
    expect(text).toMatch(/Message-ID: <018bcfe5-6800-7000-8000-0000000000aa@farm\.example>/i);

    await using tls = await startMailServer({ secure: true, login });
    expect(await send('email', { ...settings, port: tls.port, security: 'tls' })).toMatchObject({ ok: true });
    expect(tls.received[0]).toMatchObject({ secure: true, user: 'alerts' });

    await using open = await startMailServer({});
    const plain = { ...mail, port: open.port, security: 'none', user: null };
    expect(await send('email', plain, { secret: null })).toMatchObject({ ok: true });
    expect(open.received[0]).toMatchObject({ secure: false, user: null });
  });
});

describe('what goes wrong is said without the secret', () => {
  const toWebhook = (more: Partial<Message & SendContext> = {}) => send('webhook', { url: `${http.url}/hook` }, more);
  const host = () => new URL(http.url).host;

  it('a redirect is refused, and not followed', async () => {
    http.answer = (response) => response.writeHead(302, { location: `${http.url}/elsewhere` }).end();
    const result = await toWebhook();
    expect(result).toMatchObject({ ok: false, rejected: false });
    expect(result).toHaveProperty('error', expect.stringContaining('Redirects are not followed'));
    expect(http.received).toHaveLength(1);
  });

  it('429 says when to try again, and is no trouble of the channel', async () => {
    http.answer = (response) => response.writeHead(429, { 'retry-after': '90' }).end();
    expect(await toWebhook()).toMatchObject({ ok: false, throttled: true, retryAfterMs: 90_000 });
  });

  it('500 is tried again; 400 is about the message', async () => {
    http.answer = (response) => response.writeHead(500).end();
    expect(await toWebhook()).toMatchObject({ ok: false, error: `${host()} answered 500`, rejected: false });
    http.answer = (response) => response.writeHead(400).end();
    expect(await toWebhook()).toMatchObject({ ok: false, rejected: true });
  });

  it('an answer that never comes, and a connection that is cut', async () => {
    http.answer = () => undefined;
    expect(await toWebhook({ timeoutMs: 300 })).toMatchObject({
      ok: false,
      error: `No answer from ${host()} within 1 s`,
      began: 1,
    });
    http.answer = (response) => response.socket?.destroy();
    expect(await toWebhook()).toMatchObject({
      ok: false,
      error: `${host()} closed the connection without an answer`,
      began: 1,
    });
  });

  it('what was accepted or put off is so, also if the body of the answer never comes, or is cut', async () => {
    for (const end of [() => undefined, (response: ServerResponse) => response.socket?.destroy()]) {
      http.answer = (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{');
        setTimeout(() => end(response), 20);
      };
      expect(await toWebhook({ timeoutMs: 500 })).toMatchObject({ ok: true });
      http.answer = (response) => {
        response.writeHead(429, { 'retry-after': '90', 'content-length': '100' });
        response.write('{');
        setTimeout(() => end(response), 20);
      };
      expect(await toWebhook({ timeoutMs: 500 })).toMatchObject({ throttled: true, retryAfterMs: 90_000 });
    }
  });

  it('where there is no connection nothing has begun to leave', async () => {
    const port = await findFreePort();
    const result = await send('webhook', { url: `http://127.0.0.1:${port}/hook` });
    expect(result).toMatchObject({ ok: false, error: `Connection refused by 127.0.0.1:${port}`, began: 0 });
    const mail = {
      host: '127.0.0.1',
      port,
      security: 'starttls',
      user: 'alerts',
      from: 'a@b.example',
      to: 'c@d.example',
    };
    expect(await send('email', mail)).toMatchObject({
      ok: false,
      error: `Connection refused by 127.0.0.1:${port}`,
      began: 0,
    });
  });

  it('a receiver that repeats the secret does not get it into the error', async () => {
    http.answer = (response, { path }) => {
      response.statusCode = 401;
      response.end(JSON.stringify({ ok: false, description: `Unauthorized: ${path} and ${SECRET}` }));
    };
    const result = await send('telegram', { chat_id: '1', base_url: http.url });
    expect(result).toHaveProperty('error', expect.stringContaining('refused the credentials (401)'));
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });

  it('a mail server that wants another password, offers no encryption, or refuses the message', async () => {
    const mail = { host: '127.0.0.1', user: 'alerts', from: 'a@b.example', to: 'c@d.example', security: 'starttls' };
    await using login = await startMailServer({ login: { user: 'alerts', pass: 'another' } });
    const refused = await send('email', { ...mail, port: login.port });
    expect(refused).toMatchObject({ ok: false, began: 0 });
    expect(refused).toHaveProperty('error', expect.stringContaining('refused the login'));
    expect(JSON.stringify(refused)).not.toContain(SECRET);

    await using late = await startMailServer({ login: { user: 'alerts', pass: SECRET }, refuse: 'mailbox busy' });
    expect(await send('email', { ...mail, port: late.port })).toMatchObject({
      ok: false,
      began: 1,
      error: expect.stringContaining('mailbox busy'),
      rejected: false,
    });
    // A permanent refusal is about this message, unlike one of the sender or a receiver.
    await using strict = await startMailServer({
      login: { user: 'alerts', pass: SECRET },
      refuse: 'message content rejected',
      refuseCode: 554,
    });
    expect(await send('email', { ...mail, port: strict.port })).toMatchObject({
      ok: false,
      error: expect.stringContaining('content rejected'),
      rejected: true,
    });

    // A server with an unknown certificate gets neither the password nor the message.
    const stranger: Sender = createSenders().email;
    const to = { settings: { ...mail, port: late.port }, secret: SECRET, site: SITE };
    const context = { ...to, timeoutMs: 10_000, clock: systemClock };
    let began = 0;
    const result = await stranger(message(), {
      ...context,
      signal: new AbortController().signal,
      beforeTransmit: async () => void began++,
    });
    expect(result).toMatchObject({ ok: false, error: expect.stringMatching(/valid|certificate/) });
    expect(began).toBe(0);
  });
});
