/** Midnight before a time, or so many days later, in local time, also where the clocks change. */
export function midnight(atMs: number, days = 0): number {
  const date = new Date(atMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/** A day such as `2026-01-31` from midnight to midnight in local time; null if it is no day. */
export function spanOfDay(text: string): { readonly fromAt: number; readonly toAt: number } | null {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = new Date(year, month - 1, day);
  // 31 February would be a day of March.
  if (date.getMonth() !== month - 1 || date.getDate() !== day) return null;
  return { fromAt: date.getTime(), toAt: midnight(date.getTime(), 1) };
}
