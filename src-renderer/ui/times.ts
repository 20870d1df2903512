import { formatDuration } from '../../src-shared/units.ts';

/** How long ago: "12 s ago"; a moment in the future (clocks differ a little) counts as now. */
export function ago(atMs: number, nowMs: number): string {
  if (nowMs - atMs < 1000) return 'just now';
  return `${formatDuration(ageSeconds(atMs, nowMs))} ago`;
}

export function ageSeconds(atMs: number, nowMs: number): number {
  return Math.max(0, (nowMs - atMs) / 1000);
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const clockWithSeconds = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });

/** The time of day, with the day before it when that is not today: "22:10", "Mon 3 Feb, 22:10". */
export function clockTime(atMs: number, nowMs: number): string {
  const sameDay = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  return sameDay ? clock.format(atMs) : `${day.format(atMs)}, ${clock.format(atMs)}`;
}

export function clockTimeWithSeconds(atMs: number): string {
  return clockWithSeconds.format(atMs);
}

export function dayName(atMs: number, nowMs: number): string {
  return new Date(atMs).toDateString() === new Date(nowMs).toDateString() ? 'Today' : day.format(atMs);
}
