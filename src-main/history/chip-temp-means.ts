import type { Chip } from '../../src-shared/model/index.ts';
import { BOARD_FIGURES, CHIP_FIGURES, openTelemetryBlock, readLayoutHead } from './chip-block.ts';

/** The mean temperature of the chips of a board at one time. */
export interface ChipTempMean {
  readonly recorded_at: number;
  readonly chain_id: number;
  readonly chip_temp_mean_c: number;
}

/** The mean in degrees Celsius over the chips that report a temperature; null if none does. */
export function chipTempMean(chips: readonly Pick<Chip, 'temp_c'>[]): number | null {
  let sum = 0;
  let count = 0;
  for (const { temp_c } of chips) {
    if (temp_c === null) continue;
    sum += temp_c;
    count += 1;
  }
  return count === 0 ? null : sum / count;
}

/** The means of all boards in a block, oldest first. Throws `FrameDamage` for a damaged block. */
export function readChipTempMeans(block: Uint8Array): ChipTempMean[] {
  const { from, positions, recordedAts, boardCounts } = openTelemetryBlock(block);
  const means: ChipTempMean[] = [];
  for (let position = 0; position < positions; position++) {
    const having = recordedAts.filter((_, i) => (boardCounts[i] as number) > position);
    const chainIds = from.known(having.length);
    from.skip(1 + BOARD_FIGURES.length);
    const { which, sizes } = readLayoutHead(from, having.length);
    sizes.forEach((size, layout) => {
      const boards = [...having.keys()].filter((board) => which[board] === layout);
      from.skip(1 + CHIP_FIGURES.indexOf('temp_c'));
      const temps = from.numbersOrNaN(size * boards.length, boards.length);
      from.skip(CHIP_FIGURES.length - CHIP_FIGURES.indexOf('temp_c') - 1);
      boards.forEach((board, nth) => {
        const mean = meanOfColumn(temps, nth, boards.length);
        if (mean === null) return;
        const [recorded_at, chain_id] = [having[board] as number, chainIds[board] as number];
        means.push({ recorded_at, chain_id, chip_temp_mean_c: mean });
      });
    });
  }
  return means.sort((a, b) => a.recorded_at - b.recorded_at);
}

/** In the order of the chips, so that it is the same number as that of `chipTempMean`. */
function meanOfColumn(temps: Float64Array, first: number, step: number): number | null {
  let sum = 0;
  let count = 0;
  for (let i = first; i < temps.length; i += step) {
    const temp = temps[i] as number;
    if (Number.isNaN(temp)) continue;
    sum += temp;
    count += 1;
  }
  return count === 0 ? null : sum / count;
}
