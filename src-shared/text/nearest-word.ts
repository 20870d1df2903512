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

/** The Levenshtein distance of two words. */
function editDistance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[other.length] ?? 0;
}
