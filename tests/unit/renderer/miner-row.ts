import type { Miner, MinerModel, StatusSummary } from '../../../src-shared/model/index.ts';

/** The current time in these tests. */
export const NOW = 1_800_000_000_000;

export function status(overrides: Partial<StatusSummary> = {}): StatusSummary {
  return {
    id: 1,
    recorded_at: NOW - 5000,
    state: 'mining',
    state_seconds: 3600,
    state_description: null,
    failure_code: null,
    preset: '3080',
    hashrate_hs: 104e12,
    hashrate_average_hs: 104e12,
    hashrate_nominal_hs: 104e12,
    hashrate_expected_hs: 104e12,
    power_w: 3080,
    efficiency_j_per_th: 29.6,
    pcb_temp_max_c: 60,
    chip_temp_min_c: 52,
    chip_temp_max_c: 70,
    hw_error_percent: 0,
    fan_count: 4,
    fan_duty_percent: 66,
    fan_rpm_max: 5400,
    cooling_mode: 'auto',
    pool_url: 'stratum+tcp://eu.pool.example:3333',
    pool_user: 'farm.r1',
    throttled_percent: null,
    uptime_s: 7200,
    ...overrides,
  };
}

/** A healthy, managed miner with the given changes. */
export function minerRow(overrides: Partial<Miner> = {}): Miner {
  return {
    id: '02:95:23:00:00:01',
    site_id: '01890a5d-ac96-774b-bcce-b302099a8057',
    site_name: null,
    firmware_kind: 'vnish',
    ip: '127.77.0.1:8980',
    online: true,
    managed: true,
    nickname: 'R1-S01-01',
    tags: [],
    place: null,
    pdu: null,
    switch: null,
    label: null,
    hostname: 'Antminer',
    model_alias: 's19jpro',
    model_name: 'Antminer S19j Pro',
    algorithm: 'sha256d',
    firmware_name: 'Vnish',
    firmware_version: '1.2.6',
    first_seen_at: NOW - 1e9,
    last_seen_at: NOW - 5000,
    offline_since_at: null,
    last_ip: null,
    conflict_ips: [],
    has_api_key: true,
    has_custom_unlock_pass: false,
    max_preset: '3080',
    attention: [],
    findings: { critical: 0, warning: 0, notice: 0 },
    polling: {
      eligible: true,
      reason_code: null,
      reason: null,
      last_success_at: NOW - 5000,
      consecutive_failures: 0,
      next_attempt_at: NOW + 10_000,
      last_error: null,
    },
    settling: false,
    boards_on: { on: 3, total: 3 },
    weak_chips: { weak: 0, bad: 0 },
    figures_unchanged_since_at: null,
    latest_status: status(),
    ...overrides,
  };
}

export function offlineRow(overrides: Partial<Miner> = {}): Miner {
  return minerRow({
    ip: null,
    last_ip: '127.77.0.1:8980',
    online: false,
    offline_since_at: NOW - 60_000,
    attention: overrides.managed === false ? [] : [{ code: 'offline', severity: 'critical', message: 'Offline.' }],
    ...overrides,
  });
}

/** A model without a max preset, with the given changes. */
export function minerModel(overrides: Partial<MinerModel> = {}): MinerModel {
  return {
    alias: 's19jpro',
    name: 'Antminer S19j Pro',
    algorithm: 'sha256d',
    hr_measure: 'GH/s',
    chains: 3,
    chips_per_chain: 126,
    board_rows: null,
    max_preset: null,
    miner_count: 1,
    presets: [],
    ...overrides,
  };
}
