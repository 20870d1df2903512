import { z } from 'zod';
import { LONGEST_NOTE } from '../limits/text-limits.ts';
import {
  FiredRule,
  GivenTimestampMs,
  Incident,
  IncidentDetail,
  IncidentState,
  Maintenance,
  NewMaintenance,
  NewRule,
  Rule,
  RulePatch,
  RulePreview,
  RulePreviewInput,
} from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';
import { IncidentQueryText } from './query-text.ts';

const byRule = z.object({ id: z.string().max(64) });
const byIncident = z.strictObject({ incident_id: z.uuidv7() });

/** Rules open incidents. Built-in ones can be changed and switched off, but not deleted. */
export const rules = {
  list: procedure
    .route({
      method: 'GET',
      path: '/rules',
      tags: ['alerts'],
      summary: 'List rules, built-in ones first',
      description:
        'The built-in rules, then your own, with their queries and times. Built-in ones can be changed and switched off, but not deleted.',
    })
    .output(z.array(Rule)),

  fired: procedure
    .route({
      method: 'GET',
      path: '/rules/fired',
      tags: ['alerts'],
      summary: 'How often rules fired in 30 days',
      description: 'How many incidents of the last 30 days had a fault of each rule. A rule without any is not listed.',
    })
    .output(z.array(FiredRule)),

  create: procedure
    .route({
      method: 'POST',
      path: '/rules',
      successStatus: 201,
      tags: ['alerts'],
      summary: 'Make a rule',
      description:
        'Makes a rule of your own, which opens an incident when a miner matches its query for `for_seconds`. Refused (422) are a query with a mistake, a `clear_query` with which an incident would never end, a channel that does not exist or is a heartbeat, and an automatic action that is not allowed. Refused (409) where there are 200 rules already.',
    })
    .input(NewRule)
    .output(Rule)
    .errors({ CONFLICT, UNPROCESSABLE_CONTENT }),

  update: procedure
    .route({
      method: 'PATCH',
      path: '/rules/{id}',
      inputStructure: 'detailed',
      tags: ['alerts'],
      summary: 'Change a rule',
      description:
        'Changes the given fields of a rule, also of a built-in one; the others stay. It is refused (422) for the same reasons as a new rule, but a deleted channel that the rule names already is accepted. A rule about racks or PowerHive itself takes no query.',
    })
    .input(z.object({ params: byRule, body: RulePatch }))
    .output(Rule)
    .errors({ NOT_FOUND, UNPROCESSABLE_CONTENT }),

  remove: procedure
    .route({
      method: 'DELETE',
      path: '/rules/{id}',
      tags: ['alerts'],
      summary: 'Delete a rule',
      description:
        'Deletes a rule of yours; its open incidents end. A built-in rule is refused (409): switch it off, or reset it.',
    })
    .input(byRule)
    .output(z.object({ removed: z.literal(true) }))
    .errors({ NOT_FOUND, CONFLICT }),

  reset: procedure
    .route({
      method: 'POST',
      path: '/rules/{id}/reset',
      tags: ['alerts'],
      summary: 'Reset a built-in rule',
      description: 'Gives a built-in rule its default again. A rule of yours has none, and is refused (409).',
    })
    .input(byRule)
    .output(Rule)
    .errors({ NOT_FOUND, CONFLICT }),

  preview: procedure
    .route({
      method: 'POST',
      path: '/rules/preview',
      tags: ['alerts'],
      summary: 'What a rule would find',
      description:
        'Finds the miners that match a query now, and when a rule with it would have found which miners in the last `days`, by the five-minute history. Nothing is saved, and no incident opens. A query with a mistake is refused (422); what the history cannot answer is listed in `unanswered`.',
    })
    .input(RulePreviewInput)
    .output(RulePreview)
    .errors({ UNPROCESSABLE_CONTENT }),
};

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
