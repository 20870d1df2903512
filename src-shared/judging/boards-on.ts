import type { Chain } from '../model/index.ts';

/** How many of a miner's boards are switched on. */
export interface BoardsOn {
  readonly on: number;
  readonly total: number;
}

/**
 * Whether a board was switched off in the settings. A failed or missing board was not: it is still
 * expected to hash.
 */
function isSwitchedOff({ state }: Pick<Chain, 'state'>): boolean {
  return state === 'disabled';
}

/**
 * `boards`: how many the unit has, null if unknown. `shown`: how many the miner shows. The others
 * are missing, and not on; 0 or null means unknown. Null if nothing is known about its boards.
 */
export function countBoardsOn(
  chains: readonly Pick<Chain, 'state'>[],
  boards: number | null,
  shown: number | null = null,
): BoardsOn | null {
  const total = Math.max(boards ?? 0, chains.length, shown ?? 0);
  if (total === 0) return null;
  const missing = shown === null || shown === 0 ? 0 : total - shown;
  return { on: total - missing - chains.filter(isSwitchedOff).length, total };
}

/** "2 of 3 boards on"; null if all are. */
export function boardsOnWords(boards: BoardsOn | null): string | null {
  return boards === null || boards.on >= boards.total ? null : `${boards.on} of ${boards.total} boards on`;
}
