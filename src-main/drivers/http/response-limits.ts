/**
 * The largest response body, checked while it is read and again after decompression. Many times
 * what the largest miner sends, and small enough to be in memory for many hostile hosts at once.
 */
export const MAX_RESPONSE_BYTES = 4 * 1024 * 1024;
