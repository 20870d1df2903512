import type { BlockReader, BlockWriter } from './encoding/column-block.ts';

/** The roll-up of a figure over a slot. `known` counts the readings that had it. */
export interface Aggregate {
  readonly known: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
}

/**
 * How a figure is rolled up. `measured`: mean, lowest, highest and last are kept. `spread`: the
 * same without the last. `counter`, which the miner itself counts: only the last, used for all
 * four.
 */
export type FigureKind = 'measured' | 'spread' | 'counter';

/**
 * The digits of roll-ups: 90.17 TH/s and 2893 W of a miner, 264 GH/s and 65.3 °C of a chip.
 * Counters keep all digits.
 */
const DIGITS = { measured: 4, spread: 3 } as const;

/** Collects a figure over a slot, from readings or narrower slots, in order of time. */
export class Tally {
  readonly #kind: FigureKind;
  #known = 0;
  #sum = 0;
  #weight = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #last = 0;

  constructor(kind: FigureKind) {
    this.#kind = kind;
  }

  reading(value: number | null): void {
    if (value === null) return;
    this.#known++;
    this.#sum += value;
    this.#weight++;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    this.#last = value;
  }

  /** The mean of a slot is weighted by its readings, or by `weight`. */
  slot(aggregate: Aggregate | null, weight = aggregate?.known ?? 0): void {
    if (aggregate === null) return;
    this.#known += aggregate.known;
    this.#sum += aggregate.mean * weight;
    this.#weight += weight;
    this.#min = Math.min(this.#min, aggregate.min);
    this.#max = Math.max(this.#max, aggregate.max);
    this.#last = aggregate.last;
  }

  /** Null if no reading had the figure. `asKept` rounds to the precision of roll-ups. */
  result(asKept: boolean): Aggregate | null {
    if (this.#known === 0) return null;
    const known = this.#known;
    if (this.#kind === 'counter')
      return { known, mean: this.#last, min: this.#last, max: this.#last, last: this.#last };
    const keep = (value: number): number => rounded(value, this.#kind, asKept);
    const mean = keep(this.#sum / this.#weight);
    const last = this.#kind === 'spread' ? mean : keep(this.#last);
    return { known, mean, min: keep(this.#min), max: keep(this.#max), last };
  }
}

/** The result of a tally of one reading. */
export function aggregateOfOne(value: number | null, kind: FigureKind, asKept: boolean): Aggregate | null {
  if (value === null) return null;
  const kept = rounded(value, kind, asKept);
  return { known: 1, mean: kept, min: kept, max: kept, last: kept };
}

function rounded(value: number, kind: FigureKind, asKept: boolean): number {
  return asKept && kind !== 'counter' ? toDigits(value, DIGITS[kind]) : value;
}

const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The value rounded to this many digits. With arithmetic, because a conversion to text would be
 * most of the work of a roll-up. Powers in this list are exact.
 */
function toDigits(value: number, digits: number): number {
  if (value === 0) return 0;
  const size = Math.abs(value);
  const shift = digits - 1 - Math.floor(Math.log10(size));
  const power = POWERS[Math.abs(shift)];
  if (power === undefined) return Number(value.toPrecision(digits)) + 0;
  const kept = shift < 0 ? Math.round(size / power) * power : Math.round(size * power) / power;
  return value < 0 ? -kept : kept;
}

/**
 * Writes a figure over many slots; `readings` is the number of readings in each. Columns: how many
 * readings lacked the figure; the parts that its kind keeps.
 */
export function writeAggregates(
  out: BlockWriter,
  aggregates: readonly (Aggregate | null)[],
  readings: readonly number[],
  kind: FigureKind,
  rowLength: number,
): void {
  const lacking = aggregates.map((one, i) => (readings[i] as number) - (one === null ? 0 : one.known));
  out.numbers(lacking, rowLength);
  const mean = aggregates.map((one) => (one === null ? null : one.mean));
  // For slots with one reading each, all parts are the same column, which is computed once.
  if (
    aggregates.every((one) => one === null || (one.min === one.mean && one.max === one.mean && one.last === one.mean))
  ) {
    for (const _ of PARTS[kind]) out.numbers(mean, rowLength);
    return;
  }
  for (const part of PARTS[kind]) {
    out.numbers(part === 'mean' ? mean : aggregates.map((one) => (one === null ? null : one[part])), rowLength);
  }
}

/** The number of columns of a figure. */
export function aggregateColumns(kind: FigureKind): number {
  return 1 + PARTS[kind].length;
}

export function readAggregates(
  from: BlockReader,
  readings: readonly number[],
  kind: FigureKind,
  rowLength: number,
): (Aggregate | null)[] {
  const lacking = from.known(readings.length, rowLength);
  const parts = PARTS[kind].map(() => from.numbers(readings.length, rowLength));
  return readings.map((count, i) => {
    const known = count - (lacking[i] as number);
    if (known === 0) return null;
    const first = parts[0]?.[i] ?? 0;
    if (kind === 'counter') return { known, mean: first, min: first, max: first, last: first };
    const last = kind === 'spread' ? first : (parts[3]?.[i] ?? first);
    return { known, mean: first, min: parts[1]?.[i] ?? first, max: parts[2]?.[i] ?? first, last };
  });
}

const PARTS = {
  measured: ['mean', 'min', 'max', 'last'],
  spread: ['mean', 'min', 'max'],
  counter: ['last'],
} as const satisfies Record<FigureKind, readonly (keyof Aggregate)[]>;
