import type { HistoryGap } from '../../../src-shared/model/index.ts';

/** One figure over time; null between two points is a gap. No line is drawn across a gap. */
export type Series = readonly (number | null)[];

/** Inserts an empty point at the start of each gap, ordered by time. */
export function brokenAtGaps<P extends { readonly at: number }>(
  points: readonly P[],
  gaps: readonly HistoryGap[],
): readonly { readonly at: number; readonly point: P | null }[] {
  const first = points[0]?.at ?? Number.POSITIVE_INFINITY;
  const last = points.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const taken = new Set(points.map(({ at }) => at));
  const breaks = gaps
    .filter(({ from_at }) => from_at > first && from_at < last && !taken.has(from_at))
    .map(({ from_at }) => ({ at: from_at, point: null }));
  return [...points.map((point) => ({ at: point.at, point })), ...breaks].sort((a, b) => a.at - b.at);
}

/** Gaps in the form for a chart. */
export function chartGaps(gaps: readonly HistoryGap[]): readonly { readonly fromS: number; readonly toS: number }[] {
  return gaps.map(({ from_at, to_at }) => ({ fromS: from_at / 1000, toS: to_at / 1000 }));
}

/** Periods of adjacent points that come from the miner's own log. */
export function filledSpans(
  points: readonly { readonly at: number; readonly source: 'read' | 'filled' }[],
  slotMs: number,
): readonly HistoryGap[] {
  const spans: { from_at: number; to_at: number }[] = [];
  let joins = false;
  for (const { at, source } of points) {
    const last = spans.at(-1);
    if (source === 'filled' && joins && last !== undefined) last.to_at = at + slotMs;
    else if (source === 'filled') spans.push({ from_at: at, to_at: at + slotMs });
    joins = source === 'filled';
  }
  return spans;
}

/** The lowest and the highest of the known values; null if none is known. */
export function rangeOf(values: Series): { low: number; high: number } | null {
  let range: { low: number; high: number } | null = null;
  for (const value of values) {
    if (value === null) continue;
    range =
      range === null
        ? { low: value, high: value }
        : { low: Math.min(range.low, value), high: Math.max(range.high, value) };
  }
  return range;
}

/** The least range of an axis: with less, the noise of a steady figure would look like changes. */
export function leastSpanOf(values: Series): number {
  return (rangeOf(values)?.high ?? 0) * 0.1;
}

export function isKnown(values: Series): boolean {
  return values.some((value) => value !== null);
}
