import { readingEfficiency } from '../../../../src-shared/judging/efficiency.ts';
import { limitsInForce } from '../../../../src-shared/judging/farm-limits.ts';
import { hashrateShare } from '../../../../src-shared/judging/hashrate.ts';
import { minerNotes } from '../../../../src-shared/judging/miner-notes.ts';
import {
  freshReading,
  type Moment,
  maintenanceNow,
  poolHost,
  secondsSince,
} from '../../../../src-shared/miner/miner-now.ts';
import type { Miner } from '../../../../src-shared/model/index.ts';
import { tempText } from '../../../../src-shared/temperature.ts';
import { formatDuration } from '../../../../src-shared/text/format-duration.ts';
import { formatEfficiency, formatPower, quantityText, shareText } from '../../../../src-shared/units.ts';
import { firmwareText } from '../../../miner-view/firmware-text.ts';
import { MARK_LEGEND, type MinerMark, minerLook } from '../../../miner-view/miner-look.ts';
import { HEAT, rampColor, YIELD } from '../../../ui/charts/color-scales.ts';
import type { Palette } from '../../../ui/theme/palettes.ts';
import type { Tone } from '../../../ui/theme/tone.ts';
import { overviewTexts } from '../overview-texts.ts';
import type { Coloring } from './color-choices.ts';

/** The mark of a miner's state, and the colour of its cell. */
export interface CellLook {
  readonly shape: CellShape;
  readonly tone: Tone;
  /** Fill colour of the cell; null if it is coloured by state, or if the value is unknown. */
  readonly fill: string | null;
  /** The cell is coloured by a value that is not known of this miner. */
  readonly isUnknown: boolean;
  readonly inMaintenance: boolean;
}

/** The shapes of cells: those of miners. */
export type CellShape = MinerMark['shape'];

export type MapLegend =
  | { readonly kind: 'ramp'; readonly low: string; readonly high: string; readonly colors: readonly string[] }
  | { readonly kind: 'values'; readonly values: readonly { readonly text: string; readonly color: string }[] }
  | {
      readonly kind: 'states';
      readonly states: typeof MARK_LEGEND;
    };

export interface MapLooks {
  readonly lookOf: (miner: Miner) => CellLook;
  readonly legend: MapLegend;
}

/** Distinguishable for colour-blind people too, by lightness. */
const VALUES = ['#2f6fb5', '#e3ad3b', '#3c9b80', '#b56ab0', '#8a6d3b', '#7fb8e6', '#c9503e', '#9aa3ab'];

const RAMP_STEPS = 64;

const texts = overviewTexts.map;

interface Measure {
  readonly read: (miner: Miner, moment: Moment) => number | null;
  readonly text: (value: number) => string;
  readonly colors: readonly string[];
  /** Ends of the scale; by default the lowest and highest value of the farm. */
  readonly from?: number;
  readonly to?: number;
  /** The limit at which the scale ends, so that a colour means the same each day. */
  readonly limit?: () => number;
}

/** A scale up to a limit begins at least so far below it: no farm is all in the last colours. */
const LEAST_BELOW_LIMIT = 30;

const MEASURES: Readonly<Record<Exclude<Coloring, 'state' | keyof typeof VALUE_OF>, Measure>> = {
  hash: {
    read: (miner, moment) => hashrateShare(freshReading(miner, moment)),
    text: shareText,
    colors: YIELD,
    from: 0.5,
    to: 1,
  },
  temp: {
    read: (miner, moment) => freshReading(miner, moment)?.chip_temp_max_c ?? null,
    text: (value) => tempText(value),
    colors: HEAT,
    limit: () => limitsInForce().hot_chip_c,
  },
  efficiency: {
    read: (miner, moment) => readingEfficiency(freshReading(miner, moment), miner.algorithm),
    text: (value) => quantityText(formatEfficiency(value)),
    colors: HEAT,
  },
  power: {
    read: (miner, moment) => freshReading(miner, moment)?.power_w ?? null,
    text: (value) => quantityText(formatPower(value)),
    colors: HEAT,
  },
  age: {
    read: ({ latest_status }, moment) => secondsSince(latest_status?.recorded_at ?? null, moment),
    text: formatDuration,
    colors: HEAT,
    from: 0,
  },
};

