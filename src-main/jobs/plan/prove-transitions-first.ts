import { keyText, type TransitionKey } from './planner.ts';

/**
 * Splits items into those that may go now and the others. Now go all whose transition is free to go
 * to many, and one of each other transition, to prove it.
 */
export function proveTransitionsFirst<T extends { readonly transition: TransitionKey | null }>(
  items: readonly T[],
  isFree: (key: TransitionKey) => boolean,
): { readonly first: T[]; readonly others: T[] } {
  const first: T[] = [];
  const others: T[] = [];
  const tried = new Set<string>();
  for (const item of items) {
    const key = item.transition;
    if (key === null || isFree(key)) first.push(item);
    else if (tried.has(keyText(key))) others.push(item);
    else {
      tried.add(keyText(key));
      first.push(item);
    }
  }
  return { first, others };
}
