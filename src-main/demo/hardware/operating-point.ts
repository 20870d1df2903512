import type { MinerPlan } from '../farm-profiles.ts';
import type { PresetRung } from './preset-ladders.ts';

/** The firmware's own state names. */
export type MinerState =
  | 'mining'
  | 'initializing'
  | 'starting'
  | 'auto-tuning'
  | 'restarting'
  | 'shutting-down'
  | 'stopped'
  | 'failure';

/**
 * The state of a miner at one time, as far as the simulated physics depend on it. Times are fleet
 * seconds.
 */
export interface OperatingPoint {
  readonly plan: MinerPlan;
  readonly state: MinerState;
  readonly rung: PresetRung;
  /** When the boards began to hash; null while they do not. */
  readonly hashingSinceS: number | null;
  /** How long they take from first hash to full rate. */
  readonly rampS: number;
  readonly throttlePercent: number;
}

/**
 * Share of the full hash rate that the boards have reached: 0 while they do not hash, rising
 * linearly after a start.
 */
export function rampShare(point: OperatingPoint, atS: number): number {
  if (point.hashingSinceS === null) return 0;
  const elapsedS = atS - point.hashingSinceS;
  if (elapsedS <= 0) return 0;
  const share = elapsedS >= point.rampS ? 1 : elapsedS / point.rampS;
  return (share * point.throttlePercent) / 100;
}

/** Mean of `rampShare` since the boards began to hash, for reported averages. */
export function averageRampShare(point: OperatingPoint, atS: number): number {
  if (point.hashingSinceS === null) return 0;
  const elapsedS = atS - point.hashingSinceS;
  if (elapsedS <= 0) return 0;
  const share = elapsedS <= point.rampS ? elapsedS / point.rampS / 2 : 1 - point.rampS / elapsedS / 2;
  return (share * point.throttlePercent) / 100;
}

/** Seconds since the boards began to hash; 0 while they do not. */
export function hashingS(point: OperatingPoint, atS: number): number {
  return point.hashingSinceS === null ? 0 : Math.max(0, atS - point.hashingSinceS);
}
