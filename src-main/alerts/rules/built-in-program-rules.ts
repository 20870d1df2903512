import { type BuiltInRule, defineRule } from './define-rule.ts';

const program = (fields: Omit<Parameters<typeof defineRule>[0], 'query'>): BuiltInRule =>
  defineRule({ about: 'powerhive', query: '', clear_for_seconds: 0, ...fields });

/** Faults of PowerHive itself, and of the computer that it runs on. */
export const PROGRAM_RULES: readonly BuiltInRule[] = [
  program({
    id: 'not_watching',
    name: 'Not monitoring',
    for_seconds: 60,
    severity: 'critical',
    advice: 'PowerHive marks no miner offline meanwhile. Check the network of this computer.',
  }),
  program({
    id: 'unreachable_network',
    name: 'Part of the farm out of reach',
    for_seconds: 60,
    severity: 'critical',
    advice: 'PowerHive marks no miner offline there. Check the connection of this computer to that network.',
  }),
  program({ id: 'paused', name: 'Monitoring paused', for_seconds: 0, severity: 'info' }),
  program({
    id: 'database_unwritable',
    name: "Database can't be written",
    for_seconds: 60,
    severity: 'critical',
    advice: 'PowerHive goes on and sends alerts, but keeps nothing. Check the disk of the data folder.',
  }),
  program({
    id: 'recording_stopped',
    name: 'History not recorded',
    for_seconds: 60,
    severity: 'warning',
    advice: 'Free space on the disk, or keep history for fewer days.',
  }),
  program({
    id: 'clock_wrong',
    name: 'Clock of this computer',
    for_seconds: 60,
    severity: 'warning',
    advice: 'Set the clock of this computer. History is recorded by it, and times in alerts are of it.',
  }),
  program({
    id: 'computer_busy',
    name: 'This computer too busy',
    for_seconds: 60,
    severity: 'warning',
    advice:
      'PowerHive could not wait for answers of miners, and counts that against none of them. Close other programs, or poll less often.',
  }),
  program({ id: 'backup_failed', name: 'Backup failed', for_seconds: 0, severity: 'warning' }),
  program({
    id: 'destination_late',
    name: 'History sent late',
    for_seconds: 0,
    severity: 'warning',
    advice: 'See the destination in the settings. PowerHive keeps the history and sends it when it can.',
  }),
  program({
    id: 'powerhive_trouble',
    name: 'PowerHive itself',
    for_seconds: 300,
    severity: 'warning',
    advice: 'See the log for the reason.',
  }),
  program({
    id: 'channel_failing',
    name: 'Notifications not delivered',
    for_seconds: 0,
    severity: 'warning',
    advice: 'Check the channel in the settings.',
  }),
];
