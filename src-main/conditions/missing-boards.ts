/**
 * Describes which of `boards` boards a miner does not show; null if none is missing or the number
 * is unknown. They are named if the miner numbers its boards from 1, as VNish does.
 */
export function missingBoardsWords(shownIds: readonly number[], boards: number | null): string | null {
  if (boards === null || shownIds.length >= boards) return null;
  const known = Array.from({ length: boards }, (_, i) => i + 1);
  const shown = new Set(shownIds);
  const missing = known.filter((id) => !shown.has(id));
  const count = boards - shownIds.length;
  if (missing.length !== count) return `${count} of ${boards} boards ${count === 1 ? 'is' : 'are'} missing`;
  if (count === 1) return `Board ${missing[0]} of ${boards} is missing`;
  return `Boards ${missing.slice(0, -1).join(', ')} and ${missing.at(-1)} of ${boards} are missing`;
}
