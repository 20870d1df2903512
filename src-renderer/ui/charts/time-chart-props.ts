import type { Palette } from '../theme/palettes.ts';

/** One line over time; null values interrupt it. Lines of one side share a scale and axis. */
export interface ChartLine {
  readonly name: string;
  readonly color: keyof Palette;
  readonly side: 'left' | 'right';
  readonly values: readonly (number | null)[];
  /** The minimum and maximum of each value, drawn as a band around the line. */
  readonly band?: { readonly low: readonly (number | null)[]; readonly high: readonly (number | null)[] };
  /** Values that are drawn dotted where the line has none, such as incomplete sums. */
  readonly dotted?: readonly (number | null)[];
  /** Minimum range of the scale, so that noise does not look dramatic. */
  readonly leastSpan: number;
  /** Whether the axis has only whole numbers. */
  readonly counted?: boolean;
  /** Whether the line is only for comparison. */
  readonly dashed?: boolean;
}

/** An event, with a word for it. */
export interface ChartMark {
  readonly atS: number;
  readonly word: string;
  /** The same as a sentence with its time, for a tooltip. */
  readonly about?: () => string;
  /** Its word gives way to those of the others. */
  readonly isMinor?: boolean;
}

export interface TimeChartProps {
  /** UNIX seconds, ascending. */
  readonly times: readonly number[];
  readonly fromS: number;
  readonly toS: number;
  readonly lines: readonly ChartLine[];
  /**
   * Periods without readings are shaded, so that gaps are visible; hatched if only a part is known.
   */
  readonly gaps: readonly { readonly fromS: number; readonly toS: number; readonly hatched?: boolean }[];
  /** Events, as vertical lines with words where there is room. */
  readonly marks?: readonly ChartMark[];
  /** The scales begin at 0. */
  readonly fromZero?: boolean;
  /** A dashed line on the left scale, for an expected value. */
  readonly level: number | null;
  /** A time that is shown next to the chart. */
  readonly markS: number | null;
  readonly heightPx: number;
  /** Whether the times are shown; of charts below each other only the last one needs them. */
  readonly timeAxis: boolean;
  /** Charts of one group share their cursor. */
  readonly group: string;
  /** A text alternative for the chart. */
  readonly label: string;
  /** Reports the time under the pointer, as an index into `times`. */
  readonly onPoint: (index: number | null) => void;
  /**
   * Called when a time is chosen by a click or Enter; UNIX seconds. Not set if there is nothing to
   * show.
   */
  readonly onPick?: ((atS: number) => void) | undefined;
  /**
   * Called when a period is chosen by dragging, or by + and − around the current time; UNIX
   * seconds. Not set if the period is fixed.
   */
  readonly onSpan?: ((fromS: number, toS: number) => void) | undefined;
}
