/** Minimum and maximum of an integer setting. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** An integer setting with its default. */
export interface BoundedSetting extends Bounds {
  readonly byDefault: number;
}

const bounded = (byDefault: number, least: number, most: number): BoundedSetting => ({ least, most, byDefault });
const seconds = (byDefault: number, least: number): BoundedSetting => bounded(byDefault, least, 86_400);
const days = (byDefault: number): BoundedSetting => bounded(byDefault, 1, 3650);

/**
 * Bounds of the configuration file, also for the screens, so that the page need not load the
 * schemas.
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

export const RETENTION_PRESETS = ['small', 'default', 'long'] as const;
export type RetentionPreset = (typeof RETENTION_PRESETS)[number];

const { retention } = SETTING_BOUNDS;

/** The days of each preset of retention. Each keeps the hourly figures of a year. */
export const RETENTION_OF: Readonly<Record<RetentionPreset, Readonly<Record<keyof typeof retention, number>>>> = {
  small: {
    status_days: 2,
    chip_days: 1,
    status_5min_days: 30,
    status_1h_days: 365,
    chip_1h_days: 7,
    chip_1d_days: 90,
  },
  default: {
    status_days: retention.status_days.byDefault,
    chip_days: retention.chip_days.byDefault,
    status_5min_days: retention.status_5min_days.byDefault,
    status_1h_days: retention.status_1h_days.byDefault,
    chip_1h_days: retention.chip_1h_days.byDefault,
    chip_1d_days: retention.chip_1d_days.byDefault,
  },
  long: {
    status_days: 30,
    chip_days: 14,
    status_5min_days: 365,
    status_1h_days: 1825,
    chip_1h_days: 90,
    chip_1d_days: 1095,
  },
};

/** Bounds of the settings of actions. */
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
 * The value of `network.scan_concurrency` with which PowerHive chooses the number of sockets. It
 * was a fixed default before, and is in every configuration that an older version saved, where it
 * cannot be distinguished from a deliberate choice.
 */
export const AUTOMATIC_SCAN_CONCURRENCY = 1024;

/** The port of a target without one. */
export const MINER_PORT = bounded(80, 1, 65_535);

/** Bounds of a scan's settings, in the configuration and on the command line. */
export const SCAN_BOUNDS = {
  light_scan_timeout_ms: bounded(400, 50, 10_000),
  miner_probe_timeout_ms: bounded(1500, 100, 60_000),
  scan_concurrency: bounded(AUTOMATIC_SCAN_CONCURRENCY, 1, 16_384),
} as const satisfies Readonly<Record<string, BoundedSetting>>;

/**
 * Bounds of the polling settings. `timeout_ms` is for one call to a miner: connecting, headers and
 * body together.
 */
export const POLLING_BOUNDS = {
  concurrency: bounded(128, 1, 4096),
  timeout_ms: bounded(5000, 100, 60_000),
} as const satisfies Readonly<Record<string, BoundedSetting>>;

/** Default times of a channel's digest, in local time: at the change of shifts. */
export const DIGEST_AT = ['07:00', '19:00'] as const;

/** How often miners are read, for callers that do not know the settings. */
export const DEFAULT_STATUS_SECONDS = SETTING_BOUNDS.intervals.status_seconds.byDefault;
