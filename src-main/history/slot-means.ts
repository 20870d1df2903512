import { aggregateColumns } from './aggregate.ts';
import type { Figure } from './block-column.ts';
import { BlockReader } from './column-block.ts';
import { CHAIN_FIGURES, MINER_FIGURES, type MinerFigure } from './status-roll-up.ts';

/** What sums over many miners take of the slots of one, as columns of equal length. */
export interface SlotMeans {
  readonly ats: readonly number[];
  /** 1 where the miner remembered the slot itself. */
  readonly filled: readonly number[];
  readonly hashrate_hs: readonly Figure[];
  readonly power_w: readonly Figure[];
  readonly chip_temp_max_c: readonly Figure[];
}

const FIGURE_COLUMNS = MINER_FIGURES.reduce((sum, [, kind]) => sum + aggregateColumns(kind), 0);
const CHAIN_COLUMNS = CHAIN_FIGURES.reduce((sum, [, kind]) => sum + aggregateColumns(kind), 0);
/** Where a part of a figure stands among its columns: behind how many readings lacked it. */
const PART = { mean: 1, max: 3 } as const;

/**
 * Reads the means of a block that `packStatusSlots` has written, and nothing else of it: a sum over
 * thousands of miners unpacks five columns of each, not a hundred. Throws `FrameDamage` for a
 * damaged block.
 */
export function readSlotMeans(block: Uint8Array, width: 'narrow' | 'wide'): SlotMeans {
  const from = new BlockReader(block);
  const [narrow = 0, wide = 0, chains = 0] = from.known(3);
  from.skip(1);
  if (width === 'wide') from.skip(3 + FIGURE_COLUMNS + chains * (1 + CHAIN_COLUMNS));
  const count = width === 'narrow' ? narrow : wide;
  const ats = from.known(count);
  const filled = from.known(count);
  from.skip(1);
  let at = 0;
  const part = (figure: MinerFigure, which: keyof typeof PART): Figure[] => {
    const wanted = placeOf(figure) + PART[which];
    from.skip(wanted - at);
    at = wanted + 1;
    return from.numbers(count);
  };
  const hashrate_hs = part('hashrate_hs', 'mean');
  const power_w = part('power_w', 'mean');
  const chip_temp_max_c = part('chip_temp_max_c', 'max');
  return { ats, filled, hashrate_hs, power_w, chip_temp_max_c };
}

/** How many columns stand before those of a figure. */
function placeOf(figure: MinerFigure): number {
  const before = MINER_FIGURES.findIndex(([name]) => name === figure);
  return MINER_FIGURES.slice(0, before).reduce((sum, [, kind]) => sum + aggregateColumns(kind), 0);
}
