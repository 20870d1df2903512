import type { PresetRung } from './preset-ladders.ts';
import type { MinerPlan } from './profiles.ts';

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
 * What a miner was doing at one moment: all that physics needs to know of the state machine. Times
 * are fleet seconds.
 */
export interface OperatingPoint {
  readonly plan: MinerPlan;
  readonly state: MinerState;
  readonly rung: PresetRung;
  /** When the boards began to hash, or null while they do not. */
  readonly hashingSinceS: number | null;
  /** How long they take from first hash to full rate. */
  readonly rampS: number;
  readonly throttlePercent: number;
}

/**
 * Share of the full hash rate the boards have reached: 0 while silent, rising linearly after a
 * start.
 */
export function rampShare(point: OperatingPoint, atS: number): number {
  if (point.hashingSinceS === null) return 0;
  const elapsedS = atS - point.hashingSinceS;
  if (elapsedS <= 0) return 0;
  const share = elapsedS >= point.rampS ? 1 : elapsedS / point.rampS;
  return (share * point.throttlePercent) / 100;
}

/**
 * Mean of `rampShare` over the time since the boards began to hash, which is what the averages are
 * made of.
 */
export function averageRampShare(point: OperatingPoint, atS: number): number {
  if (point.hashingSinceS === null) return 0;
  const elapsedS = atS - point.hashingSinceS;
  if (elapsedS <= 0) return 0;
  const share = elapsedS <= point.rampS ? elapsedS / point.rampS / 2 : 1 - point.rampS / elapsedS / 2;
  return (share * point.throttlePercent) / 100;
}

/** Seconds of hashing, 0 while silent. */
export function hashingS(point: OperatingPoint, atS: number): number {
  return point.hashingSinceS === null ? 0 : Math.max(0, atS - point.hashingSinceS);
}
