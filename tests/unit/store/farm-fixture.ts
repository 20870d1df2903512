import type { RetentionPlan } from '../../../src-main/history/plan-retention.ts';
import type { StoredJob, StoredJobItem } from '../../../src-main/store/job-records.ts';
import { packTelemetry } from '../../../src-main/store/queries/history/packed-telemetry.ts';
import type {
  StatusRecord,
  Store,
  StoredIncident,
  StoredMiner,
  StoredModel,
  TelemetryRecord,
} from '../../../src-main/store/store.ts';
import type { Chain, ChainSnapshot, Chip, Fan, Pool, StatusFigures } from '../../../src-shared/model/index.ts';

export const T0 = 1_760_000_000_000;

export function macOf(n: number): string {
  return `02:95:23:00:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`;
}

export function aMiner(n: number, changes: Partial<StoredMiner> = {}): StoredMiner {
  return {
    id: macOf(n),
    site_key: 1,
    firmware_kind: 'vnish',
    ip: `127.0.1.${n % 250}`,
    last_ip: `127.0.1.${n % 250}`,
    managed: true,
    nickname: null,
    tags: [],
    place: null,
    label: null,
    hostname: 'Antminer',
    model_alias: 's19jpro',
    firmware_name: 'Vnish',
    firmware_version: '1.2.6',
    api_key_sealed: 'encrypted:1',
    unlock_pass_sealed: null,
    first_seen_at: T0,
    last_seen_at: T0,
    offline_since_at: null,
    tuned_presets: null,
    preset_set: null,
    preset_baseline: null,
    pools_before: null,
    conditions_since: null,
    fans_turned: false,
    ...changes,
  };
}

export function aModel(changes: Partial<Omit<StoredModel, 'max_preset'>> = {}): Omit<StoredModel, 'max_preset'> {
  return {
    alias: 's19jpro',
    name: 'Antminer S19j Pro',
    algorithm: 'sha256d',
    hr_measure: 'GH/s',
    chains: 3,
    chips_per_chain: 126,
    board_rows: [
      [0, 1, -1],
      [2, 3, 4],
    ],
    presets: [
      {
        name: '2500',
        pretty: '2500 watt ~ 92 TH',
        power_w: 2500,
        hashrate_hs: 92e12,
        status: 'tuned',
        modded_psu_required: false,
      },
      { name: 'disabled', pretty: null, power_w: null, hashrate_hs: null, status: null, modded_psu_required: null },
    ],
    ...changes,
  };
}

export function someFigures(changes: Partial<StatusFigures> = {}): StatusFigures {
  return {
    state: 'mining',
    state_seconds: 7200,
    state_description: null,
    failure_code: null,
    preset: '2500',
    hashrate_hs: 92_412_340_000_000,
    hashrate_average_hs: 91_980_000_000_000,
    hashrate_nominal_hs: 92_500_000_000_000,
    hashrate_expected_hs: 92_000_000_000_000,
    power_w: 2503,
    efficiency_j_per_th: 27.2,
    pcb_temp_max_c: 58,
    chip_temp_min_c: 61,
    chip_temp_max_c: 74,
    hw_error_percent: 0.04,
    fan_count: 4,
    fan_duty_percent: 63,
    fan_rpm_max: 5400,
    cooling_mode: 'auto',
    pool_url: 'pool.example.com:3333',
    pool_user: 'farm.worker1',
    throttled_percent: null,
    uptime_s: 86_400,
    ...changes,
  };
}

export function aFan(fan_id: number): Fan {
  return { fan_id, rpm: 5280 + fan_id * 60, max_rpm: 6000, status: 'ok' };
}

export function aChain(chain_id: number, changes: Partial<Chain> = {}): Chain {
  return {
    chain_id,
    state: 'mining',
    state_description: null,
    hashrate_hs: 30_804_113_333_333,
    hashrate_nominal_hs: 30_833_000_000_000,
    frequency_mhz: 520.5,
    voltage_v: 13.1,
    power_w: 834,
    pcb_temp_min_c: 41,
    pcb_temp_max_c: 58,
    chip_temp_min_c: 61,
    chip_temp_max_c: 74,
    water_inlet_temp_c: null,
    water_outlet_temp_c: null,
    hw_errors: 12,
    chips_red: 0,
    chips_orange: 2,
    chips_grey: 124,
    ...changes,
  };
}