const VALUE_OF: Readonly<Record<'preset' | 'firmware' | 'pool', (miner: Miner, moment: Moment) => string | null>> = {
  preset: (miner, moment) => freshReading(miner, moment)?.preset ?? null,
  firmware: firmwareText,
  pool: (miner, moment) => poolHost(freshReading(miner, moment)?.pool_url ?? null),
};

/** How the cells of the map look, with one scale for all. */
export function mapLooks(coloring: Coloring, miners: readonly Miner[], moment: Moment, palette: Palette): MapLooks {
  if (coloring === 'state') return byState(miners, moment);
  if (!isValue(coloring)) return byMeasure(MEASURES[coloring], miners, moment);
  return byValue((miner) => VALUE_OF[coloring](miner, moment), miners, moment, palette);
}

function isValue(coloring: Coloring): coloring is keyof typeof VALUE_OF {
  return coloring in VALUE_OF;
}

function markOf(miner: Miner, moment: Moment): Pick<CellLook, 'shape' | 'tone' | 'inMaintenance'> {
  const { shape, tone } = minerLook(miner, moment);
  return { shape, tone, inMaintenance: maintenanceNow(miner, moment) !== null };
}

function byState(miners: readonly Miner[], moment: Moment): MapLooks {
  // The legend has little room: the mark is in it only where it is on the map.
  const hasPartial = miners.some((miner) => minerNotes(miner).length > 0);
  return {
    lookOf: (miner) => ({ ...markOf(miner, moment), fill: null, isUnknown: false }),
    legend: { kind: 'states', states: MARK_LEGEND.filter(({ shape }) => shape !== 'partial' || hasPartial) },
  };
}

/** The look of a cell that is coloured by a value; null if the value is unknown. */
function valued(miner: Miner, moment: Moment, fill: string | null): CellLook {
  return { ...markOf(miner, moment), fill, isUnknown: fill === null };
}

function byMeasure(measure: Measure, miners: readonly Miner[], moment: Moment): MapLooks {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (const miner of miners) {
    const value = measure.read(miner, moment);
    if (value === null) continue;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  const limit = measure.limit?.();
  const coldest = Number.isFinite(lowest) ? lowest : 0;
  const from = measure.from ?? (limit === undefined ? coldest : Math.min(coldest, limit - LEAST_BELOW_LIMIT));
  const to = limit ?? measure.to ?? (Number.isFinite(highest) ? highest : 1);
  const span = to > from ? to - from : 1;
  // Computed once, not for each cell.
  const steps = Array.from({ length: RAMP_STEPS + 1 }, (_, i) => rampColor(measure.colors, i / RAMP_STEPS));
  const colorOf = (value: number): string | null =>
    steps[Math.round(Math.max(0, Math.min(1, (value - from) / span)) * RAMP_STEPS)] ?? null;
  return {
    lookOf: (miner) => {
      const value = measure.read(miner, moment);
      return valued(miner, moment, value === null ? null : colorOf(value));
    },
    // Without a single value there is no scale, and its ends would be invented.
    legend: Number.isFinite(lowest)
      ? {
          kind: 'ramp',
          low: measure.text(from),
          high: limit === undefined ? measure.text(to) : texts.hotFrom(measure.text(to)),
          colors: measure.colors,
        }
      : { kind: 'values', values: [] },
  };
}

/** The most frequent values have their own colours; all others share the last one. */
function byValue(
  readValue: (miner: Miner) => string | null,
  miners: readonly Miner[],
  moment: Moment,
  palette: Palette,
): MapLooks {
  const uses = new Map<string, number>();
  for (const miner of miners) {
    const value = readValue(miner);
    if (value !== null) uses.set(value, (uses.get(value) ?? 0) + 1);
  }
  const common = [...uses].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value);
  const named = common.slice(0, VALUES.length);
  const colors = new Map(named.map((value, i) => [value, VALUES[i] ?? palette.grey]));
  const values = named.map((text) => ({ text, color: colors.get(text) ?? palette.grey }));
  const others = common.length - named.length;
  return {
    lookOf: (miner) => {
      const value = readValue(miner);
      return valued(miner, moment, value === null ? null : (colors.get(value) ?? palette.grey));
    },
    legend: {
      kind: 'values',
      values: others > 0 ? [...values, { text: texts.others(others), color: palette.grey }] : values,
    },
  };
}
