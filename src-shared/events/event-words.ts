import {
  actionWords,
  changesWords,
  countsWords,
  stateChangeWords,
  stateWords,
  targetWords,
  verdictWords,
} from '../actions/action-words.ts';
import { didNothing, leftOutCount, leftOutReasons } from '../actions/left-out.ts';
import { namedMinersText } from '../miner/named-miners.ts';
import type { EventOf, FarmEvent } from '../model/index.ts';
import { formatDuration } from '../text/format-duration.ts';
import { minuteText } from '../text/iso-time.ts';
import { modelWords } from '../text/model-words.ts';
import { formatBytes, formatWork, quantityText } from '../units.ts';
import { changedWords } from './changed-words.ts';
import { changeWords } from './miners-change-words.ts';
import { settingsWords } from './settings-words.ts';

/** The parts of an event that its message is made of. */
export type EventToSay = FarmEvent extends infer E
  ? E extends FarmEvent
    ? Pick<E, 'event' | 'data' | 'miner_id'>
    : never
  : never;

const JOB_ENDS = {
  scheduled: 'Scheduled',
  running: 'Goes on',
  paused: 'Paused',
  done: 'Done',
  stopped: 'Stopped',
  halted: 'Halted',
} as const;

const number = new Intl.NumberFormat('en');
const counted = (count: number, one: string, many = `${one}s`): string =>
  `${number.format(count)} ${count === 1 ? one : many}`;

