/**
 * A figure's unit, and how much or how little it may be. Figures without a limit are printed for
 * comparison.
 */
export interface Limit {
  readonly unit: string;
  readonly most?: number;
  readonly least?: number;
}

/**
 * What PowerHive promises of itself, in the order in which they are printed. Ratios are of one run,
 * because machines differ.
 */
export const LIMITS: Readonly<Record<string, Limit>> = {
  scan_16_over_ideal: { unit: 'x', most: 1.25 },
  scan_16_automatic_s: { unit: 's', most: 6 },
  scan_cpu_us_per_host: { unit: 'us' },
  scan_cpu_over_bare: { unit: 'x' },
  status_poll_cpu_over_bare: { unit: 'x', most: 3 },
  status_poll_cpu_us: { unit: 'us' },
  fleet_10k_missed_cycles: { unit: 'polls', most: 0 },
  fleet_10k_loop_delay_p99_ms: { unit: 'ms', most: 20 },
  chips_in_per_s: { unit: 'chips/s' },
  chip_bytes_raw: { unit: 'bytes' },
  chip_bytes_sealed: { unit: 'bytes', most: 2 },
  chip_size_vs_rows: { unit: 'x', least: 25 },
  chip_speed_vs_rows: { unit: 'x', least: 15 },
  seal_cpu_s_per_miner_hour: { unit: 's' },
  year_1000_miners_gb: { unit: 'GB', most: 6 },
  history_24h_miner_p95_ms: { unit: 'ms', most: 50 },
  history_90d_fleet_p95_ms: { unit: 'ms', most: 200 },
  export_csv_rows_per_s: { unit: 'rows/s', least: 1_000_000 },
  export_parquet_rows_per_s: { unit: 'rows/s', least: 1_000_000 },
  export_csv_cpu_over_bare: { unit: 'x', most: 0.3 },
  export_parquet_cpu_over_bare: { unit: 'x', most: 0.4 },
  idle_1000_cpu_over_bare: { unit: 'x', most: 2 },
  idle_1000_cpu_percent: { unit: '% of a core' },
  memory_1000_mb: { unit: 'MB', most: 250 },
  memory_10k_mb: { unit: 'MB', most: 600 },
  gap_cpu_ms_per_miner: { unit: 'ms', most: 10 },
  alerts_10k_20_rules_cpu_ms: { unit: 'ms', most: 100 },
  alerts_10k_20_own_rules_cpu_ms: { unit: 'ms', most: 100 },
  preview_250_30d_ms: { unit: 'ms' },
  preview_250_30d_cpu_ms: { unit: 'ms', most: 3000 },
  destination_10k_cpu_percent: { unit: '% of a core', most: 5 },
  destination_10k_cpu_over_bare: { unit: 'x' },
  jobs_10k_preview_ms: { unit: 'ms', most: 1000 },
  jobs_10k_missed_cycles: { unit: 'polls', most: 0 },
  jobs_10k_lights_per_s: { unit: 'miners/s' },
  jobs_10k_stop_s: { unit: 's', most: 5 },
  jobs_1000_pauses_s: { unit: 's', most: 10 },
  jobs_1000_missed_cycles: { unit: 'polls', most: 0 },
  start_to_ready_ms: { unit: 'ms' },
  start_to_first_rows_ms: { unit: 'ms', most: 1500 },
  start_to_live_rows_ms: { unit: 'ms' },
  rows_10k_first_rows_ms: { unit: 'ms', most: 1000 },
  rows_10k_frame_p50_ms: { unit: 'ms', most: 17 },
  rows_10k_frame_max_ms: { unit: 'ms', most: 50 },
  rows_10k_heap_growth_mb: { unit: 'MB' },
  overview_3000_open_cpu_ms: { unit: 'ms', most: 200 },
  overview_3000_recolour_cpu_ms: { unit: 'ms', most: 50 },
};
