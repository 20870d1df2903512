/** Two halves; empty for fewer than two items. */
export function splitInHalf<T>(all: readonly T[]): (readonly T[])[] {
  if (all.length < 2) return [];
  const middle = Math.ceil(all.length / 2);
  return [all.slice(0, middle), all.slice(middle)];
}
