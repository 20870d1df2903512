import { z } from 'zod';
import { MinersChange, NewMinersChange } from '../model/index.ts';
import { NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

const byId = z.strictObject({ change_id: z.uuidv7() });

/**
 * Changes of many miners at once. They run in the program, even if the caller disconnects; progress
 * is sent as live events.
 */
export const changes = {
  /**
   * Starts a change of the miners with these ids, of those that the query finds now, or of miners
   * with a patch each. Returns when it is in the activity.
   */
  start: procedure
    .route({
      method: 'POST',
      path: '/changes',
      successStatus: 202,
      tags: ['miners'],
      summary: 'Change many miners at once',
    })
    .input(NewMinersChange)
    .output(MinersChange)
    .errors({ UNPROCESSABLE_CONTENT }),

  /** A change that is running or has ended recently. */
  get: procedure
    .route({ method: 'GET', path: '/changes/{change_id}', tags: ['miners'], summary: 'A change of many miners' })
    .input(byId)
    .output(MinersChange)
    .errors({ NOT_FOUND }),

  /** Begins no more miners. Returns when those that were begun are finished. */
  stop: procedure
    .route({
      method: 'POST',
      path: '/changes/{change_id}/stop',
      tags: ['miners'],
      summary: 'Stop a change of many miners',
    })
    .input(byId)
    .output(MinersChange)
    .errors({ NOT_FOUND }),
};
