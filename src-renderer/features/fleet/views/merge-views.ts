import { type OwnView, readSavedViews, type SavedViews, viewNameError } from './saved-views.ts';

/** Whether two texts of stored views are equivalent. */
export function sameViews(a: string | null, b: string | null): boolean {
  return same(readSavedViews(a), readSavedViews(b));
}

/**
 * Applies the changes of this browser since `before` to those of another one, view by view. If both
 * changed the same view, this browser's change wins.
 */
export function mergeViews(before: SavedViews, mine: SavedViews, theirs: SavedViews): SavedViews {
  const pick = <T>(get: (views: SavedViews) => T): T => get(same(get(mine), get(before)) ? theirs : mine);
  const find = (views: SavedViews, id: string) => views.own.find((view) => view.id === id);
  const kept = theirs.own.flatMap((their): OwnView[] => {
    const [own, old] = [find(mine, their.id), find(before, their.id)];
    if (own === undefined) return old === undefined ? [their] : [];
    return [old !== undefined && same(own, old) ? their : own];
  });
  const added = mine.own.filter(({ id }) => find(theirs, id) === undefined);
  let merged: SavedViews = {
    layout: pick(({ layout }) => layout),
    attention: pick(({ attention }) => attention),
    offline: pick(({ offline }) => offline),
    losing: pick(({ losing }) => losing),
    own: [],
  };
  for (const view of [...kept, ...added.filter((one) => !same(one, find(before, one.id)))])
    merged = { ...merged, own: [...merged.own, { ...view, name: freeName(merged, view.name) }] };
  return merged;
}

/** Two windows may choose the same name for two views: the later one gets a number. */
function freeName(views: SavedViews, name: string): string {
  const taken = (wanted: string): boolean => viewNameError(views, wanted, '') !== null;
  let free = name;
  for (let number = 2; taken(free) && number < 100; number += 1) free = `${name.slice(0, 36)} ${number}`;
  return free;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
