const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

/**
 * "since 14:05" or "since Mon 3 Feb, 14:05": a local time, with the day if that is not today, or if
 * `nowMs` is null, because the text is read on other days too.
 */
export function since(atMs: number, nowMs: number | null): string {
  const sameDay = nowMs !== null && new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  return `since ${sameDay ? '' : `${day.format(atMs)}, `}${clock.format(atMs)}`;
}
