import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useRowKeys } from '../../../ui/keys/use-row-keys.ts';
import { AnomalyLine, anomalyPath, rowElementId } from './anomaly-line.tsx';
import classes from './anomaly-list.module.css';
import type { AnomalyRow } from './anomaly-rows.ts';
import { boardConditionsTexts } from './board-conditions-texts.ts';

const texts = boardConditionsTexts;
const USUAL_ROW_PX = 46;

/**
 * Anomalies by miner. Only the visible rows are in the page. Enter or a click opens the affected
 * chips.
 */
export function AnomalyList(props: {
  rows: readonly AnomalyRow[];
  nowMs: number;
  oldBeforeMs: number;
  onShowAll: () => void;
}) {
  const { rows } = props;
  const [, navigate] = useLocation();
  const scroller = useRef<HTMLTableElement>(null);
  const [activeKey, setActiveKey] = useState<string | null>(null);
  const active = activeKey === null ? -1 : rows.findIndex(({ key }) => key === activeKey);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => USUAL_ROW_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    scrollPaddingStart: 30,
    useFlushSync: false,
  });
  useRowKeys({
    count: rows.length,
    active,
    onActive: (index) => {
      setActiveKey(rows[index]?.key ?? null);
      virtualizer.scrollToIndex(index);
      scroller.current?.focus({ preventScroll: true });
    },
    onOpen: (index) => {
      const row = rows[index];
      if (row !== undefined) navigate(anomalyPath(row.anomaly));
    },
  });

  return (
    <table
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows are moved through by key is a grid
      role="grid"
      aria-label={texts.list}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={active === -1 ? undefined : rowElementId(active)}
      tabIndex={0}
      className={classes.grid}
    >
      <thead className={classes.head}>
        <tr className={classes.columns}>
          <th className={classes.state}>
            <span className="visually-hidden">{texts.severity}</span>
          </th>
          <th>{texts.miner}</th>
          <th className={classes.picture}>
            <span className="visually-hidden">{texts.picture}</span>
          </th>
          <th>{texts.problem}</th>
          <th className={classes.since}>{texts.since}</th>
        </tr>
      </thead>
      <tbody className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <AnomalyLine
              key={row.key}
              ref={virtualizer.measureElement}
              row={row}
              index={index}
              topPx={start}
              active={index === active}
              nowMs={props.nowMs}
              old={row.anomaly.recorded_at !== null && row.anomaly.recorded_at < props.oldBeforeMs}
              onActive={setActiveKey}
              onShowAll={props.onShowAll}
            />
          );
        })}
      </tbody>
    </table>
  );
}
