import { DAY_MS } from '../../src-shared/milliseconds.ts';

/*
 * How long is kept what no setting decides. The days of the readings and roll-ups are settings
 * (src-shared/setting-defaults/retention.ts).
 */

/** Activity and resolved incidents: they are small, and are looked up for the longest time. */
export const ACTIVITY_DAYS = 365;
/** Jobs with their effects on each miner, and the backups of its settings. */
export const JOB_DAYS = 90;
/** The copy of the database from before its last migration. */
export const MIGRATION_COPY_KEPT_MS = 14 * DAY_MS;
