import { z } from 'zod';
import { Actor } from './actor.ts';
import { EVENT_KINDS } from './events/event-kinds.ts';
import type { FarmEvent } from './events/farm-event.ts';
import { MacAddress, TimestampMs } from './scalars.ts';

/** The kind of an entry: a coarse group of events, for filters. */
export const ActivityKind = z.enum([
  'scan',
  'miner_new',
  'miner_offline',
  'miner_back',
  'miner_moved',
  'address_conflict',
  'api_key_created',
  'unlock_refused',
  'condition',
  'problem',
  'operator_change',
  'action',
  'watching',
  'error',
  'app',
]);
export type ActivityKind = z.infer<typeof ActivityKind>;

type Code = FarmEvent['event'];
/** The codes of all events (farm-event.ts). */
export const EventCode = z.enum(Object.keys(EVENT_KINDS) as [Code, ...Code[]]);
export type EventCode = Code;

export const ActivityLevel = z.enum(['info', 'warning', 'error']);
export type ActivityLevel = z.infer<typeof ActivityLevel>;

/**
 * One entry of the activity: an event (farm-event.ts) with its message. An entry that was written
 * before events had codes has only the message: its `event_id`, `event`, `actor` and `data` are
 * null.
 */
export const ActivityEntry = z.object({
  id: z.int(),
  at: TimestampMs,
  kind: ActivityKind,
  level: ActivityLevel,
  miner_id: MacAddress.nullable(),
  message: z.string(),
  event_id: z.string().nullable().describe('time-ordered (UUIDv7)'),
  event: EventCode.nullable().describe('what happened; compare this, never the message'),
  actor: Actor.nullable().describe('who asked for it; null where PowerHive acted by itself'),
  data: z.record(z.string(), z.unknown()).nullable().describe('the particulars of this event'),
});
export type ActivityEntry = z.infer<typeof ActivityEntry>;
export type NewActivityEntry = Omit<ActivityEntry, 'id'>;
