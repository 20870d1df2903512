import { z } from 'zod';
import { CONDITION_CODES, type ConditionCode as Code } from '../../condition-kinds.ts';
import { Counted, Measured, Text, TimestampMs } from '../scalars.ts';

/**
 * How serious a condition is. `critical`: the part hashes nothing or is missing. `warning`: it
 * hashes too little, or may soon. `notice`: good to know.
 */
export const ConditionSeverity = z.enum(['critical', 'warning', 'notice']);
export type ConditionSeverity = z.infer<typeof ConditionSeverity>;

/**
 * The code of a condition, from the closed list in `src-shared/condition-kinds.ts`, which
 * explains each. Codes never change.
 */
export const ConditionCode = z.enum(CONDITION_CODES as [Code, ...Code[]]);
export type ConditionCode = z.infer<typeof ConditionCode>;

/** The part of a miner that a condition is about. */
export const ConditionWhere = z.object({
  part: z.enum(['miner', 'board', 'chips', 'sensors', 'fans', 'pools']),
  chain_id: z.int().nullable().describe('the board; null where it is about no single one'),
  chip_ids: z
    .array(z.int())
    .describe("the firmware's labels of the chips, which may repeat; empty where it is about no single ones"),
  chip_positions: z.array(z.int()).describe('where these chips stand in the list of their board, counted from 0'),
  chips_on_board: Counted,
});
export type ConditionWhere = z.infer<typeof ConditionWhere>;

/** A pool that is none of the farm's, or an account there. */
export const ForeignPool = z.object({
  host: z.string(),
  account: z.string().nullable().describe('null where the whole pool is none of the farm'),
});
export type ForeignPool = z.infer<typeof ForeignPool>;

/** Something that is wrong with a miner, a board, chips, sensors, fans or pools now. */
export const Condition = z.object({
  code: ConditionCode,
  severity: ConditionSeverity,
  since_at: TimestampMs.nullable().describe('when it began; null where it was there at the first check already'),
  first_seen_at: TimestampMs.nullable().describe(
    'when PowerHive first saw it; where `since_at` is null, it began before that',
  ),
  message: z.string().describe('what is wrong in words, without a full stop at the end'),
  where: ConditionWhere,
  value: Measured.describe('the figure that shows it, in `unit`; null where there is none'),
  unit: Text,
  pool: ForeignPool.nullable().optional().describe('of a foreign pool, which it is; absent otherwise'),
  in_danger: z
    .boolean()
    .optional()
    .describe(
      'true where heat may damage the miner soon: all of its fans stopped, or a chip far above hot; else absent',
    ),
  recorded_at: TimestampMs.nullable().describe('of the reading that shows it; null where no reading does'),
});
export type Condition = z.infer<typeof Condition>;

/** How many conditions of each severity there are. */
export const ConditionCounts = z.object({ critical: z.int(), warning: z.int(), notice: z.int() });
export type ConditionCounts = z.infer<typeof ConditionCounts>;
