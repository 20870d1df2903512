const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** The local time of day: `22:10`. */
export function timeOfDay(atMs: number): string {
  return format.format(atMs);
}
