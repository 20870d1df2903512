/** A query for every miner, managed or not. */
export const ALL_MINERS = 'mac:*';
