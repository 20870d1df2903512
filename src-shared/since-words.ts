const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

/** "since 14:05" or "since Mon 3 Feb, 14:05": a local time, with the day if that is not today. */
export function since(atMs: number, nowMs: number): string {
  const sameDay = new Date(atMs).toDateString() === new Date(nowMs).toDateString();
  return `since ${sameDay ? '' : `${day.format(atMs)}, `}${clock.format(atMs)}`;
}
