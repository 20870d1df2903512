import { type OwnView, readSavedViews, type SavedViews, viewNameError } from './saved-views.ts';

/** Two texts of stored views that mean the same. */
export function sameViews(a: string | null, b: string | null): boolean {
  return same(readSavedViews(a), readSavedViews(b));
}

/**
 * What this browser changed since `before`, applied to what another one made of it meanwhile: view
 * by view, and where both changed the same one, this browser's.
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
    own: [],
  };
  for (const view of [...kept, ...added.filter((one) => !same(one, find(before, one.id)))])
    merged = { ...merged, own: [...merged.own, { ...view, name: freeName(merged, view.name) }] };
  return merged;
}

/** Two windows may give two views one name: the later one gets a number. */
function freeName(views: SavedViews, name: string): string {
  const taken = (wanted: string): boolean => viewNameError(views, wanted, '') !== null;
  let free = name;
  for (let number = 2; taken(free) && number < 100; number += 1) free = `${name.slice(0, 36)} ${number}`;
  return free;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
