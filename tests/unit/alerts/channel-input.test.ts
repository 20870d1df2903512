import { describe, expect, it } from 'vitest';
import { checkSettings } from '../../../src-main/alerts/channels/channel-input.ts';
import { NewChannel } from '../../../src-shared/model/index.ts';
import { BY_TESTER } from '../../fixtures/actors.ts';
import { openOutbox, outboxDisk, REVERSED } from '../../fixtures/alerts/memory-outbox.ts';
import { ManualClock } from '../../fixtures/manual-clock.ts';

const MAIL = { host: 'mx.example', port: 587, security: 'starttls', user: 'u', from: 'a@b.example', to: 'c@d.example' };

describe('settings of a channel', () => {
  it('have an end, also before it is known what they are', () => {
    const made = (settings: object) => NewChannel.safeParse({ kind: 'webhook', name: 'W', settings }).success;
    expect(made({ url: `https://a.example/${'x'.repeat(3000)}`, secret: 's' })).toBe(true);
    expect(made({ url: 'x'.repeat(4001) })).toBe(false);
    expect(made(Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, 1])))).toBe(false);
  });

  it('are those of its kind, without the secret among them', () => {
    expect(checkSettings('email', { ...MAIL, password: 'p' }, null)).toEqual({ ok: true, settings: MAIL, secret: 'p' });
    expect(checkSettings('email', { ...MAIL, user: '' }, null)).toMatchObject({ ok: true, settings: { user: null } });
    expect(checkSettings('email', { ...MAIL, host: '127.0.0.1', security: 'none', password: 'p' }, null)).toMatchObject(
      { ok: true, secret: 'p' },
    );
    expect(checkSettings('slack', { webhook_url: 'https://hooks.example/x' }, null)).toEqual({
      ok: true,
      settings: {},
      secret: 'https://hooks.example/x',
    });
    const broker = { url: 'mqtt://10.0.0.7', topic: 'farm/alerts', user: 'u' };
    expect(checkSettings('mqtt', { ...broker, password: 'p' }, null)).toEqual({
      ok: true,
      settings: broker,
      secret: 'p',
    });
    expect(checkSettings('ntfy', { url: 'http://10.0.0.7:8080', topic: 'farm' }, null)).toMatchObject({ ok: true });
  });

  it('have a web address of which is said what is wrong with it', () => {
    const said = (url: string) => {
      const checked = checkSettings('webhook', { url, secret: 's' }, null);
      return checked.ok ? null : checked.message;
    };
    expect(said('alerts.example/x')).toBe('must begin with https:// or http://');
    expect(said('https://')).toBe('must be a web address, such as https://example.com/alerts');
    expect(said('https://me:pw@alerts.example/x')).toBe('must have no user and no password in it');
    expect(said('https://alerts.example/x')).toBe(null);
  });

  it('say of the secret of a webhook whose it is, as nobody gives it to the operator', () => {
    const url = 'https://a.example/x';
    for (const secret of [{}, { secret: '' }]) {
      const message = 'must be given: any text that you choose, with which the receiver checks the signature';
      expect(checkSettings('webhook', { url, ...secret }, null)).toEqual({
        ok: false,
        path: 'settings.secret',
        message,
      });
    }
  });

  it.each([
    ['telegram', { chat_id: '1' }, 'settings.bot_token'],
    ['telegram', { chat_id: '1', bot_token: '1:a/../b' }, 'settings.bot_token'],
    ['webhook', { url: 'ftp://x.example', secret: 's' }, 'settings.url'],
    ['webhook', { url: 'https://u:p@x.example', secret: 's' }, 'settings.url'],
    ['ntfy', { url: 'https://ntfy.example', topic: 'a b' }, 'settings.topic'],
    ['email', { ...MAIL, user: null, password: 'p' }, 'settings.user'],
    ['email', { ...MAIL }, 'settings.password'],
    ['email', { ...MAIL, security: 'none', password: 'p' }, 'settings.security'],
    ['email', { ...MAIL, to: 'c@d.example\r\nBcc: x@y.example', password: 'p' }, 'settings.to'],
    ['mqtt', { url: 'https://x.example', topic: 'a' }, 'settings.url'],
    ['mqtt', { url: 'mqtt://u:p@x.example', topic: 'a' }, 'settings.url'],
    ['mqtt', { url: 'mqtts://x.example/path', topic: 'a' }, 'settings.url'],
    ['mqtt', { url: 'mqtts://x.example', topic: 'a/#' }, 'settings.topic'],
    ['mqtt', { url: 'mqtts://x.example', topic: 'a', password: 'p' }, 'settings.user'],
    ['heartbeat', { url: 'https://x.example', every_seconds: 1 }, 'settings.every_seconds'],
  ] as const)('%s %j is refused at %s', (kind, written, path) => {
    expect(checkSettings(kind, written, null)).toMatchObject({ ok: false, path });
  });

  it('a secret is kept, but not for another server than the one that it was entered for', () => {
    const kept = { settings: MAIL, hasSecret: true };
    expect(checkSettings('email', { to: 'x@y.example' }, kept)).toMatchObject({ ok: true, secret: undefined });
    expect(checkSettings('email', { host: 'other.example' }, kept)).toMatchObject({
      ok: false,
      path: 'settings.password',
    });
    expect(checkSettings('email', { host: 'other.example', password: 'q' }, kept)).toMatchObject({ ok: true });
    const broker = { settings: { url: 'mqtts://x.example', topic: 'a', user: 'u' }, hasSecret: true };
    expect(checkSettings('mqtt', { topic: 'b' }, broker)).toMatchObject({ ok: true, secret: undefined });
    expect(checkSettings('mqtt', { url: 'mqtt://x.example' }, broker)).toMatchObject({
      ok: false,
      path: 'settings.password',
    });
  });
});

