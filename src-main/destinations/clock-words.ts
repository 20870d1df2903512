import { MINUTE_MS } from '../../src-shared/milliseconds.ts';

/** The largest difference between the two clocks that a test accepts. */
const MOST_MINUTES = 5;

/** What is wrong with the clock of a server, or with that of this computer; null if nothing is. */
export function clockWords(thereAt: number, hereAt: number): string | null {
  const minutes = Math.abs(thereAt - hereAt) / MINUTE_MS;
  if (minutes <= MOST_MINUTES) return null;
  const by = minutes < 120 ? `${Math.round(minutes)} minutes` : `${Math.round(minutes / 60)} hours`;
  return `its clock and that of this computer differ by ${by}: set the wrong one right`;
}
