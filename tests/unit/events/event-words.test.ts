import { expect, it } from 'vitest';
import { entryOf } from '../../../src-shared/events/event-entry.ts';
import { ActivityEntry, EventCode, FarmEvent, type NewEvent } from '../../../src-shared/model/index.ts';
import { minuteText } from '../../../src-shared/text/iso-time.ts';
import { farmEvent } from '../../fixtures/served/activity-entries.ts';

const HALF_PAST_TWO = new Date(2026, 0, 31, 14, 30).getTime();
const miner_id = '02:95:23:00:00:01';
const change_id = '019ab000-0000-7000-8000-000000000000';
const job_id = '019ab000-0000-7000-8000-000000000001';
const NOW_2500 = {
  state: 'mining',
  preset: '2500',
  power_w: 2497.3,
  hashrate_hs: null,
  throttled_percent: null,
  locate_on: null,
  pool_url: null,
  pools: null,
};
const RULE = { rule_id: 'r', name: 'Hot racks' };
const INCIDENT = { incident_id: job_id, title: '34 miners offline' };
const PROBLEM = { ...INCIDENT, severity: 'critical', rule_id: 'offline', miners: 34, since_at: HALF_PAST_TWO } as const;
const ENDED = {
  ...PROBLEM,
  lasted_s: 7800,
  hashrate_lost_hash: 12 * 3600e12,
  because: null,
  merged_into: null,
};
const WORK = {
  maintenance_id: job_id,
  query: 'rack:R7',
  starts_at: 1_767_225_600_000,
  ends_at: 1_767_229_200_000,
  reason: 'new fans',
};
const R1 = { name: 'R1', ip: '10.1.0.5' };
const scan = { scan_id: 's', addresses_total: 48, miners_found: 1, miners_back: 0, miners_moved: 0 };

