/**
 * What no miner exceeds: a larger figure in a payload is unknown, and longer lists are cut. The
 * limits are far above all known hardware.
 */
export const MOST_CHAINS = 16;
export const MOST_CHIPS = 1024;
export const MOST_SENSORS = 64;
export const LARGEST_CHAIN_ID = 1000;
export const HIGHEST_FREQUENCY_MHZ = 10_000;
export const HIGHEST_POWER_W = 100_000;
