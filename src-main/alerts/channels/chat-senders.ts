import { createHmac } from 'node:crypto';
import { cutTo } from '../../../src-shared/cut-to.ts';
import { oneLine } from '../../runtime/scrubbed.ts';
import { sendHttp } from './http-send.ts';
import { messageJson } from './message-json.ts';
import type { Message, Sender, SendResult } from './sender.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const MOST_OWN_WORDS = 120;

const PRIORITIES = { critical: 5, warning: 4, info: 3 } as const;

/** One text of a message: its title, then what follows. */
function textOf({ title, body }: Message, most: number): string {
  return cutTo(body === '' ? title : `${title}\n${body}`, most);
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function wordsOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? cutTo(oneLine(value), MOST_OWN_WORDS) : null;
}

/** ntfy (docs.ntfy.sh/publish, "Publish as JSON"), of the public server or one's own. */
export const sendNtfy: Sender = (message, context) => {
  const { settings, secret } = context;
  const body = {
    topic: settings['topic'],
    title: cutTo(message.title, 250),
    message: cutTo(message.body === '' ? message.title : message.body, 3500),
    priority: message.event === 'resolved' || message.event === 'digest' ? 3 : PRIORITIES[message.severity],
  };
  return sendHttp(
    {
      url: String(settings['url']),
      headers: { ...JSON_TYPE, ...(secret !== null && { authorization: `Bearer ${secret}` }) },
      body: JSON.stringify(body),
    },
    context,
    undefined,
    ({ text }) => wordsOf(parsed(text)['error']),
  );
};

/** Slack, by an incoming webhook: `&`, `<` and `>` are its only special characters. */
export const sendSlack: Sender = (message, context) => {
  const text = textOf(message, 3000).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return sendHttp(
    { url: context.secret ?? '', headers: JSON_TYPE, body: JSON.stringify({ text }) },
    context,
    undefined,
    (reply) => wordsOf(reply.text),
  );
};

/** Discord, by a webhook. A name in a text mentions nobody. */
export const sendDiscord: Sender = (message, context) =>
  sendHttp(
    {
      url: context.secret ?? '',
      headers: JSON_TYPE,
      body: JSON.stringify({ content: textOf(message, 2000), allowed_mentions: { parse: [] } }),
    },
    context,
    undefined,
    ({ text }) => wordsOf(parsed(text)['message']),
  );

/** Any server: the incident as the API has it, signed over the whole body. */
export const sendWebhook: Sender = (message, context) => {
  const body = messageJson(message, context.site);
  const signature = createHmac('sha256', context.secret ?? '')
    .update(body)
    .digest('hex');
  const headers = {
    ...JSON_TYPE,
    'x-powerhive-signature': `sha256=${signature}`,
    'x-powerhive-delivery': message.id,
  };
  return sendHttp({ url: String(context.settings['url']), headers, body }, context);
};

const TELEGRAM = 'https://api.telegram.org';

/**
 * What Telegram answers with 400 to a message that it takes from no chat, as long as it is as it
 * is.
 */
const WRONG_MESSAGE = /can't parse|must be encoded|message is too long|text is empty|text must be non-empty|entit/i;
/** A message that is refused is sent once more with nothing in it but plain words. */
const MOST_PLAIN = 1000;

/**
 * Telegram's Bot API: a message about an incident is edited when the incident changes. One that is
 * gone is sent again. A wrong chat or token is a fault of the channel: the message waits until it
 * is mended.
 */
export const sendTelegram: Sender = async (message, context) => {
  const { settings, secret } = context;
  const base = `${String(settings['base_url'] ?? TELEGRAM).replace(/\/+$/, '')}/bot${secret ?? ''}`;
  const chat = {
    chat_id: settings['chat_id'],
    text: textOf(message, 4000),
    link_preview_options: { is_disabled: true },
  };
  const call = (method: string, params: object): Promise<SendResult> =>
    sendHttp(
      { url: `${base}/${method}`, headers: JSON_TYPE, body: JSON.stringify(params) },
      context,
      ({ text }) => ({ ok: true, ref: messageIdOf(text) }),
      ({ text }) => wordsOf(parsed(text)['description']),
    );
  if (message.editRef !== null) {
    const edited = await call('editMessageText', { ...chat, message_id: Number(message.editRef) });
    if (edited.ok || !edited.rejected) return edited.ok ? { ok: true, ref: message.editRef } : edited;
    if (/not modified/i.test(edited.error)) return { ok: true, ref: message.editRef };
    // It was deleted, or is too old to be edited.
  }
  const disable_notification = message.event === 'digest' || message.severity === 'info';
  const sent = await call('sendMessage', { ...chat, disable_notification });
  if (sent.ok || !sent.rejected) return sent;
  if (!WRONG_MESSAGE.test(sent.error)) return { ...sent, rejected: false };
  return call('sendMessage', { chat_id: chat.chat_id, text: plain(chat.text), disable_notification });
};

function plain(text: string): string {
  return cutTo(text.toWellFormed().replace(/[^\p{L}\p{N}\p{P}\p{Zs}\n+°−%<>=|~]/gu, ' '), MOST_PLAIN);
}

function messageIdOf(text: string): string | null {
  const { result } = parsed(text);
  const id = typeof result === 'object' && result !== null ? (result as { message_id?: unknown }).message_id : null;
  return typeof id === 'number' ? String(id) : null;
}
