import type { Rule } from '../../../src-shared/model/index.ts';

/** A rule of the program, with what it hides. */
export interface BuiltInRule extends Omit<Rule, 'built_in' | 'changed'> {
  /**
   * Rules that say nothing of a miner while this one holds: what it finds is their cause. `all` are
   * all others about miners.
   */
  readonly hides: readonly string[] | 'all';
}

const RESTART = { action: 'restart', params: {} } as const;

type Fields = Pick<BuiltInRule, 'id' | 'name' | 'query' | 'for_seconds' | 'severity'> & Partial<BuiltInRule>;

function rule(fields: Fields): BuiltInRule {
  return {
    about: 'miners',
    clear_query: null,
    clear_for_seconds: 60,
    enabled: true,
    channels: [],
    repeat_seconds: null,
    escalation: null,
    suggested_action: null,
    advice: null,
    hides: [],
    ...fields,
  };
}

const program = (fields: Omit<Fields, 'query'>): BuiltInRule =>
  rule({ about: 'powerhive', query: '', clear_for_seconds: 0, ...fields });

const LESS = ['hashrate_low', 'hashrate_very_low'];

/**
 * The rules that are on from the first minute, the likeliest cause first: where a miner has several
 * faults of one severity, the first of them names the incident. Their ids never change. What a rule
 * can find while a miner starts, tunes, is stopped or is in a job is decided by its query
 * (compiled-rule.ts, incidents/evaluator.ts).
 */
