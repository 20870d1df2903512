import { httpAddressTrouble } from '../../../../src-shared/limits/http-address.ts';
import type { Channel, ChannelKind, ChannelSettings } from '../../../../src-shared/model/index.ts';
import { channelsTexts } from './channels-texts.ts';

const { fields: names, unencrypted, secretAbout } = channelsTexts;

/** A field in the form of a channel. */
export interface ChannelField {
  readonly key: string;
  readonly label: string;
  readonly type: 'text' | 'number' | 'secret' | 'security';
  readonly initial: string;
  readonly about?: string;
  readonly placeholder?: string;
  /** If left empty, it is not set. */
  readonly optional?: boolean;
}

const text = (key: string, label: string, more: Partial<ChannelField> = {}): ChannelField => ({
  key,
  label,
  type: 'text',
  initial: '',
  ...more,
});
const secret = (key: string, label: string, more: Partial<ChannelField> = {}): ChannelField =>
  text(key, label, { type: 'secret', ...more });

/** The fields of each kind, in the order of the form. */
export const CHANNEL_FIELDS: Readonly<Record<ChannelKind, readonly ChannelField[]>> = {
  desktop: [],
  email: [
    text('host', names.host, { placeholder: 'smtp.example.com' }),
    text('port', names.port, { type: 'number', initial: '587' }),
    text('security', names.security, { type: 'security', initial: 'starttls' }),
    text('user', names.user, { optional: true }),
    secret('password', names.password, { optional: true }),
    text('from', names.from, { placeholder: 'powerhive@example.com' }),
    text('to', names.to, { placeholder: 'ops@example.com' }),
  ],
  telegram: [secret('bot_token', names.bot_token), text('chat_id', names.chat_id, { placeholder: '-1001234567890' })],
  ntfy: [
    text('url', names.ntfyUrl, { initial: 'https://ntfy.sh' }),
    text('topic', names.topic, { placeholder: 'my-farm-7f3a' }),
    secret('token', names.token, { optional: true }),
  ],
  slack: [secret('webhook_url', names.webhook_url, { placeholder: 'https://hooks.slack.com/services/…' })],
  discord: [secret('webhook_url', names.webhook_url, { placeholder: 'https://discord.com/api/webhooks/…' })],
  webhook: [
    text('url', names.url, { placeholder: 'https://example.com/alerts' }),
    secret('secret', names.secret, { about: secretAbout }),
  ],
  mqtt: [
    text('url', names.broker, { placeholder: 'mqtts://broker.example.com:8883' }),
    text('topic', names.topic, { initial: 'powerhive/alerts' }),
    text('user', names.user, { optional: true }),
    secret('password', names.password, { optional: true }),
  ],
  heartbeat: [
    text('url', names.url, { placeholder: 'https://hc-ping.com/…' }),
    text('every_seconds', names.every_seconds, { type: 'number', initial: '60' }),
  ],
};

export const SECURITIES = [
  { value: 'starttls', label: 'STARTTLS' },
  { value: 'tls', label: 'TLS' },
  { value: 'none', label: unencrypted },
];

export type FieldTexts = Readonly<Record<string, string>>;

/** The initial texts of a form, for an existing or a new channel. */
export function initialTexts(kind: ChannelKind, channel: Channel | null): FieldTexts {
  return Object.fromEntries(
    CHANNEL_FIELDS[kind].map(({ key, type, initial }) => {
      if (channel === null) return [key, initial];
      return [key, type === 'secret' ? '' : String(channel.settings[key] ?? '')];
    }),
  );
}

/** The settings to save. Empty secrets, and settings without a field, keep their values. */
export function settingsOf(kind: ChannelKind, texts: FieldTexts): ChannelSettings {
  const entries = CHANNEL_FIELDS[kind].flatMap(({ key, type, optional }): [string, string | number | null][] => {
    const value = (texts[key] ?? '').trim();
    if (type === 'secret') return value === '' ? [] : [[key, value]];
    if (type === 'number') return [[key, Number(value)]];
    return [[key, value === '' && optional === true ? null : value]];
  });
  // Without a user there is no login and no password.
  const settings = Object.fromEntries(entries);
  return settings['user'] === null ? { ...settings, password: null } : settings;
}

/** The fields that must be filled in and are empty. A stored secret stays if its field is empty. */
export function emptyFields(kind: ChannelKind, texts: FieldTexts, hasSecret: boolean): ReadonlySet<string> {
  const empty = CHANNEL_FIELDS[kind].filter(({ key, type, optional }) => {
    const isKept = optional === true || (type === 'secret' && hasSecret);
    return !isKept && (texts[key] ?? '').trim() === '';
  });
  return new Set(empty.map(({ key }) => key));
}

/** What is wrong with the web addresses of a form, by field: all at once, before it is sent. */
export function wrongAddresses(kind: ChannelKind, texts: FieldTexts): Readonly<Record<string, string>> {
  const wrong = CHANNEL_FIELDS[kind].flatMap(({ key, label }): [string, string][] => {
    const value = (texts[key] ?? '').trim();
    const isHttp = (key === 'url' || key === 'webhook_url') && label !== names.broker;
    const trouble = isHttp && value !== '' ? httpAddressTrouble(value) : null;
    return trouble === null ? [] : [[key, `${trouble.charAt(0).toUpperCase()}${trouble.slice(1)}.`]];
  });
  return Object.fromEntries(wrong);
}

/** Parses times of day such as "07:00, 19:00". */
export function timesOf(list: string): string[] {
  return list.split(/[\s,]+/).filter((part) => part !== '');
}

/** Whether a channel notifies: a heartbeat only says that PowerHive runs. */
export function notifies({ kind, enabled }: Pick<Channel, 'kind' | 'enabled'>): boolean {
  return enabled && kind !== 'heartbeat';
}
