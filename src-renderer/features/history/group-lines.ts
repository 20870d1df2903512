import type { FleetHistory } from '../../../src-shared/model/index.ts';
import { isKnown, rangeOf, type Series } from './gaps-in-series.ts';
import type { Plot } from './time-plot.tsx';

/** Totals of the miners of one algorithm over time. */
export type GroupHistory = FleetHistory['series'][number];
export type GroupPoint = GroupHistory['points'][number];

/** One time of the charts, with the point of the history for comparison. */
export interface GroupRow {
  readonly point: GroupPoint | null;
  readonly other: GroupPoint | null;
}

/**
 * A sum of at least this share of the miners is drawn as a line. It is dotted, so that its step to
 * the complete sum is not taken for a change in the farm.
 */
const NEARLY_ALL = 0.95;

export function isDotted({ complete, miners, of_miners }: GroupPoint): boolean {
  return !complete && miners >= of_miners * NEARLY_ALL;
}

type Of = (point: GroupPoint) => number | null;

/** What a chart of one figure draws. */
export interface GroupFigure {
  readonly title: string;
  readonly color: 'accent' | 'green' | 'blue' | 'grey' | 'dim';
  readonly of: Of;
  readonly unit: string;
  /** The figure is shown in units of this size. */
  readonly per: number;
  /** A sum may be incomplete; a maximum or a count is always valid. */
  readonly isSum: boolean;
  readonly leastSpan: number;
  readonly counted?: boolean;
  readonly text: (value: number) => string;
  readonly band?: { readonly low: Of; readonly high: Of };
}

/** Makes the lines of each chart of many miners, and of those for comparison if there are any. */
export class GroupLines {
  readonly #rows: readonly GroupRow[];
  readonly #name: string;
  /** The name of the history for comparison; null if there is none. */
  readonly #otherName: string | null;

  constructor(rows: readonly GroupRow[], name: string, otherName: string | null) {
    this.#rows = rows;
    this.#name = name;
    this.#otherName = otherName;
  }

  /** The highest value of a sum that is drawn as a line; 0 if there is none. */
  highest(of: Of): number {
    return Math.max(rangeOf(this.#complete(of))?.high ?? 0, rangeOf(this.#othersDrawn(of))?.high ?? 0);
  }

  of(figure: GroupFigure): Plot['lines'] {
    const other = this.#otherName;
    return other === null ? [this.#mainLine(figure)] : [this.#mainLine(figure), this.#otherLine(figure, other)];
  }

  #mainLine({ title, color, unit, leastSpan, counted = false, text, of, per, isSum, band }: GroupFigure) {
    const drawn = inUnits(of, per);
    const isAlone = this.#otherName === null;
    return {
      name: isAlone ? title : this.#name,
      color,
      unit,
      side: 'left' as const,
      values: isSum ? this.#complete(drawn) : this.#all(drawn),
      leastSpan,
      counted,
      text,
      ...(isSum && { dotted: this.#nearlyComplete(drawn), shown: this.#all(drawn) }),
      ...(isAlone && band !== undefined && { band: this.#band(band, per) }),
      ...(!isAlone && { dashed: false }),
    };
  }

  #otherLine({ unit, leastSpan, counted = false, text, of, per, isSum }: GroupFigure, name: string) {
    const drawn = inUnits(of, per);
    return {
      name,
      color: 'text' as const,
      unit,
      side: 'left' as const,
      values: isSum ? this.#othersDrawn(drawn) : this.#others(drawn),
      leastSpan,
      counted,
      text,
      dashed: true,
      shown: this.#others(drawn),
    };
  }

  #band({ low, high }: { readonly low: Of; readonly high: Of }, per: number) {
    return { low: this.#complete(inUnits(low, per)), high: this.#complete(inUnits(high, per)) };
  }

  #all(of: Of): Series {
    return this.#rows.map(({ point }) => (point === null ? null : of(point)));
  }

  #complete(of: Of): Series {
    return this.#all((point) => (point.complete ? of(point) : null));
  }

  #nearlyComplete(of: Of): Series {
    return this.#all((point) => (isDotted(point) ? of(point) : null));
  }

  #others(of: Of): Series {
    return this.#rows.map(({ other }) => (other === null ? null : of(other)));
  }

  #othersDrawn(of: Of): Series {
    return this.#others((other) => (other.complete || isDotted(other) ? of(other) : null));
  }
}

/** Whether a chart has anything to draw. */
export function hasLine({ lines }: Plot): boolean {
  return lines.some(({ values, dotted = [] }) => isKnown(values) || isKnown(dotted));
}

function inUnits(of: Of, per: number): Of {
  return (point) => {
    const value = of(point);
    return value === null ? null : value / per;
  };
}
