import { z } from 'zod';
import { OrderedPool, OwnPool } from '../model/index.ts';
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
