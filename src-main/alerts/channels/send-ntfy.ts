import { cutTo } from '../../../src-shared/text/cut-to.ts';
import { JSON_TYPE, parsed, titleOf, wordsOf } from './chat-message.ts';
import { sendHttp } from './send-http.ts';
import type { Sender } from './sender.ts';

const PRIORITIES = { critical: 5, warning: 4, info: 3 } as const;

/** ntfy (docs.ntfy.sh/publish, "Publish as JSON"), on the public server or a private one. */
export const sendNtfy: Sender = (message, context) => {
  const { settings, secret } = context;
  const title = titleOf(message, context.site);
  const body = {
    topic: settings['topic'],
    title: cutTo(title, 250),
    message: cutTo(message.body === '' ? title : message.body, 3500),
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
