import { z } from 'zod';
import { Destination, DestinationPatch, DestinationTest, NewDestination } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

const byId = z.object({ id: z.uuidv7() });
const tags = ['destinations'];

/**
 * External servers to which history is sent. Nothing is sent before one is added and switched on.
 */
export const destinations = {
  list: procedure
    .route({
      method: 'GET',
      path: '/destinations',
      tags,
      summary: 'List destinations, without their secrets',
      description:
        'The servers to which history is sent, with the progress of each. A secret is never in a response: `has_secret` says whether there is one.',
    })
    .output(z.array(Destination)),

  create: procedure
    .route({
      method: 'POST',
      path: '/destinations',
      successStatus: 201,
      tags,
      summary: 'Add a destination',
      description:
        'Adds a server to which history is sent: what is kept since `since_at`, or without it only what comes. Nothing is sent before it is enabled. Refused (422) are a URL that is not allowed, PostgreSQL without a user, a user or bearer token that no header can hold, and a `since_at` in the future; refused (409) are a name that is taken, and more than 16 destinations.',
    })
    .input(NewDestination)
    .output(Destination)
    .errors({ CONFLICT, UNPROCESSABLE_CONTENT }),

  update: procedure
    .route({
      method: 'PATCH',
      path: '/destinations/{id}',
      inputStructure: 'detailed',
      tags,
      summary: 'Change a destination, or switch it on or off',
      description:
        'Changes the given fields; what is left out stays. A new `url` removes the secret unless one is given too, because a secret belongs to one server. A new `since_at`, or a new `url` while there is a `since_at`, sends again from that time.',
    })
    .input(z.object({ params: byId, body: DestinationPatch }))
    .output(Destination)
    .errors({ CONFLICT, NOT_FOUND, UNPROCESSABLE_CONTENT }),

  remove: procedure
    .route({
      method: 'DELETE',
      path: '/destinations/{id}',
      tags,
      summary: 'Remove a destination',
      description: 'Removes a destination; nothing more is sent there. Data that was sent is not deleted.',
    })
    .input(byId)
    .output(z.object({ removed: z.literal(true) }))
    .errors({ NOT_FOUND }),

  test: procedure
    .route({
      method: 'POST',
      path: '/destinations/{id}/test',
      tags,
      summary: 'Test the connection',
      description:
        'Connects and logs in, also while the destination is off. It writes no sample and no row. `ok` and `message` have the result.',
    })
    .input(byId)
    .output(DestinationTest)
    .errors({ NOT_FOUND }),
};
