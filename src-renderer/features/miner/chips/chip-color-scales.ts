import type { ChainSnapshot, Chip } from '../../../../src-shared/model/index.ts';
import { tempText } from '../../../../src-shared/temperature.ts';
import { HEAT, rampColor, YIELD } from '../../../ui/charts/color-scales.ts';
import type { Palette } from '../../../ui/theme/palettes.ts';
import { minerTexts } from '../miner-texts.ts';
import type { ChipColoring } from './chip-color-choices.ts';

const texts = minerTexts.chips;

/** The colour scale of chips: one for all boards of a miner, so that they can be compared. */
export interface ChipScale {
  /** The chip's colour; null if its value is unknown. */
  readonly colorOf: (chip: Chip) => string | null;
  readonly legend: ChipLegend;
}

export type ChipLegend =
  | { readonly kind: 'ramp'; readonly low: string; readonly high: string; readonly colors: readonly string[] }
  | { readonly kind: 'classes'; readonly classes: readonly { readonly text: string; readonly color: string }[] };

const LEAST_TEMP_SPAN_C = 20;
/** The scale ends at this share of the median hash rate of the chips. */
const LOW_YIELD = 0.5;

export function chipColors(coloring: ChipColoring, chains: readonly ChainSnapshot[], palette: Palette): ChipScale {
  const chips = chains.flatMap((chain) => chain.chips);
  switch (coloring) {
    case 'temp':
      return tempScale(chips);
    case 'hashrate':
      return hashrateScale(chips);
    case 'errors':
      return errorScale(chips);
    case 'grade':
      return gradeScale(palette);
  }
}

/** Whether a chip is read and hashes nothing. */
export function isSilent(chip: Chip): boolean {
  return chip.hashrate_hs === 0;
}

function tempScale(chips: readonly Chip[]): ChipScale {
  const temps = known(chips.map((chip) => chip.temp_c));
  const low = Math.floor(Math.min(...temps, Number.POSITIVE_INFINITY) / 5) * 5;
  const from = Number.isFinite(low) ? low : 40;
  const to = Math.max(from + LEAST_TEMP_SPAN_C, Math.ceil(Math.max(...temps, from) / 5) * 5);
  return {
    colorOf: ({ temp_c }) => (temp_c === null ? null : rampColor(HEAT, (temp_c - from) / (to - from))),
    legend: { kind: 'ramp', low: tempText(from), high: tempText(to), colors: HEAT },
  };
}

function hashrateScale(chips: readonly Chip[]): ChipScale {
  const rates = known(chips.map((chip) => chip.hashrate_hs)).sort((a, b) => a - b);
  const middle = rates[Math.floor(rates.length / 2)] ?? 0;
  return {
    colorOf: ({ hashrate_hs }) => {
      if (hashrate_hs === null) return null;
      const share = middle === 0 ? 0 : hashrate_hs / middle;
      return rampColor(YIELD, (share - LOW_YIELD) / (1 - LOW_YIELD));
    },
    legend: { kind: 'ramp', low: texts.halfMedian, high: texts.median, colors: YIELD },
  };
}

/** Errors range over orders of magnitude, so the scale is logarithmic. */
function errorScale(chips: readonly Chip[]): ChipScale {
  const most = Math.max(10, ...known(chips.map((chip) => chip.errors)));
  return {
    colorOf: ({ errors }) => (errors === null ? null : rampColor(HEAT, Math.log1p(errors) / Math.log1p(most))),
    legend: { kind: 'ramp', low: texts.noErrors, high: most.toLocaleString('en'), colors: HEAT },
  };
}

function gradeScale(palette: Palette): ChipScale {
  const colors = { grey: palette.grey, orange: palette.amber, red: palette.red };
  return {
    colorOf: ({ grade }) => (grade === null ? null : colors[grade]),
    legend: {
      kind: 'classes',
      classes: [
        { text: texts.normal, color: colors.grey },
        { text: texts.weak, color: colors.orange },
        { text: texts.bad, color: colors.red },
      ],
    },
  };
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}