function aPool(pool_id: number): Pool {
  return {
    pool_id,
    url: 'pool.example.com:3333',
    user: 'farm.worker1',
    pool_type: 'UserPool',
    status: 'active',
    accepted: 1200,
    rejected: 3,
    stale: 0,
    ping_ms: 21,
  };
}

export function aStatus(n: number, recorded_at: number, changes: Partial<StatusRecord> = {}): StatusRecord {
  return {
    miner_id: macOf(n),
    recorded_at,
    figures: someFigures(),
    fans: [0, 1, 2, 3].map(aFan),
    chains: [1, 2, 3].map((id) => aChain(id)),
    pools: [aPool(0)],
    ...changes,
  };
}

export function aChip(chip_id: number, changes: Partial<Chip> = {}): Chip {
  return {
    chip_id,
    hashrate_hs: (245 + (chip_id % 17) + 0.13) * 1e9,
    frequency_mhz: 520 + (chip_id % 3) * 5,
    voltage_mv: 350,
    temp_c: 60.5 + (chip_id % 9),
    errors: chip_id % 4,
    grade: chip_id % 20 === 0 ? 'orange' : 'grey',
    throttled: false,
    ...changes,
  };
}

export function aBoard(chain_id: number, chips = 126): ChainSnapshot {
  return {
    chain_id,
    state: 'mining',
    hashrate_hs: 30_804_113_333_333,
    hashrate_nominal_hs: 30_833_000_000_000,
    frequency_mhz: 520.5,
    chips: Array.from({ length: chips }, (_, i) => aChip(i)),
  };
}

export function aTelemetry(n: number, recorded_at: number, changes: Partial<TelemetryRecord> = {}): TelemetryRecord {
  return { miner_id: macOf(n), recorded_at, status_id: null, chains: [1, 2, 3].map((id) => aBoard(id)), ...changes };
}

/** Writes readings of chips, packed as by the calling thread. */
export function recordTelemetry(
  store: Pick<Store, 'recordTelemetry'>,
  records: readonly TelemetryRecord[],
): Promise<void> {
  return store.recordTelemetry(records.map(packTelemetry));
}

/** Keeps everything except what is named. */
export function pruneLimits(tiersBefore: Partial<RetentionPlan['tiersBefore']>, activityBefore = 0): RetentionPlan {
  const none = { status_raw: 0, chip_raw: 0, status_5min: 0, status_1h: 0, chip_1h: 0, chip_1d: 0 };
  return {
    activityBefore,
    jobsBefore: 0,
    gapsBefore: 0,
    migrationCopyBefore: 0,
    tiersBefore: { ...none, ...tiersBefore },
    groupsBefore: [],
  };
}

/** A stored, resolved incident with the given changes. */
export const aStoredIncident = (incident_id: string, fields: Partial<StoredIncident>): StoredIncident => ({
  incident_id,
  rule_id: 'offline',
  severity: 'critical',
  state: 'resolved',
  title: incident_id,
  cause_kind: 'miner',
  cause_key: incident_id,
  since_at: 1,
  opened_at: 1,
  changed_at: 1,
  acknowledged_at: null,
  acknowledged_by: null,
  snoozed_until: null,
  resolved_at: null,
  hashrate_lost_hash: 0,
  unsteady: false,
  owed_event: null,
  owed_at: null,
  notified_at: null,
  notified_miners: 1,
  unattended_since_at: null,
  escalated_at: null,
  ...fields,
});

/** A job of one miner that runs. */
export const aJob = (job_id: string, fields: Partial<StoredJob>): StoredJob => ({
  job_id,
  action: 'restart',
  params: {},
  allow_untuned: false,
  actor: { via: 'browser', name: 'browser', scope: 'operate' },
  state: 'running',
  reason: null,
  undo_of: null,
  pause_end: null,
  resume_of: null,
  retry_of: null,
  miners_text: null,
  retries: 0,
  query: null,
  waves: [1],
  wave: 1,
  created_at: 100,
  start_at: null,
  spread_minutes: null,
  finished_at: null,
  rules: null,
  counts: {},
  left_out: [],
  ...fields,
});

/** A miner of a job to which nothing was sent yet. */
export const aJobItem = (id: string, fields: Partial<StoredJobItem> = {}): StoredJobItem => ({
  id,
  wave: 1,
  verdict: 'running',
  code: null,
  message: null,
  before: null,
  after: null,
  expect: null,
  sent: [],
  own: null,
  held_by: null,
  goal: null,
  kept: null,
  started_at: null,
  finished_at: null,
  ...fields,
});
