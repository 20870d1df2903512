/** The managed miners that are below their expected hash rate by more than readings vary. */
export const LOSING_QUERY = 'managed (-hashing or hashrate<98%)';
