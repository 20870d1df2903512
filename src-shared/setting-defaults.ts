/** The least and the most that a whole number of the settings may be. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** A whole number of the settings, with its default. */
export interface BoundedSetting extends Bounds {
  readonly byDefault: number;
}

const bounded = (byDefault: number, least: number, most: number): BoundedSetting => ({ least, most, byDefault });
const seconds = (byDefault: number, least: number): BoundedSetting => bounded(byDefault, least, 86_400);
const days = (byDefault: number): BoundedSetting => bounded(byDefault, 1, 3650);

/**
 * What the configuration file takes, and so what the screens let an operator ask for: they bring no
 * schema into the page.
 */
export const SETTING_BOUNDS = {
  intervals: { discovery_seconds: seconds(30, 5), status_seconds: seconds(15, 1), telemetry_seconds: seconds(60, 5) },
  retention: {
    status_days: days(7),
    chip_days: days(3),
    status_5min_days: days(90),
    status_1h_days: days(730),
    chip_1h_days: days(14),
    chip_1d_days: days(365),
  },
  backups: { keep: bounded(3, 0, 365) },
} as const satisfies Readonly<Record<string, Readonly<Record<string, BoundedSetting>>>>;
export type BoundedSection = keyof typeof SETTING_BOUNDS;

/** The same of the settings of acting. */
export const ACTION_BOUNDS = {
  starts_per_minute: bounded(60, 0, 10_000),
  start_kw_per_minute: bounded(200, 0, 100_000),
  first_wave: bounded(1, 1, 1000),
  second_wave: bounded(5, 1, 1000),
  third_wave_percent: bounded(10, 1, 100),
  third_wave_most: bounded(50, 1, 10_000),
  wave_most: bounded(100, 1, 10_000),
  stop_wave_failed_percent: bounded(10, 0, 100),
  stop_total_failed_percent: bounded(5, 0, 100),
} as const satisfies Readonly<Record<string, BoundedSetting>>;

/**
 * The value of `network.scan_concurrency` that leaves the number of sockets to PowerHive. It was
 * the plain default before, and stands in every configuration that an older version saved, so it
 * cannot be distinguished from a deliberate choice.
 */
export const AUTOMATIC_SCAN_CONCURRENCY = 1024;

/** The port of a miner where a target names none. */
export const MINER_PORT = bounded(80, 1, 65_535);

/** How a scan dials, in the configuration and on the command line. */
export const SCAN_BOUNDS = {
  light_scan_timeout_ms: bounded(400, 50, 10_000),
  miner_probe_timeout_ms: bounded(1500, 100, 60_000),
  scan_concurrency: bounded(AUTOMATIC_SCAN_CONCURRENCY, 1, 16_384),
} as const satisfies Readonly<Record<string, BoundedSetting>>;

/**
 * How miners are polled. `timeout_ms` is the deadline of one call to a miner: connecting, headers
 * and body together.
 */
export const POLLING_BOUNDS = {
  concurrency: bounded(128, 1, 4096),
  timeout_ms: bounded(5000, 100, 60_000),
} as const satisfies Readonly<Record<string, BoundedSetting>>;

/** When a channel sends its digest: by shift, in local time. */
export const DIGEST_AT = ['07:00', '19:00'] as const;
