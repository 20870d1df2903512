import { type PointerEvent, type RefObject, useCallback } from 'react';
import { type Selection, toggleRow } from '../../fleet/table/selection.ts';
import { cellsWithin } from './cell-spots.ts';
import type { MapBox } from './map-boxes.ts';

/** A shorter drag is a click, in pixels. */
const LEAST_DRAG_PX = 4;

/** What selects on the map with the pointer: a drag over cells, and the head of a box. */
export function useMapSelection(props: {
  readonly host: RefObject<HTMLElement | null>;
  readonly boxes: readonly MapBox[];
  readonly cellPx: number;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
}) {
  const { host, boxes, cellPx, selection, onSelection } = props;
  const selectDragged = (start: PointerEvent): void => {
    const before = selection;
    const drag = (event: globalThis.PointerEvent): void => {
      const ids = cellsWithin(host.current, boxes, cellPx, start, event);
      const movedPx = Math.abs(event.clientX - start.clientX) + Math.abs(event.clientY - start.clientY);
      const [only] = ids;
      if (movedPx < LEAST_DRAG_PX && only !== undefined) onSelection(toggleRow(before, only));
      else onSelection({ ids: new Set([...before.ids, ...ids]), anchor: ids.at(-1) ?? before.anchor });
    };
    const end = (event: globalThis.PointerEvent): void => {
      drag(event);
      window.removeEventListener('pointermove', drag);
      window.removeEventListener('pointerup', end);
    };
    window.addEventListener('pointermove', drag);
    window.addEventListener('pointerup', end);
  };
  const onSelectBox = useCallback(
    (box: MapBox, on: boolean) => {
      const ids = new Set(selection.ids);
      for (const { id } of box.miners) on ? ids.add(id) : ids.delete(id);
      onSelection({ ids, anchor: null });
    },
    [selection, onSelection],
  );
  return { selectDragged, onSelectBox };
}
