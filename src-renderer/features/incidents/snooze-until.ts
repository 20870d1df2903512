/** Seven in the morning of the next day, in local time. */
export function tomorrowMorning(nowMs: number): number {
  const morning = new Date(nowMs);
  morning.setDate(morning.getDate() + 1);
  return morning.setHours(7, 0, 0, 0);
}

/** Seven in the morning of the next Monday after today, in local time. */
export function mondayMorning(nowMs: number): number {
  const morning = new Date(nowMs);
  morning.setDate(morning.getDate() + (7 - ((morning.getDay() + 6) % 7)));
  return morning.setHours(7, 0, 0, 0);
}
