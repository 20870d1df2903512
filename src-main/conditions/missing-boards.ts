/**
 * Which boards a miner of `boards` boards does not show, in words; null where none is missing or it
 * is unknown. They are named where the miner counts its boards as VNish does, from 1 on.
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
