import { z } from 'zod';

/**
 * Which miners something is done to, in the language of the search. One of white space is refused:
 * `"$RACK $ROW"` of a script with neither set would name every miner of the farm, which is `*`.
 */
export const MinerQuery = z
  .string()
  .trim()
  .min(1, 'must not be empty; * is every miner')
  .max(2000)
  .describe('which miners, in the language of the search; "*" is every miner');
