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
    .route({ method: 'GET', path: '/destinations', tags, summary: 'List destinations, without their secrets' })
    .output(z.array(Destination)),

  create: procedure
    .route({ method: 'POST', path: '/destinations', successStatus: 201, tags, summary: 'Add a destination' })
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
    })
    .input(z.object({ params: byId, body: DestinationPatch }))
    .output(Destination)
    .errors({ CONFLICT, NOT_FOUND, UNPROCESSABLE_CONTENT }),

  /** Data that was sent is not deleted. */
  remove: procedure
    .route({ method: 'DELETE', path: '/destinations/{id}', tags, summary: 'Remove a destination' })
    .input(byId)
    .output(z.object({ removed: z.literal(true) }))
    .errors({ NOT_FOUND }),

  /** Connects and logs in, also if the destination is off. Writes no sample and no row. */
  test: procedure
    .route({ method: 'POST', path: '/destinations/{id}/test', tags, summary: 'Test the connection' })
    .input(byId)
    .output(DestinationTest)
    .errors({ NOT_FOUND }),
};