export const BUILT_IN_RULES: readonly BuiltInRule[] = [
  rule({
    id: 'offline',
    name: 'Offline',
    query: 'condition=offline',
    for_seconds: 180,
    clear_for_seconds: 0,
    severity: 'critical',
    hides: 'all',
    advice: 'Check power, the breaker and the network cable.',
  }),
  rule({
    id: 'not_answering',
    name: 'Not answering',
    query: 'condition=not_answering',
    for_seconds: 180,
    clear_for_seconds: 0,
    severity: 'warning',
    hides: 'all',
    advice: 'It responds to scans, but not to requests. If it stays so, power it off and on.',
  }),
  rule({
    id: 'locked',
    name: 'Key or password refused',
    query: 'condition=locked',
    for_seconds: 60,
    clear_for_seconds: 0,
    severity: 'warning',
    advice: 'Set the right miner password.',
  }),
  rule({
    id: 'address_conflict',
    name: 'Address conflict',
    query: 'condition=address_conflict',
    for_seconds: 120,
    clear_for_seconds: 0,
    severity: 'warning',
    advice: 'Two devices use one MAC address. Find the second one at the addresses shown.',
  }),
  rule({
    id: 'failure',
    name: 'Failed or stopped by itself',
    query: 'condition=failure|protective_stop',
    for_seconds: 60,
    severity: 'critical',
    hides: LESS,
    advice: 'Read the reason that the firmware gives before you start it again.',
  }),
  rule({
    id: 'start_stuck',
    name: 'Stuck starting',
    query: 'condition=start_stuck',
    for_seconds: 0,
    severity: 'warning',
    suggested_action: { action: 'reboot', params: {} },
  }),
  rule({
    id: 'restarting_often',
    name: 'Restarting often',
    query: 'condition=restarting_often',
    for_seconds: 0,
    severity: 'warning',
    advice: 'A restart does not help. Check the power supply and the log of the miner, or lower the preset.',
  }),
  rule({
    id: 'figures_frozen',
    name: 'Figures frozen',
    query: 'condition=figures_frozen|figures_missing',
    for_seconds: 60,
    severity: 'critical',
    hides: ['not_hashing', ...LESS],
    suggested_action: { action: 'reboot', params: {} },
  }),
  rule({
    id: 'pools_down',
    name: 'Pools down',
    query: 'condition=pools_down',
    for_seconds: 120,
    severity: 'critical',
    hides: ['not_hashing', ...LESS],
    advice: 'A restart does not help. Check the internet connection and the pools.',
  }),
  rule({
    id: 'not_hashing',
    name: 'Reachable and not hashing',
    query: 'condition=miner_zero_hashrate',
    for_seconds: 300,
    severity: 'critical',
    hides: LESS,
    suggested_action: RESTART,
  }),
  rule({
    id: 'board_lost',
    name: 'Board not hashing, failed or missing',
    query: 'condition=board_missing|board_failed|board_zero_hashrate',
    for_seconds: 120,
    severity: 'critical',
    hides: LESS,
    suggested_action: RESTART,
  }),
  rule({
    id: 'fan_lost',
    name: 'Fan stopped',
    query: 'condition=fan_lost',
    for_seconds: 60,
    severity: 'critical',
    advice: 'A restart does not help. Check the fan and its cable.',
  }),
  rule({
    id: 'chip_hot',
    name: 'Chip over the limit',
    query: 'condition=hot',
    for_seconds: 120,
    severity: 'warning',
    advice: 'Check the air flow and the filters, or lower the preset.',
  }),
  rule({
    id: 'hashrate_very_low',
    name: 'Hash rate far below expected',
    query: 'hashrate<75% hashrate>0',
    for_seconds: 600,
    clear_query: 'hashrate>=80%',
    clear_for_seconds: 300,
    severity: 'critical',
    hides: ['hashrate_low'],
    suggested_action: RESTART,
  }),
  rule({
    id: 'hashrate_low',
    name: 'Hash rate below expected',
    query: 'hashrate<85% hashrate>0',
    for_seconds: 600,
    clear_query: 'hashrate>=88%',
    clear_for_seconds: 300,
    severity: 'warning',
    suggested_action: RESTART,
  }),
  rule({
    id: 'no_shares',
    name: 'No accepted shares',
    query: 'condition=no_shares',
    for_seconds: 0,
    severity: 'warning',
    advice: 'Check the pool, the worker name and the connection to the pool.',
  }),
  rule({
    id: 'shares_rejected',
    name: 'Shares rejected',
    query: 'condition=shares_rejected',
    for_seconds: 600,
    clear_for_seconds: 300,
    severity: 'warning',
    advice: 'Check the pool and the connection to it.',
  }),
  rule({
    id: 'pool_foreign',
    name: 'Foreign pool',
    query: 'condition=pool_foreign',
    for_seconds: 300,
    clear_for_seconds: 300,
    severity: 'warning',
    advice:
      'Check who changed the pools of this miner. If it was you, mute the rule for it, or leave its tag out of the rule.',
  }),
  rule({
    id: 'above_max_preset',
    name: 'Preset above the limit',
    query: 'condition=above_max_preset',
    for_seconds: 120,
    severity: 'warning',
    advice: 'Lower the preset, or raise the max preset of the model.',
  }),
  rule({
    id: 'preset_fell',
    name: 'Preset below what was set',
    query: 'condition=preset_fell',
    for_seconds: 0,
    severity: 'warning',
    advice: 'Its preset switcher lowered it, or another tool did. Check the temperatures, or set the preset again.',
  }),
  rule({
    about: 'racks',
    id: 'rack_overload',
    name: 'Rack above its power limit',
    query: '',
    for_seconds: 300,
    clear_for_seconds: 300,
    severity: 'warning',
    advice: 'Lower presets in this rack, or move miners, before the breaker trips.',
  }),
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

const BY_ID: ReadonlyMap<string, BuiltInRule> = new Map(BUILT_IN_RULES.map((one) => [one.id, one]));
const RANKS: ReadonlyMap<string, number> = new Map(BUILT_IN_RULES.map(({ id }, rank) => [id, rank]));

export function builtInRule(id: string): BuiltInRule | null {
  return BY_ID.get(id) ?? null;
}

/** Where a rule stands in the order of causes; rules of the operator come last. */
export function ruleRank(id: string): number {
  return RANKS.get(id) ?? BUILT_IN_RULES.length;
}
