import type { Palette } from '../theme/palettes.ts';

/**
 * One line over time; null values break it. Lines of one side share its scale and axis.
 */
export interface ChartLine {
  readonly name: string;
  readonly color: keyof Palette;
  readonly side: 'left' | 'right';
  readonly values: readonly (number | null)[];
  /** The lowest and highest behind each value, drawn as a band around the line. */
  readonly band?: { readonly low: readonly (number | null)[]; readonly high: readonly (number | null)[] };
  /** Values that are drawn dotted, where the line itself has none: such as are not the whole. */
  readonly dotted?: readonly (number | null)[];
  /**
   * The scale shows at least this span around the values, so that noise does not look like a drama.
   */
  readonly leastSpan: number;
  /** Counts have no halves on their axis. */
  readonly counted?: boolean;
  /** What something else is compared with. */
  readonly dashed?: boolean;
}

/** Something that happened, with a word for it. */
export interface ChartMark {
  readonly atS: number;
  readonly word: string;
}

export interface TimeChartProps {
  /** UNIX seconds, ascending. */
  readonly times: readonly number[];
  readonly fromS: number;
  readonly toS: number;
  readonly lines: readonly ChartLine[];
  /**
   * Spans in which nothing was read: shaded, so that a gap is seen to be one; hatched where only a
   * part is known.
   */
  readonly gaps: readonly { readonly fromS: number; readonly toS: number; readonly hatched?: boolean }[];
  /**
   * What happened, as lines from top to bottom with their words, as far as there is room for them.
   */
  readonly marks?: readonly ChartMark[];
  /** The left scale begins at 0. */
  readonly fromZero?: boolean;
  /** A quiet dashed level on the left scale: what is promised. */
  readonly level: number | null;
  /** A moment that something beside the chart shows. */
  readonly markS: number | null;
  readonly heightPx: number;
  /** Whether the times stand below; of charts above each other only the last one needs them. */
  readonly timeAxis: boolean;
  /** Charts of one group share their cursor. */
  readonly group: string;
  /** The chart in words, for those who do not see it. */
  readonly label: string;
  /** Reports the moment under the pointer, as an index into `times`. */
  readonly onPoint: (index: number | null) => void;
  /**
   * A moment was chosen, by a click or by Enter; UNIX seconds. Left out where that would show
   * nothing.
   */
  readonly onPick?: ((atS: number) => void) | undefined;
  /**
   * A span was chosen, by dragging over it, or by + and − around the moment; UNIX seconds. Left out
   * where the span is fixed.
   */
  readonly onSpan?: ((fromS: number, toS: number) => void) | undefined;
}
