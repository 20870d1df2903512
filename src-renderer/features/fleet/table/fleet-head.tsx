import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import type { ColumnId } from '../../../miner-view/column-ids.ts';
import { fleetTexts } from '../fleet-texts.ts';
import type { ColumnShape } from './columns/fleet-columns.ts';
import { type FleetSort, nextSort } from './columns/fleet-sort.ts';
import classes from './fleet-head.module.css';
import { ResizeHandle } from './resize-handle.tsx';
import { SelectBox } from './rows/select-box.tsx';

/** In a narrower column the state is only a mark. */
const ROOM_FOR_STATE_PX = 80;

export function FleetHead(props: {
  columns: readonly ColumnShape[];
  sort: FleetSort;
  onSort: (sort: FleetSort) => void;
  onWidth: (id: ColumnId, widthPx: number) => void;
  /** How many miners the search matches, and how many of them are selected. */
  shownCount: number;
  selectedCount: number;
  /** Called with whether all that match become selected, or none of them. */
  onSelectAll: (all: boolean) => void;
}) {
  const { sort, shownCount, selectedCount } = props;
  const direction = sort.descending ? 'descending' : 'ascending';
  return (
    <thead className={classes.head}>
      <tr aria-rowindex={1} className={classes.row}>
        {props.columns.map(({ id, title, numeric, widthPx }) => {
          const sorted = sort.column === id;
          return (
            <th
              key={id}
              scope="col"
              aria-sort={sorted ? direction : 'none'}
              className={`${classes.cell} ${numeric ? classes.numeric : ''} ${id === 'state' ? classes.state : ''}`}
            >
              {id === 'state' && (
                <SelectBox
                  label={fleetTexts.table.selectAll(shownCount)}
                  selected={shownCount > 0 && selectedCount === shownCount}
                  partly={selectedCount > 0 && selectedCount < shownCount}
                  isTabStop
                  onSelect={() => props.onSelectAll(selectedCount < shownCount)}
                />
              )}
              <button
                type="button"
                className={`${classes.button} ${sorted ? classes.sorted : ''}`}
                title={fleetTexts.columns.sortBy(title)}
                onClick={() => props.onSort(nextSort(sort, id))}
              >
                <span className={id === 'state' && widthPx < ROOM_FOR_STATE_PX ? 'visually-hidden' : undefined}>
                  {title}
                </span>
                {sorted && (sort.descending ? <IconChevronDown size={12} /> : <IconChevronUp size={12} />)}
              </button>
              <ResizeHandle onWidth={(widthPx) => props.onWidth(id, widthPx)} />
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
