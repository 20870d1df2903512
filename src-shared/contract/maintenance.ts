import { z } from 'zod';
import { Maintenance, NewMaintenance } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

/** Planned times in which some miners open no incidents. */
export const maintenance = {
  list: procedure
    .route({
      method: 'GET',
      path: '/maintenance',
      tags: ['alerts'],
      summary: 'Maintenance that goes on or is to come',
      description: 'The times of maintenance that go on now or are to come, with their miners as a query.',
    })
    .output(z.array(Maintenance)),

  create: procedure
    .route({
      method: 'POST',
      path: '/maintenance',
      successStatus: 201,
      tags: ['alerts'],
      summary: 'Plan maintenance',
      description:
        'From `starts_at`, or from now, until `ends_at`, the miners that match the query open no incidents, from all rules or only from those in `rule_ids`. Refused (422) are a query with a mistake or with `maintenance:`, an end that is not in the future and after the start, and an unknown rule. Refused (409) where there are 1,000 already.',
    })
    .input(NewMaintenance)
    .output(Maintenance)
    .errors({ CONFLICT, UNPROCESSABLE_CONTENT }),

  remove: procedure
    .route({
      method: 'DELETE',
      path: '/maintenance/{id}',
      tags: ['alerts'],
      summary: 'End maintenance',
      description:
        'Ends maintenance that goes on, or takes back one that is to come. The rules then apply to its miners again.',
    })
    .input(z.object({ id: z.uuidv7() }))
    .output(z.object({ removed: z.literal(true) }))
    .errors({ NOT_FOUND }),
};
