import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { usePowerHive } from '../../api/use-powerhive.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { useRowKeys } from '../../ui/keys/use-row-keys.ts';
import { ActivityLine, rowElementId } from './activity-line.tsx';
import classes from './activity-list.module.css';
import type { ActivityRow } from './activity-rows.ts';
import { activityTexts } from './activity-texts.ts';
import { groupLink, groupMiners, locationOf } from './group-miners.ts';

const USUAL_ROW_PX = 30;

/** The activity by days. Only the visible lines are in the page. `end` is below the last line. */
export function ActivityList(props: {
  rows: readonly ActivityRow[];
  nowMs: number;
  onToggle: (key: string, open: boolean) => void;
  end: ReactNode;
}) {
  const { rows, onToggle } = props;
  const [, navigate] = useLocation();
  const { live } = usePowerHive();
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  // Keys skip the headings of days.
  const reachable = useMemo(() => rows.flatMap(({ kind }, index) => (kind === 'day' ? [] : [index])), [rows]);
  const active = activeKey === null ? -1 : reachable.findIndex((index) => rows[index]?.key === activeKey);
  const activeRow = rows[reachable[active] ?? -1];
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => USUAL_ROW_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    useFlushSync: false,
  });
  const show = (row: ActivityRow): void => {
    const minerOf = (id: string) => live.state.miners.get(id);
    const path =
      row.kind === 'group'
        ? groupLink(row.group.entries, groupMiners(row.group.entries, minerOf))?.location
        : row.kind === 'entry' && locationOf(row.entry);
    if (path) navigate(path);
  };
  const open = (row: ActivityRow): void => {
    setActiveKey(row.key);
    if (row.kind === 'group') onToggle(row.key, !row.open);
    else show(row);
  };
  useRowKeys({
    count: reachable.length,
    active,
    onActive: (place) => {
      const index = reachable[place] ?? 0;
      setActiveKey(rows[index]?.key ?? null);
      virtualizer.scrollToIndex(place === 0 ? 0 : index);
      grid.current?.focus({ preventScroll: true });
    },
    onOpen: () => {
      if (activeRow !== undefined) open(activeRow);
    },
  });
  useKeys({
    'Mod+Enter': () => {
      if (activeRow !== undefined) show(activeRow);
    },
    ArrowRight: () => {
      if (activeRow?.kind === 'group') onToggle(activeRow.key, true);
    },
    ArrowLeft: () => {
      if (activeRow?.kind === 'group') onToggle(activeRow.key, false);
    },
  });

  return (
    <div ref={scroller} className={classes.scroller}>
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows are moved through by key, and opened, is a tree grid
        role="treegrid"
        aria-label={activityTexts.list}
        aria-rowcount={rows.length}
        aria-activedescendant={activeRow === undefined ? undefined : rowElementId(activeRow.key)}
        tabIndex={0}
        className={classes.grid}
      >
        <tbody className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <ActivityLine
                key={row.key}
                ref={virtualizer.measureElement}
                row={row}
                index={index}
                topPx={start}
                active={row === activeRow}
                nowMs={props.nowMs}
                onOpen={open}
              />
            );
          })}
        </tbody>
      </table>
      {props.end}
    </div>
  );
}
