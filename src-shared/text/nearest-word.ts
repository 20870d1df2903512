/** The known word that is closest to an unknown one; null if none is close. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const written = word.toLowerCase();
  const near = known
    .map((name) => ({ name, distance: isBeginning(written, name) ? 1 : editDistance(written, name) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near === undefined || near.distance > Math.max(1, Math.floor(near.name.length / 3)) ? null : near.name;
}

function isBeginning(written: string, name: string): boolean {
  return written.length >= 3 && (name.startsWith(written) || (written.startsWith(name) && name.length >= 3));
}

/** The edit distance of two words, in which two swapped neighbours are one mistake. */
function editDistance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= one.length; i++) {
    const above = rows[i - 1] ?? [];
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = isSwapped ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(replaced, swapped, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? 0;
}
