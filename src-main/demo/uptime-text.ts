const DAY_MINUTES = 1440;

/**
 * Uptime in the device's format: `0:06`, `1:55`, `1 days, 17:02`, `9 days,  3:58`. After days,
 * hours of one digit are padded with a space; some builds always pad them (` 1:00`).
 */
export function uptimeText(seconds: number, padsAlways: boolean): string {
  const minutes = Math.max(0, Math.floor(seconds / 60));
  const days = Math.floor(minutes / DAY_MINUTES);
  const hours = String(Math.floor((minutes % DAY_MINUTES) / 60));
  const rest = String(minutes % 60).padStart(2, '0');
  if (days > 0) return `${days} days, ${hours.padStart(2, ' ')}:${rest}`;
  return `${padsAlways ? hours.padStart(2, ' ') : hours}:${rest}`;
}