/** The message of an event, for the activity, the log, notifications and REST. */
export function eventWords(event: EventToSay): string {
  switch (event.event) {
    case 'scan_finished': {
      const { addresses_total, miners_found, miners_new, miners_offline } = event.data;
      const found = `${counted(miners_found, 'miner')}, ${number.format(miners_new)} new`;
      return `Scanned ${counted(addresses_total, 'address', 'addresses')}: ${found}, ${number.format(miners_offline)} offline`;
    }
    case 'miner_found':
      return `Found ${nameBeside(event)} at ${place(event.data.ip)}`;
    case 'miner_offline':
      return `${event.data.name} went offline`;
    case 'miner_back':
      // By the same name as when it went offline.
      return event.data.name === event.data.ip
        ? `${event.data.name} is back online`
        : `${event.data.name} is back online at ${place(event.data.ip)}`;
    case 'miner_moved':
      return `${nameBeside(event)} moved from ${event.data.from_ip} to ${place(event.data.ip)}`;
    case 'address_conflict':
      return `Duplicate MAC ${event.miner_id ?? ''} at ${event.data.ips.join(' and ')}`;
    case 'address_shared':
      return `${event.data.ids.join(' and ')} answer in turn at ${event.data.ip}: two devices have this address, give each its own`;
    case 'mac_missing':
      return `The miner at ${event.data.ip} reports no valid MAC address and was skipped`;
    case 'mac_unsteady':
      return `What answers at ${event.data.ip} reports too many different MAC addresses within an hour and is skipped: check what has this address`;
    case 'api_key_created':
      return `Created an API key on ${event.data.name}`;
    case 'api_key_taken_over':
      return `Took over PowerHive's API key on ${event.data.name}`;
    case 'miner_password_refused':
      return `${event.data.name}: wrong password`;
    case 'condition_began':
      return `${event.data.name}: ${event.data.message}`;
    case 'condition_ended':
      return `${event.data.name}: resolved: ${event.data.message}`;
    case 'miner_managed':
      return `${event.data.name} is managed`;
    case 'miner_unmanaged':
      return `${event.data.name} is no longer managed`;
    case 'miner_renamed':
      return `Renamed ${event.data.before} → ${event.data.after}`;
    case 'miner_name_removed':
      return `Name of ${event.data.after} removed (was ${event.data.before})`;
    case 'miner_tags_changed':
      return `Tags of ${event.data.name}: ${tagWords(event.data.before)} → ${tagWords(event.data.after)}`;
    case 'miner_placed':
      return `Place of ${event.data.name}: ${event.data.before ?? 'none'} → ${event.data.after ?? 'none'}`;
    case 'miner_preset_accepted':
      return `Usual preset of ${event.data.name}: ${event.data.before ?? 'none'} → ${event.data.after}`;
    case 'miner_preset_acceptance_undone':
      return `Usual preset of ${event.data.name}, acceptance undone: ${event.data.before ?? 'none'} → ${event.data.after ?? 'none'}`;
    case 'miner_password_changed':
      return event.data.is_default
        ? `Miner password of ${event.data.name} set back to the default`
        : `Miner password of ${event.data.name} changed`;
    case 'miner_removed':
      return `Removed ${event.data.name} ${event.data.history === 'keep' ? '(history kept)' : 'and its history'}`;
    case 'miner_replaced':
      return `Replaced ${event.data.name} (${event.data.replaced_id}) with ${event.miner_id ?? ''}`;
    case 'miner_replacement_undone':
      return `Undid the replacement of ${event.data.name} (${event.miner_id ?? ''}) with ${event.data.successor_id}`;
    case 'miners_change_started':
      return namedChange(event.data);
    case 'miners_change_incomplete': {
      const { count, done, failed, skipped } = event.data;
      const rest = [
        failed > 0 && `${number.format(failed)} failed`,
        skipped > 0 && `${number.format(skipped)} skipped`,
      ];
      const miners = `${number.format(done)} of ${counted(count, 'miner')}`;
      const did = changeWords(event.data, 'done', miners);
      return `${did}: ${rest.filter(Boolean).join(', ')}`;
    }
    case 'max_preset_changed': {
      const model = modelWords(event.data.model_name);
      const { before, after } = event.data;
      if (before === null || after === null) {
        const was = before === null ? '' : ` (was ${before})`;
        return after === null ? `Max preset of ${model} removed${was}` : `Max preset of ${model} set to ${after}`;
      }
      return `Max preset of ${model}: ${before} → ${after}`;
    }
    case 'settings_changed':
      return settingsWords(event.data);
    case 'job_started': {
      const { action, params, count, undo_of, resume_of, resume_at, changes } = event.data;
      const what = `${actionWords(action, params)} on ${counted(count, 'miner')}`;
      const began = undo_of !== null ? 'Started to undo' : resume_of != null ? 'Started, as a pause ends' : 'Started';
      return `${began}: ${what}${untilWords(resume_at)}${changesWords(changes, count)}`;
    }
    case 'job_scheduled': {
      const { action, params, count, start_at, resume_at, changes } = event.data;
      const what = `${actionWords(action, params)} on ${counted(count, 'miner')}`;
      return `Scheduled for ${minuteText(start_at)}: ${what}${untilWords(resume_at)}${changesWords(changes, count)}`;
    }
    case 'pause_end_changed': {
      const { resume_at, before, reason } = event.data;
      const was = before === null ? '' : ` (was ${minuteText(before)})`;
      const what =
        resume_at === null
          ? 'Paused miners will not be resumed by PowerHive'
          : `Paused miners resume at ${minuteText(resume_at)}`;
      return `${what}${was}${reason === undefined ? '' : `. ${reason}`}`;
    }
    case 'pause_end_missed':
      return `A pause did not end: ${event.data.reason}`;
    case 'job_paused':
      return `Paused: ${actionWords(event.data.action, event.data.params)}${event.data.reason === undefined ? '' : `. ${event.data.reason}`}`;
    case 'job_continued':
      return `Continued: ${actionWords(event.data.action, event.data.params)}`;
    case 'miner_action_sent': {
      const { name, action, target, request } = event.data;
      const what = targetWords(action, target);
      return `${name}: ${what}: sending ${request.replace('_', ' ')}${stateWords(event.data.before)}`;
    }
    case 'miner_action_ended': {
      const { name, action, target, verdict, reason, before, after } = event.data;
      return `${name}: ${targetWords(action, target)}: ${verdictWords(action, verdict)}${reason === null ? stateChangeWords(before, after) : `: ${reason}`}`;
    }
    case 'job_ended': {
      const { action, params, undo_of, state, reason, counts, left_out, changes } = event.data;
      const isNothing = didNothing({ counts, left_out });
      const end = `${isNothing ? 'Nothing was done' : JOB_ENDS[state]}${undo_of == null ? '' : ' (undo)'}`;
      const planned = Object.values(counts).reduce((sum, miners) => sum + miners, 0) - (counts.skipped ?? 0);
      const done = `${countsWords({ action, counts, left_out })}${changesWords(changes, planned)}`;
      const why = [leftOutCount({ left_out }) > 0 && `Left out: ${leftOutReasons({ left_out })}`, reason];
      return [`${end}: ${actionWords(action, params ?? {})}: ${done}`, ...why].filter(Boolean).join('. ');
    }
    case 'pool_decided': {
      const { host, account, is_own } = event.data;
      const pool = `${host}${account === null ? '' : `, account ${account}`}`;
      if (is_own === null) return `Took back what was said of the pool ${pool}`;
      return is_own ? `Confirmed the pool ${pool} as one of this farm` : `Marked the pool ${pool} as none of this farm`;
    }
    case 'pool_forgotten': {
      const { host, account } = event.data;
      return `Forgot that a job set the pool ${host}${account === null ? '' : `, account ${account}`}`;
    }
    case 'token_created':
      return `Created the token ${event.data.name} (${event.data.scope})`;
    case 'token_deleted':
      return `Deleted the token ${event.data.name}`;
    case 'destination_created':
      return `Added the destination ${event.data.name} (${event.data.url})${event.data.enabled ? '' : ', switched off'}`;
    case 'destination_changed':
      return `Destination ${event.data.name} changed: ${event.data.changes.map(({ path }) => path).join(', ')}`;
    case 'destination_removed':
      return `Removed the destination ${event.data.name}`;
    case 'destination_late': {
      const { name, lag_seconds, reason } = event.data;
      return `Destination ${name} is ${formatDuration(lag_seconds)} behind${reason === null ? '' : `: ${reason}`}`;
    }
    case 'destination_caught_up':
      return `Destination ${event.data.name} has caught up`;
    case 'destination_refused':
      return `Destination ${event.data.name} refused ${counted(event.data.refused, 'sample or row', 'samples or rows')}: ${event.data.reason}`;
    case 'channel_created':
      return `Added the channel ${event.data.name} (${event.data.kind})`;
    case 'channel_changed':
      return `Changed the channel ${event.data.name}: ${changedWords(event.data.changes)}`;
    case 'channel_deleted':
      return `Deleted the channel ${event.data.name} (${event.data.kind})`;
    case 'channel_tested': {
      const { name, error } = event.data;
      return error === null ? `Sent a test message to ${name}` : `Test message to ${name} not sent: ${error}`;
    }
    case 'farm_password_added':
      return `Added a miner password; there ${isAre(event.data.count)} now`;
    case 'farm_password_removed':
      return `Removed a miner password; there ${isAre(event.data.count)} now`;
    case 'farm_passwords_reordered':
      return 'Changed the order of the miner passwords';
    case 'rack_added':
      return `Described the rack ${event.data.rack}`;
    case 'rack_changed':
      return `Changed the rack ${event.data.rack}: ${changedWords(event.data.changes)}`;
    case 'rack_removed':
      return `Removed the description of the rack ${event.data.rack}`;
    case 'site_identified':
      return `This farm now has the id ${event.data.site_id}, as config.json says; it was ${event.data.site_id_before}. If another PowerHive uses the same file or a copy of it, both count as one farm: remove site.id from one of them`;
    case 'site_added':
      return `Added the site ${event.data.name} (${event.data.url})`;
    case 'site_changed':
      return `Changed the site ${event.data.name}: ${event.data.changed.join(', ')}`;
    case 'site_removed':
      return `Removed the site ${event.data.name}`;
    case 'site_lost':
      return `The site ${event.data.name} cannot be seen${lostTimes(event.data.times)}: ${event.data.reason}`;
    case 'site_back':
      return `The site ${event.data.name} is seen again${lostTimes(event.data.times)}`;
    case 'site_other_farm':
      return `Another farm responds as the site ${event.data.name}: ${event.data.farm} instead of ${event.data.farm_before}. If it should not, check the tunnel or its address; if it should, save the site again`;
    case 'rule_created':
      return `Created the rule ${event.data.name}`;
    case 'rule_changed': {
      const { name, fields, changes } = event.data;
      return fields.length === 0
        ? `Reset the rule ${name} to its default`
        : `Changed the rule ${name}: ${changedWords(changes ?? fields.map((path) => ({ path, before: null, after: null })))}`;
    }
    case 'rule_deleted':
      return `Deleted the rule ${event.data.name}`;
    case 'incident_opened':
      return `Problem: ${event.data.title}`;
    case 'incident_worsened':
      return `Problem is ${event.data.severity === 'info' ? 'a notice' : event.data.severity === 'warning' ? 'a warning' : 'critical'} now: ${event.data.title}`;
    case 'incident_ended':
      return endedProblem(event.data);
    case 'incident_acknowledged':
      return `Acknowledged: ${event.data.title}`;
    case 'incident_snoozed':
      return `Snoozed until ${event.data.until_at === null ? 'it changes' : minuteText(event.data.until_at)}: ${event.data.title}`;
    case 'incident_reopened':
      return `Open again: ${event.data.title}`;
    case 'incident_noted':
      return `Note on ${event.data.title}: ${event.data.text}`;
    case 'incident_resolved': {
      const { title, comment } = event.data;
      return `Resolved: ${title}${comment === '' ? '' : ` (${comment})`}`;
    }
    case 'maintenance_planned': {
      const { query, miners_text = query, starts_at, ends_at, reason } = event.data;
      return `Maintenance (${miners_text}) from ${minuteText(starts_at)} to ${minuteText(ends_at)}${reason === '' ? '' : `: ${reason}`}`;
    }
    case 'maintenance_ended':
      return `Ended the maintenance (${event.data.miners_text ?? event.data.query})`;
    case 'start_at_login_changed':
      return event.data.on ? 'PowerHive starts at login' : 'PowerHive no longer starts at login';
    case 'watching_changed':
      return watchingWords(event.data);
    case 'recording_changed':
      return event.data.state === 'recording'
        ? 'History is being recorded again'
        : `History is not being recorded: ${event.data.reason ?? 'see the log'}`;
    case 'history_imported':
      return `Imported ${number.format(event.data.hours)} h of history from ${counted(event.data.miners, 'miner')}`;
    case 'compaction_failed':
      return `Part of the history cannot be compacted: ${event.data.reason}`;
    case 'backup_made':
      return `Backed up to ${event.data.file} (${quantityText(formatBytes(event.data.bytes))})`;
    case 'backup_failed':
      return `No backup was made: ${event.data.reason}`;
    case 'activity_lost': {
      const { count, from_at, to_at } = event.data;
      const when = `${minuteText(from_at)} to ${minuteText(to_at)}`;
      return `${counted(count, 'entry', 'entries')} missing here, from ${when}: the database could not be written. The log has them`;
    }
    case 'program_started':
      return `PowerHive ${event.data.version} started`;
    case 'program_stopped':
      return 'PowerHive stopped';
    case 'rest_opened':
      return `REST is on at ${event.data.url}`;
    case 'rest_failed':
      return `REST is not on: ${event.data.reason}`;
    case 'secrets_unreadable':
    case 'secrets_in_key_file':
      return event.data.reason;
    case 'secrets_moved':
      return "The miners' passwords and keys are now encrypted with the keychain";
    case 'secrets_move_failed':
      return event.data.reason;
    case 'key_file_not_deleted':
      return `The key file is no longer needed and could not be deleted: ${event.data.reason}`;
  }
}

