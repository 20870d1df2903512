/**
 * The managed miners that are below their expected hash rate by more than readings vary, or whose
 * work is not paid.
 */
export const LOSING_QUERY =
  'managed (-hashing or hashrate<98% or condition=pools_down|no_shares|pool_foreign|shares_rejected)';
