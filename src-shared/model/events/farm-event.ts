import { z } from 'zod';
import type { Actor } from '../actor.ts';
import { DestinationKind } from '../destination.ts';
import { ConditionCode, ConditionSeverity } from '../miner/condition.ts';
import { MinersChangeKind } from '../miner/miners-change-kind.ts';
import { OrderedPool } from '../own-pool.ts';
import { MacAddress, TimestampMs } from '../scalars.ts';
import { ALERT_EVENTS } from './alert-events.ts';
import { event, Reason, SettingChanges } from './event-schema.ts';
import { JOB_EVENTS } from './job-events.ts';
import { RACK_EVENTS } from './rack-events.ts';

/** The miner's name at the time of the event. */
const name = z.string();
/** An address, with its port if that is not 80. */
const ip = z.string();
const reason = Reason;

const times = z.int().optional().describe('how often it was lost since the entry before');

/** A condition (condition.ts) when it began, or its last state before it ended. */
const conditionData = {
  name,
  code: ConditionCode,
  severity: ConditionSeverity,
  message: z.string().describe('what is wrong, without a full stop'),
  since_at: TimestampMs.nullable(),
  chain_id: z.int().nullable().describe('the board; null where it is about no single one'),
};

/** What a change of many miners sets. Unchanged fields are absent. */
const patchData = {
  kind: MinersChangeKind.optional().describe('absent in entries from before there were others than manage and place'),
  managed: z.boolean().optional(),
  place: z.string().nullable().optional(),
};

/** Describes a group of miners. */
export const NamedMiners = z.object({
  names: z.array(z.string()).describe('the first of them, three at most'),
  where: z
    .string()
    .nullable()
    .describe('the racks, or the network, that all of them are in; null where they are apart'),
  query: z.string().nullable().describe('finds exactly them; null where they are too many for one query'),
});
export type NamedMiners = z.infer<typeof NamedMiners>;

/**
 * Everything that can happen, as data: a code, a time, an actor, a miner, and the data of the
 * event. src-shared/events/event-words.ts makes messages of events; no code parses a message.
 *
 * `actor` is null if PowerHive acted by itself. `miner_id` is null if the event concerns no single
 * miner.
 */
