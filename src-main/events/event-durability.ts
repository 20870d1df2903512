import type { EventCode } from '../../src-shared/model/index.ts';

/**
 * With what an event is written. One rule decides: an event must not be lost if what it reports is
 * stored, because the next start then takes that for known and never reports it again. Such an
 * event is in the transaction of what it reports: a kill leaves both or neither.
 *
 * - `change`: an actor requested it, or PowerHive changes its own data. It is written with the
 *   change (`EventBus.change`), or before the caller gets a response (`EventBus.record`).
 * - `miner`: an observation that the row of the miner keeps. It is written with the row, a moment
 *   later, together with others (`ActivityLog`).
 * - `alone`: nothing that it reports is stored, or it sums up what is stored with its own mark. A
 *   kill may lose the entry of the last moment. The next start observes the same again, or it was
 *   about the process that ended.
 */
export type Durability = 'change' | 'miner' | 'alone';

export const DURABILITY: Readonly<Record<EventCode, Durability>> = {
  scan_finished: 'alone',
  miner_found: 'miner',
  miner_offline: 'miner',
  miner_back: 'miner',
  miner_moved: 'miner',
  address_conflict: 'miner',
  address_shared: 'alone',
  mac_missing: 'alone',
  mac_unsteady: 'alone',
  // With the key in one transaction; with the row if that could not be written at once.
  api_key_created: 'miner',
  api_key_taken_over: 'miner',
  // Refusals are not kept over a restart: the next start tries again, and reports it.
  miner_password_refused: 'alone',
  condition_began: 'miner',
  condition_ended: 'miner',
  miner_managed: 'change',
  miner_unmanaged: 'change',
  miner_renamed: 'change',
  miner_name_removed: 'change',
  miner_tags_changed: 'change',
  miner_placed: 'change',
  miner_preset_accepted: 'change',
  miner_preset_acceptance_undone: 'change',
  miner_password_changed: 'change',
  miner_removed: 'change',
  miner_replaced: 'change',
  miner_replacement_undone: 'change',
  miners_change_started: 'change',
  miners_change_incomplete: 'change',
  max_preset_changed: 'change',
  settings_changed: 'change',
  job_scheduled: 'change',
  job_started: 'change',
  pause_end_changed: 'change',
  pause_end_missed: 'change',
  job_paused: 'change',
  job_continued: 'change',
  miner_action_sent: 'change',
  miner_action_ended: 'change',
  job_ended: 'change',
  pool_decided: 'change',
  pool_forgotten: 'change',
  token_created: 'change',
  token_deleted: 'change',
  farm_password_added: 'change',
  farm_password_removed: 'change',
  farm_passwords_reordered: 'change',
  rack_added: 'change',
  rack_changed: 'change',
  rack_removed: 'change',
  site_identified: 'change',
  site_added: 'change',
  site_changed: 'change',
  site_removed: 'change',
  site_lost: 'alone',
  site_back: 'alone',
  site_other_farm: 'alone',
  destination_created: 'change',
  destination_changed: 'change',
  destination_removed: 'change',
  destination_late: 'alone',
  destination_caught_up: 'alone',
  // The number and the reason are stored with the position of the destination.
  destination_refused: 'alone',
  channel_created: 'change',
  channel_changed: 'change',
  channel_deleted: 'change',
  channel_tested: 'change',
  rule_created: 'change',
  rule_changed: 'change',
  rule_deleted: 'change',
  incident_opened: 'change',
  incident_worsened: 'change',
  incident_ended: 'change',
  incident_acknowledged: 'change',
  incident_snoozed: 'change',
  incident_reopened: 'change',
  incident_noted: 'change',
  incident_resolved: 'change',
  maintenance_planned: 'change',
  maintenance_ended: 'change',
  start_at_login_changed: 'change',
  // A pause ends with the process.
  watching_changed: 'alone',
  recording_changed: 'alone',
  // The filled history is marked as filled.
  history_imported: 'alone',
  compaction_failed: 'alone',
  backup_made: 'alone',
  backup_failed: 'alone',
  activity_lost: 'alone',
  program_started: 'alone',
  program_stopped: 'alone',
  rest_opened: 'alone',
  rest_failed: 'alone',
  secrets_unreadable: 'alone',
  secrets_in_key_file: 'alone',
  secrets_moved: 'change',
  secrets_move_failed: 'alone',
  key_file_not_deleted: 'alone',
};
