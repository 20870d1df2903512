import { midnight } from '../../../../src-shared/local-day.ts';
import { dateFieldValue } from '../../../ui/forms/date-field.ts';

/** A day as a field for dates holds it, in local time: `2026-01-31`. */
export function dayFieldValue(atMs: number): string {
  return dateFieldValue(atMs).slice(0, 'YYYY-MM-DD'.length);
}

/** The day before the one of a time. */
export function dayBefore(atMs: number): string {
  return dayFieldValue(midnight(atMs, -1));
}
