/** Most items that are kept; more only if they have not ended. */
export const MOST_RECENT = 20;

/** The ended items, oldest first, that exceed the limit. */
export function noLongerRecent<Item extends { readonly finished_at: number | null }>(
  items: readonly Item[],
): readonly Item[] {
  const tooMany = items.length - MOST_RECENT;
  return tooMany <= 0 ? [] : items.filter(({ finished_at }) => finished_at !== null).slice(0, tooMany);
}
