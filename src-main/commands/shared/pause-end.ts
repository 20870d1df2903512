import { HOUR_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import { usageError } from './command.ts';

const DURATION = /^(?:(?<hours>\d{1,3})\s?h)?\s?(?:(?<minutes>\d{1,5})\s?m(?:in)?)?$/i;
const CLOCK = /^(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d)$/;

/** The end of a pause by `--for 1h30m` or `--until 14:30`, as the parts of an order. */
export function readPauseEnd(
  { for: duration, until }: { readonly for?: string | undefined; readonly until?: string | undefined },
  nowMs: number,
): { readonly resume_after_minutes?: number; readonly resume_at?: number } {
  if (duration !== undefined && until !== undefined) throw usageError('give either --for or --until');
  if (duration !== undefined) return { resume_after_minutes: readMinutes(duration) };
  return until === undefined ? {} : { resume_at: readMoment(until, nowMs) };
}

function readMinutes(text: string): number {
  const { hours = '0', minutes = '0' } = DURATION.exec(text.trim())?.groups ?? {};
  const total = (Number(hours) * HOUR_MS) / MINUTE_MS + Number(minutes);
  if (total === 0) throw usageError(`--for takes a duration, such as 30m, 1h or 1h30m, not "${text}"`);
  return total;
}

/** Reading a time takes the 30th of February for the 2nd of March. */
function isInCalendar(text: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})/.exec(text.trim()) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return true;
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day && month <= 12;
}

/** A time of day means the next one. It is found by the calendar, because a day may have 23 hours. */
function readMoment(text: string, nowMs: number): number {
  const clock = CLOCK.exec(text.trim())?.groups;
  if (clock === undefined) {
    if (!isInCalendar(text)) throw usageError(`--until: there is no such date as "${text}"`);
    const at = /^\d{4}-\d{2}-\d{2}[T ]\d/.test(text.trim()) ? Date.parse(text.trim().replace(' ', 'T')) : Number.NaN;
    if (Number.isNaN(at)) throw usageError(`--until takes a time, such as 14:30 or 2026-01-31T14:30, not "${text}"`);
    return at;
  }
  const moment = new Date(nowMs);
  moment.setHours(Number(clock['hour']), Number(clock['minute']), 0, 0);
  if (moment.getTime() <= nowMs) moment.setDate(moment.getDate() + 1);
  return moment.getTime();
}
