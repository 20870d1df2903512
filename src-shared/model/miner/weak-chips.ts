import { z } from 'zod';
import { MacAddress, TimestampMs } from '../scalars.ts';

/** A miner with chips that its firmware rates weak (orange) or bad (red). */
export const WeakChipsMiner = z.object({
  id: MacAddress,
  name: z.string(),
  chips_orange: z.int(),
  chips_red: z.int(),
  boards: z
    .array(z.object({ chain_id: z.int(), chips: z.int(), chips_orange: z.int(), chips_red: z.int() }))
    .optional()
    .describe('the boards whose chips have grades, with all their chips; absent where that PowerHive is older'),
  orange_change: z.int().nullable().describe('since then; null where it was not read then'),
  red_change: z.int().nullable().describe('since then; null where it was not read then'),
});
export type WeakChipsMiner = z.infer<typeof WeakChipsMiner>;

/** The weak chips of the farm, and how they have changed over a week. */
export const WeakChips = z.object({
  since_at: TimestampMs.nullable().describe(
    'what it is compared with: a week ago, or as long as it is known; null before',
  ),
  miners: z.array(WeakChipsMiner).describe('those that have any: the one that got worst over the week first'),
  unread: z.int().describe('managed miners whose chips are not known now'),
});
export type WeakChips = z.infer<typeof WeakChips>;
