import { z } from 'zod';
import { FiredRule, NewRule, Rule, RulePatch, RulePreview, RulePreviewInput } from '../model/index.ts';
import { CONFLICT, NOT_FOUND, procedure, UNPROCESSABLE_CONTENT } from './procedure.ts';

const byRule = z.object({ id: z.string().max(64) });

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
