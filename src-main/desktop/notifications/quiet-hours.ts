import type { QuietHours } from '../../../src-shared/model/index.ts';

/**
 * Whether a time of day, in minutes since midnight, is within the quiet hours. From is in them, to
 * is not; the same twice is the whole day.
 */
export function isQuiet(quiet: QuietHours | null, minuteOfDay: number): boolean {
  if (quiet === null) return false;
  const from = minutes(quiet.from);
  const to = minutes(quiet.to);
  if (from < to) return minuteOfDay >= from && minuteOfDay < to;
  return minuteOfDay >= from || minuteOfDay < to;
}

function minutes(timeOfDay: string): number {
  const [hours = 0, rest = 0] = timeOfDay.split(':').map(Number);
  return hours * 60 + rest;
}
