import { type EventToSay, eventWords } from './event-words.ts';
import type {
  ActivityEntry,
  ActivityKind,
  ActivityLevel,
  EventCode,
  EventOf,
  FarmEvent,
  NewActivityEntry,
  Verdict,
} from './model/index.ts';

/** The kind of entry that each event makes; a promise to REST callers, who filter by it. */
const KINDS: Readonly<Record<EventCode, ActivityKind>> = {
  scan_finished: 'scan',
  miner_found: 'miner_new',
  miner_offline: 'miner_offline',
  miner_back: 'miner_back',
  miner_moved: 'miner_moved',
  address_conflict: 'address_conflict',
  mac_missing: 'error',
  mac_unsteady: 'error',
  api_key_created: 'api_key_created',
  miner_password_refused: 'unlock_refused',
  condition_began: 'condition',
  condition_ended: 'condition',
  miner_managed: 'operator_change',
  miner_unmanaged: 'operator_change',
  miner_renamed: 'operator_change',
  miner_name_removed: 'operator_change',
  miner_tags_changed: 'operator_change',
  miner_password_changed: 'operator_change',
  miner_removed: 'operator_change',
  miner_replaced: 'operator_change',
  miner_placed: 'operator_change',
  miners_change_started: 'operator_change',
  miners_change_incomplete: 'operator_change',
  max_preset_changed: 'operator_change',
  settings_changed: 'operator_change',
  job_scheduled: 'action',
  job_started: 'action',
  job_paused: 'action',
  job_continued: 'action',
  miner_action_sent: 'action',
  miner_action_ended: 'action',
  job_ended: 'action',
  token_created: 'operator_change',
  token_deleted: 'operator_change',
  destination_created: 'operator_change',
  destination_changed: 'operator_change',
  destination_removed: 'operator_change',
  destination_late: 'app',
  destination_caught_up: 'app',
  destination_refused: 'app',
  channel_created: 'operator_change',
  channel_changed: 'operator_change',
  channel_deleted: 'operator_change',
  channel_tested: 'operator_change',
  farm_password_added: 'operator_change',
  farm_password_removed: 'operator_change',
  site_added: 'operator_change',
  site_changed: 'operator_change',
  site_removed: 'operator_change',
  site_lost: 'app',
  site_back: 'app',
  rule_created: 'operator_change',
  rule_changed: 'operator_change',
  rule_deleted: 'operator_change',
  incident_acknowledged: 'operator_change',
  incident_snoozed: 'operator_change',
  incident_reopened: 'operator_change',
  incident_resolved: 'operator_change',
  maintenance_planned: 'operator_change',
  maintenance_ended: 'operator_change',
  start_at_login_changed: 'operator_change',
  watching_changed: 'watching',
  recording_changed: 'app',
  history_imported: 'app',
  compaction_failed: 'app',
  backup_made: 'app',
  backup_failed: 'app',
  program_started: 'app',
  program_stopped: 'app',
  rest_opened: 'app',
  rest_failed: 'app',
  secrets_unreadable: 'app',
  secrets_in_key_file: 'app',
  secrets_moved: 'app',
  secrets_move_failed: 'app',
  key_file_not_deleted: 'app',
};

const WARNINGS: ReadonlySet<EventCode> = new Set<EventCode>([
  'condition_began',
  'miner_offline',
  'address_conflict',
  'mac_missing',
  'mac_unsteady',
  'miner_password_refused',
  'site_lost',
  'miners_change_incomplete',
  'secrets_move_failed',
  'key_file_not_deleted',
  'destination_late',
  'destination_refused',
]);

const ERRORS: ReadonlySet<EventCode> = new Set<EventCode>([
  'compaction_failed',
  'backup_failed',
  'rest_failed',
  'secrets_unreadable',
]);

const TROUBLE: ReadonlySet<Verdict> = new Set<Verdict>(['refused', 'failed', 'unknown']);

/**
 * Whether an event goes into the activity and the log. Conditions that are not critical come and go
 * too often for a list that an operator reads, and that a miner is offline has its own event; those
 * who listen to the bus receive all of them.
 */
export function isKept(event: EventToSay): boolean {
  if (event.event !== 'condition_began' && event.event !== 'condition_ended') return true;
  return event.data.severity === 'critical' && event.data.code !== 'offline';
}

/** How serious an event is. */
export function eventLevel(event: EventToSay): ActivityLevel {
  switch (event.event) {
    case 'watching_changed':
      return event.data.state === 'watching' && event.data.reason === null ? 'info' : 'warning';
    case 'recording_changed':
      return event.data.state === 'stopped' ? 'error' : 'info';
    case 'job_ended':
      return event.data.state === 'halted' ? 'warning' : 'info';
    case 'miner_action_ended':
      return TROUBLE.has(event.data.verdict) ? 'warning' : 'info';
    case 'secrets_in_key_file':
      return event.data.is_risk ? 'warning' : 'info';
    default:
      if (ERRORS.has(event.event)) return 'error';
      return WARNINGS.has(event.event) ? 'warning' : 'info';
  }
}

/** An event as an entry of the activity. */
export function entryOf(event: FarmEvent): NewActivityEntry {
  const { event_id, at, actor, miner_id, data } = event;
  const [kind, level, message] = [KINDS[event.event], eventLevel(event), eventWords(event)];
  return { at, kind, level, miner_id, message, event_id, event: event.event, actor, data };
}

/**
 * Whether an entry is this event, whose particulars can be read then. They were checked when the
 * entry was made; one from before events had codes is none.
 */
export function isEvent<C extends EventCode>(
  entry: ActivityEntry,
  code: C,
): entry is ActivityEntry & { event: C; data: EventOf<C>['data'] } {
  return entry.event === code && entry.data !== null;
}
