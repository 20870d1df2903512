/** The selected miners. `anchor` is the key of the row from which a range is extended. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor: string | null;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), anchor: null };

/**
 * A row in a range. A miner may have several rows, each with its own key; a group heading has no
 * id.
 */
export interface SelectableRow {
  readonly key: string;
  readonly id?: string;
}

export function selectOnly(ids: readonly string[]): Selection {
  return { ids: new Set(ids), anchor: ids[0] ?? null };
}

export function toggleRow(selection: Selection, id: string, key = id): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  // A row that was deselected is forgotten with the selection: no range begins there later.
  return { ids, anchor: ids.size === 0 ? null : key };
}

/**
 * Adds the miners of all rows from the anchor to the row with this key, both included, in the
 * displayed order.
 */
export function extendTo(selection: Selection, rows: readonly SelectableRow[], key: string): Selection {
  const anchor = selection.anchor ?? key;
  const to = rows.findIndex((row) => row.key === key);
  if (to === -1) return selection;
  const found = rows.findIndex((row) => row.key === anchor);
  const from = found === -1 ? to : found;
  const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1).flatMap(({ id }) => id ?? []);
  return { ids: new Set([...selection.ids, ...range]), anchor: found === -1 ? key : anchor };
}

/** Selects all rows of the query, visible or not. */
export function selectAll(selection: Selection, shownIds: readonly string[]): Selection {
  return { ids: new Set(shownIds), anchor: selection.anchor };
}

/** Selects none of the rows of the query; those that it hides stay selected. */
export function selectNone(selection: Selection, shownIds: readonly string[]): Selection {
  const ids = new Set(selection.ids);
  for (const id of shownIds) ids.delete(id);
  return { ids, anchor: ids.size === 0 ? null : selection.anchor };
}

/** How many of the selected miners the query hides; one that left the farm is not hidden. */
export function countHidden(
  selection: Selection,
  shownIds: readonly string[],
  isThere: (id: string) => boolean,
): number {
  if (selection.ids.size === 0) return 0;
  const shown = new Set(shownIds);
  return [...selection.ids].filter((id) => !shown.has(id) && isThere(id)).length;
}

/** The selected miners that the query shows, in their order: actions never apply to hidden ones. */
export function selectedIds(selection: Selection, shownIds: readonly string[]): readonly string[] {
  return selection.ids.size === 0 ? [] : shownIds.filter((id) => selection.ids.has(id));
}
