import { JSON_TYPE, parsed, textOf, wordsOf } from './chat-message.ts';
import { sendHttp } from './send-http.ts';
import type { Sender } from './sender.ts';

/** Discord, by webhook. Text in a message never mentions users. */
export const sendDiscord: Sender = (message, context) =>
  sendHttp(
    {
      url: context.secret ?? '',
      headers: JSON_TYPE,
      body: JSON.stringify({ content: textOf(message, context.site, 2000), allowed_mentions: { parse: [] } }),
    },
    context,
    undefined,
    ({ text }) => wordsOf(parsed(text)['message']),
  );
