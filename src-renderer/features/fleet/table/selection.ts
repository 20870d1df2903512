/** Which miners are chosen. `anchor` is the key of the row from which a range is extended. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor: string | null;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), anchor: null };

/**
 * A row as a range counts it: a miner can have several, each with its own key; the head of a group
 * has none.
 */
export interface SelectableRow {
  readonly key: string;
  readonly id?: string;
}

export function toggleRow(selection: Selection, id: string, key = id): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: key };
}

/**
 * Adds the miners of all rows between the anchor and the row of this key, both included, in the
 * order in which they are shown.
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

/** Every row that the query asks for, whether it is in sight or not. */
export function selectAll(selection: Selection, shownIds: readonly string[]): Selection {
  return { ids: new Set(shownIds), anchor: selection.anchor };
}

/** The chosen rows that are shown, in their order: nothing out of sight is ever acted upon. */
export function selectedIds(selection: Selection, shownIds: readonly string[]): readonly string[] {
  return selection.ids.size === 0 ? [] : shownIds.filter((id) => selection.ids.has(id));
}
