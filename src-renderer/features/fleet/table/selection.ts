/** Which rows are chosen. `anchor` is the row from which a range is extended. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor: string | null;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), anchor: null };

export function toggleRow(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id };
}

/**
 * Adds all rows between the anchor and a row, both included, in the order in which they are shown.
 */
export function extendTo(selection: Selection, shownIds: readonly string[], id: string): Selection {
  const anchor = selection.anchor ?? id;
  const from = shownIds.indexOf(anchor);
  const to = shownIds.indexOf(id);
  if (to === -1) return selection;
  const range = from === -1 ? [id] : shownIds.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...selection.ids, ...range]), anchor: from === -1 ? id : anchor };
}

/** Every row that the query asks for, whether it is in sight or not. */
export function selectAll(selection: Selection, shownIds: readonly string[]): Selection {
  return { ids: new Set(shownIds), anchor: selection.anchor };
}

/** The chosen rows that are shown, in their order: nothing out of sight is ever acted upon. */
export function selectedIds(selection: Selection, shownIds: readonly string[]): readonly string[] {
  return selection.ids.size === 0 ? [] : shownIds.filter((id) => selection.ids.has(id));
}
