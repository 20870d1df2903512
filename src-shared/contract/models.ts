import { z } from 'zod';
import { MinerModel } from '../model/index.ts';
import { NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

export const models = {
  /** All known models with their preset ladders. */
  list: procedure
    .route({ method: 'GET', path: '/models', tags: ['models'], summary: 'List models with their presets' })
    .output(z.array(MinerModel)),

  /** Sets the highest preset that is allowed for a model; null removes the limit. */
  update: procedure
    .route({
      method: 'PATCH',
      path: '/models/{alias}',
      inputStructure: 'detailed',
      tags: ['models'],
      summary: 'Set the max preset of a model',
    })
    .input(
      z.object({
        params: z.object({ alias: z.string().min(1).max(64) }),
        // A value that is not a text is refused like an unknown preset.
        body: z.strictObject({ max_preset: z.string().nullable().catch('') }),
      }),
    )
    .output(MinerModel)
    .errors({ NOT_FOUND, UNPROCESSABLE_CONTENT }),
};
