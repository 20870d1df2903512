import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src-shared/milliseconds.ts';

export const FIVE_MINUTES_MS = 5 * MINUTE_MS;

/** How long the roll-ups of one block last: long, so that slow values are written once. */
const LONG_BLOCK_MS = 32 * DAY_MS;

/**
 * The tiers of stored history. Blocks of a tier begin at multiples of `blockMs`, counted from 1970;
 * `slotMs` is the width of a roll-up, null for single readings.
 */
export const TIERS = {
  status_raw: { slotMs: null, blockMs: HOUR_MS },
  chip_raw: { slotMs: null, blockMs: HOUR_MS },
  status_5min: { slotMs: FIVE_MINUTES_MS, blockMs: DAY_MS },
  status_1h: { slotMs: HOUR_MS, blockMs: LONG_BLOCK_MS },
  chip_1h: { slotMs: HOUR_MS, blockMs: DAY_MS },
  chip_1d: { slotMs: DAY_MS, blockMs: LONG_BLOCK_MS },
} as const;
export type TierName = keyof typeof TIERS;
export const TIER_NAMES = Object.keys(TIERS) as TierName[];

/** The start of the block that contains a time. */
export function blockStart(tier: TierName, moment: number): number {
  return slotStart(moment, TIERS[tier].blockMs);
}

export function slotStart(moment: number, slotMs: number): number {
  return Math.floor(moment / slotMs) * slotMs;
}
