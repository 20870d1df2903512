import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type Ref, useCallback, useEffect, useImperativeHandle, useMemo, useRef } from 'react';
import { type Moment, needsAttention } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { apiTexts } from '../../../api/api-texts.ts';
import { useOptimisticMiner } from '../../../api/use-optimistic-miner.ts';
import { usePowerHive } from '../../../api/use-powerhive.ts';
import { useInnerSize } from '../../../ui/layout/use-inner-size.ts';
import { SIZES } from '../../../ui/theme/sizes.ts';
import { usePointed } from '../../../ui/use-pointed.ts';
import type { Verb } from '../../jobs/actions/verbs.ts';
import { fleetTexts } from '../fleet-texts.ts';
import { fitColumns, gridTemplate } from './columns/column-fit.ts';
import { type FleetLayout, layoutColumns, resizeColumn } from './columns/fleet-layout.ts';
import { selectedPart } from './fleet-entries.ts';
import { FleetHead } from './fleet-head.tsx';
import classes from './fleet-table.module.css';
import { FleetRow, rowElementId } from './rows/fleet-row.tsx';
import { GroupRow } from './rows/group-row.tsx';
import { RowsMoment } from './rows/last-reading.tsx';
import { rowSlot, rowWindow } from './rows/virtual-rows.ts';
import { type Selection, selectAll, selectedIds, selectNone } from './selection.ts';
import { useActiveRow } from './use-active-row.ts';
import { useFleetKeys } from './use-fleet-keys.ts';
import type { FleetGrouping } from './use-grouping.ts';
import { useOpenedInView } from './use-opened-in-view.ts';

export interface FleetTableProps {
  readonly ref?: Ref<FleetTableHandle>;
  readonly ids: readonly string[];
  readonly groups: FleetGrouping;
  /** The current query. A new query scrolls to the first row. */
  readonly query: string;
  readonly moment: Moment;
  readonly layout: FleetLayout;
  readonly openedId: string | null;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly onLayout: (layout: FleetLayout) => void;
  readonly onOpen: (id: string) => void;
  /**
   * Called with whether the pointer rests on the rows or they are scrolled, so that the caller can
   * keep their positions.
   */
  readonly onHold: (hold: boolean) => void;
  /** Called for the key that manages or unmanages the active row. */
  readonly onManage: (activeId: string | null) => void;
  /** Called for a right click or the menu key, with the row and the position of the menu. */
  readonly onMenu: (id: string, x: number, y: number) => void;
  /** Called for the key that renames the active row. */
  readonly onRename: (activeId: string | null) => void;
  /** Called for the key of a verb, with the active row. */
  readonly onVerb: (verb: Verb, activeId: string | null) => void;
}

/** Number of rows outside the visible range that are rendered, so that scrolling shows no gaps. */
const OVERSCAN_ROWS = 12;

/** A narrower column of states shows only marks. */
const LEAST_WORD_PX = 80;

export interface FleetTableHandle {
  /** Gives the keys to the table: to its active row, or the first one. */
  enter(): void;
}

