import { type MouseEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { type FleetEntry, type GroupEntry, toggleGroup } from './fleet-entries.ts';
import { rowElementId } from './rows/fleet-row.tsx';
import { extendTo, type Selection, toggleRow } from './selection.ts';

/** The active row of the table, and what the pointer and keys do with a row. */
export function useActiveRow(props: {
  readonly entries: readonly FleetEntry[];
  readonly openedId: string | null;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly onOpen: (id: string) => void;
  readonly onMenu: (id: string, x: number, y: number) => void;
  /** Gets the focus when a row becomes active. */
  readonly scroller: RefObject<HTMLElement | null>;
  readonly scrollToIndex: (index: number) => void;
}) {
  const { entries, openedId, selection, onSelection, onOpen, onMenu, scroller, scrollToIndex } = props;
  const [activeKey, setActiveKey] = useState<string | null>(openedId);
  const latest = useRef({ entries, selection });
  latest.current = { entries, selection };
  useEffect(() => {
    if (openedId === null) return;
    // Grouped by tag, a miner may have several rows: the one that was used stays active.
    const keys = latest.current.entries.flatMap((entry) =>
      entry.kind === 'miner' && entry.id === openedId ? entry.key : [],
    );
    setActiveKey((before) => (before !== null && keys.includes(before) ? before : (keys[0] ?? openedId)));
  }, [openedId]);
  const open = useCallback(
    (id: string, key: string) => {
      setActiveKey(key);
      onOpen(id);
    },
    [onOpen],
  );
  const activate = useCallback(
    (entry: FleetEntry, index: number) => {
      setActiveKey(entry.key);
      scrollToIndex(index);
      // From now on, Enter and Space apply to the row and not to the button that had the focus.
      scroller.current?.focus({ preventScroll: true });
      if (openedId !== null && entry.kind === 'miner') onOpen(entry.id);
    },
    [scrollToIndex, scroller, openedId, onOpen],
  );
  const select = useCallback(
    (id: string, key: string, extend: boolean) => {
      setActiveKey(key);
      const now = latest.current;
      onSelection(extend ? extendTo(now.selection, now.entries, key) : toggleRow(now.selection, id, key));
    },
    [onSelection],
  );
  const selectGroup = (group: GroupEntry): void => {
    setActiveKey(group.key);
    onSelection(toggleGroup(selection, group));
  };
  /** Opens the menu of a row, at the pointer or below the active row. */
  const menu = (entry: FleetEntry | undefined, at: { readonly x: number; readonly y: number } | null): boolean => {
    if (entry?.kind !== 'miner') return false;
    const row = document.getElementById(rowElementId(entry.key))?.getBoundingClientRect();
    setActiveKey(entry.key);
    onMenu(entry.id, at?.x ?? (row?.left ?? 0) + 24, at?.y ?? row?.bottom ?? 0);
    return true;
  };
  const onContextMenu = (event: MouseEvent): void => {
    const row = event.target instanceof Element ? event.target.closest('tbody > tr') : null;
    const isKey = event.button !== 2;
    const pointed = row === null ? undefined : entries[Number(row.getAttribute('aria-rowindex')) - 2];
    const entry = row === null && isKey ? entries.find(({ key }) => key === activeKey) : pointed;
    if (menu(entry, isKey ? null : { x: event.clientX, y: event.clientY })) event.preventDefault();
  };
  /** With another query only the row of the opened miner stays active: keys act on no row that is out of view. */
  const forget = useCallback(
    () =>
      setActiveKey((before) => {
        const isOpened = latest.current.entries.some(
          (entry) => entry.kind === 'miner' && entry.key === before && entry.id === openedId,
        );
        return isOpened ? before : openedId;
      }),
    [openedId],
  );
  return { activeKey, forget, open, activate, select, selectGroup, menu, onContextMenu };
}