/** Events, each with its level, kind and message. */
const SENTENCES: readonly (readonly [NewEvent, string])[] = [
  [
    {
      event: 'job_started',
      data: { job_id, action: 'preset', params: { preset: '2500' }, count: 57, undo_of: null },
    },
    'info action: Started: set preset 2500 on 57 miners',
  ],
  [
    {
      event: 'job_started',
      data: {
        job_id,
        action: 'preset',
        params: { watts: 2600 },
        count: 57,
        undo_of: null,
        changes: [{ from: '2900', to: '2500', miners: 57 }],
      },
    },
    'info action: Started: set preset up to 2600 W on 57 miners (2900 → 2500)',
  ],
  [
    {
      event: 'job_scheduled',
      data: {
        job_id,
        action: 'restart',
        params: {},
        count: 57,
        start_at: new Date(2026, 0, 31, 2, 0).getTime(),
      },
    },
    'info action: Scheduled for 2026-01-31 02:00: restart on 57 miners',
  ],
  [
    {
      event: 'job_started',
      data: { job_id, action: 'pause', params: {}, count: 57, undo_of: null, resume_at: HALF_PAST_TWO },
    },
    'info action: Started: pause on 57 miners, until 2026-01-31 14:30',
  ],
  [
    {
      event: 'job_started',
      data: { job_id, action: 'resume', params: {}, count: 57, undo_of: null, resume_of: job_id },
    },
    'info action: Started, as a pause ends: resume on 57 miners',
  ],
  [
    { event: 'pause_end_changed', data: { job_id, resume_at: HALF_PAST_TWO, before: null } },
    'info action: Paused miners resume at 2026-01-31 14:30',
  ],
  [
    {
      event: 'pause_end_changed',
      data: { job_id, resume_at: HALF_PAST_TWO + 3_600_000, before: HALF_PAST_TWO, reason: '2 miners of it wait.' },
    },
    'info action: Paused miners resume at 2026-01-31 15:30 (was 2026-01-31 14:30). 2 miners of it wait.',
  ],
  [
    { event: 'pause_end_changed', data: { job_id, resume_at: null, before: HALF_PAST_TWO } },
    'info action: Paused miners will not be resumed by PowerHive (was 2026-01-31 14:30)',
  ],
  [
    { event: 'pause_end_missed', data: { job_id, count: 57, reason: 'Acting was off.' } },
    'warning action: A pause did not end: Acting was off.',
  ],
  [
    { event: 'job_paused', data: { job_id, action: 'preset', params: { preset: '2500' } } },
    'info action: Paused: set preset 2500',
  ],
  [
    { event: 'job_continued', data: { job_id, action: 'preset', params: { preset: '2500' } } },
    'info action: Continued: set preset 2500',
  ],
  [
    {
      event: 'miner_action_sent',
      miner_id,
      data: { name: 'R1', job_id, action: 'preset', request: 'restart', before: NOW_2500 },
    },
    'info action: R1: set preset: sending restart (mining, preset 2500, 2497 W)',
  ],
  [
    {
      event: 'miner_action_sent',
      miner_id,
      data: { name: 'R1', job_id, action: 'throttle', target: '60 %', request: 'throttle', before: null },
    },
    'info action: R1: throttle to 60 %: sending throttle',
  ],
  [
    {
      event: 'miner_action_ended',
      miner_id,
      data: {
        name: 'R1',
        job_id,
        action: 'preset',
        target: '2500',
        verdict: 'failed',
        reason: 'it reports a failure after the restart',
        before: null,
        after: NOW_2500,
      },
    },
    'warning action: R1: set preset 2500: failed: it reports a failure after the restart',
  ],
  [
    {
      event: 'miner_action_ended',
      miner_id,
      data: { name: 'R1', job_id, action: 'preset', verdict: 'proven', reason: null, before: null, after: NOW_2500 },
    },
    'info action: R1: set preset: proven (mining, preset 2500, 2497 W)',
  ],
  [
    {
      event: 'miner_action_ended',
      miner_id,
      data: {
        name: 'R1',
        job_id,
        action: 'preset',
        verdict: 'proven',
        reason: null,
        before: { ...NOW_2500, preset: '2900', power_w: 2896 },
        after: NOW_2500,
      },
    },
    'info action: R1: set preset: proven (mining, preset 2900 → 2500, 2896 → 2497 W)',
  ],
  [
    {
      event: 'miner_action_ended',
      miner_id,
      data: {
        name: 'R1',
        job_id,
        action: 'locate',
        verdict: 'in_force',
        reason: null,
        before: { ...NOW_2500, locate_on: false, throttled_percent: null },
        after: { ...NOW_2500, locate_on: true, throttled_percent: 60 },
      },
    },
    'info action: R1: locate: light switched (mining, preset 2500, 2497 W, throttle 100 → 60 %, light off → on)',
  ],
  [
    {
      event: 'miner_action_ended',
      miner_id,
      data: {
        name: 'R1',
        job_id,
        action: 'pause',
        verdict: 'failed',
        reason: 'it still mines',
        before: null,
        after: null,
      },
    },
    'warning action: R1: pause: failed: it still mines',
  ],
  [
    {
      event: 'job_ended',
      data: {
        job_id,
        action: 'restart',
        state: 'halted',
        reason: 'The first miner failed.',
        counts: { failed: 1, cancelled: 56 },
      },
    },
    'warning action: Halted: restart: 1 failed, 56 not sent. The first miner failed.',
  ],
  [
    {
      event: 'job_ended',
      data: {
        job_id,
        action: 'preset',
        params: { steps: -1 },
        undo_of: null,
        state: 'done',
        reason: null,
        counts: { proven: 1240, failed: 2, skipped: 3 },
        changes: [
          { from: '2900', to: '2700', miners: 1200 },
          { from: '2700', to: '2500', miners: 40 },
        ],
      },
    },
    'info action: Done: set preset one step down: 3 skipped, 2 failed, 1,240 proven (2900 → 2700 on 1,200, 2700 → 2500 on 40)',
  ],
  [
    {
      event: 'job_ended',
      data: {
        job_id,
        action: 'preset',
        params: {},
        undo_of: change_id,
        state: 'done',
        reason: null,
        counts: { proven: 57 },
        changes: [{ from: '2500', to: '2900', miners: 57 }],
      },
    },
    'info action: Done (undo): set preset: 57 proven (2500 → 2900)',
  ],
  [
    { event: 'token_created', data: { name: 'grafana', scope: 'read' } },
    'info operator_change: Created the token grafana (read)',
  ],
  [
    { event: 'farm_passwords_reordered', data: { count: 3 } },
    'info operator_change: Changed the order of the miner passwords',
  ],
  [{ event: 'rack_added', data: { rack: 'A/R7' } }, 'info operator_change: Described the rack A/R7'],
  [
    {
      event: 'rack_changed',
      data: {
        rack: 'R7',
        changes: [
          { path: 'rows', before: null, after: 6 },
          { path: 'pdu', before: 'P1', after: 'P2' },
        ],
      },
    },
    'info operator_change: Changed the rack R7: rows: none → 6, pdu: P1 → P2',
  ],
  [{ event: 'rack_removed', data: { rack: 'R7' } }, 'info operator_change: Removed the description of the rack R7'],
  [
    { event: 'farm_password_added', data: { count: 1 } },
    'info operator_change: Added a miner password; there is 1 now',
  ],
  [
    { event: 'farm_password_removed', data: { count: 0 } },
    'info operator_change: Removed a miner password; there are 0 now',
  ],
  [
    { event: 'site_added', data: { name: 'North', url: 'http://127.0.0.1:18081' } },
    'info operator_change: Added the site North (http://127.0.0.1:18081)',
  ],
  [
    { event: 'site_changed', data: { name: 'North', url: 'http://127.0.0.1:18081', changed: ['name', 'token'] } },
    'info operator_change: Changed the site North: name, token',
  ],
  [
    { event: 'site_identified', data: { site_id: 'a', site_id_before: 'b' } },
    'warning app: This farm now has the id a, as config.json says; it was b. If another PowerHive uses the same file or a copy of it, both count as one farm: remove site.id from one of them',
  ],
  [{ event: 'site_removed', data: { name: 'North' } }, 'info operator_change: Removed the site North'],
  [
    { event: 'site_lost', data: { name: 'North', reason: 'It does not respond in time.' } },
    'warning app: The site North cannot be seen: It does not respond in time.',
  ],
  [{ event: 'site_back', data: { name: 'North' } }, 'info app: The site North is seen again'],
  [
    { event: 'site_back', data: { name: 'North', times: 40 } },
    'info app: The site North is seen again (lost 40 times since the last entry)',
  ],
  [
    { event: 'site_other_farm', data: { name: 'North', farm: 'South hall', farm_before: 'North hall' } },
    'warning app: Another farm responds as the site North: South hall instead of North hall. If it should not, check the tunnel or its address; if it should, save the site again',
  ],
  [
    { event: 'pool_decided', data: { host: 'old.example', account: 'farm', is_own: false } },
    'info operator_change: Marked the pool old.example, account farm as none of this farm',
  ],
  [
    { event: 'pool_decided', data: { host: 'old.example', account: null, is_own: true } },
    'info operator_change: Confirmed the pool old.example as one of this farm',
  ],
  [
    { event: 'pool_decided', data: { host: 'old.example', account: null, is_own: null } },
    'info operator_change: Took back what was said of the pool old.example',
  ],
  [
    { event: 'pool_forgotten', data: { host: 'old.example', account: 'farm' } },
    'info operator_change: Forgot that a job set the pool old.example, account farm',
  ],
  [
    { event: 'pool_forgotten', data: { host: 'old.example', account: null } },
    'info operator_change: Forgot that a job set the pool old.example',
  ],
  [{ event: 'token_deleted', data: { name: 'grafana' } }, 'info operator_change: Deleted the token grafana'],
  [{ event: 'rule_created', data: RULE }, 'info operator_change: Created the rule Hot racks'],
  [
    { event: 'rule_changed', data: { ...RULE, fields: ['for_seconds', 'query'] } },
    'info operator_change: Changed the rule Hot racks: time, search',
  ],
  [
    {
      event: 'rule_changed',
      data: {
        ...{ ...RULE, fields: ['for_seconds'] },
        changes: [
          { path: 'for_seconds', before: 300, after: 600 },
          { path: 'clear_query', before: null, after: 'temp<80' },
        ],
      },
    },
    'info operator_change: Changed the rule Hot racks: time: 5 min → 10 min, ends when: none → temp<80',
  ],
  [
    { event: 'rule_changed', data: { ...RULE, fields: [] } },
    'info operator_change: Reset the rule Hot racks to its default',
  ],
  [{ event: 'rule_deleted', data: RULE }, 'info operator_change: Deleted the rule Hot racks'],
  [{ event: 'incident_opened', data: PROBLEM }, 'error problem: Problem: 34 miners offline'],
  [
    { event: 'incident_opened', data: { ...PROBLEM, severity: 'warning' } },
    'warning problem: Problem: 34 miners offline',
  ],
  [{ event: 'incident_worsened', data: PROBLEM }, 'error problem: Problem is critical now: 34 miners offline'],
  [{ event: 'incident_opened', data: { ...PROBLEM, severity: 'info' } }, 'info problem: Problem: 34 miners offline'],
  [
    { event: 'incident_ended', data: ENDED },
    'info problem: Problem over after 2 h 10 min, 12.0 TH·h lost: 34 miners offline',
  ],
  [
    { event: 'incident_ended', data: { ...ENDED, hashrate_lost_hash: 1e9, because: 'in maintenance' } },
    'info problem: Problem closed after 2 h 10 min (in maintenance): 34 miners offline',
  ],
  // Half an hour of one scrypt miner.
  [
    { event: 'incident_ended', data: { ...ENDED, hashrate_lost_hash: 8 * 3600e9 } },
    'info problem: Problem over after 2 h 10 min, 8.00 GH·h lost: 34 miners offline',
  ],
  [
    { event: 'incident_ended', data: { ...ENDED, merged_into: 'Rack R7 is dark' } },
    'info problem: Problem is part of "Rack R7 is dark" now: 34 miners offline',
  ],
  [{ event: 'incident_acknowledged', data: INCIDENT }, 'info operator_change: Acknowledged: 34 miners offline'],
  [
    { event: 'incident_snoozed', data: { ...INCIDENT, until_at: 1_767_225_600_000 } },
    `info operator_change: Snoozed until ${minuteText(1_767_225_600_000)}: 34 miners offline`,
  ],
  [{ event: 'incident_reopened', data: INCIDENT }, 'info operator_change: Open again: 34 miners offline'],
  [
    { event: 'incident_noted', data: { ...INCIDENT, text: 'fan ordered' } },
    'info operator_change: Note on 34 miners offline: fan ordered',
  ],
  [
    { event: 'incident_resolved', data: { ...INCIDENT, comment: 'breaker reset' } },
    'info operator_change: Resolved: 34 miners offline (breaker reset)',
  ],
  [
    { event: 'maintenance_planned', data: WORK },
    `info operator_change: Maintenance (rack:R7) from ${minuteText(WORK.starts_at)} to ${minuteText(WORK.ends_at)}: new fans`,
  ],
  [{ event: 'maintenance_ended', data: WORK }, 'info operator_change: Ended the maintenance (rack:R7)'],
  [
    { event: 'maintenance_ended', data: { ...WORK, miners_text: 'in rack R7' } },
    'info operator_change: Ended the maintenance (in rack R7)',
  ],
  [
    {
      event: 'settings_changed',
      data: { changes: [{ path: 'thresholds.hot_chip_c', before: 90, after: 92 }] },
    },
    'info operator_change: Settings changed: hot chip limit: 90 °C → 92 °C',
  ],
  [
    { event: 'channel_created', data: { name: 'Night shift', kind: 'telegram' } },
    'info operator_change: Added the channel Night shift (telegram)',
  ],
  [
    {
      event: 'channel_changed',
      data: {
        name: 'Night shift',
        kind: 'telegram',
        changes: [
          { path: 'enabled', before: false, after: true },
          { path: 'settings.bot_token', before: null, after: null },
        ],
      },
    },
    'info operator_change: Changed the channel Night shift: on: no → yes, bot token',
  ],
  [
    { event: 'channel_deleted', data: { name: 'Night shift', kind: 'telegram' } },
    'info operator_change: Deleted the channel Night shift (telegram)',
  ],
  [
    { event: 'channel_tested', data: { name: 'Night shift', kind: 'telegram', error: null } },
    'info operator_change: Sent a test message to Night shift',
  ],
  [
    { event: 'channel_tested', data: { name: 'Mail', kind: 'email', error: 'Connection refused by mx:25' } },
    'info operator_change: Test message to Mail not sent: Connection refused by mx:25',
  ],
  [
    { event: 'scan_finished', data: { ...scan, miners_new: 1200, miners_offline: 0 } },
    'info scan: Scanned 48 addresses: 1 miner, 1,200 new, 0 offline',
  ],
  [{ event: 'miner_found', miner_id, data: R1 }, 'info miner_new: Found R1 at 10.1.0.5'],
  [
    { event: 'miner_found', miner_id, data: { name: '10.1.0.5', ip: '10.1.0.5' } },
    `info miner_new: Found ${miner_id} at 10.1.0.5`,
  ],
  [{ event: 'miner_offline', miner_id, data: R1 }, 'warning miner_offline: R1 went offline'],
  [
    { event: 'miner_back', miner_id, data: { name: '10.1.0.5', ip: '10.1.0.5' } },
    'info miner_back: 10.1.0.5 is back online',
  ],
  [{ event: 'miner_back', miner_id, data: R1 }, 'info miner_back: R1 is back online at 10.1.0.5'],
  [
    { event: 'miner_moved', miner_id, data: { ...R1, from_ip: '10.1.0.4' } },
    'info miner_moved: R1 moved from 10.1.0.4 to 10.1.0.5',
  ],
  [
    { event: 'address_conflict', miner_id, data: { name: 'R1', ips: ['10.1.0.5', '10.1.0.6'] } },
    `warning address_conflict: Duplicate MAC ${miner_id} at 10.1.0.5 and 10.1.0.6`,
  ],
  [
    { event: 'address_shared', data: { ip: '10.1.0.5', ids: [miner_id, '02:00:00:00:00:09'] } },
    `warning address_conflict: ${miner_id} and 02:00:00:00:00:09 answer in turn at 10.1.0.5: two devices have this address, give each its own`,
  ],
  [
    { event: 'mac_missing', data: { ip: '10.1.0.7' } },
    'warning error: The miner at 10.1.0.7 reports no valid MAC address and was skipped',
  ],
  [
    { event: 'mac_unsteady', data: { ip: '10.1.0.7' } },
    'warning error: What answers at 10.1.0.7 reports too many different MAC addresses within an hour and is skipped: check what has this address',
  ],
  [{ event: 'api_key_created', miner_id, data: { name: 'R1' } }, 'info api_key_created: Created an API key on R1'],
  [
    { event: 'api_key_taken_over', miner_id, data: { name: 'R1' } },
    "info api_key_created: Took over PowerHive's API key on R1",
  ],
  [{ event: 'miner_password_refused', miner_id, data: { name: 'R1' } }, 'warning unlock_refused: R1: wrong password'],
  [{ event: 'miner_managed', miner_id, data: { name: 'R1' } }, 'info operator_change: R1 is managed'],
  [{ event: 'miner_unmanaged', miner_id, data: { name: 'R1' } }, 'info operator_change: R1 is no longer managed'],
  [
    { event: 'miner_renamed', miner_id, data: { before: '10.1.0.5', after: 'R1' } },
    'info operator_change: Renamed 10.1.0.5 → R1',
  ],
  [
    { event: 'miner_name_removed', miner_id, data: { before: 'R1', after: '10.1.0.5' } },
    'info operator_change: Name of 10.1.0.5 removed (was R1)',
  ],
  [
    { event: 'miner_tags_changed', miner_id, data: { name: 'R1', before: [], after: ['rack-2', 'breaker-3'] } },
    'info operator_change: Tags of R1: none → rack-2, breaker-3',
  ],
  [
    { event: 'miner_placed', miner_id, data: { name: 'R1', before: null, after: 'R7/4' } },
    'info operator_change: Place of R1: none → R7/4',
  ],
  [
    { event: 'miner_preset_accepted', miner_id, data: { name: 'R1', before: '3050', after: '2560' } },
    'info operator_change: Usual preset of R1: 3050 → 2560',
  ],
  [
    { event: 'miner_preset_acceptance_undone', miner_id, data: { name: 'R1', before: '2560', after: null } },
    'info operator_change: Usual preset of R1, acceptance undone: 2560 → none',
  ],
  [
    { event: 'miner_password_changed', miner_id, data: { name: 'R1', is_default: false } },
    'info operator_change: Miner password of R1 changed',
  ],
  [
    { event: 'miner_password_changed', miner_id, data: { name: 'R1', is_default: true } },
    'info operator_change: Miner password of R1 set back to the default',
  ],
  [
    { event: 'miner_removed', miner_id, data: { name: 'R1', history: 'keep' } },
    'info operator_change: Removed R1 (history kept)',
  ],
  [
    { event: 'miner_replaced', miner_id, data: { name: 'R1', replaced_id: '02:95:23:00:00:02' } },
    `info operator_change: Replaced R1 (02:95:23:00:00:02) with ${miner_id}`,
  ],
  [
    { event: 'miner_replacement_undone', miner_id, data: { name: 'R1', successor_id: '02:95:23:00:00:02' } },
    `info operator_change: Undid the replacement of R1 (${miner_id}) with 02:95:23:00:00:02`,
  ],
  [
    { event: 'miners_change_started', data: { change_id, managed: true, count: 10_000 } },
    'info operator_change: Managing 10,000 miners',
  ],
  [
    { event: 'miners_change_started', data: { change_id, place: 'R7', count: 12 } },
    'info operator_change: Placing 12 miners in R7',
  ],
  [
    { event: 'miners_change_started', data: { change_id, kind: 'rename', count: 12 } },
    'info operator_change: Renaming 12 miners',
  ],
  [
    { event: 'miners_change_started', data: { change_id, kind: 'password', count: 1 } },
    'info operator_change: Changing the password of 1 miner',
  ],
  [
    {
      event: 'miners_change_incomplete',
      data: { change_id, kind: 'remove', count: 12, done: 3, failed: 0, skipped: 9 },
    },
    'warning operator_change: Removed 3 of 12 miners: 9 skipped',
  ],
  [
    {
      event: 'miners_change_incomplete',
      data: { change_id, managed: true, count: 10_000, done: 9000, failed: 400, skipped: 600 },
    },
    'warning operator_change: Managed 9,000 of 10,000 miners: 400 failed, 600 skipped',
  ],
  [
    { event: 'max_preset_changed', data: { model_alias: 's19', model_name: 'S19', before: null, after: '2560' } },
    'info operator_change: Max preset of S19 set to 2560',
  ],
  [
    { event: 'max_preset_changed', data: { model_alias: 's19', model_name: 'S19', before: '2560', after: null } },
    'info operator_change: Max preset of S19 removed (was 2560)',
  ],
  [
    { event: 'max_preset_changed', data: { model_alias: 's19', model_name: 'S19', before: '2560', after: '3080' } },
    'info operator_change: Max preset of S19: 2560 → 3080',
  ],
  [
    {
      event: 'settings_changed',
      data: { changes: [{ path: 'network.subnets', before: ['10.1.0.0/24'], after: ['127.89.0.1-40'] }] },
    },
    'info operator_change: Networks changed: +127.89.0.1-40, −10.1.0.0/24',
  ],
  [
    {
      event: 'settings_changed',
      data: {
        changes: [
          { path: 'network.subnets', before: [], after: ['10.1.0.0/24'] },
          { path: 'backups.keep', before: 3, after: 5 },
        ],
      },
    },
    'info operator_change: Settings changed: network: subnets, backups: keep: 3 → 5',
  ],
  [
    { event: 'settings_changed', data: { changes: [{ path: 'actions.enabled', before: false, after: true }] } },
    'info operator_change: Changes on miners allowed',
  ],
  [
    {
      event: 'settings_changed',
      data: { changes: [{ path: 'actions.enabled', before: true, after: false }], in_file: true },
    },
    'info operator_change: Changes on miners switched off in config.json',
  ],
  [{ event: 'start_at_login_changed', data: { on: true } }, 'info operator_change: PowerHive starts at login'],
  [{ event: 'watching_changed', data: { state: 'watching', reason: null } }, 'info watching: Monitoring resumed'],
  [
    { event: 'watching_changed', data: { state: 'watching', reason: 'No route to 10.2.0.0/24.' } },
    'warning watching: Not monitoring all of the farm: No route to 10.2.0.0/24.',
  ],
  [
    { event: 'watching_changed', data: { state: 'paused', reason: 'You paused it.' } },
    'warning watching: Monitoring paused: You paused it.',
  ],
  [
    { event: 'recording_changed', data: { state: 'recording', reason: null } },
    'info app: History is being recorded again',
  ],
  [
    { event: 'destination_created', data: { name: 'VM', kind: 'remote_write', url: 'https://vm', enabled: false } },
    'info operator_change: Added the destination VM (https://vm), switched off',
  ],
  [
    {
      event: 'destination_changed',
      data: { name: 'VM', changes: [{ path: 'enabled', before: false, after: true }] },
    },
    'info operator_change: Destination VM changed: enabled',
  ],
  [{ event: 'destination_removed', data: { name: 'VM' } }, 'info operator_change: Removed the destination VM'],
  [
    { event: 'destination_late', data: { name: 'VM', lag_seconds: 7200, reason: 'Not reachable.' } },
    'warning app: Destination VM is 2 h 0 min behind: Not reachable.',
  ],
  [{ event: 'destination_caught_up', data: { name: 'VM' } }, 'info app: Destination VM has caught up'],
  [
    { event: 'destination_refused', data: { name: 'VM', refused: 1200, reason: 'Out of bounds.' } },
    'warning app: Destination VM refused 1,200 samples or rows: Out of bounds.',
  ],
  [
    { event: 'recording_changed', data: { state: 'stopped', reason: 'The disk is full.' } },
    'error app: History is not being recorded: The disk is full.',
  ],
  [
    { event: 'history_imported', data: { hours: 3198, miners: 48 } },
    'info app: Imported 3,198 h of history from 48 miners',
  ],
  [
    { event: 'compaction_failed', data: { reason: 'A page is torn.' } },
    'error app: Part of the history cannot be compacted: A page is torn.',
  ],
  [{ event: 'backup_made', data: { file: 'b.db', bytes: 5_000_000 } }, 'info app: Backed up to b.db (5.00 MB)'],
  [
    { event: 'activity_lost', data: { count: 501, from_at: 1_767_225_600_000, to_at: 1_767_229_200_000 } },
    `warning app: 501 entries missing here, from ${minuteText(1_767_225_600_000)} to ${minuteText(1_767_229_200_000)}: the database could not be written. The log has them`,
  ],
  [{ event: 'backup_failed', data: { reason: 'No room.' } }, 'error app: No backup was made: No room.'],
  [
    {
      event: 'condition_began',
      data: {
        name: 'R1',
        code: 'board_failed',
        severity: 'critical',
        message: 'Board 2 failed',
        since_at: 5,
        chain_id: 2,
      },
    },
    'error condition: R1: Board 2 failed',
  ],
  [
    {
      event: 'condition_ended',
      data: { name: 'R1', code: 'hot', severity: 'warning', message: 'Too hot', since_at: null, chain_id: null },
    },
    'info condition: R1: resolved: Too hot',
  ],
  [{ event: 'program_started', data: { version: '0.1.0' } }, 'info app: PowerHive 0.1.0 started'],
  [{ event: 'program_stopped', data: {} }, 'info app: PowerHive stopped'],
  [{ event: 'rest_opened', data: { url: 'http://127.0.0.1:8080' } }, 'info app: REST is on at http://127.0.0.1:8080'],
  [{ event: 'rest_failed', data: { reason: 'The port is taken.' } }, 'error app: REST is not on: The port is taken.'],
  [{ event: 'secrets_unreadable', data: { reason: 'Another key.' } }, 'error app: Another key.'],
  [{ event: 'secrets_in_key_file', data: { reason: 'No keychain.', is_risk: true } }, 'warning app: No keychain.'],
  [
    { event: 'secrets_moved', data: {} },
    "info app: The miners' passwords and keys are now encrypted with the keychain",
  ],
  [{ event: 'secrets_move_failed', data: { reason: 'Locked.' } }, 'warning app: Locked.'],
  [
    { event: 'key_file_not_deleted', data: { reason: 'EBUSY' } },
    'warning app: The key file is no longer needed and could not be deleted: EBUSY',
  ],
];

it.each(SENTENCES)('%j is an event and an entry, in words', (what, sentence) => {
  const event = farmEvent(what, 1);
  expect(FarmEvent.parse(event)).toEqual(event);
  const { kind, level, message, ...rest } = ActivityEntry.parse({ id: 1, ...entryOf(event) });
  expect(`${level} ${kind}: ${message}`).toBe(sentence);
  expect(rest).toEqual({ id: 1, ...event });
});

it('every event there is has been said here', () => {
  expect(new Set(SENTENCES.map(([{ event }]) => event))).toEqual(new Set(EventCode.options));
});
