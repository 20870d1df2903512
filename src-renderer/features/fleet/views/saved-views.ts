import type { ColumnId } from '../../../miner-view/column-ids.ts';
import { fleetTexts } from '../fleet-texts.ts';
import { DEFAULT_LAYOUT, type FleetLayout, readLayout } from '../table/columns/fleet-layout.ts';
import type { FleetSort } from '../table/columns/fleet-sort.ts';

/** A named query. */
export interface FleetView {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

/** A view of the operator, with its own layout. */
export interface OwnView extends FleetView {
  readonly layout: FleetLayout;
}

/** The stored settings of the table. */
export interface SavedViews {
  /** Layout of the built-in views. */
  readonly layout: FleetLayout;
  /**
   * Layouts of the views of miners that need attention, of offline ones, and of those that lose hash
   * rate. Null until they are changed: then they are `layout` with the columns in `MORE_SHOWN`, the
   * last one with the largest loss first.
   */
  readonly attention: FleetLayout | null;
  readonly offline: FleetLayout | null;
  readonly losing: FleetLayout | null;
  readonly own: readonly OwnView[];
}

const texts = fleetTexts.views;

/** Built-in views with a layout of their own: what is wrong, and where to go. */
const MORE_SHOWN = {
  attention: ['condition', 'place'],
  offline: ['place', 'offline_since'],
  losing: ['condition', 'place', 'lost'],
} as const satisfies Readonly<Record<string, readonly ColumnId[]>>;
type OwnLayoutView = keyof typeof MORE_SHOWN;

/** One object: another one would be another order each time that it is drawn. */
const LARGEST_LOSS_FIRST: FleetSort = { column: 'lost', descending: true };

/** The offline miners that should not be: what the banner of an outage shows. */
export const MISSING_QUERY = 'condition=offline';

export const BUILT_IN_VIEWS: readonly FleetView[] = [
  { id: 'all', name: texts.all, text: '' },
  { id: 'attention', name: texts.attention, text: 'attention' },
  { id: 'offline', name: texts.offline, text: 'offline' },
  { id: 'losing', name: texts.losing, text: 'losing' },
];

export const NO_SAVED_VIEWS: SavedViews = {
  layout: DEFAULT_LAYOUT,
  attention: null,
  offline: null,
  losing: null,
  own: [],
};

const LONGEST_VIEW_NAME = 40;
const MOST_VIEWS = 24;

/** Why a view cannot have this name; null if it can. `id` is the view to rename, or null. */
export function viewNameError(views: SavedViews, name: string, id: string | null): string | null {
  const wanted = name.trim().toLowerCase();
  if (wanted === '') return texts.noName;
  if (wanted.length > LONGEST_VIEW_NAME) return texts.longName(LONGEST_VIEW_NAME);
  const taken = [...BUILT_IN_VIEWS, ...views.own].some((view) => view.id !== id && view.name.toLowerCase() === wanted);
  if (taken) return texts.takenName;
  return id === null && views.own.length >= MOST_VIEWS ? texts.tooMany(MOST_VIEWS) : null;
}

export function addView(views: SavedViews, view: OwnView): SavedViews {
  return { ...views, own: [...views.own, { ...view, name: view.name.trim() }] };
}

export function changeView(views: SavedViews, id: string, change: Partial<Omit<OwnView, 'id'>>): SavedViews {
  return { ...views, own: views.own.map((view) => (view.id === id ? { ...view, ...change } : view)) };
}

export function deleteView(views: SavedViews, id: string): SavedViews {
  return { ...views, own: views.own.filter((view) => view.id !== id) };
}

/** The layout of one view. */
export function layoutOf(views: SavedViews, id: string): FleetLayout {
  const own = views.own.find((view) => view.id === id)?.layout;
  if (own !== undefined) return own;
  if (!hasOwnLayout(id)) return views.layout;
  const layout = views[id] ?? showing(views.layout, MORE_SHOWN[id]);
  return views[id] === null && id === 'losing' ? { ...layout, sort: LARGEST_LOSS_FIRST } : layout;
}

export function changeLayout(views: SavedViews, id: string, layout: FleetLayout): SavedViews {
  if (views.own.some((view) => view.id === id)) return changeView(views, id, { layout });
  return hasOwnLayout(id) ? { ...views, [id]: layout } : { ...views, layout };
}

/**
 * The shown view: the chosen own one, otherwise the one with exactly this query, otherwise the view
 * of all miners.
 */
export function shownView(views: SavedViews, chosenId: string | null, text: string): FleetView {
  const asked = text.trim();
  return (
    views.own.find(({ id }) => id === chosenId) ??
    BUILT_IN_VIEWS.find((view) => view.text === (asked === MISSING_QUERY ? 'offline' : asked)) ??
    // Where a farm has several algorithms, what is lost is that of one.
    BUILT_IN_VIEWS.find((view) => view.id === 'losing' && asked.startsWith(`${view.text} algorithm`)) ??
    (BUILT_IN_VIEWS[0] as FleetView)
  );
}

/** The own view to open for a query: the requested one, otherwise the first. */
export function ownViewOf(views: SavedViews, text: string, wantedId: string | null): string | null {
  if (text === '') return null;
  const same = views.own.filter((view) => view.text === text);
  return (same.find(({ id }) => id === wantedId) ?? same[0])?.id ?? null;
}

/** Reads stored views. The result is always usable: invalid parts are left out. */
export function readSavedViews(json: string | null): SavedViews {
  const stored = parseJson(json);
  if (typeof stored !== 'object' || stored === null) return NO_SAVED_VIEWS;
  const { layout, attention, offline, losing, own } = stored as Record<string, unknown>;
  let views: SavedViews = {
    layout: readLayout(layout),
    attention: readOwnLayout(attention),
    offline: readOwnLayout(offline),
    losing: readOwnLayout(losing),
    own: [],
  };
  for (const candidate of Array.isArray(own) ? own : []) {
    const view = readOwnView(candidate);
    const known = views.own.some(({ id }) => id === view?.id);
    if (view !== null && !known && viewNameError(views, view.name, null) === null) views = addView(views, view);
  }
  return views;
}

function hasOwnLayout(id: string): id is OwnLayoutView {
  return Object.hasOwn(MORE_SHOWN, id);
}

function showing(layout: FleetLayout, more: readonly ColumnId[]): FleetLayout {
  return { ...layout, hidden: layout.hidden.filter((id) => !more.includes(id)) };
}

function readOwnLayout(stored: unknown): FleetLayout | null {
  return typeof stored === 'object' && stored !== null ? readLayout(stored) : null;
}

function readOwnView(stored: unknown): OwnView | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { id, name, text, layout } = stored as Record<string, unknown>;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof text !== 'string') return null;
  if (BUILT_IN_VIEWS.some((view) => view.id === id)) return null;
  return { id, name, text, layout: readLayout(layout) };
}

function parseJson(json: string | null): unknown {
  try {
    return json === null ? null : JSON.parse(json);
  } catch {
    return null;
  }
}
