import { BACKUP_BOUNDS } from './backups.ts';
import type { BoundedSetting } from './bounded-setting.ts';
import { INTERVAL_BOUNDS } from './polling.ts';
import { RETENTION_BOUNDS } from './retention.ts';
import { THRESHOLD_BOUNDS } from './thresholds.ts';

/**
 * Bounds of the configuration file, also for the screens, so that the page need not load the
 * schemas.
 */
export const SETTING_BOUNDS = {
  intervals: INTERVAL_BOUNDS,
  retention: RETENTION_BOUNDS,
  backups: BACKUP_BOUNDS,
  thresholds: THRESHOLD_BOUNDS,
} as const satisfies Readonly<Record<string, Readonly<Record<string, BoundedSetting>>>>;
export type BoundedSection = keyof typeof SETTING_BOUNDS;
