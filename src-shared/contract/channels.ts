import { z } from 'zod';
import { Channel, ChannelPatch, ChannelTest, NewChannel } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

const id = z.string().min(1).max(64);

/** Where alerts are sent. Secrets are write-only. */
export const channels = {
  list: procedure
    .route({ method: 'GET', path: '/channels', tags: ['alerts'], summary: 'List channels, without their secrets' })
    .output(z.array(Channel)),

  create: procedure
    .route({ method: 'POST', path: '/channels', successStatus: 201, tags: ['alerts'], summary: 'Add a channel' })
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
    })
    .input(z.object({ params: z.object({ id }), body: ChannelPatch }))
    .output(Channel)
    .errors({ NOT_FOUND, CONFLICT, UNPROCESSABLE_CONTENT }),

  remove: procedure
    .route({ method: 'DELETE', path: '/channels/{id}', tags: ['alerts'], summary: 'Delete a channel' })
    .input(z.object({ id }))
    .output(z.object({ removed: z.literal(true) }))
    .errors({ NOT_FOUND, CONFLICT }),

  /** Returns when the message was accepted, or why it was not. */
  test: procedure
    .route({ method: 'POST', path: '/channels/{id}/test', tags: ['alerts'], summary: 'Send a test message' })
    .input(z.object({ id }))
    .output(ChannelTest)
    .errors({ NOT_FOUND }),
};
