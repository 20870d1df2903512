/**
 * A time in UNIX milliseconds as ISO 8601 in local time with offset:
 * `2026-01-31T22:10:05.123+03:00`.
 */
export function isoTime(atMs: number): string {
  const offsetMin = -new Date(atMs).getTimezoneOffset();
  const local = new Date(atMs + offsetMin * 60_000).toISOString().slice(0, -1);
  const pair = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.abs(offsetMin);
  const sign = offsetMin < 0 ? '-' : '+';
  return `${local}${sign}${pair(Math.floor(minutes / 60))}:${pair(minutes % 60)}`;
}

/** A local time to the minute, with its date if that is not today: `14:02`. */
export function clockText(atMs: number, nowMs: number): string {
  const [at, now] = [minuteText(atMs), minuteText(nowMs)];
  return at.slice(0, 10) === now.slice(0, 10) ? at.slice(11) : at;
}

/** A local time to the minute, without offset: `2026-01-31 22:10`. */
export function minuteText(atMs: number): string {
  return isoTime(atMs).slice(0, 16).replace('T', ' ');
}
