import { type BoundedSetting, days } from './bounded-setting.ts';

/** Bounds of the days for which each tier of the history is kept. */
export const RETENTION_BOUNDS = {
  status_days: days(7),
  chip_days: days(3),
  status_5min_days: days(90),
  status_1h_days: days(730),
  chip_1h_days: days(14),
  chip_1d_days: days(365),
} as const satisfies Readonly<Record<string, BoundedSetting>>;

export const RETENTION_PRESETS = ['small', 'default', 'long'] as const;
export type RetentionPreset = (typeof RETENTION_PRESETS)[number];

/** The days of each preset of RETENTION_BOUNDS. Each keeps the hourly figures of a year. */
export const RETENTION_OF: Readonly<Record<RetentionPreset, Readonly<Record<keyof typeof RETENTION_BOUNDS, number>>>> =
  {
    small: {
      status_days: 2,
      chip_days: 1,
      status_5min_days: 30,
      status_1h_days: 365,
      chip_1h_days: 7,
      chip_1d_days: 90,
    },
    default: {
      status_days: RETENTION_BOUNDS.status_days.byDefault,
      chip_days: RETENTION_BOUNDS.chip_days.byDefault,
      status_5min_days: RETENTION_BOUNDS.status_5min_days.byDefault,
      status_1h_days: RETENTION_BOUNDS.status_1h_days.byDefault,
      chip_1h_days: RETENTION_BOUNDS.chip_1h_days.byDefault,
      chip_1d_days: RETENTION_BOUNDS.chip_1d_days.byDefault,
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
