import { IconTool } from '@tabler/icons-react';
import { type CSSProperties, memo, useLayoutEffect, useMemo, useRef } from 'react';
import { Link } from 'wouter';
import { farmTotals } from '../../../../src-shared/miner/farm-sums.ts';
import {
  isCritical,
  isInDanger,
  type Moment,
  maintenanceNow,
  needsAttention,
} from '../../../../src-shared/miner/miner-now.ts';
import { numberText } from '../../../../src-shared/text/count-text.ts';
import { formatHashrate, quantityText } from '../../../../src-shared/units.ts';
import { SEVERITY_MARKS } from '../../../miner-view/severity-marks.ts';
import { CutStart } from '../../../ui/cut-start.tsx';
import { formatHash } from '../../../ui/hash-location.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { usePalette } from '../../../ui/theme/use-palette.ts';
import { RackLoad } from '../../racks/rack-load.tsx';
import { overviewTexts } from '../overview-texts.ts';
import type { MapLooks } from './cell-looks.ts';
import { frameKind, isHeat } from './cell-sizes.ts';
import { drawCells } from './draw-cells.ts';
import { type MapBox as Box, isRack } from './map-boxes.ts';
import { pausedOf } from './paused-of.ts';
import classes from './rack-map.module.css';

const texts = overviewTexts.map;
/** From this width on, the head of a box has room for a figure. */
const LEAST_WIDE_PX = 170;
/** What stands beside its name takes about so much, and a letter of the name so much. */
const BESIDE_NAME_PX = 56;
const LETTER_PX = 7;
/** As much as "100.0 TH/s" takes. */
const SUM_PX = 76;

/** One box of the map: a head with totals, and cells on a canvas. */
export const MapBox = memo(function MapBox(props: {
  box: Box;
  index: number;
  looks: MapLooks;
  cellPx: number;
  /** Whether there is room for its head. */
  named: boolean;
  moment: Moment;
  selected: ReadonlySet<string>;
  /** The cell under the pointer or reached by keys. */
  framed: number | null;
  opened: number | null;
  quiet: boolean;
  onSelect: (box: Box, selected: boolean) => void;
}) {
  const { box, looks, cellPx, moment, selected } = props;
  const { miners, cells, columns, rack } = box;
  const palette = usePalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  const sums = useMemo(() => farmTotals(miners, moment), [miners, moment]);
  const isSelected = miners.length > 0 && selected.size > 0 && miners.every(({ id }) => selected.has(id));
  useLayoutEffect(() => {
    if (canvas.current === null) return;
    const marks = cells.map((miner) => miner !== null && selected.has(miner.id));
    const drawn = cells.map((miner) => (miner === null ? null : looks.lookOf(miner)));
    drawCells(canvas.current, drawn, marks, { columns, cellPx }, palette);
  }, [cells, looks, selected, columns, cellPx, palette]);

  const heat = isHeat(cellPx);
  const limitW = heat ? null : (rack?.power_limit_w ?? null);
  const widthPx = columns * cellPx;
  // Without room for its full place, which is in the title then, it has only its own name.
  const besidePx = BESIDE_NAME_PX + (widthPx >= LEAST_WIDE_PX ? SUM_PX : 0);
  const isShort = isRack(box) && widthPx < besidePx + box.label.length * LETTER_PX;
  const label = isShort ? (box.label.split('/').at(-1) ?? box.label) : box.label;
  // The end of a place or network tells it from others; "No place" begins with what it says.
  const name = box.query === 'place:none' ? label : <CutStart text={label} />;
  const [hashrate] = sums.hashrates;
  // What is being worked on needs nobody else.
  const working = useMemo(() => miners.filter((miner) => maintenanceNow(miner, moment) === null), [miners, moment]);
  const troubled = [
    ...working.filter(needsAttention),
    ...miners.filter((miner) => isInDanger(miner) && maintenanceNow(miner, moment) !== null),
  ];
  const inMaintenance = miners.length - working.length;
  const paused = useMemo(() => pausedOf(miners, moment), [miners, moment]);
  const isWide = widthPx >= LEAST_WIDE_PX;
  const frameAt = (cell: number): CSSProperties => ({
    left: (cell % columns) * cellPx,
    top: Math.floor(cell / columns) * cellPx,
    width: cellPx,
    height: cellPx,
  });
  return (
    <section
      className={classes.box}
      aria-label={box.label}
      title={titleOf(isShort ? box.label : null, paused?.words ?? null)}
      data-frame={frameKind(cellPx)}
      data-load={limitW !== null}
      data-dark={working.length > 0 && sums.counts.offline === miners.length}
    >
      {props.named && (
        <header className={classes.head}>
          {!props.quiet && !heat && miners.length > 0 && (
            <input
              type="checkbox"
              aria-label={texts.selectBox(box.label)}
              className={classes.check}
              checked={isSelected}
              onChange={() => props.onSelect(box, !isSelected)}
            />
          )}
          {box.query === null || props.quiet ? (
            <span className={classes.name}>{name}</span>
          ) : (
            <Link href={formatHash({ path: '/fleet', text: box.query })} className={classes.name}>
              {name}
            </Link>
          )}
          {troubled.length > 0 && (
            <span className={classes.trouble} title={texts.problems(troubled.length)}>
              <StateMark
                {...SEVERITY_MARKS[troubled.some(isCritical) ? 'critical' : 'warning']}
                label={texts.problems(troubled.length)}
              />
              {!heat && numberText(troubled.length)}
            </span>
          )}
          {inMaintenance > 0 && (
            <span className={classes.trouble} title={texts.inMaintenance(inMaintenance)}>
              <IconTool size={13} stroke={2} role="img" aria-label={texts.inMaintenance(inMaintenance)} />
              {!heat && numberText(inMaintenance)}
            </span>
          )}
          {paused !== null && (
            <span className={classes.trouble} title={paused.words}>
              <StateMark shape="pause" tone="grey" label={paused.words} />
              {/* Where there is no room for both, the time is worth more than the number. */}
              {!heat && (isWide || paused.time === null) && numberText(paused.count)}
              {isWide ? paused.until !== null && ` ${paused.until}` : !heat && paused.time}
            </span>
          )}
          {hashrate !== undefined && isWide && paused === null && (
            <span className={classes.sum}>{quantityText(formatHashrate(hashrate.hashrateHs, hashrate.algorithm))}</span>
          )}
        </header>
      )}
      {rack !== null && limitW !== null && <RackLoad rack={rack.rack} sums={sums} limitW={limitW} />}
      <div className={classes.cells}>
        <canvas
          ref={canvas}
          data-box={props.index}
          style={{ width: columns * cellPx, height: Math.ceil(cells.length / columns) * cellPx }}
        />
        {props.opened !== null && <span data-opened className={classes.opened} style={frameAt(props.opened)} />}
        {props.framed !== null && <span className={classes.framed} style={frameAt(props.framed)} />}
      </div>
    </section>
  );
});

/** What the whole box says under the pointer. */
function titleOf(label: string | null, paused: string | null): string | undefined {
  const parts = [label, paused].filter((part) => part !== null);
  return parts.length === 0 ? undefined : parts.join(': ');
}
