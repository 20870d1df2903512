import { z } from 'zod';

/**
 * Selects the miners for a change, in the language of the search. A blank query is refused: a
 * script's `"$RACK $ROW"` with neither set would select every miner of the farm, which must be
 * written as `*`.
 */
export const MinerQuery = z
  .string()
  .trim()
  .min(1, 'must not be empty; * is every miner')
  .max(2000)
  .describe('which miners, in the language of the search; "*" is every miner');
