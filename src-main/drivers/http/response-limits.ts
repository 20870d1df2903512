/**
 * The largest body of a response, counted while it is read, and again after decompression: many
 * times what the largest miner sends, and little enough to be held for each of many hostile hosts.
 */
export const MAX_RESPONSE_BYTES = 4 * 1024 * 1024;
