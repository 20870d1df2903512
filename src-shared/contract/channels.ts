import { z } from 'zod';
import { Channel, ChannelPatch, ChannelTest, NewChannel } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

const id = z.string().min(1).max(64);

/** Where alerts are sent. Secrets are write-only. */
export const channels = {
  list: procedure
    .route({
      method: 'GET',
      path: '/channels',
      tags: ['alerts'],
      summary: 'List channels, without their secrets',
      description:
        'Where alerts are sent, with the state of each channel and how many messages wait. The secret of a channel is never in a response: `has_secret` says whether it has one.',
    })
    .output(z.array(Channel)),

  create: procedure
    .route({
      method: 'POST',
      path: '/channels',
      successStatus: 201,
      tags: ['alerts'],
      summary: 'Add a channel',
      description:
        'Adds a channel, which sends nothing before it is enabled. Settings that are wrong for its kind are refused (422). Refused (409) are a name that another channel has, more than 50 channels, and a second channel of the desktop.',
    })
    .input(NewChannel)
    .output(Channel)
    .errors({ CONFLICT, UNPROCESSABLE_CONTENT }),

  update: procedure
    .route({
      method: 'PATCH',
      path: '/channels/{id}',
      inputStructure: 'detailed',
      tags: ['alerts'],
      summary: 'Change a channel',
      description:
        'Changes the given fields and settings; what is left out stays. Where the server changes that the secret is sent to, the secret must be given again, or the change is refused (422). Of the channel `desktop` only `enabled`, `quiet_hours` and `settings.sound` can be changed.',
    })
    .input(z.object({ params: z.object({ id }), body: ChannelPatch }))
    .output(Channel)
    .errors({ NOT_FOUND, CONFLICT, UNPROCESSABLE_CONTENT }),

  remove: procedure
    .route({
      method: 'DELETE',
      path: '/channels/{id}',
      tags: ['alerts'],
      summary: 'Delete a channel',
      description:
        'Deletes a channel with its secret. The channel `desktop` is refused (409): it can only be switched off.',
    })
    .input(z.object({ id }))
    .output(z.object({ removed: z.literal(true) }))
    .errors({ NOT_FOUND, CONFLICT }),

  test: procedure
    .route({
      method: 'POST',
      path: '/channels/{id}/test',
      tags: ['alerts'],
      summary: 'Send a test message',
      description:
        'Sends a test message at once, even while the channel is off. The response comes when the message was accepted (`sent`), or with the reason why it was not (`error`); the activity has the result.',
    })
    .input(z.object({ id }))
    .output(ChannelTest)
    .errors({ NOT_FOUND }),
};
