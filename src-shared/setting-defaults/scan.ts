import { type BoundedSetting, bounded } from './bounded-setting.ts';

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
