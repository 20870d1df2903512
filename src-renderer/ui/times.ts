import { DAY_MS, HOUR_MS } from '../../src-shared/milliseconds.ts';
import { formatDuration } from '../../src-shared/text/format-duration.ts';
import { uiTexts } from './ui-texts.ts';

/** How long ago: "12 s ago"; a time in the future (clocks differ slightly) counts as now. */
export function ago(atMs: number, nowMs: number): string {
  if (nowMs - atMs < 1000) return uiTexts.justNow;
  return uiTexts.ago(formatDuration(ageSeconds(atMs, nowMs)));
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
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
/** A day that is further away is named with its year: "Thu, Jan 15" could be the one of this year. */
const NEAR_MS = 180 * DAY_MS;

/** The time of day, preceded by the day if it is not today: "22:10", "Mon 3 Feb, 22:10". */
export function clockTime(atMs: number, nowMs: number): string {
  return isSameDay(atMs, nowMs) ? clock.format(atMs) : `${dayText(atMs, nowMs)}, ${clock.format(atMs)}`;
}

/**
 * A period: "22:10–22:50" if it is today, "Mon 3 Feb, 22:10–22:50", or with both days if they
 * differ. Within a minute it is one time.
 */
export function clockSpan(fromMs: number, toMs: number, nowMs: number): string {
  if (isSameDay(fromMs, toMs)) {
    const [from, to] = [clockTime(fromMs, nowMs), clock.format(toMs)];
    return from.endsWith(to) ? from : `${from}–${to}`;
  }
  return `${dayText(fromMs, nowMs)}, ${clock.format(fromMs)} – ${dayText(toMs, nowMs)}, ${clock.format(toMs)}`;
}

/**
 * The time of a point of a chart: the start of a narrow slot, the period of a wide one. Slots begin
 * at full units of UTC, so that a day of history begins at 05:30 in Delhi, which only a period
 * shows.
 */
export function slotText(atMs: number, slotMs: number, nowMs: number): string {
  return slotMs < HOUR_MS ? clockTime(atMs, nowMs) : clockSpan(atMs, Math.min(atMs + slotMs, nowMs), nowMs);
}

/** The same to the second, where it is today: "22:10:05", "Mon 3 Feb, 22:10". */
export function preciseTime(atMs: number, nowMs: number): string {
  return isSameDay(atMs, nowMs) ? clockWithSeconds.format(atMs) : clockTime(atMs, nowMs);
}

export function clockTimeWithSeconds(atMs: number): string {
  return clockWithSeconds.format(atMs);
}

export function dayName(atMs: number, nowMs: number): string {
  return isSameDay(atMs, nowMs) ? uiTexts.today : dayText(atMs, nowMs);
}

function dayText(atMs: number, nowMs: number): string {
  return (Math.abs(nowMs - atMs) > NEAR_MS ? dayOfYear : day).format(atMs);
}

/** In local time. */
function isSameDay(aMs: number, bMs: number): boolean {
  return new Date(aMs).toDateString() === new Date(bMs).toDateString();
}
