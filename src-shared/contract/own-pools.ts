import { z } from 'zod';
import { EnteredPool, OrderedPool, OwnPool, PoolDecision, SeenPool } from '../model/index.ts';
import { NOT_FOUND, procedure } from './procedure.ts';

/**
 * The pools that jobs set. They count as the farm's own even if few miners use them, until another
 * job sets other pools on these miners, or the operator forgets them.
 */
export const ownPools = {
  list: procedure
    .route({
      method: 'GET',
      path: '/own-pools',
      tags: ['jobs'],
      summary: 'The pools that jobs set',
      description:
        "The pools that jobs set. They count as the farm's own even if few miners use them, until another job sets other pools on these miners, or you forget them.",
    })
    .output(z.array(OwnPool)),

  seen: procedure
    .route({
      method: 'GET',
      path: '/own-pools/seen',
      tags: ['jobs'],
      summary: 'The pools to which miners are set now, and whether they are yours',
      description:
        "The pools and accounts to which monitored miners are set by their latest readings: on how many, since when, and why each counts as the farm's own or not. First those that are to be confirmed, then those of most miners.",
    })
    .output(z.array(SeenPool)),

  decide: procedure
    .route({
      method: 'POST',
      path: '/own-pools/decide',
      tags: ['jobs'],
      summary: 'Say whether a pool is yours',
      description:
        "With `is_own` true the pool, or the account there, is the farm's own, however few miners use it; with false it is a foreign one, however many do. Null takes what was said before away. `account` null is every account there. The response has all pools as `GET /api/own-pools/seen` does.",
    })
    .input(EnteredPool.extend({ is_own: PoolDecision.shape.is_own.nullable() }))
    .output(z.array(SeenPool)),

  forget: procedure
    .route({
      method: 'POST',
      path: '/own-pools/forget',
      tags: ['jobs'],
      summary: 'Forget that jobs set a pool: where few miners use it, it is a foreign one',
      description:
        'Where few miners use this pool, it is a foreign one from then on; a pool that a large part of the farm uses still counts as its own. The response has the others. A pool that no job set is refused (404).',
    })
    .input(OrderedPool)
    .output(z.array(OwnPool))
    .errors({ NOT_FOUND }),
};
