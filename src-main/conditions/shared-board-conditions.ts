import { missingChipsWords } from '../../src-shared/judging/board-chips.ts';
import { shouldHashNow } from '../../src-shared/judging/firmware-state.ts';
import { boardWords } from './condition-words.ts';
import { type FoundCondition, foundCondition } from './found-condition.ts';

/*
 * Conditions of a board that both `/summary` and `/chains` report: both are used, because either
 * may omit a board.
 */

/** States of a board that explain why it does not hash. */
const EXPLAINED: ReadonlySet<string> = new Set(['disabled', 'failure', 'disconnected']);

/**
 * Whether a board should hash on a miner that has been hashing for a while: it is not switched off,
 * and reports no fault of its own. A board that is still initializing, or has stopped, should hash.
 */
export function shouldHash(state: string | null): boolean {
  return state === null || !EXPLAINED.has(state);
}

/**
 * The state by which a board is judged: without a state of its own, or with `unknown`, it counts as
 * mining if its miner should hash, whatever the miner's own state is called.
 */
export function boardState(state: string | null, minerState: string | null): string | null {
  if (state !== null && state !== 'unknown') return state;
  return shouldHashNow(minerState) ? 'mining' : minerState;
}

/** A board that the firmware reports as failed or not detected, with the reason. */
export function failedBoard(chainId: number, state: string | null, reason: string | null): FoundCondition[] {
  if (state !== 'failure' && state !== 'disconnected') return [];
  return [foundCondition('board_failed', boardWords.failed(chainId, state, reason), { chain_id: chainId })];
}

/** A board that should hash but does not. `chips` is its number of chips. */
export function silentBoard(chainId: number, chips: number): FoundCondition {
  return foundCondition('board_zero_hashrate', boardWords.silent(chainId, chips), {
    chain_id: chainId,
    chips_on_board: chips,
    value: 0,
  });
}

/** A board that reports fewer chips than the boards of the unit have. */
export function missingChips(chainId: number, shown: number | null, perBoard: number | null): FoundCondition[] {
  const message = missingChipsWords(chainId, shown, perBoard);
  if (message === null) return [];
  const details = { chain_id: chainId, chips_on_board: shown, value: shown, unit: 'chips' };
  return [foundCondition('board_chips_missing', message, details)];
}
