import { missingChipsWords } from '../../src-shared/judging/board-chips.ts';
import { shouldHashNow } from '../../src-shared/judging/firmware-state.ts';
import { type FoundCondition, foundCondition } from './found-condition.ts';

/*
 * What `/summary` and `/chains` both say of a board: both are read, because either may leave it
 * out.
 */

/** States of a board that explain why it does not hash. */
const EXPLAINED: ReadonlySet<string> = new Set(['disabled', 'failure', 'disconnected']);

/**
 * Whether a board should hash on a miner that has been hashing for a while: it is not switched off,
 * and has no fault of its own that is named. One that is still initializing, or has stopped, should.
 */
export function shouldHash(state: string | null): boolean {
  return state === null || !EXPLAINED.has(state);
}

/**
 * The state by which a board is judged: one that has none of its own, or says `unknown`, mines where
 * its miner should hash, whatever word the miner has for that.
 */
export function boardState(state: string | null, minerState: string | null): string | null {
  if (state !== null && state !== 'unknown') return state;
  return shouldHashNow(minerState) ? 'mining' : minerState;
}

/** A board that the firmware calls failed or disconnected, with its reason. */
export function failedBoard(chainId: number, state: string | null, reason: string | null): FoundCondition[] {
  if (state !== 'failure' && state !== 'disconnected') return [];
  const what = state === 'failure' ? `Board ${chainId} failed` : `Board ${chainId} not detected`;
  // The firmware's own words for a board that it does not detect say it once more.
  const why = reason === null || (state === 'disconnected' && /not detected/i.test(reason)) ? '' : `: ${reason}`;
  return [foundCondition('board_failed', `${what}${why}`, { chain_id: chainId })];
}

/** A board that should hash and does not. `chips` is how many it has. */
export function silentBoard(chainId: number, chips: number): FoundCondition {
  const what = `Board ${chainId} not hashing`;
  const message = chips === 0 ? what : `${what} (all ${chips} chips)`;
  return foundCondition('board_zero_hashrate', message, { chain_id: chainId, chips_on_board: chips, value: 0 });
}

/** A board that shows fewer chips than the unit's boards have. */
export function missingChips(chainId: number, shown: number | null, perBoard: number | null): FoundCondition[] {
  const message = missingChipsWords(chainId, shown, perBoard);
  if (message === null) return [];
  const details = { chain_id: chainId, chips_on_board: shown, value: shown, unit: 'chips' };
  return [foundCondition('board_chips_missing', message, details)];
}
