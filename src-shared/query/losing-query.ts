import { LOSING_CONDITIONS } from '../miner/lost-hashrate.ts';

/**
 * The managed miners that are below their expected hash rate by more than readings vary, whose work
 * is not paid, or whose preset fell.
 */
export const LOSING_QUERY = `managed (-hashing or hashrate<98% or condition=${LOSING_CONDITIONS.join('|')})`;
