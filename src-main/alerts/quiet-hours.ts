import { severityRank } from '../../src-shared/alerts/severity-rank.ts';
import type { AlertSeverity, QuietHours } from '../../src-shared/model/index.ts';

/**
 * The lowest severity that is sent at once at this minute of the day; null outside quiet hours.
 * `from` is included, `to` is not; if they are the same, it is the whole day.
 */
export function quietBelow(quiet: QuietHours | null, minuteOfDay: number): AlertSeverity | null {
  if (quiet === null) return null;
  const from = minutes(quiet.from);
  const to = minutes(quiet.to);
  const isQuiet = from < to ? minuteOfDay >= from && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to;
  return isQuiet ? (quiet.min_severity ?? 'critical') : null;
}

/** Whether a message of this severity waits while only `least` and above are sent. */
export function waitsBelow(least: AlertSeverity | null, severity: AlertSeverity): boolean {
  return least !== null && severityRank(severity) < severityRank(least);
}

/** Minutes since midnight, in local time. */
export function minuteOfDay(atMs: number): number {
  const at = new Date(atMs);
  return at.getHours() * 60 + at.getMinutes();
}

function minutes(timeOfDay: string): number {
  const [hours = 0, rest = 0] = timeOfDay.split(':').map(Number);
  return hours * 60 + rest;
}
