import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';

const LENGTHS_MS = {
  half_hour: 30 * MINUTE_MS,
  hour: HOUR_MS,
  hours: 4 * HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
} as const;
const MORNING_HOUR = 7;

/** How long something is snoozed, muted or in maintenance. `morning` and `monday` end at seven. */
export type SilentLength = keyof typeof LENGTHS_MS | 'morning' | 'monday';

/** The end of a time of this length: `morning` is that of the next day, `monday` that after today. */
export function endOf(length: SilentLength, fromMs: number): number {
  const from = new Date(fromMs);
  if (length === 'morning') return morningIn(1, from);
  if (length === 'monday') return morningIn(7 - ((from.getDay() + 6) % 7), from);
  return fromMs + LENGTHS_MS[length];
}

/** In local time. */
function morningIn(days: number, from: Date): number {
  const morning = new Date(from);
  morning.setDate(morning.getDate() + days);
  return morning.setHours(MORNING_HOUR, 0, 0, 0);
}
