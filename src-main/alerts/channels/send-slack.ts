import { JSON_TYPE, textOf, wordsOf } from './chat-message.ts';
import { sendHttp } from './send-http.ts';
import type { Sender } from './sender.ts';

/** Slack, by incoming webhook. Only `&`, `<` and `>` are special characters. */
export const sendSlack: Sender = (message, context) => {
  const text = textOf(message, context.site, 3000)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  return sendHttp(
    { url: context.secret ?? '', headers: JSON_TYPE, body: JSON.stringify({ text }) },
    context,
    undefined,
    (reply) => wordsOf(reply.text),
  );
};
