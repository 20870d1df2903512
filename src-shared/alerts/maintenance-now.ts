import type { Maintenance } from '../model/index.ts';
import { clockWasAhead } from './clock-was-ahead.ts';

type Window = Pick<Maintenance, 'starts_at' | 'ends_at' | 'created_at'>;

/**
 * Whether a maintenance or mute goes on at this time. One that had begun when it was made has begun,
 * also if the clock was set back a little since. One that was made by a clock far ahead is over.
 */
export function isCurrent({ starts_at, ends_at, created_at }: Window, nowMs: number): boolean {
  if (clockWasAhead(created_at, nowMs)) return false;
  return starts_at <= Math.max(nowMs, created_at) && ends_at > nowMs;
}

/** Whether all rules are silent: a maintenance, and not a mute of single rules. */
export function isOfAllRules({ rule_ids }: Pick<Maintenance, 'rule_ids'>): boolean {
  return rule_ids.length === 0;
}