/** All miners of the query. Only the visible rows are in the page. */
export function FleetTable(props: FleetTableProps) {
  const { ids, groups, moment, layout, openedId, selection, onLayout, onSelection, onHold } = props;
  const { entries, toggle } = groups;
  const changeMiner = useOptimisticMiner();
  const { live } = usePowerHive();
  const selectedCount = useMemo(() => selectedIds(selection, ids).length, [selection, ids]);
  const scroller = useRef<HTMLTableElement>(null);
  const { widthPx, heightPx } = useInnerSize(scroller);
  const columns = useMemo(() => fitColumns(layoutColumns(layout), widthPx), [layout, widthPx]);
  const { isPointed, handlers } = usePointed();
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => SIZES.row_height,
    rangeExtractor: (range) => rowWindow(range, Math.ceil(heightPx / SIZES.row_height) + OVERSCAN_ROWS),
    // The rows begin below the head, with its line.
    scrollPaddingEnd: SIZES.row_height + 1,
    useFlushSync: false,
  });

  const scrollToIndex = useCallback((index: number) => virtualizer.scrollToIndex(index), [virtualizer]);
  // In the middle if it has to move: what is said above the table may come a moment later, and leave
  // it less room.
  const showIndex = useCallback(
    (index: number) => {
      const isInView = virtualizer.getOffsetForIndex(index)?.[0] === virtualizer.scrollOffset;
      if (!isInView) virtualizer.scrollToIndex(index, { align: 'center' });
    },
    [virtualizer],
  );
  const active = useActiveRow({ ...props, entries, scroller, scrollToIndex });
  const { activeKey, open, activate } = active;
  const manage = useCallback(
    (miner: Miner, managed: boolean) => void changeMiner(miner, { managed }, apiTexts.changeFailed),
    [changeMiner],
  );
  useImperativeHandle(props.ref, () => ({
    enter: () => {
      const at = Math.max(
        0,
        entries.findIndex(({ key }) => key === activeKey),
      );
      const entry = entries[at];
      if (entry !== undefined) activate(entry, at);
    },
  }));
  useFleetKeys({
    table: scroller,
    entries,
    ids,
    activeKey,
    activate,
    open,
    toggle,
    manage: props.onManage,
    selection,
    onSelection,
    needsAttention: (id) => {
      const miner = live.state.miners.get(id);
      return miner !== undefined && needsAttention(miner);
    },
    onVerb: props.onVerb,
    menu: (entry) => active.menu(entry, null),
    rename: props.onRename,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another query begins at the top
  useEffect(() => {
    virtualizer.scrollToOffset(0);
    active.forget();
  }, [props.query, groups.grouping]);
  useOpenedInView(openedId, entries, showIndex);
  const hold = isPointed || virtualizer.isScrolling;
  useEffect(() => {
    onHold(hold);
    return () => onHold(false);
  }, [onHold, hold]);

  const items = virtualizer.getVirtualItems();
  // After another search or scrolling, the active key may be of a row that is not rendered.
  const isActiveDrawn = items.some(({ index }) => entries[index]?.key === activeKey);
  // While scrolling, elements keep their positions in the page; afterwards they are put into
  // reading order.
  const rows = virtualizer.isScrolling
    ? [...items].sort((a, b) => rowSlot(a.index, items.length) - rowSlot(b.index, items.length))
    : items;

  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: a grid takes it as a treegrid does
    <table
      ref={scroller}
      role={groups.grouping === null ? 'grid' : 'treegrid'}
      aria-label={fleetTexts.table.label}
      aria-rowcount={entries.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={activeKey !== null && isActiveDrawn ? rowElementId(activeKey) : undefined}
      tabIndex={0}
      onContextMenu={active.onContextMenu}
      className={classes.grid}
      style={{ '--fleet-columns': gridTemplate(columns, widthPx) } as CSSProperties}
      data-marks-only={columns.some(({ id, widthPx: own }) => id === 'state' && own < LEAST_WORD_PX)}
    >
      <FleetHead
        columns={columns}
        sort={layout.sort}
        onSort={(sort) => onLayout({ ...layout, sort })}
        onWidth={(id, widthPx) => onLayout(resizeColumn(layout, id, widthPx))}
        shownCount={ids.length}
        selectedCount={selectedCount}
        onSelectAll={(all) => onSelection(all ? selectAll(selection, ids) : selectNone(selection, ids))}
      />
      <tbody className={classes.rows} style={{ height: virtualizer.getTotalSize() }} {...handlers}>
        <RowsMoment value={moment.nowMs}>
          {rows.map(({ index, start }) => {
            const entry = entries[index];
            if (entry === undefined) return null;
            const at = { index, topPx: start, active: entry.key === activeKey };
            return entry.kind === 'group' ? (
              <GroupRow
                key={`group ${rowSlot(index, rows.length)}`}
                {...at}
                group={entry}
                selected={selectedPart(entry, selection)}
                onToggle={toggle}
                onSelect={active.selectGroup}
              />
            ) : (
              <FleetRow
                key={rowSlot(index, rows.length)}
                {...at}
                id={entry.id}
                rowKey={entry.key}
                level={groups.grouping === null ? undefined : 2}
                columns={columns}
                moment={moment}
                opened={entry.id === openedId}
                selected={selection.ids.has(entry.id)}
                onSelect={active.select}
                onOpen={open}
                onManage={manage}
              />
            );
          })}
        </RowsMoment>
      </tbody>
    </table>
  );
}
