import { z } from 'zod';
import { MinersChange, NewMinersChange } from '../model/index.ts';
import { NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

const byId = z.strictObject({ change_id: z.uuidv7() });

/**
 * Changes of many miners at once. They run in the program, even if the caller disconnects; progress
 * is sent as live events.
 */
export const changes = {
  start: procedure
    .route({
      method: 'POST',
      path: '/changes',
      successStatus: 202,
      tags: ['miners'],
      summary: 'Change many miners at once',
      description:
        'Changes the miners with these ids, those that the query finds now, or each miner by a patch of its own. The call returns when the change is in the activity; it then runs in the program, even if the caller disconnects, and `GET /api/changes/{change_id}` shows its progress. A query with a mistake, or that no miner matches, is refused (422).',
    })
    .input(NewMinersChange)
    .output(MinersChange)
    .errors({ UNPROCESSABLE_CONTENT }),

  get: procedure
    .route({
      method: 'GET',
      path: '/changes/{change_id}',
      tags: ['miners'],
      summary: 'A change of many miners',
      description:
        'How many miners of a change are done, failed and skipped, and why the first 100 of them failed. Changes that are running or have ended recently are known; an older one is refused (404).',
    })
    .input(byId)
    .output(MinersChange)
    .errors({ NOT_FOUND }),

  stop: procedure
    .route({
      method: 'POST',
      path: '/changes/{change_id}/stop',
      tags: ['miners'],
      summary: 'Stop a change of many miners',
      description:
        'Begins no more miners, and returns when those that were begun are finished. The others are skipped; what was changed stays changed.',
    })
    .input(byId)
    .output(MinersChange)
    .errors({ NOT_FOUND }),
};