export const FarmEvent = z.discriminatedUnion('event', [
  event('scan_finished', 'A scan that was asked for has ended.', {
    scan_id: z.string(),
    addresses_total: z.int(),
    miners_found: z.int(),
    miners_new: z.int(),
    miners_back: z.int(),
    miners_moved: z.int(),
    miners_offline: z.int(),
  }),
  event('miner_found', 'A scan met a miner for the first time.', { name, ip: ip.nullable() }),
  event('miner_offline', 'A scan found a miner offline.', { name, ip: ip.nullable().describe('where it was last') }),
  event('miner_back', 'A miner that was offline answers again.', { name, ip: ip.nullable() }),
  event('miner_moved', 'A known miner answers at another address.', { name, from_ip: ip, ip: ip.nullable() }),
  event('address_conflict', 'Several addresses answer with one MAC address.', { name, ips: z.array(ip) }),
  event('address_shared', 'Several miners answer in turn at one address.', { ip, ids: z.array(z.string()) }),
  event('mac_missing', 'A miner reports no valid MAC address, and is skipped.', { ip }),
  event('mac_unsteady', 'What answers at an address reports too many different MAC addresses, and is skipped.', { ip }),

  event('api_key_created', 'PowerHive made its own API key on a miner.', { name }),
  event('api_key_taken_over', 'PowerHive uses an API key that it had made on a miner before.', { name }),
  event('miner_password_refused', 'A miner refused the password that PowerHive has for it.', { name }),

  event('condition_began', 'Something is wrong with a miner that was not before.', conditionData),
  event(
    'condition_ended',
    'Something is no longer wrong with a miner, or the miner is not managed any more.',
    conditionData,
  ),

  event('miner_managed', 'A miner is managed from now on.', { name }),
  event('miner_unmanaged', 'A miner is not managed any more.', { name }),
  event('miner_renamed', 'A miner got another nickname.', { before: name, after: z.string() }),
  event('miner_name_removed', 'A miner has no nickname any more.', { before: name, after: name }),
  event('miner_tags_changed', 'A miner has other tags.', {
    name,
    before: z.array(z.string()),
    after: z.array(z.string()),
  }),
  event('miner_placed', 'A miner has another place, or none.', {
    name,
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
  event('miner_preset_accepted', 'The preset that a miner runs was accepted as its usual one.', {
    name,
    before: z.string().nullable(),
    after: z.string(),
  }),
  event('miner_preset_acceptance_undone', 'An accepted preset is not the usual one of a miner any more.', {
    name,
    before: z.string().nullable().describe('the accepted one'),
    after: z.string().nullable().describe('the usual one again; null where none is known'),
  }),
  event('miner_password_changed', 'PowerHive uses another password for a miner. The miner itself is unchanged.', {
    name,
    is_default: z.boolean(),
  }),
  event('miner_removed', 'A miner was taken out of the farm.', { name, history: z.enum(['keep', 'drop']) }),
  event('miner_replaced', 'A miner has taken the place of another; `miner_id` is the new one.', {
    name: name.describe('of the one that left'),
    replaced_id: MacAddress,
  }),
  event('miner_replacement_undone', 'A miner that was replaced is back in its place; `miner_id` is that miner.', {
    name,
    successor_id: MacAddress.describe('the one that had replaced it, which stays a miner of the farm'),
  }),
  event('miners_change_started', 'Many miners are changed at once: one event for all of them.', {
    change_id: z.uuidv7(),
    ...patchData,
    count: z.int(),
    miners: NamedMiners.optional().describe('absent in entries from before they were named'),
  }),
  event('miners_change_incomplete', 'A change of many miners ended before all of them were changed.', {
    change_id: z.uuidv7(),
    ...patchData,
    count: z.int(),
    done: z.int(),
    failed: z.int(),
    skipped: z.int().describe('not begun, because it was stopped'),
  }),
  event('max_preset_changed', 'The highest preset that is allowed for a model was set or removed.', {
    model_alias: z.string(),
    model_name: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
  event('settings_changed', 'Settings were changed.', {
    changes: SettingChanges,
    in_file: z.literal(true).optional().describe('edited in config.json by hand, and taken over with a save'),
  }),

  ...JOB_EVENTS,
  event('pool_decided', "The operator says whether a pool is the farm's own, or nothing any more.", {
    host: z.string(),
    account: z.string().nullable().describe('null is every account there'),
    is_own: z.boolean().nullable(),
  }),
  event('pool_forgotten', 'A pool that a job set does not count as one of the farm for that any more.', {
    ...OrderedPool.shape,
  }),
  event('token_created', 'A token for REST was made.', { name: z.string(), scope: z.enum(['read', 'operate']) }),
  event('token_deleted', 'A token for REST was deleted.', { name: z.string() }),
  event('farm_password_added', 'A password that the miners of this farm may have was added.', { count: z.int() }),
  event('farm_password_removed', 'A password that the miners of this farm may have was removed.', { count: z.int() }),
  event('farm_passwords_reordered', 'The miner passwords of this farm are tried in another order.', { count: z.int() }),
  ...RACK_EVENTS,
  event('site_identified', 'The configuration gave this farm, which had miners under another id, the id of a site.', {
    site_id: z.string(),
    site_id_before: z.string(),
  }),
  event('site_added', 'Another PowerHive is shown here.', { name: z.string(), url: z.string() }),
  event('site_changed', 'How another PowerHive is reached was changed.', {
    name: z.string(),
    url: z.string(),
    changed: z.array(z.enum(['name', 'url', 'token', 'enabled'])),
  }),
  event('site_removed', 'Another PowerHive is no longer shown here.', { name: z.string() }),
  event('site_lost', 'Another PowerHive does not respond, or not as it should.', { name: z.string(), reason, times }),
  event('site_back', 'Another PowerHive responds again, or was lost several times for a moment.', {
    name: z.string(),
    times,
  }),
  event('site_other_farm', 'Another farm than before responds at the address of another PowerHive.', {
    name: z.string(),
    farm: z.string(),
    farm_before: z.string(),
  }),

  event('destination_created', 'A place to which history is sent was added.', {
    name: z.string(),
    kind: DestinationKind,
    url: z.string(),
    enabled: z.boolean(),
  }),
  event('destination_changed', 'A place to which history is sent was changed.', {
    name: z.string(),
    changes: SettingChanges,
    in_file: z.literal(true).optional().describe('edited in config.json by hand, and taken over with a save'),
  }),
  event('destination_removed', 'History is no longer sent to a place.', { name: z.string() }),
  event('destination_late', 'A place to which history is sent is more than an hour behind.', {
    name: z.string(),
    lag_seconds: z.int(),
    reason: reason.nullable(),
  }),
  event('destination_caught_up', 'A place to which history is sent is no longer behind.', { name: z.string() }),
  event('destination_refused', 'A place to which history is sent refuses a part of it, which is not sent again.', {
    name: z.string(),
    refused: z.int(),
    reason,
  }),

  ...ALERT_EVENTS,
  event('start_at_login_changed', 'PowerHive starts at login from now on, or not any more.', { on: z.boolean() }),

  event('watching_changed', 'Monitoring began, stopped, or covers another part of the farm.', {
    state: z.enum(['watching', 'not_watching', 'no_targets', 'paused']),
    reason: reason.nullable(),
  }),
  event('recording_changed', 'History is being recorded again, or not any more.', {
    state: z.enum(['recording', 'stopped']),
    reason: reason.nullable(),
  }),
  event('history_imported', 'History of a time without PowerHive was read from the logs of miners.', {
    hours: z.number(),
    miners: z.int(),
  }),
  event('compaction_failed', 'Part of the history cannot be compacted.', { reason }),
  event('backup_made', 'The database was backed up.', { file: z.string(), bytes: z.int() }),
  event('backup_failed', 'No backup was made.', { reason }),

  event('activity_lost', 'Entries of the activity are missing, because the database could not be written.', {
    count: z.int(),
    from_at: TimestampMs,
    to_at: TimestampMs,
  }),

  event('program_started', 'PowerHive started.', { version: z.string() }),
  event('program_stopped', 'PowerHive stopped in order.', {}),
  event('rest_opened', 'The REST API of the desktop app listens.', { url: z.string() }),
  event('rest_failed', 'The REST API of the desktop app cannot listen.', { reason }),
  event('secrets_unreadable', "The miners' passwords and keys cannot be decrypted.", { reason }),
  event('secrets_in_key_file', "The miners' passwords and keys are encrypted with a key file.", {
    reason,
    is_risk: z.boolean(),
  }),
  event('secrets_moved', "The miners' passwords and keys are encrypted with the keychain now.", {}),
  event('secrets_move_failed', "The miners' passwords and keys could not be moved to the keychain.", { reason }),
  event('key_file_not_deleted', 'The key file is not needed any more, and could not be deleted.', { reason }),
]);
export type FarmEvent = z.infer<typeof FarmEvent>;

type EventCode = FarmEvent['event'];

/** The event of one code. */
export type EventOf<C extends EventCode> = Extract<FarmEvent, { event: C }>;

/** An event as it is published: the bus adds its id and its time. */
export type NewEvent = {
  [C in EventCode]: {
    readonly event: C;
    readonly data: EventOf<C>['data'];
    readonly miner_id?: string | null;
    readonly actor?: Actor | null;
  };
}[EventCode];
