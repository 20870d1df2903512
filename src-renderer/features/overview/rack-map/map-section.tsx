import { ActionIcon, NativeSelect } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconArrowsMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import { type Moment, maintenanceNow } from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { useRacks } from '../../../api/use-racks.ts';
import { formatHash } from '../../../ui/hash-location.ts';
import { useInnerSize } from '../../../ui/layout/use-inner-size.ts';
import { usePalette } from '../../../ui/theme/use-palette.ts';
import type { Selection } from '../../fleet/table/selection.ts';
import { RACKS_PATH } from '../../racks/racks-location.ts';
import { WALL_PATH } from '../overview-location.ts';
import { overviewTexts } from '../overview-texts.ts';
import { mapLooks } from './cell-looks.ts';
import { type BoxSize, fitsInto, fittingCell, fittingShape, hasHeads, isHeat, shaped, zoomed } from './cell-sizes.ts';
import { COLORINGS, type Coloring } from './color-choices.ts';
import { darkFirst, hasRacks, type MapBox, mapBoxesOf } from './map-boxes.ts';
import { MapLegendLine } from './map-legend-line.tsx';
import classes from './map-section.module.css';
import { RackMap } from './rack-map.tsx';

const texts = overviewTexts.map;
/** The largest cells that are chosen for a screen that is read from near; a wall takes any. */
const LARGEST_NEAR_PX = 42;

/** The map with its colouring, size and legend. */
export function MapSection(props: {
  miners: readonly Miner[];
  moment: Moment;
  openedId: string | null;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  onOpen: (id: string) => void;
  /** Without controls, for a wall screen. */
  quiet?: boolean;
}) {
  const { miners, moment, quiet = false } = props;
  const palette = usePalette();
  const [coloring, setColoring] = useLocalStorage<Coloring>({
    key: 'powerhive.map-colour',
    defaultValue: 'state',
    getInitialValueInEffect: false,
  });
  const [zoom, setZoom] = useState<number | null>(null);
  const area = useRef<HTMLDivElement>(null);
  const { widthPx, heightPx } = useHeldSize(useInnerSize(area), props.openedId !== null);
  const { racks } = useRacks();
  const usual = useMemo(() => mapBoxesOf(miners, moment, racks), [miners, moment, racks]);
  const usualSizes = JSON.stringify(usual.map(boxSize));
  const shape = useMemo(
    () => fittingShape(JSON.parse(usualSizes), widthPx - 8, heightPx - 8),
    [usualSizes, widthPx, heightPx],
  );
  const ordered = useMemo(
    () => usual.map((box) => ({ ...box, columns: shaped(boxSize(box), shape).columns })),
    [usual, shape],
  );
  const shown = COLORINGS.includes(coloring) ? coloring : 'state';
  const looks = useMemo(() => mapLooks(shown, miners, moment, palette), [shown, miners, moment, palette]);
  const sizes = JSON.stringify(ordered.map(boxSize));
  const fitting = useMemo(() => fittingCell(JSON.parse(sizes), widthPx - 8, heightPx - 8), [sizes, widthPx, heightPx]);
  const cellPx = zoom ?? (quiet ? fitting : Math.min(fitting, LARGEST_NEAR_PX));
  const fits = useMemo(
    () => fitsInto(JSON.parse(sizes), cellPx, widthPx - 8, heightPx - 8),
    [sizes, cellPx, widthPx, heightPx],
  );
  const named = useMemo(
    () => hasHeads(JSON.parse(sizes), cellPx, widthPx - 8, heightPx - 8),
    [sizes, cellPx, widthPx, heightPx],
  );
  const boxes = useMemo(() => (fits ? ordered : darkFirst(ordered)), [fits, ordered]);
  const isByRack = hasRacks(boxes);
  const legend = (
    <MapLegendLine
      legend={looks.legend}
      hasMaintenance={miners.some((miner) => maintenanceNow(miner, moment) !== null)}
      heat={isHeat(cellPx)}
    />
  );
  const unplaced = boxes.find(({ query }) => query === 'place:none');
  return (
    <section className={classes.section} aria-label={texts.title}>
      {!quiet && (
        <div className={classes.bar}>
          <h2>{texts.title}</h2>
          <Link href={WALL_PATH} title={overviewTexts.wallTip}>
            {overviewTexts.wall}
          </Link>
          <Link href={RACKS_PATH}>{texts.racks}</Link>
          <NativeSelect
            aria-label={texts.colorBy}
            size="xs"
            value={shown}
            data={COLORINGS.map((value) => ({ value, label: texts.colorings[value] }))}
            onChange={(event) => setColoring(COLORINGS.find((one) => one === event.currentTarget.value) ?? 'state')}
          />
          <span className={classes.tools}>
            {isByRack && unplaced !== undefined && (
              <span className={classes.quiet}>
                {texts.unplaced(unplaced.miners.length)}{' '}
                <Link href={formatHash({ path: '/fleet', text: 'place:none' })}>{texts.placeThem}</Link>
              </span>
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={texts.smaller}
              onClick={() => setZoom(zoomed(cellPx, -1))}
            >
              <IconMinus size={14} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={texts.larger}
              onClick={() => setZoom(zoomed(cellPx, 1))}
            >
              <IconPlus size={14} />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={texts.fit}
              disabled={zoom === null}
              onClick={() => setZoom(null)}
            >
              <IconArrowsMaximize size={14} />
            </ActionIcon>
          </span>
          {legend}
        </div>
      )}
      <div ref={area} className={classes.area}>
        <RackMap
          boxes={boxes}
          looks={looks}
          cellPx={cellPx}
          named={named}
          moment={moment}
          openedId={props.openedId}
          selection={props.selection}
          onSelection={props.onSelection}
          onOpen={props.onOpen}
          quiet={quiet}
        />
      </div>
      {quiet && miners.length === 0 && <p className={classes.nothing}>{texts.nothing}</p>}
      {quiet && miners.length > 0 && legend}
      {!isByRack && !quiet && (
        <p className={classes.quiet}>
          {texts.byNetwork} <Link href="/fleet">{texts.howToPlace}</Link>
        </p>
      )}
    </section>
  );
}

/** A difference that the scroll bar of an opened panel's neighbour makes, in pixels. */
const SLIGHT_PX = 20;

/** The size while it differs slightly from the one before it was held: the cells stay where they are. */
function useHeldSize(size: ReturnType<typeof useInnerSize>, isHeld: boolean): ReturnType<typeof useInnerSize> {
  const kept = useRef(size);
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= SLIGHT_PX;
  const isSame = isNear(size.widthPx, kept.current.widthPx) && isNear(size.heightPx, kept.current.heightPx);
  if (!isHeld || !isSame) kept.current = size;
  return kept.current;
}

function boxSize({ cells, columns, rack }: MapBox): BoxSize {
  return { cells: cells.length, columns, hasLoad: (rack?.power_limit_w ?? null) !== null, isFixed: rack !== null };
}
