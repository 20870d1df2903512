const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** A moment as the clock on the wall shows it: `22:10`. */
export function timeOfDay(atMs: number): string {
  return format.format(atMs);
}
