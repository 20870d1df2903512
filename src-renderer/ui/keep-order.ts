/**
 * The keys of rows when nothing may move under the pointer: existing rows keep their order, removed
 * ones are left out, and new ones are appended, sorted. Returns the same list if the rows are the
 * same.
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
