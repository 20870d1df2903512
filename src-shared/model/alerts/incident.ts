import { z } from 'zod';
import { Actor } from '../actor.ts';
import { AtItsAddress } from '../miner/miner.ts';
import { MacAddress, Measured, TimestampMs } from '../scalars.ts';
import { AlertSeverity, SuggestedAction } from './rule.ts';

/** The delivery of one message about an incident on one channel. */
export const Delivery = z.object({
  channel: z.string().describe('the id of the channel'),
  kind: z.string().describe('what was sent: opened, changed, reminder, escalated, resolved, or a part of a digest'),
  state: z.string().describe('waiting, sent, failed or skipped'),
  at: TimestampMs.nullable().describe('when it was sent; null while it waits'),
  error: z.string().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

/** `snoozed` ends at `snoozed_until`, or when the incident gets worse; `resolved` has ended. */
export const IncidentState = z.enum(['open', 'acknowledged', 'snoozed', 'resolved']);
export type IncidentState = z.infer<typeof IncidentState>;

/**
 * What an incident is about. `key` is the MAC address of a miner, a network as CIDR, a rack, the
 * breaker or PDU of racks, the host of a pool or `account@host`, a tag, the alias of a model, for `firmware` the alias
 * of a model and a version of its firmware (`s19jpro 1.2.7`), or for `site` its subject (`farm`,
 * `powerhive:not_watching` ...).
 */
export const IncidentCause = z.object({
  kind: z.enum(['miner', 'network', 'rack', 'pdu', 'pool', 'tag', 'model', 'firmware', 'site']),
  key: z.string(),
});
export type IncidentCause = z.infer<typeof IncidentCause>;

/** One problem in an incident, by its rule, on one miner or on many. */
export const Fault = z.object({
  rule_id: z.string(),
  severity: AlertSeverity,
  message: z.string().describe('what is wrong, without a full stop'),
  since_at: TimestampMs,
});
export type Fault = z.infer<typeof Fault>;

/** One cause that needs attention: one fault of many miners, or all faults of one. */
export const Incident = z.object({
  incident_id: z.uuidv7(),
  rule_id: z.string().describe('the rule of its worst fault'),
  severity: AlertSeverity,
  state: IncidentState,
  title: z.string(),
  cause: IncidentCause,
  miner_ids: z.array(MacAddress).describe('the miners that it concerns now; when it is resolved, those that it did'),
  miners_total: z.int().describe('how many miners it ever concerned'),
  faults: z.array(Fault).describe('what is wrong now, the worst first; when it is resolved, what was wrong'),
  since_at: TimestampMs.describe('when the first fault began, which is before it was open'),
  opened_at: TimestampMs,
  changed_at: TimestampMs,
  acknowledged_at: TimestampMs.nullable(),
  acknowledged_by: z.string().nullable(),
  snoozed_until: TimestampMs.nullable().describe('null while it is snoozed: until it gets worse or ends'),
  resolved_at: TimestampMs.nullable(),
  resolved_by: z.string().nullable().default(null).describe('who ended it by hand; null if nobody did'),
  ended_because: z
    .string()
    .nullable()
    .default(null)
    .describe('why it ended although its fault may go on, such as maintenance, in words; null where the fault is over'),
  hashrate_lost_hash: z.number().describe('hashes that its miners fell short of what is expected, since it began'),
  hashrate_lost_hs: Measured.describe(
    'hashes per second that they fall short now, of each miner in one incident only; null where that is unknown, or counted in others',
  ),
  in_danger: z
    .boolean()
    .optional()
    .describe(
      'whether heat may damage a miner of it soon, as all of its fans stopped or a chip is far above hot: such are first in every list; absent where that PowerHive is older',
    ),
  well_since_at: TimestampMs.nullable()
    .optional()
    .describe(
      'since when all that was wrong is over while the incident waits whether that lasts; null while it is not',
    ),
  closes_at: TimestampMs.nullable().optional().describe('when it ends if it stays well; null while something is wrong'),
  unsteady: z.boolean().describe('it came and went many times within an hour'),
  at_its_address: AtItsAddress.nullable()
    .optional()
    .describe('of an offline miner, the miner that answers at its last address; null where none does'),
  suggested_action: SuggestedAction.nullable(),
  advice: z.string().nullable().describe('what helps, where no job does'),
  deliveries: z.array(Delivery),
});
export type Incident = z.infer<typeof Incident>;

/** What an incident loses now, by itself: it changes with each reading, and nothing else of it does. */
export const IncidentLoss = Incident.pick({ incident_id: true, hashrate_lost_hs: true });
export type IncidentLoss = z.infer<typeof IncidentLoss>;

/** An entry in the timeline of an incident. */
export const IncidentEvent = z.object({
  at: TimestampMs,
  event: z.enum([
    'opened',
    'grew',
    'shrank',
    'changed',
    'unsteady',
    'acknowledged',
    'snoozed',
    'reopened',
    'escalated',
    'noted',
    'acted',
    'job',
    'merged',
    'resolved',
  ]),
  actor: Actor.nullable(),
  message: z.string().nullable(),
  job_id: z.uuidv7().nullable().default(null).describe('the job that it is about; null if it is about none'),
});
export type IncidentEvent = z.infer<typeof IncidentEvent>;

/** A miner in an incident. */
export const IncidentMember = z.object({
  miner_id: MacAddress,
  rule_id: z.string(),
  severity: AlertSeverity,
  message: z.string(),
  since_at: TimestampMs,
  left_at: TimestampMs.nullable().describe('when its fault was over; null while it is there'),
});
export type IncidentMember = z.infer<typeof IncidentMember>;

/** How often an action ended a fault. */
const Cures = z.object({
  tried: z.int().describe('how often it was carried out while the fault was there'),
  worked: z.int().describe('how often the fault was over soon after, and stayed away'),
});

/**
 * What the suggested action did for this fault so far, from the jobs and incidents of the last
 * 90 days. What is not decided yet does not count.
 */
export const ActionRecord = Cures.extend({
  here: Cures.nullable().describe('of these, on the miner of the incident; null where it is of many'),
});
export type ActionRecord = z.infer<typeof ActionRecord>;

/** One incident with its timeline and all miners that it ever concerned. */
export const IncidentDetail = Incident.extend({
  timeline: z.array(IncidentEvent),
  members: z.array(IncidentMember),
  action_record: ActionRecord.nullable()
    .default(null)
    .describe('of the suggested action; null where there is none, or the incident is over'),
});
export type IncidentDetail = z.infer<typeof IncidentDetail>;
