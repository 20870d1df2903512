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
  /** All known miners, or those that match all of the given filters. */
  list: procedure
    .route({ method: 'GET', path: '/miners', tags: ['miners'], summary: 'List miners' })
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

  /** One miner with the fans, chains and pools of its latest status. */
  get: procedure
    .route({ method: 'GET', path: '/miners/{id}', tags: ['miners'], summary: 'One miner with its parts' })
    .input(z.strictObject({ id: MacAddress }))
    .output(MinerDetail)
    .errors({ NOT_FOUND }),

  /** Changes the operator's decisions about a miner, and returns the changed miner. */
  update: procedure
    .route({
      method: 'PATCH',
      path: '/miners/{id}',
      inputStructure: 'detailed',
      tags: ['miners'],
      summary: 'Manage, name or tag a miner, or set its miner password',
    })
    .input(z.object({ params: z.object({ id: MacAddress }), body: MinerPatch }))
    .output(Miner)
    .errors({ NOT_FOUND }),

  /**
   * Removes a miner from the farm. Its history is kept under its id, or deleted. If the miner is
   * found again, it is new.
   */
  remove: procedure
    .route({
      method: 'DELETE',
      path: '/miners/{id}',
      inputStructure: 'detailed',
      tags: ['miners'],
      summary: 'Remove a miner',
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

  /**
   * Replaces this miner by another one, which gets its name, decisions and history. Refused while
   * this miner is online. Returns the successor.
   */
  replacedBy: procedure
    .route({
      method: 'POST',
      path: '/miners/{id}/replaced-by',
      inputStructure: 'detailed',
      tags: ['miners'],
      summary: 'Put another miner in the place of this one, which is offline',
    })
    .input(
      z.object({
        params: z.object({ id: MacAddress }),
        body: z.strictObject({ id: MacAddress.describe('the MAC address of the successor') }),
      }),
    )
    .output(Miner)
    .errors({ NOT_FOUND, CONFLICT, UNPROCESSABLE_CONTENT }),

  /** Probes this one miner now, and returns when that is done. */
  rescan: procedure
    .route({ method: 'POST', path: '/miners/{id}/rescan', tags: ['miners'], summary: 'Check one miner now' })
    .input(z.object({ id: MacAddress }))
    .output(Scan)
    .errors({ NOT_FOUND, CONFLICT }),

  /** Recent statuses, newest first. */
  statuses: procedure
    .route({ method: 'GET', path: '/statuses/{id}', tags: ['history'], summary: 'Recent statuses of a miner' })
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

  /** Recent readings of boards and chips, newest first. */
  telemetry: procedure
    .route({
      method: 'GET',
      path: '/miners/{id}/telemetry',
      tags: ['history'],
      summary: 'Recent chip readings of a miner',
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
