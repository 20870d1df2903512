import { JSON_TYPE, parsed, textOf, wordsOf } from './chat-parts.ts';
import { sendHttp } from './send-http.ts';
import type { Sender } from './sender.ts';

/** Discord, by a webhook. A name in a text mentions no user. */
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
