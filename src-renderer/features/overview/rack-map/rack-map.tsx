import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { Moment } from '../../../../src-shared/miner/miner-now.ts';
import { useKeys } from '../../../ui/keys/use-keys.ts';
import { plainEntries } from '../../fleet/table/fleet-entries.ts';
import { extendTo, type Selection, toggleRow } from '../../fleet/table/selection.ts';
import { overviewTexts } from '../overview-texts.ts';
import { CellCard, cellParts } from './cell-card.tsx';
import type { MapLooks } from './cell-looks.ts';
import { frameKind } from './cell-sizes.ts';
import { spotUnder } from './cell-spots.ts';
import { MapBox } from './map-box.tsx';
import { type MapBox as Box, MAP_KEYS, type MapKey, type MapSpot, stepToMiner } from './map-boxes.ts';
import classes from './rack-map.module.css';
import { useMapSelection } from './use-map-selection.ts';
import { useOpenedInSight } from './use-opened-in-sight.ts';

const texts = overviewTexts.map;
/** A hand that clicks moves the pointer a little. */
const RESTING_PX = 6;

/**
 * The farm as cells in boxes. The pointer or the arrow keys show a card; a click or Enter opens the
 * miner; a drag with Shift, Space, or the head of a box selects.
 */
export function RackMap(props: {
  boxes: readonly Box[];
  looks: MapLooks;
  cellPx: number;
  /** Whether there is room for the heads of the boxes. */
  named: boolean;
  moment: Moment;
  openedId: string | null;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  onOpen: (id: string) => void;
  /** Without controls, for a wall screen. */
  quiet: boolean;
}) {
  const { boxes, looks, cellPx, moment, openedId, selection, onSelection, onOpen, quiet } = props;
  const host = useRef<HTMLDivElement>(null);
  const [pointedId, setPointed] = useState<string | null>(null);
  const [keyedId, setKeyed] = useState<string | null>(null);
  /** Where a click opened a miner: the map moves under the resting pointer, which points at nothing. */
  const openedFrom = useRef<{ readonly clientX: number; readonly clientY: number } | null>(null);
  /** The miner that was opened here, and not from a list beside the map. */
  const openedHere = useRef<string | null>(null);
  const isResting = ({ clientX, clientY }: { clientX: number; clientY: number }): boolean => {
    const from = openedFrom.current;
    if (from !== null && Math.hypot(clientX - from.clientX, clientY - from.clientY) > RESTING_PX)
      openedFrom.current = null;
    return openedFrom.current !== null;
  };
  const spots = useMemo(() => {
    const all = new Map<string, MapSpot>();
    boxes.forEach(({ cells }, box) => {
      for (const [cell, miner] of cells.entries()) if (miner !== null) all.set(miner.id, { box, cell });
    });
    return all;
  }, [boxes]);
  const minerAt = (spot: MapSpot | null) =>
    spot === null ? undefined : (boxes[spot.box]?.cells[spot.cell] ?? undefined);
  const shownId = pointedId ?? keyedId;
  const framed = shownId === null ? undefined : spots.get(shownId);
  const opened = openedId === null ? undefined : spots.get(openedId);
  const shownMiner = minerAt(framed ?? null);
  const firstSpot = spots.values().next().value ?? { box: 0, cell: 0 };

  const canvasOf = (box: number): HTMLCanvasElement | null =>
    host.current?.querySelector(`canvas[data-box="${box}"]`) ?? null;
  const openHere = (id: string): void => {
    openedHere.current = id;
    onOpen(id);
  };
  useOpenedInSight(host, openedHere.current === openedId ? openedId : null);
  const step = (key: MapKey): string | null => {
    const from = keyedId === null ? undefined : spots.get(keyedId);
    const to = from === undefined ? firstSpot : stepToMiner(boxes, from, key);
    const id = minerAt(to)?.id ?? null;
    setPointed(null);
    setKeyed(id);
    canvasOf(to.box)?.scrollIntoView({ block: 'nearest' });
    return id;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (MAP_KEYS.includes(event.key)) {
      const anchor = selection.anchor ?? keyedId;
      const id = step(event.key as MapKey);
      if (event.shiftKey && id !== null) {
        onSelection(extendTo({ ...selection, anchor }, plainEntries([...spots.keys()]), id));
      }
    } else if (event.key === 'Enter' && keyedId !== null) openHere(keyedId);
    else if (event.key === ' ' && keyedId !== null) onSelection(toggleRow(selection, keyedId));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const walkBox = (key: MapKey) => () => {
    host.current?.focus({ preventScroll: true });
    step(key);
  };
  useKeys({ '[': walkBox('['), ']': walkBox(']') });

  const { selectDragged, onSelectBox } = useMapSelection({ host, boxes, cellPx, selection, onSelection });
  const rect = framed === undefined ? null : cellRect(canvasOf(framed.box), framed, boxes, cellPx);
  return (
    <>
      <div
        ref={host}
        role="application"
        aria-roledescription={texts.role}
        aria-label={texts.label(spots.size, boxes.length)}
        tabIndex={quiet ? -1 : 0}
        className={classes.map}
        data-frame={frameKind(cellPx)}
        onKeyDown={onKeyDown}
        onBlur={(event) => event.target === event.currentTarget && setKeyed(null)}
        onPointerMove={(event) => {
          if (!quiet && !isResting(event)) setPointed(minerAt(spotUnder(event, boxes, cellPx))?.id ?? null);
        }}
        onPointerLeave={() => setPointed(null)}
        onPointerDown={(event) => {
          if (!event.shiftKey || quiet) return;
          event.preventDefault();
          selectDragged(event);
        }}
        onClick={(event) => {
          const miner = minerAt(spotUnder(event, boxes, cellPx));
          if (miner === undefined || event.shiftKey || quiet) return;
          openedFrom.current = { clientX: event.clientX, clientY: event.clientY };
          setPointed(null);
          openHere(miner.id);
        }}
        onScroll={() => setPointed(null)}
      >
        {boxes.map((box, index) => (
          <MapBox
            key={box.key}
            box={box}
            index={index}
            looks={looks}
            cellPx={cellPx}
            named={props.named}
            moment={moment}
            selected={selection.ids}
            framed={framed?.box === index ? framed.cell : null}
            opened={opened?.box === index ? opened.cell : null}
            quiet={quiet}
            onSelect={onSelectBox}
          />
        ))}
      </div>
      <span className="visually-hidden" role="status">
        {shownMiner !== undefined && pointedId === null && texts.cell(cellParts(shownMiner, moment))}
      </span>
      {/* The panel says all of the opened miner, and the card would cover its neighbours. */}
      {shownMiner !== undefined && shownId !== openedId && rect !== null && (
        <CellCard miner={shownMiner} moment={moment} at={rect} />
      )}
    </>
  );
}

function cellRect(
  canvas: HTMLCanvasElement | null,
  { box, cell }: MapSpot,
  boxes: readonly Box[],
  cellPx: number,
): DOMRect | null {
  if (canvas === null) return null;
  const { left, top } = canvas.getBoundingClientRect();
  const columns = boxes[box]?.columns ?? 1;
  return new DOMRect(left + (cell % columns) * cellPx, top + Math.floor(cell / columns) * cellPx, cellPx, cellPx);
}
