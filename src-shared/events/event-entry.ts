import { isFailed } from '../actions/failed-verdicts.ts';
import { leftOutUndone } from '../actions/left-out.ts';
import { EVENT_KINDS } from '../model/events/event-kinds.ts';
import type {
  ActivityEntry,
  ActivityLevel,
  AlertSeverity,
  ConditionSeverity,
  EventCode,
  EventOf,
  FarmEvent,
  NewActivityEntry,
} from '../model/index.ts';
import { type EventToSay, eventWords } from './event-words.ts';

const WARNINGS: ReadonlySet<EventCode> = new Set<EventCode>([
  'miner_offline',
  'address_conflict',
  'address_shared',
  'mac_missing',
  'mac_unsteady',
  'miner_password_refused',
  'site_lost',
  'site_identified',
  'site_other_farm',
  'miners_change_incomplete',
  'pause_end_missed',
  'activity_lost',
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

/**
 * Whether an event is written to the activity and the log. Conditions that are not critical change
 * too often for a list that an operator reads, and an offline miner has its own event. Listeners of
 * the bus receive all events.
 */
export function isKept(event: EventToSay): boolean {
  if (event.event !== 'condition_began' && event.event !== 'condition_ended') return true;
  return event.data.severity === 'critical' && event.data.code !== 'offline';
}

/** Of what is wrong with miners: what is critical is an error, so that no filter of errors misses it. */
const LEVEL_OF_SEVERITY = {
  info: 'info',
  notice: 'info',
  warning: 'warning',
  critical: 'error',
} as const satisfies Readonly<Record<AlertSeverity | ConditionSeverity, ActivityLevel>>;

/** How serious an event is. */
export function eventLevel(event: EventToSay): ActivityLevel {
  switch (event.event) {
    case 'watching_changed':
      return event.data.state === 'watching' && event.data.reason === null ? 'info' : 'warning';
    case 'recording_changed':
      return event.data.state === 'stopped' ? 'error' : 'info';
    case 'incident_opened':
    case 'incident_worsened':
    case 'condition_began':
      return LEVEL_OF_SEVERITY[event.data.severity];
    case 'job_paused':
      return event.data.reason === undefined ? 'info' : 'warning';
    case 'job_ended':
      return event.data.state === 'halted' || leftOutUndone(event.data) ? 'warning' : 'info';
    case 'miner_action_ended':
      return isFailed(event.data.verdict) ? 'warning' : 'info';
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
  const [kind, level, message] = [EVENT_KINDS[event.event], eventLevel(event), eventWords(event)];
  return { at, kind, level, miner_id, message, event_id, event: event.event, actor, data };
}

/**
 * Whether an entry is this event; its data then has the event's type, because it was checked when
 * the entry was made. False for an entry from before events had codes.
 */
export function isEvent<C extends EventCode>(
  entry: ActivityEntry,
  code: C,
): entry is ActivityEntry & { event: C; data: EventOf<C>['data'] } {
  return entry.event === code && entry.data !== null;
}
