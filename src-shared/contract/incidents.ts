import { z } from 'zod';
import { LONGEST_NOTE } from '../limits/text-limits.ts';
import { GivenTimestampMs, Incident, IncidentDetail, IncidentState } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';
import { IncidentQueryText } from './query-text.ts';

const byIncident = z.strictObject({ incident_id: z.uuidv7() });

/** What rules found: one for each cause, from its beginning to its end. */
export const incidents = {
  list: procedure
    .route({
      method: 'GET',
      path: '/incidents',
      tags: ['alerts'],
      summary: 'List incidents',
      description:
        'Unresolved incidents first, by severity, then by the hash rate that is lost now, then by age; resolved ones follow, the newest first. Without `state` all of them; `q` filters them, resolved ones among the last 2,000. A search with a mistake is refused (400).',
    })
    .input(
      z
        .strictObject({
          state: IncidentState.optional(),
          q: IncidentQueryText.optional(),
          resolved_after: GivenTimestampMs.optional().describe('of resolved ones only those that ended after it'),
          limit: z.int().min(1).max(1000).default(100),
        })
        .prefault({}),
    )
    .output(z.array(Incident)),

  get: procedure
    .route({
      method: 'GET',
      path: '/incidents/{incident_id}',
      tags: ['alerts'],
      summary: 'One incident with its timeline',
      description:
        'An incident with its timeline, which also has the notes, and the jobs that changed its miners meanwhile.',
    })
    .input(byIncident)
    .output(IncidentDetail)
    .errors({ NOT_FOUND }),

  acknowledge: procedure
    .route({
      method: 'POST',
      path: '/incidents/{incident_id}/acknowledge',
      tags: ['alerts'],
      summary: 'Take note of an incident: nothing more is sent until it gets worse or ends',
      description:
        'Nothing more is sent of an acknowledged incident until it gets worse or ends. One that is over is refused (409). `POST /api/incidents/{incident_id}/reopen` takes it back.',
    })
    .input(byIncident)
    .output(Incident)
    .errors({ NOT_FOUND, CONFLICT }),

  snooze: procedure
    .route({
      method: 'POST',
      path: '/incidents/{incident_id}/snooze',
      inputStructure: 'detailed',
      tags: ['alerts'],
      summary: 'Put an incident aside until a moment, or with null until it gets worse or ends',
      description:
        'Puts an incident aside until `until_at`, or with null until it gets worse or ends. A moment that is not in the future is refused (422), and an incident that is over (409).',
    })
    .input(z.object({ params: byIncident, body: z.strictObject({ until_at: GivenTimestampMs.nullable() }) }))
    .output(Incident)
    .errors({ NOT_FOUND, CONFLICT, UNPROCESSABLE_CONTENT }),

  reopen: procedure
    .route({
      method: 'POST',
      path: '/incidents/{incident_id}/reopen',
      tags: ['alerts'],
      summary: 'Take back that an incident was acknowledged, snoozed or resolved by hand',
      description:
        'Takes back that an incident was acknowledged, snoozed or resolved by hand. One that was resolved by hand is reopened only while its fault still exists, and refused (409) otherwise. If the cause has another incident meanwhile, that one gets the fault and is returned.',
    })
    .input(byIncident)
    .output(Incident)
    .errors({ NOT_FOUND, CONFLICT }),

  note: procedure
    .route({
      method: 'POST',
      path: '/incidents/{incident_id}/note',
      inputStructure: 'detailed',
      tags: ['alerts'],
      summary: 'Write a note into the timeline of an incident',
      description:
        'Adds a note to the timeline of an incident, with who wrote it. An incident that is over is refused (409).',
    })
    .input(z.object({ params: byIncident, body: z.strictObject({ text: z.string().trim().min(1).max(LONGEST_NOTE) }) }))
    .output(Incident)
    .errors({ NOT_FOUND, CONFLICT }),

  resolve: procedure
    .route({
      method: 'POST',
      path: '/incidents/{incident_id}/resolve',
      inputStructure: 'detailed',
      tags: ['alerts'],
      summary: 'End an incident by hand',
      description:
        'Ends an incident by hand, with a comment. A fault that still exists opens no new incident until it has ended and begun again, or PowerHive has restarted. An incident that is over is refused (409).',
    })
    .input(
      z.object({
        params: byIncident,
        body: z.strictObject({ comment: z.string().trim().max(LONGEST_NOTE).default('') }).prefault({}),
      }),
    )
    .output(Incident)
    .errors({ NOT_FOUND, CONFLICT }),
};
