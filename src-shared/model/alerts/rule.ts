import { z } from 'zod';
import { MOST_AUTOMATIC, MOST_ESCALATION_MINUTES, MOST_RULE_MINUTES } from '../../limits/rule-limits.ts';
import { JobAction, JobParams } from '../job-order.ts';
import { MacAddress, TimestampMs } from '../scalars.ts';

/**
 * How serious an incident is. `critical`: no revenue or risk of damage; `warning`: less revenue.
 */
export const AlertSeverity = z.enum(['info', 'warning', 'critical']);
export type AlertSeverity = z.infer<typeof AlertSeverity>;

/** Limits of an action that a rule starts by itself, each over the last 24 hours. */
export const Automatic = z.strictObject({
  per_miner_a_day: z
    .int()
    .min(1)
    .max(MOST_AUTOMATIC.per_miner_a_day)
    .describe('so often on one miner, by whichever rule'),
  a_day: z.int().min(1).max(MOST_AUTOMATIC.a_day).describe('so often by this rule'),
});
export type Automatic = z.infer<typeof Automatic>;

/**
 * A job that may cure what a rule finds. It is offered to the operator; with `automatic` it is
 * started without a question, within these limits, while actions are switched on.
 */
export const SuggestedAction = z.object({
  action: JobAction,
  params: JobParams,
  automatic: Automatic.optional().describe('only restart and reboot, and only where they may help'),
});
export type SuggestedAction = z.infer<typeof SuggestedAction>;

/** Channels that are also notified when an incident is not acknowledged within a time. */
export const Escalation = z.strictObject({
  after_seconds: z
    .int()
    .min(60)
    .max(MOST_ESCALATION_MINUTES * 60)
    .describe('how long an incident may be open before it is escalated'),
  channels: z.array(z.string().max(64)).min(1).max(50).describe('ids of the channels that are notified then'),
});
export type Escalation = z.infer<typeof Escalation>;

/** When a rule finds nothing on a miner. */
export const NotWhile = z.enum(['starting', 'tuning', 'in_job', 'stopped', 'maintenance']);
export type NotWhile = z.infer<typeof NotWhile>;

/** How what a rule finds on several miners becomes incidents. */
export const RuleGrouping = z.enum(['cause', 'miner', 'rule']);
export type RuleGrouping = z.infer<typeof RuleGrouping>;

const seconds = z
  .int()
  .nonnegative()
  .max(MOST_RULE_MINUTES * 60);

const RuleFields = {
  name: z.string().trim().min(1).max(80),
  query: z
    .string()
    .trim()
    .max(1000)
    .describe('who it is about, in the language of the search; empty for rules about racks or PowerHive itself'),
  for_seconds: seconds.describe('how long the query must match before there is an incident'),
  clear_query: z
    .string()
    .trim()
    .max(1000)
    .nullable()
    .describe('what must match for the incident to end; null: that the query no longer matches'),
  clear_for_seconds: seconds.describe('and for how long'),
  severity: AlertSeverity,
  not_while: z
    .array(NotWhile)
    .max(NotWhile.options.length)
    .nullable()
    .describe('when nothing is found on a miner; null: as its query needs it, see the preview'),
  grouping: RuleGrouping.describe(
    'cause: miners that share a network, rack ... and fail together are one incident; miner: each is one, up to 19 at once; rule: all are one',
  ),
  enabled: z.boolean(),
  channels: z
    .array(z.string().max(64))
    .max(50)
    .describe('ids of the channels that are notified; empty: every channel that takes this severity'),
  repeat_seconds: seconds
    .min(60)
    .nullable()
    .describe('after how long an incident that is still open is sent again; null: never'),
  escalation: Escalation.nullable().describe(
    'who else is notified when nobody acknowledges; null: as the settings say for critical incidents',
  ),
  suggested_action: SuggestedAction.nullable(),
};

/**
 * A saved query and a time: if a miner matches the query for that long, an incident opens. Built-in
 * rules have short ids that never change, such as `offline`. They can be changed and switched off,
 * but not deleted.
 */
export const Rule = z.object({
  id: z.string(),
  ...RuleFields,
  // A site of an earlier version sends neither.
  not_while: RuleFields.not_while.default(null),
  grouping: RuleFields.grouping.default('cause'),
  about: z
    .enum(['miners', 'racks', 'powerhive'])
    .describe('racks: about their power limits; powerhive: about the program itself; such rules have no query'),
  built_in: z.boolean(),
  changed: z.boolean().describe('a built-in rule differs from its default'),
  default_severity: AlertSeverity.nullish().describe(
    'the severity of a built-in rule before anybody changed it; null for other rules; absent where that PowerHive is older',
  ),
  advice: z.string().nullable().describe('what helps, in words; null where nothing general can be said'),
});
export type Rule = z.infer<typeof Rule>;

/** One line, because it may be the title of an incident. */
const name = RuleFields.name.regex(/^\P{Cc}*$/u, 'must be one line without control characters');

/** Input for a new rule. */
export const NewRule = z.strictObject({
  ...RuleFields,
  name,
  query: RuleFields.query.min(1),
  clear_query: RuleFields.clear_query.default(null),
  clear_for_seconds: RuleFields.clear_for_seconds.default(0),
  severity: AlertSeverity.default('warning'),
  not_while: RuleFields.not_while.default(null),
  grouping: RuleFields.grouping.default('cause'),
  enabled: z.boolean().default(true),
  channels: RuleFields.channels.default([]),
  repeat_seconds: RuleFields.repeat_seconds.default(null),
  escalation: Escalation.nullable().default(null),
  suggested_action: SuggestedAction.nullable().default(null),
});
export type NewRule = z.infer<typeof NewRule>;

/** Input for a change of a rule. Absent fields are unchanged. */
export const RulePatch = z
  .strictObject({ ...RuleFields, name })
  .partial()
  .refine((patch) => Object.values(patch).some((value) => value !== undefined), { message: 'name at least one field' });
export type RulePatch = z.infer<typeof RulePatch>;

/** A rule that is not saved, for a preview. */
export const RulePreviewInput = z.strictObject({
  query: RuleFields.query.min(1),
  for_seconds: RuleFields.for_seconds.default(0),
  clear_query: RuleFields.clear_query.default(null),
  clear_for_seconds: RuleFields.clear_for_seconds.default(0),
  grouping: RuleFields.grouping.default('cause'),
  days: z.int().min(0).max(30).default(7).describe('so many days of history are tried; 0: only who matches now'),
});
export type RulePreviewInput = z.infer<typeof RulePreviewInput>;

/** What a rule finds now, and would have found in the past. */
export const RulePreview = z.object({
  matching: z.array(MacAddress).describe('the miners that match the query now'),
  fired: z
    .array(z.object({ at: TimestampMs, miner_ids: z.array(MacAddress) }))
    .describe('when it would have opened an incident, the latest last; empty where history cannot answer'),
  incidents: z.int().default(0).describe('how many incidents that would have been, by the grouping'),
  not_while: z.array(NotWhile).default([]).describe('when a rule with this query finds nothing, if it does not say'),
  days: z.int().describe('how many days of history were tried, fewer where it begins later; 0 where it cannot answer'),
  unanswered: z.array(z.string()).describe('in words: what history cannot answer, or what the result leaves out'),
});
export type RulePreview = z.infer<typeof RulePreview>;

/** How often a rule has opened incidents. */
export const FiredRule = z.object({
  rule_id: z.string(),
  incidents: z.int().describe('how many incidents had a fault of it'),
  last_at: TimestampMs.describe('when the last of them opened'),
});
export type FiredRule = z.infer<typeof FiredRule>;
