import { z } from 'zod';
import { MinerModel } from '../model/index.ts';
import { NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

export const models = {
  /** Every model met so far, with its preset ladder. */
  list: procedure
    .route({ method: 'GET', path: '/models', tags: ['models'], summary: 'List models with their presets' })
    .output(z.array(MinerModel)),

  /** Sets the highest preset the operator allows for a model, or takes it away with null. */
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
        // What is no text is no preset of the model either, and is refused as any other.
        body: z.strictObject({ max_preset: z.string().nullable().catch('') }),
      }),
    )
    .output(MinerModel)
    .errors({ NOT_FOUND, UNPROCESSABLE_CONTENT }),
};
