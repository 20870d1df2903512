import { z } from 'zod';
import { httpAddressTrouble } from '../../limits/http-address.ts';
import { DIGEST_AT } from '../../setting-defaults/digest.ts';
import { TimestampMs } from '../scalars.ts';
import { QuietHours, TimeOfDay } from './quiet-hours.ts';
import { AlertSeverity } from './rule.ts';

/**
 * Where alerts are sent. `heartbeat` gets none: its URL is requested as long as PowerHive monitors.
 */
export const ChannelKind = z.enum([
  'desktop',
  'email',
  'telegram',
  'ntfy',
  'slack',
  'discord',
  'webhook',
  'mqtt',
  'heartbeat',
]);
export type ChannelKind = z.infer<typeof ChannelKind>;

/** One line of text without control characters, so that it cannot inject a header or a line. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'must be filled in')
    .max(most)
    .regex(/^\P{Cc}*$/u, 'must be one line without control characters');

const HttpUrl = line(2000).superRefine((text, context) => {
  const message = httpAddressTrouble(text);
  if (message !== null) context.addIssue({ code: 'custom', message });
});

const BrokerUrl = line(2000).refine((text) => {
  const url = URL.parse(text);
  return url !== null && url.hostname !== '' && /^mqtts?:\/\/[^/?#@]+\/?$/i.test(text);
}, 'must be mqtt://host:1883 or mqtts://host:8883, without a password in it');

const Addresses = line(2000).refine(
  (text) => text.split(',').every((address) => /^[^\s@<>]+@[^\s@<>]+$/.test(address.trim())),
  'must be e-mail addresses, such as ops@farm.example, separated by commas',
);

/**
 * The settings of each kind that are shown. In the input a secret is one more setting, with its
 * name from `CHANNEL_SECRETS`; it is never shown again.
 */
export const CHANNEL_SETTINGS = {
  desktop: z.strictObject({ sound: z.enum(['on', 'off']).default('on') }),
  email: z.strictObject({
    host: line(253),
    port: z.int().min(1).max(65_535),
    security: z.enum(['none', 'starttls', 'tls']),
    user: line(320).nullable().default(null),
    from: line(320).regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be an e-mail address'),
    to: Addresses,
  }),
  telegram: z.strictObject({ chat_id: line(64), base_url: HttpUrl.nullable().default(null) }),
  ntfy: z.strictObject({ url: HttpUrl, topic: line(64).regex(/^[-\w]+$/, 'must be letters, digits, - and _') }),
  slack: z.strictObject({}),
  discord: z.strictObject({}),
  webhook: z.strictObject({ url: HttpUrl }),
  mqtt: z.strictObject({
    url: BrokerUrl,
    topic: line(256).regex(/^[^$+#][^+#]*$/, 'must be a topic without + and #, which does not begin with $'),
    user: line(320).nullable().default(null),
  }),
  heartbeat: z.strictObject({ url: HttpUrl, every_seconds: z.int().min(5).max(3600).default(60) }),
} as const satisfies Record<ChannelKind, z.ZodType>;

const secret = line(4000);

/** Unlike the other secrets, nobody gives it to the operator. */
const SIGNS = 'must be given: any text that you choose, with which the receiver checks the signature';

/** The secret of each kind: its name in the settings, its schema, and whether it is required. */
export const CHANNEL_SECRETS = {
  desktop: null,
  email: { name: 'password', schema: secret, required: false },
  telegram: { name: 'bot_token', schema: secret.regex(/^[\w:-]+$/, 'must be a bot token'), required: true },
  ntfy: { name: 'token', schema: secret.regex(/^[\x21-\x7e]+$/, 'must be an access token'), required: false },
  slack: { name: 'webhook_url', schema: HttpUrl, required: true },
  discord: { name: 'webhook_url', schema: HttpUrl, required: true },
  webhook: { name: 'secret', schema: secret, required: true, missing: SIGNS },
  mqtt: { name: 'password', schema: secret, required: false },
  heartbeat: null,
} as const satisfies Record<
  ChannelKind,
  { name: string; schema: z.ZodType; required: boolean; missing?: string } | null
>;

/** Settings of a channel without its secret. */
export const ChannelSettings = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
export type ChannelSettings = z.infer<typeof ChannelSettings>;

const DigestTimes = z.array(TimeOfDay).min(1).max(6);

const fields = {
  name: line(80),
  enabled: z.boolean(),
  min_severity: AlertSeverity.describe('less serious incidents are not sent here'),
  quiet_hours: QuietHours.nullable().describe(
    'in these hours what is less severe than its min_severity waits for the digest',
  ),
  digest_at: DigestTimes.describe('when what was held back is sent, in one message'),
};

/** A channel, with its state. */
export const Channel = z.object({
  id: z.string(),
  kind: ChannelKind,
  ...fields,
  settings: ChannelSettings,
  has_secret: z.boolean(),
  waiting: z.int().describe('messages that are to be sent now or when the channel works again'),
  held: z.int().describe('messages that are kept for the next digest'),
  state: z.object({
    last_success_at: TimestampMs.nullable(),
    last_error: z.string().nullable().describe('null once it works again'),
    failures: z.int().describe('tries that failed since the last success'),
  }),
});
export type Channel = z.infer<typeof Channel>;

/** More than any kind has. The settings of each kind are checked separately. */
const MOST_SETTINGS = 20;

const settingsInput = z
  .record(z.string().max(40), z.union([z.string().max(4000), z.number(), z.null()]))
  .refine((settings) => Object.keys(settings).length <= MOST_SETTINGS, `must be ${MOST_SETTINGS} settings at most`)
  .describe(
    'by kind: email {host, port, security: none|starttls|tls, user, password, from, to}, telegram {bot_token, chat_id, base_url}, ' +
      'ntfy {url, topic, token}, slack and discord {webhook_url}, webhook {url, secret}, mqtt {url, topic, user, password}, heartbeat {url, every_seconds}, desktop {sound: on|off}',
  );

/** Input for a new channel. Nothing is sent until it is enabled. The desktop's always exists. */
export const NewChannel = z.strictObject({
  kind: ChannelKind,
  ...fields,
  enabled: fields.enabled.default(false),
  min_severity: fields.min_severity.default('warning'),
  quiet_hours: fields.quiet_hours.default(null),
  digest_at: fields.digest_at.default([...DIGEST_AT]),
  settings: settingsInput.default({}),
});
export type NewChannel = z.infer<typeof NewChannel>;

/** Input for a change of a channel. Fields and settings that are left out are unchanged. */
export const ChannelPatch = z.strictObject({ ...fields, settings: settingsInput }).partial();
export type ChannelPatch = z.infer<typeof ChannelPatch>;

/** Result of a test message. */
export const ChannelTest = z.object({ sent: z.boolean(), error: z.string().nullable() });
export type ChannelTest = z.infer<typeof ChannelTest>;
