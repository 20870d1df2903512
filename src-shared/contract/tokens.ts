import { z } from 'zod';
import { ApiToken, NewApiToken } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure } from './procedure.ts';

/**
 * Tokens for REST, besides that of the token file. A `read` token may only read; an `operate` token
 * may do everything.
 */
export const tokens = {
  list: procedure
    .route({ method: 'GET', path: '/tokens', tags: ['tokens'], summary: 'List tokens, without their secrets' })
    .output(z.array(ApiToken)),

  /** The secret is only in this response: PowerHive stores its hash. */
  create: procedure
    .route({ method: 'POST', path: '/tokens', successStatus: 201, tags: ['tokens'], summary: 'Make a token' })
    .input(NewApiToken)
    .output(ApiToken.extend({ secret: z.string() }))
    .errors({ CONFLICT }),

  remove: procedure
    .route({ method: 'DELETE', path: '/tokens/{id}', tags: ['tokens'], summary: 'Delete a token' })
    .input(z.object({ id: z.uuidv7() }))
    .output(z.object({ removed: z.literal(true) }))
    .errors({ NOT_FOUND }),
};