/**
 * The miner's name for a message that also has its address: its MAC if the name is only the
 * address.
 */
function nameBeside(event: EventToSay & { data: { name: string; ip: string | null } }): string {
  const { name, ip } = event.data;
  return name === ip && event.miner_id !== null ? event.miner_id : name;
}

function place(ip: string | null): string {
  return ip ?? 'an unknown address';
}

function watchingWords({ state, reason }: EventOf<'watching_changed'>['data']): string {
  if (state === 'watching') return reason === null ? 'Monitoring resumed' : `Not monitoring all of the farm: ${reason}`;
  return `${state === 'paused' ? 'Monitoring paused' : 'Not monitoring'}: ${reason ?? 'see the log'}`;
}

/** Less work than this is noise for every algorithm: 0.01 GH·h, two seconds of a scrypt miner. */
const LEAST_LOST_HASHES = 36e9;

/** "Problem over after 2 h 10 min, 12.0 TH·h lost: R1-S03: Board 2 not detected". */
function endedProblem(data: EventOf<'incident_ended'>['data']): string {
  const { title, lasted_s, hashrate_lost_hash: hashes, because, merged_into } = data;
  if (merged_into !== null) return `Problem is part of "${merged_into}" now: ${title}`;
  const after = `Problem ${because === null ? 'over' : 'closed'} after ${formatDuration(lasted_s)}`;
  const lost = hashes < LEAST_LOST_HASHES ? '' : `, ${quantityText(formatWork(hashes))} lost`;
  return `${after}${lost}${because === null ? '' : ` (${because})`}: ${title}`;
}

/** An unsteady site has few entries: each has the number of losses since the previous one. */
function lostTimes(times = 0): string {
  return times > 1 ? ` (lost ${number.format(times)} times since the last entry)` : '';
}

/** `, until 2026-01-31 22:10`; empty if the miners stay paused. */
function untilWords(resumeAt: number | null | undefined): string {
  return resumeAt == null ? '' : `, until ${minuteText(resumeAt)}`;
}

function tagWords(tags: readonly string[]): string {
  return tags.length === 0 ? 'none' : tags.join(', ');
}

const isAre = (count: number): string => `${count === 1 ? 'is' : 'are'} ${count}`;

/** "Managing 12 miners: S19-03, S19-04 and 10 more in R7". */
function namedChange(data: EventOf<'miners_change_started'>['data']): string {
  const did = changeWords(data, 'doing', counted(data.count, 'miner'));
  return data.miners === undefined ? did : `${did}: ${namedMinersText(data.miners, data.count)}`;
}
