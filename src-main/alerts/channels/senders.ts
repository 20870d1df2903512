import type { ChannelKind } from '../../../src-shared/model/index.ts';
import { callHeartbeat } from './heartbeats.ts';
import { sendDiscord } from './send-discord.ts';
import { sendNtfy } from './send-ntfy.ts';
import { sendSlack } from './send-slack.ts';
import { sendTelegram } from './send-telegram.ts';
import { sendWebhook } from './send-webhook.ts';
import type { Sender, ServerTrust } from './sender.ts';

/**
 * The sender of each kind of channel. That of a heartbeat is for tests of the channel. The desktop
 * has none.
 */
export function createSenders(trust?: ServerTrust) {
  return {
    // SMTP and MQTT are large modules: loaded with the first message.
    email: async (message, context) => (await import('./send-email.ts')).createEmailSender(trust)(message, context),
    telegram: sendTelegram,
    ntfy: sendNtfy,
    slack: sendSlack,
    discord: sendDiscord,
    webhook: sendWebhook,
    mqtt: async (message, context) => (await import('./send-mqtt.ts')).createMqttSender(trust)(message, context),
    heartbeat: (_message, { settings, clock, signal }) => callHeartbeat({ settings }, clock, signal),
  } satisfies Readonly<Partial<Record<ChannelKind, Sender>>>;
}
