import { z } from 'zod';
import { MinerModel } from '../model/index.ts';
import { NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

export const models = {
  list: procedure
    .route({
      method: 'GET',
      path: '/models',
      tags: ['models'],
      summary: 'List models with their presets',
      description: 'All known models with their presets, and the max preset of each.',
    })
    .output(z.array(MinerModel)),

  update: procedure
    .route({
      method: 'PATCH',
      path: '/models/{alias}',
      inputStructure: 'detailed',
      tags: ['models'],
      summary: 'Set the max preset of a model',
      description:
        'Sets the highest preset that is allowed for a model; null removes the limit. A preset that the model does not have is refused (422); `allowed` in the refusal lists those that it has.',
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
