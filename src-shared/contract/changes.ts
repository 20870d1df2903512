import { z } from 'zod';
import { MinersChange, NewMinersChange } from '../model/index.ts';
import { NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

const byId = z.strictObject({ change_id: z.uuidv7() });

/**
 * Changes of many miners at once. They run in the program and end whether or not the caller stays;
 * progress comes as live events.
 */
export const changes = {
  /**
   * Starts one, of the miners with these ids, of those that the query finds now, or of miners each
   * with its own patch. Returns when it is in the activity.
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

  /** One that goes on or has ended lately. */
  get: procedure
    .route({ method: 'GET', path: '/changes/{change_id}', tags: ['miners'], summary: 'A change of many miners' })
    .input(byId)
    .output(MinersChange)
    .errors({ NOT_FOUND }),

  /** Begins no more miners. Returns when those that were begun are done. */
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
