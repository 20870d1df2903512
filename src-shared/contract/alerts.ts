import { z } from 'zod';
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
    .route({ method: 'GET', path: '/rules', tags: ['alerts'], summary: 'List rules, built-in ones first' })
    .output(z.array(Rule)),

  /** Incidents of the last 30 days by rule. A rule without any is not listed. */
  fired: procedure
    .route({ method: 'GET', path: '/rules/fired', tags: ['alerts'], summary: 'How often rules fired in 30 days' })
    .output(z.array(FiredRule)),

  create: procedure
    .route({ method: 'POST', path: '/rules', successStatus: 201, tags: ['alerts'], summary: 'Make a rule' })
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
    })
    .input(z.object({ params: byRule, body: RulePatch }))
    .output(Rule)
    .errors({ NOT_FOUND, UNPROCESSABLE_CONTENT }),

  /**
   * Deletes an operator's rule; its open incidents end. A built-in rule is refused: it can be
   * reset.
   */
  remove: procedure
    .route({ method: 'DELETE', path: '/rules/{id}', tags: ['alerts'], summary: 'Delete a rule' })
    .input(byRule)
    .output(z.object({ removed: z.literal(true) }))
    .errors({ NOT_FOUND, CONFLICT }),

  reset: procedure
    .route({ method: 'POST', path: '/rules/{id}/reset', tags: ['alerts'], summary: 'Reset a built-in rule' })
    .input(byRule)
    .output(Rule)
    .errors({ NOT_FOUND, CONFLICT }),

  /**
   * The miners that match a query now, and those that a rule with it would have found in the
   * five-minute history.
   */
  preview: procedure
    .route({ method: 'POST', path: '/rules/preview', tags: ['alerts'], summary: 'What a rule would find' })
    .input(RulePreviewInput)
    .output(RulePreview)
    .errors({ UNPROCESSABLE_CONTENT }),
};

export const incidents = {
  /**
   * Unresolved incidents first, by severity, then by current loss of hash rate, then by age.
   * Resolved ones follow, newest first. Without a state all of them; `q` filters them, resolved
   * ones among the last 2,000.
   */
  list: procedure
    .route({ method: 'GET', path: '/incidents', tags: ['alerts'], summary: 'List incidents' })
    .input(
      z
        .strictObject({
          state: IncidentState.optional(),
          q: IncidentQueryText.optional(),
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
      summary: 'One incident with its course',
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
    })
    .input(z.object({ params: byIncident, body: z.strictObject({ until_at: GivenTimestampMs.nullable() }) }))
    .output(Incident)
    .errors({ NOT_FOUND, CONFLICT, UNPROCESSABLE_CONTENT }),

  /** One that was resolved by hand is reopened only if its fault still exists. */
  reopen: procedure
    .route({
      method: 'POST',
      path: '/incidents/{incident_id}/reopen',
      tags: ['alerts'],
      summary: 'Take back that an incident was acknowledged, snoozed or resolved by hand',
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
      summary: 'Write a note into the course of an incident',
    })
    .input(z.object({ params: byIncident, body: z.strictObject({ text: z.string().trim().min(1).max(500) }) }))
    .output(Incident)
    .errors({ NOT_FOUND, CONFLICT }),

  /** A fault that still exists opens no new incident until it has ended and begun again. */
  resolve: procedure
    .route({
      method: 'POST',
      path: '/incidents/{incident_id}/resolve',
      inputStructure: 'detailed',
      tags: ['alerts'],
      summary: 'End an incident by hand',
    })
    .input(
      z.object({
        params: byIncident,
        body: z.strictObject({ comment: z.string().trim().max(500).default('') }).prefault({}),
      }),
    )
    .output(Incident)
    .errors({ NOT_FOUND, CONFLICT }),
};

/** Planned times in which some miners open no incidents. */
export const maintenance = {
  list: procedure
    .route({ method: 'GET', path: '/maintenance', tags: ['alerts'], summary: 'Maintenance that goes on or is to come' })
    .output(z.array(Maintenance)),

  create: procedure
    .route({
      method: 'POST',
      path: '/maintenance',
      successStatus: 201,
      tags: ['alerts'],
      summary: 'Plan maintenance',
    })
    .input(NewMaintenance)
    .output(Maintenance)
    .errors({ CONFLICT, UNPROCESSABLE_CONTENT }),

  remove: procedure
    .route({ method: 'DELETE', path: '/maintenance/{id}', tags: ['alerts'], summary: 'End maintenance' })
    .input(z.object({ id: z.uuidv7() }))
    .output(z.object({ removed: z.literal(true) }))
    .errors({ NOT_FOUND }),
};
