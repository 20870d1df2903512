import { type KeyboardEvent, useMemo, useState } from 'react';
import type { BoardLayout, ChainSnapshot } from '../../../../src-shared/model/index.ts';
import { formatTemp } from '../../../../src-shared/temperature.ts';
import { formatMinerHashrate, quantityText } from '../../../../src-shared/units.ts';
import { chipGrid } from '../../../miner-view/chip-grid.ts';
import { minerTexts } from '../miner-texts.ts';
import { isChipStep, stepChip } from './chip-arrow-keys.ts';
import { type ChipScale, isSilent } from './chip-color-scales.ts';
import classes from './chip-map.module.css';
import { chipText } from './chip-text.ts';
import { chipName } from './named-chip.ts';

const texts = minerTexts.chips;
const CELL = { width: 17, gap: 2 };
/** A board with few long rows gets taller cells, so that each can still be clicked. */
const cellHeight = (rows: number): number => (rows > 3 ? 13 : 26);

/**
 * The layout of one board: each chip in its colour, with details under the pointer or by the arrow
 * keys.
 */
export function ChipBoard(props: {
  chain: ChainSnapshot;
  layout: BoardLayout | null;
  scale: ChipScale;
  algorithm: string | null;
  /** Positions of the chips that the link refers to, in the list of the board. */
  marked: readonly number[];
  /** Position of the chip whose history is shown; null if it is not on this board. */
  picked: number | null;
  onPick: (position: number) => void;
}) {
  const { chain, scale, marked, picked } = props;
  const { chips } = chain;
  const [at, setAt] = useState<number | null>(null);
  const grid = useMemo(() => chipGrid(chips.length, props.layout), [chips.length, props.layout]);
  const height = cellHeight(grid.rows);
  const pointed = at === null ? undefined : chips[at];
  const pointedText =
    at === null || pointed === undefined ? '' : chipText(chipName(chips, at), pointed, props.algorithm);
  const silent = chips.filter(isSilent).length;
  const temps = chips.map((chip) => chip.temp_c).filter((temp) => temp !== null);
  const hottest = temps.length === 0 ? null : Math.max(...temps);
  const summary = texts.summary(chain.chain_id, chips.length, silent, quantityText(formatTemp(hottest)));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (isChipStep(event.key)) setAt(at === null ? 0 : stepChip(grid, at, event.key));
    else if ((event.key === 'Enter' || event.key === ' ') && at !== null) props.onPick(at);
    else return;
    event.preventDefault();
  };
  /** The frame around a chip; it is drawn after all cells so that no neighbour covers it. */
  const frame = (position: number | null, look: string | undefined) => {
    const cell = position === null ? undefined : grid.cells[position];
    return cell === undefined ? null : (
      <rect
        key={`${look} ${position}`}
        x={cell.column * CELL.width - 1}
        y={cell.row * height - 1}
        width={CELL.width - CELL.gap + 2}
        height={height - CELL.gap + 2}
        rx={2.5}
        className={`${classes.frame} ${look}`}
      />
    );
  };

  return (
    <figure className={classes.board}>
      <figcaption className={classes.caption}>
        <strong>{minerTexts.boards.board(chain.chain_id)}</strong>
        {pointed === undefined ? (
          <>
            <span>{quantityText(formatMinerHashrate(chain.hashrate_hs, props.algorithm))}</span>
            {silent > 0 && <span className={classes.silent}>{texts.notHashing(silent)}</span>}
            <span className={classes.end}>{hottest !== null && texts.max(formatTemp(hottest).figure)}</span>
          </>
        ) : (
          <span className={classes.end}>{pointedText}</span>
        )}
      </figcaption>
      {chips.length === 0 ? (
        <p className={classes.quiet}>{texts.noChips(chain.state)}</p>
      ) : (
        <>
          <svg
            role="application"
            aria-roledescription={texts.map}
            aria-label={texts.keys(summary)}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is moved over by arrow keys
            tabIndex={0}
            viewBox={`-2 -2 ${grid.columns * CELL.width - CELL.gap + 4} ${grid.rows * height - CELL.gap + 4}`}
            className={classes.map}
            onKeyDown={onKeyDown}
            onBlur={() => setAt(null)}
            onPointerLeave={() => setAt(null)}
          >
            {chips.map((chip, i) => {
              const cell = grid.cells[i] ?? { column: 0, row: 0 };
              const color = scale.colorOf(chip);
              const hollow = isSilent(chip) ? classes.dead : color === null ? classes.unknown : undefined;
              const inset = hollow === undefined ? 0 : 0.5;
              return (
                // biome-ignore lint/a11y/noStaticElementInteractions: the map takes the keys for its chips
                <rect
                  // biome-ignore lint/suspicious/noArrayIndexKey: a chip is its position; labels may repeat
                  key={i}
                  x={cell.column * CELL.width + inset}
                  y={cell.row * height + inset}
                  width={CELL.width - CELL.gap - 2 * inset}
                  height={height - CELL.gap - 2 * inset}
                  rx={1.5}
                  className={hollow}
                  fill={color ?? 'none'}
                  onPointerEnter={() => setAt(i)}
                  onClick={() => props.onPick(i)}
                />
              );
            })}
            {marked.map((position) => frame(position, classes.marked))}
            {frame(picked, classes.picked)}
            {frame(at, classes.pointed)}
          </svg>
          <span className="visually-hidden" role="status">
            {pointedText}
          </span>
        </>
      )}
    </figure>
  );
}
