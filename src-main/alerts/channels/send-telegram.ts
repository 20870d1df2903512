import { cutTo } from '../../../src-shared/text/cut-to.ts';
import { isClosing } from '../announcement.ts';
import { JSON_TYPE, parsed, textOf, wordsOf } from './chat-message.ts';
import { sendHttp } from './send-http.ts';
import type { DeliveryResult, Sender } from './sender.ts';

const TELEGRAM = 'https://api.telegram.org';

/** Telegram's descriptions of status 400 for a message that it refuses in every chat. */
const WRONG_MESSAGE =
  /can't parse|must be encoded|message is too long|text is empty|text must be non-empty|\bentit(y|ies)\b/i;
/** A refused message is sent once more, as plain text of at most this length. */
const MOST_PLAIN = 1000;

/**
 * Telegram's Bot API. A message about an incident is edited when the incident changes; if it no
 * longer exists, a new one is sent. A wrong chat or token is a fault of the channel: the message
 * waits until it is corrected.
 */
export const sendTelegram: Sender = async (message, context) => {
  const { settings, secret } = context;
  const base = `${String(settings['base_url'] ?? TELEGRAM).replace(/\/+$/, '')}/bot${secret ?? ''}`;
  const chat = {
    chat_id: settings['chat_id'],
    text: textOf(message, context.site, 4000),
    link_preview_options: { is_disabled: true },
  };
  const call = (method: string, params: object): Promise<DeliveryResult> =>
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
    // It was deleted, or is too old to edit.
  }
  const isClosed = message.incident !== null && isClosing(message.event, message.incident);
  const disable_notification = message.event === 'digest' || message.severity === 'info' || isClosed;
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
