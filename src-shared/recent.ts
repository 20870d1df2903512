/** How many of the latest are kept at most, except for those that have not ended. */
export const MOST_RECENT = 20;

/** Those of a list, the oldest first, that have ended and are too many. */
export function noLongerRecent<Item extends { readonly finished_at: number | null }>(
  items: readonly Item[],
): readonly Item[] {
  const tooMany = items.length - MOST_RECENT;
  return tooMany <= 0 ? [] : items.filter(({ finished_at }) => finished_at !== null).slice(0, tooMany);
}
