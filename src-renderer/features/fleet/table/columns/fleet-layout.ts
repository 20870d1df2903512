import { COLUMN_IDS, type ColumnId } from '../../../../miner-view/column-ids.ts';
import { COLUMNS, type ColumnShape } from './fleet-columns.ts';
import type { FleetSort } from './fleet-sort.ts';

/** Layout of the table: sorting, and the order, visibility and widths of columns. */
export interface FleetLayout {
  readonly sort: FleetSort;
  readonly order: readonly ColumnId[];
  readonly hidden: readonly ColumnId[];
  readonly widths_px: Readonly<Partial<Record<ColumnId, number>>>;
}

export const DEFAULT_LAYOUT: FleetLayout = {
  sort: { column: 'name', descending: false },
  order: COLUMN_IDS,
  hidden: [
    'condition',
    'mac',
    'hostname',
    'place',
    'tags',
    'firmware',
    'expected',
    'share',
    'lost',
    'boards',
    'errors',
    'rejected',
    'chips',
    'pools',
    'worker',
    'offline_since',
  ],
  widths_px: {},
};

/** Without names, rows cannot be distinguished. */
export const ALWAYS_SHOWN: ColumnId = 'name';

const NARROWEST_PX = 36;
const WIDEST_PX = 600;

/** The shown columns in their order. A column with a chosen width does not grow. */
export function layoutColumns(layout: FleetLayout): readonly ColumnShape[] {
  return layout.order
    .filter((id) => !layout.hidden.includes(id))
    .flatMap((id) => {
      const shape = COLUMNS.find((column) => column.id === id);
      const widthPx = layout.widths_px[id];
      if (shape === undefined) return [];
      return [widthPx === undefined ? shape : { ...shape, widthPx, growth: 0 }];
    });
}

export function toggleColumn(layout: FleetLayout, id: ColumnId): FleetLayout {
  if (id === ALWAYS_SHOWN) return layout;
  const hidden = layout.hidden.includes(id) ? layout.hidden.filter((other) => other !== id) : [...layout.hidden, id];
  return { ...layout, hidden };
}

/** Moves a column by `step` positions, limited to the ends. */
export function moveColumn(layout: FleetLayout, id: ColumnId, step: number): FleetLayout {
  const rest = layout.order.filter((other) => other !== id);
  const place = Math.max(0, Math.min(rest.length, layout.order.indexOf(id) + step));
  return { ...layout, order: [...rest.slice(0, place), id, ...rest.slice(place)] };
}

export function resizeColumn(layout: FleetLayout, id: ColumnId, widthPx: number): FleetLayout {
  return { ...layout, widths_px: { ...layout.widths_px, [id]: allowedWidth(widthPx) } };
}

export function sameLayout(a: FleetLayout, b: FleetLayout): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Reads a stored layout field by field. Missing or invalid fields get their defaults. */
export function readLayout(stored: unknown): FleetLayout {
  const { sort, order, hidden, widths_px } = asRecord(stored);
  const known = isIdList(order) ? [...new Set(order.filter(isColumnId))] : [];
  return {
    sort: readSort(sort),
    order: known.length === 0 ? COLUMN_IDS : withMissing(known),
    hidden: isIdList(hidden)
      ? [...new Set([...hidden.filter(isColumnId), ...newAndHidden(known)])].filter((id) => id !== ALWAYS_SHOWN)
      : DEFAULT_LAYOUT.hidden,
    widths_px: Object.fromEntries(
      Object.entries(asRecord(widths_px))
        .filter((entry): entry is [ColumnId, number] => isColumnId(entry[0]) && Number.isFinite(entry[1]))
        .map(([id, widthPx]) => [id, allowedWidth(widthPx)]),
    ),
  };
}

/** Columns of a newer version that are hidden by default. */
function newAndHidden(order: readonly ColumnId[]): readonly ColumnId[] {
  return order.length === 0 ? [] : DEFAULT_LAYOUT.hidden.filter((id) => !order.includes(id));
}

/** Inserts columns of a newer version after the ones that they follow by default. */
function withMissing(order: readonly ColumnId[]): readonly ColumnId[] {
  const all = [...order];
  COLUMN_IDS.forEach((id, index) => {
    if (all.includes(id)) return;
    const before = COLUMN_IDS[index - 1];
    all.splice(before === undefined ? 0 : all.indexOf(before) + 1, 0, id);
  });
  return all;
}

function readSort(stored: unknown): FleetSort {
  const { column, descending } = asRecord(stored);
  return isColumnId(column) && typeof descending === 'boolean' ? { column, descending } : DEFAULT_LAYOUT.sort;
}

function allowedWidth(widthPx: number): number {
  return Math.round(Math.max(NARROWEST_PX, Math.min(WIDEST_PX, widthPx)));
}

function isColumnId(value: unknown): value is ColumnId {
  return COLUMN_IDS.some((id) => id === value);
}

function isIdList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
