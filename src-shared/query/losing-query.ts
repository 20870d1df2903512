import { UNPAID_CONDITIONS } from '../miner/lost-hashrate.ts';

/**
 * The managed miners that are below their expected hash rate by more than readings vary, or whose
 * work is not paid.
 */
export const LOSING_QUERY = `managed (-hashing or hashrate<98% or condition=${UNPAID_CONDITIONS.join('|')})`;
