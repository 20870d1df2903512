/** The least and the most that a whole number of the settings may be. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

const seconds = (least: number): Bounds => ({ least, most: 86_400 });
const DAYS: Bounds = { least: 1, most: 3650 };

/**
 * What the configuration file takes, and so what the screens let an operator ask for: they bring no
 * schema into the page.
 */
export const SETTING_BOUNDS = {
  intervals: { discovery_seconds: seconds(5), status_seconds: seconds(1), telemetry_seconds: seconds(5) },
  retention: {
    status_days: DAYS,
    chip_days: DAYS,
    status_5min_days: DAYS,
    status_1h_days: DAYS,
    chip_1h_days: DAYS,
    chip_1d_days: DAYS,
  },
  backups: { keep: { least: 0, most: 365 } },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Bounds>>>>;
export type BoundedSection = keyof typeof SETTING_BOUNDS;

/** The same of the settings of acting. */
export const ACTION_BOUNDS = {
  starts_per_minute: { least: 0, most: 10_000 },
  start_kw_per_minute: { least: 0, most: 100_000 },
  first_wave: { least: 1, most: 1000 },
  second_wave: { least: 1, most: 1000 },
  third_wave_percent: { least: 1, most: 100 },
  third_wave_most: { least: 1, most: 10_000 },
  wave_most: { least: 1, most: 10_000 },
  stop_wave_failed_percent: { least: 0, most: 100 },
  stop_total_failed_percent: { least: 0, most: 100 },
} as const satisfies Readonly<Record<string, Bounds>>;
