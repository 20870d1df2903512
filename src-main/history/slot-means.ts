import { aggregateColumns } from './aggregate.ts';
import { BlockReader } from './encoding/column-block.ts';
import { MINER_FIGURES, type MinerFigure } from './status-roll-up.ts';
import { CHAIN_COLUMNS, FIGURE_COLUMNS } from './status-roll-up-block.ts';

/**
 * The part of a miner's slots that sums over many miners use, as columns of equal length, NaN for
 * unknown.
 */
export interface SlotMeans {
  readonly ats: Float64Array;
  /** 1 for a slot that was filled from the miner's memory. */
  readonly filled: Float64Array;
  readonly hashrate_hs: Float64Array;
  readonly power_w: Float64Array;
  readonly chip_temp_max_c: Float64Array;
}

/** The number of columns before those of each figure. */
const PLACES = placesOfFigures();
/** The position of a part among a figure's columns; 0 is how many readings lacked it. */
const PART = { mean: 1, max: 3 } as const;

/** The figures of a miner that rules ask for, in its slots. */
export interface SlotFigures extends SlotMeans {
  readonly hashrate_expected_hs: Float64Array;
}

/**
 * Reads only the means of a block of `packStatusSlots`: a sum over thousands of miners unpacks five
 * columns of each, not a hundred. Throws `FrameDamage` for a damaged block.
 */
export function readSlotMeans(block: Uint8Array, width: 'narrow' | 'wide'): SlotMeans {
  const { ats, filled, part } = openSlots(block, width);
  const hashrate_hs = part('hashrate_hs', 'mean');
  const power_w = part('power_w', 'mean');
  const chip_temp_max_c = part('chip_temp_max_c', 'max');
  return { ats, filled, hashrate_hs, power_w, chip_temp_max_c };
}

/** The same with the expected hash rate. */
export function readSlotFigures(block: Uint8Array, width: 'narrow' | 'wide'): SlotFigures {
  const { ats, filled, part } = openSlots(block, width);
  const hashrate_hs = part('hashrate_hs', 'mean');
  const hashrate_expected_hs = part('hashrate_expected_hs', 'mean');
  const power_w = part('power_w', 'mean');
  const chip_temp_max_c = part('chip_temp_max_c', 'max');
  return { ats, filled, hashrate_hs, hashrate_expected_hs, power_w, chip_temp_max_c };
}

/** The slots of one width. `part` reads a column; figures must be read in their order. */
function openSlots(block: Uint8Array, width: 'narrow' | 'wide') {
  const from = new BlockReader(block);
  const [narrow = 0, wide = 0, chains = 0] = from.known(3);
  from.skip(1);
  if (width === 'wide') from.skip(3 + FIGURE_COLUMNS + chains * (1 + CHAIN_COLUMNS));
  const count = width === 'narrow' ? narrow : wide;
  const ats = from.knownNumbers(count);
  const filled = from.knownNumbers(count);
  from.skip(1);
  let at = 0;
  const part = (figure: MinerFigure, which: keyof typeof PART): Float64Array => {
    const wanted = PLACES[figure] + PART[which];
    from.skip(wanted - at);
    at = wanted + 1;
    return from.numbersOrNaN(count);
  };
  return { ats, filled, part };
}

function placesOfFigures(): Record<MinerFigure, number> {
  const places = {} as Record<MinerFigure, number>;
  let next = 0;
  for (const [name, kind] of MINER_FIGURES) {
    places[name] = next;
    next += aggregateColumns(kind);
  }
  return places;
}
