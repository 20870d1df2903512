/**
 * The keys of rows when nothing may move under the pointer: those that are shown already in their
 * places, without those that are gone, and the new ones, sorted, after the rest. The same list
 * where it is the same rows.
 */
export function keepOrder<T>(
  shown: readonly string[],
  found: readonly T[],
  keyOf: (row: T) => string,
  sorted: (those: readonly T[]) => readonly string[],
): readonly string[] {
  const coming = new Map(found.map((row) => [keyOf(row), row]));
  const staying = shown.filter((key) => coming.delete(key));
  const isSame = staying.length === shown.length && coming.size === 0;
  return isSame ? shown : [...staying, ...sorted([...coming.values()])];
}
