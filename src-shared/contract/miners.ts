import { z } from 'zod';
import {
  GivenTimestampMs,
  MacAddress,
  Miner,
  MinerDetail,
  MinerPatch,
  Scan,
  Status,
  TelemetrySnapshot,
} from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';
import { QueryText } from './query-text.ts';

const limit = (byDefault: number, most: number) => z.int().min(1).max(most).default(byDefault);

export const miners = {
  list: procedure
    .route({
      method: 'GET',
      path: '/miners',
      tags: ['miners'],
      summary: 'List miners',
      description:
        'All known miners, or those that match all of the given filters. A search with a mistake is refused (400).',
    })
    .input(
      z
        .strictObject({
          online: z.boolean().optional(),
          managed: z.boolean().optional(),
          model: z.string().optional().describe('model alias'),
          q: QueryText.optional(),
        })
        .prefault({}),
    )
    .output(z.array(Miner)),

  get: procedure
    .route({
      method: 'GET',
      path: '/miners/{id}',
      tags: ['miners'],
      summary: 'One miner with its parts',
      description:
        'One miner with the fans, boards and pools of its latest status, and everything that is wrong with it (`conditions`).',
    })
    .input(z.strictObject({ id: MacAddress }))
    .output(MinerDetail)
    .errors({ NOT_FOUND }),

  update: procedure
    .route({
      method: 'PATCH',
      path: '/miners/{id}',
      inputStructure: 'detailed',
      tags: ['miners'],
      summary: 'Manage, name or tag a miner, or set its miner password',
      description:
        'Changes the given decisions about a miner, and returns the changed miner. With `unlock_pass` the miner is checked at once; no response contains the password. A change of many miners that was started before and has not reached this miner leaves these fields alone.',
    })
    .input(z.object({ params: z.object({ id: MacAddress }), body: MinerPatch }))
    .output(Miner)
    .errors({ NOT_FOUND }),

  remove: procedure
    .route({
      method: 'DELETE',
      path: '/miners/{id}',
      inputStructure: 'detailed',
      tags: ['miners'],
      summary: 'Remove a miner',
      description:
        'Removes a miner from the farm. Its history is kept under its id, or deleted with `history=drop`. If the miner is found again, it is new.',
    })
    .input(
      z.object({
        params: z.object({ id: MacAddress }),
        query: z
          .strictObject({
            history: z.enum(['keep', 'drop']).default('keep').describe('whether its history is kept or deleted'),
          })
          .prefault({}),
      }),
    )
    .output(z.object({ removed: z.literal(true) }))
    .errors({ NOT_FOUND }),

  replacedBy: procedure
    .route({
      method: 'POST',
      path: '/miners/{id}/replaced-by',
      inputStructure: 'detailed',
      tags: ['miners'],
      summary: 'Put another miner in the place of this one, which is offline',
      description:
        'The miner in the body gets the name, the decisions and the history of this one, which is removed; it is checked at once, and returned. Refused (409) while this miner is online; refused (422) if the successor is unknown or the same miner.',
    })
    .input(
      z.object({
        params: z.object({ id: MacAddress }),
        body: z.strictObject({ id: MacAddress.describe('the MAC address of the successor') }),
      }),
    )
    .output(Miner)
    .errors({ NOT_FOUND, CONFLICT, UNPROCESSABLE_CONTENT }),

  undoReplacedBy: procedure
    .route({
      method: 'DELETE',
      path: '/miners/{id}/replaced-by',
      inputStructure: 'detailed',
      tags: ['miners'],
      summary: 'Undo that another miner was put in the place of this one',
      description:
        'This miner is back with its name, decisions and history, and is returned. The successor keeps its own readings, and has its own name, place, tags and managing again, except those that were changed since; one that had a password of its own needs it again. This miner gets a new API key when it answers. If it was found again meanwhile, that miner gets its name, decisions and history. Refused (409) if the successor was removed or replaced since, or this miner was found again and removed. Not found (404) if it was never replaced.',
    })
    .input(z.object({ params: z.object({ id: MacAddress }) }))
    .output(Miner)
    .errors({ NOT_FOUND, CONFLICT }),

  rescan: procedure
    .route({
      method: 'POST',
      path: '/miners/{id}/rescan',
      tags: ['miners'],
      summary: 'Check one miner now',
      description:
        'Probes this miner where it was last seen, reads it if it is monitored, and returns when that is done. Refused (409) while monitoring is paused, or if the address of the miner is not known.',
    })
    .input(z.object({ id: MacAddress }))
    .output(Scan)
    .errors({ NOT_FOUND, CONFLICT }),

  statuses: procedure
    .route({
      method: 'GET',
      path: '/statuses/{id}',
      tags: ['history'],
      summary: 'Recent statuses of a miner',
      description:
        'The single recorded statuses of a miner, the newest first, also of a removed miner whose history was kept. For a chart take `GET /api/miners/{id}/history`.',
    })
    .input(
      z.strictObject({
        id: MacAddress,
        limit: limit(100, 5000),
        since: GivenTimestampMs.optional(),
        until: GivenTimestampMs.optional(),
      }),
    )
    .output(z.array(Status))
    .errors({ NOT_FOUND }),

  telemetry: procedure
    .route({
      method: 'GET',
      path: '/miners/{id}/telemetry',
      tags: ['history'],
      summary: 'Recent chip readings of a miner',
      description:
        'The single recorded readings of the boards and chips of a miner, the newest first, also of a removed miner whose history was kept.',
    })
    .input(
      z.strictObject({
        id: MacAddress,
        limit: limit(10, 500),
        since: GivenTimestampMs.optional(),
        until: GivenTimestampMs.optional(),
      }),
    )
    .output(z.array(TelemetrySnapshot))
    .errors({ NOT_FOUND }),
};
