import { createHmac } from 'node:crypto';
import { JSON_TYPE } from './chat-message.ts';
import { messageJson } from './message-json.ts';
import { sendHttp } from './send-http.ts';
import type { Sender } from './sender.ts';

/** Any server: the incident as in the API, with a signature of the whole body. */
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
