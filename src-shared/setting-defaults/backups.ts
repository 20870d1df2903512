import { type BoundedSetting, bounded } from './bounded-setting.ts';

/** How many daily backups are kept; 0 makes none. */
export const BACKUP_BOUNDS = { keep: bounded(3, 0, 365) } as const satisfies Readonly<Record<string, BoundedSetting>>;