describe('a secret', () => {
  const input = NewChannel.parse({
    kind: 'ntfy',
    name: 'Night shift',
    enabled: true,
    settings: { url: 'https://ntfy.example', topic: 'farm', token: 'tk_secret' },
  });

  it('is encrypted on disk, and in nothing that is shown', async () => {
    const disk = outboxDisk();
    const { channels, outbox } = await openOutbox(disk, new ManualClock());
    const made = await channels.create(input, BY_TESTER.actor);
    if (!made.ok) throw new Error(made.message);
    expect(JSON.stringify(disk.channels)).not.toContain('tk_secret');
    expect(disk.channels).toMatchObject([{ secret_sealed: REVERSED.encrypt('tk_secret') }]);
    const shown = outbox.shown(made.channel);
    expect(shown).toMatchObject({ has_secret: true, settings: { url: 'https://ntfy.example', topic: 'farm' } });
    expect(JSON.stringify(shown)).not.toMatch(/tk_secret|terces_kt/);
    expect(channels.secretOf(made.channel)).toBe('tk_secret');
  });

  it('moves to another kind of key with those of the miners', async () => {
    const disk = outboxDisk();
    const { channels } = await openOutbox(disk, new ManualClock());
    const made = await channels.create(input, BY_TESTER.actor);
    if (!made.ok) throw new Error(made.message);
    await channels.reencrypt({
      format: 'ss1',
      opens: ['ss1'],
      encrypt: (plain) => `ss1:${plain.toUpperCase()}`,
      open: (text) => (text.startsWith('ss1:') ? text.slice(4).toLowerCase() : null),
    });
    const [moved] = channels.all();
    expect(moved?.secret_sealed).toBe('ss1:TK_SECRET');
    expect(moved === undefined ? null : channels.secretOf(moved)).toBe('tk_secret');
  });

  it('that this computer cannot decrypt is an error of the channel', async () => {
    const clock = new ManualClock();
    const { outbox, channels } = await openOutbox(outboxDisk({ secret_sealed: 'ss1:foreign' }), clock);
    const [channel] = channels.all();
    if (channel === undefined) throw new Error('no channel');
    expect(await outbox.test(channel)).toEqual({
      sent: false,
      error: 'The secret of this channel cannot be decrypted on this computer. Enter it again.',
    });
  });
});
