import { z } from 'zod';
import { ApiToken, NewApiToken } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure } from './procedure.ts';

/**
 * Tokens for REST, besides that of the token file. A `read` token may only read; an `operate` token
 * may do everything.
 */
export const tokens = {
  list: procedure
    .route({
      method: 'GET',
      path: '/tokens',
      tags: ['tokens'],
      summary: 'List tokens, without their secrets',
      description:
        'The tokens for other programs, with their scopes and when each was last used. Their secrets are not stored; the token of the token file is not among them.',
    })
    .output(z.array(ApiToken)),

  create: procedure
    .route({
      method: 'POST',
      path: '/tokens',
      successStatus: 201,
      tags: ['tokens'],
      summary: 'Make a token',
      description:
        'Makes a token that may only read (`read`) or do everything (`operate`). Its secret is only in this response: PowerHive stores its hash. Refused (409) are a name that is taken, and more than 100 tokens.',
    })
    .input(NewApiToken)
    .output(ApiToken.extend({ secret: z.string() }))
    .errors({ CONFLICT }),

  remove: procedure
    .route({
      method: 'DELETE',
      path: '/tokens/{id}',
      tags: ['tokens'],
      summary: 'Delete a token',
      description: 'Deletes a token, and ends what it has open. Requests with it are refused (401) from then on.',
    })
    .input(z.object({ id: z.uuidv7() }))
    .output(z.object({ removed: z.literal(true) }))
    .errors({ NOT_FOUND }),
};
