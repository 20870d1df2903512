import type { StatusFigures } from '../model/index.ts';

/** Uptimes are reported in minutes, and read at another time than the state. */
const SLACK_S = 120;

/**
 * How long a miner has been in its state, in seconds; null if unknown. A time longer than its uptime is
 * not believed: its clock was set after it had started, or runs wrong.
 */
export function secondsInState({
  state_seconds: seconds,
  uptime_s: uptime,
}: Pick<StatusFigures, 'state_seconds' | 'uptime_s'>): number | null {
  return seconds !== null && uptime !== null && seconds > uptime + SLACK_S ? null : seconds;
}
