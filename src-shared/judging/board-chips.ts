import type { Chain } from '../model/index.ts';

/** How many chips a board shows in the summary, all grades together; null if it reports none. */
export function chipsShown({
  chips_red,
  chips_orange,
  chips_grey,
}: Pick<Chain, 'chips_red' | 'chips_orange' | 'chips_grey'>) {
  const known = [chips_red, chips_orange, chips_grey].filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}

/**
 * "Board 2 shows 57 of 76 chips"; null if none is missing or the count is unknown. A board that
 * shows no chips at all does not report them.
 */
export function missingChipsWords(chainId: number, shown: number | null, perBoard: number | null): string | null {
  if (shown === null || shown === 0 || perBoard === null || shown >= perBoard) return null;
  return `Board ${chainId} shows ${shown} of ${perBoard} chips`;
}
