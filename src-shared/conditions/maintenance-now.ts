import type { Maintenance } from '../model/index.ts';

/** Whether a maintenance or mute goes on at this time. */
export function isCurrent({ starts_at, ends_at }: Pick<Maintenance, 'starts_at' | 'ends_at'>, nowMs: number): boolean {
  return starts_at <= nowMs && ends_at > nowMs;
}
