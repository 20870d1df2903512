import { type BoundedSetting, bounded, seconds } from './bounded-setting.ts';

/** Bounds of how often the farm is scanned, and how often its miners and their chips are read. */
export const INTERVAL_BOUNDS = {
  discovery_seconds: seconds(30, 5),
  status_seconds: seconds(15, 1),
  telemetry_seconds: seconds(60, 5),
} as const satisfies Readonly<Record<string, BoundedSetting>>;

/**
 * Bounds of the polling settings. `timeout_ms` is for one call to a miner: connecting, headers and
 * body together.
 */
export const POLLING_BOUNDS = {
  concurrency: bounded(128, 1, 4096),
  timeout_ms: bounded(5000, 100, 60_000),
} as const satisfies Readonly<Record<string, BoundedSetting>>;

/** How often miners are read, for callers that do not know the settings. */
export const DEFAULT_STATUS_SECONDS = INTERVAL_BOUNDS.status_seconds.byDefault;
