import { z } from 'zod';
import { ChannelKind } from '../alerts/channel.ts';
import { AlertSeverity } from '../alerts/rule.ts';
import { TimestampMs } from '../scalars.ts';
import { event, Reason, SettingChanges } from './event-schema.ts';

const incidentData = { incident_id: z.uuidv7(), title: z.string() };
const problemData = {
  ...incidentData,
  severity: AlertSeverity,
  rule_id: z.string(),
  miners: z.int().describe('that it ever concerned'),
  since_at: TimestampMs.describe('when its fault began'),
};
const maintenanceData = {
  maintenance_id: z.uuidv7(),
  query: z.string(),
  miners_text: z.string().optional().describe('the query in words; absent in older events'),
  starts_at: TimestampMs,
  ends_at: TimestampMs,
  reason: Reason,
};

/** Events of channels, rules, incidents and maintenance. */
export const ALERT_EVENTS = [
  event('channel_created', 'A channel for alerts was added.', { name: z.string(), kind: ChannelKind }),
  event('channel_changed', 'A channel for alerts was changed. Of a secret only the change is noted.', {
    name: z.string(),
    kind: ChannelKind,
    changes: SettingChanges,
    in_file: z.literal(true).optional().describe('edited in config.json by hand, and taken over with a save'),
  }),
  event('channel_deleted', 'A channel for alerts was deleted.', { name: z.string(), kind: ChannelKind }),
  event('channel_tested', 'A test message was sent to a channel.', {
    name: z.string(),
    kind: ChannelKind,
    error: Reason.nullable(),
  }),

  event('rule_created', 'An operator made a rule of alerts.', { rule_id: z.string(), name: z.string() }),
  event('rule_changed', 'An operator changed a rule of alerts.', {
    rule_id: z.string(),
    name: z.string(),
    fields: z.array(z.string()).describe('what was changed; empty where a built-in rule is as it came again'),
    changes: SettingChanges.optional().describe('the same with old and new values; absent from an earlier version'),
  }),
  event('rule_deleted', 'An operator deleted a rule of alerts.', { rule_id: z.string(), name: z.string() }),
  event('incident_opened', 'Rules found a problem: an incident was opened.', problemData),
  event(
    'incident_worsened',
    'An incident is more severe than before, such as critical instead of a warning.',
    problemData,
  ),
  event('incident_ended', 'An incident is over, or is part of another one.', {
    ...problemData,
    lasted_s: z.int().describe('from when its fault began, in seconds'),
    hashrate_lost_hash: z.number().describe('hashes that its miners fell short of what is expected, since it began'),
    because: Reason.nullable().describe('why it ended although its fault may go on; null where the fault is over'),
    merged_into: z.string().nullable().describe('the title of the incident that it is part of now; null if of none'),
  }),
  event('incident_acknowledged', 'An operator has taken note of an incident.', incidentData),
  event('incident_snoozed', 'An operator put an incident aside for some time.', {
    ...incidentData,
    until_at: TimestampMs.nullable().describe('null: until it gets worse or ends'),
  }),
  event(
    'incident_reopened',
    'An operator took back that an incident was acknowledged, snoozed or ended.',
    incidentData,
  ),
  event('incident_noted', 'An operator wrote a note on an incident.', { ...incidentData, text: z.string() }),
  event('incident_resolved', 'An operator ended an incident.', { ...incidentData, comment: z.string() }),
  event('maintenance_planned', 'Some miners open no incidents for some time.', maintenanceData),
  event('maintenance_ended', 'Planned maintenance was ended by hand.', maintenanceData),
] as const;
