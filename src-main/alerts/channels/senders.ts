import type { ChannelKind } from '../../../src-shared/model/index.ts';
import { sendDiscord, sendNtfy, sendSlack, sendTelegram, sendWebhook } from './chat-senders.ts';
import { callHeartbeat } from './heartbeats.ts';
import type { EmailTrust } from './send-email.ts';
import type { Sender } from './sender.ts';

/**
 * How each kind of channel sends; a heartbeat is called when it is tested. The desktop's is not
 * here.
 */
export function createSenders(trust?: EmailTrust) {
  return {
    // What speaks SMTP is half a megabyte: loaded with the first message.
    email: async (message, context) => (await import('./send-email.ts')).createEmailSender(trust)(message, context),
    telegram: sendTelegram,
    ntfy: sendNtfy,
    slack: sendSlack,
    discord: sendDiscord,
    webhook: sendWebhook,
    heartbeat: (_message, { settings, signal }) => callHeartbeat({ settings }, signal),
  } satisfies Readonly<Partial<Record<ChannelKind, Sender>>>;
}
