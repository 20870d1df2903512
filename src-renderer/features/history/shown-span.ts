import { DAY_MS, MINUTE_MS } from '../../../src-shared/milliseconds.ts';
import type { Against, HistoryLocation } from '../../miner-view/locations/history-location.ts';
import { FIRST_SPAN, SPAN_NAMES, SPANS, type Span } from './span-choices.ts';

/** Points cover at least a minute, and a few of them should be visible. */
const LEAST_MS = 10 * MINUTE_MS;
/** How long hourly data is kept. */
const MOST_MS = 731 * DAY_MS;

export interface SpanAt {
  readonly fromAt: number;
  readonly toAt: number;
}

/** The named period of a location; null for a custom one. */
export function namedSpan({ own, span }: Pick<HistoryLocation, 'own' | 'span'>): Span | null {
  if (own !== null) return null;
  return SPAN_NAMES.find((name) => spanToken(name) === span) ?? FIRST_SPAN;
}

/** A period as written in the address: `24h`. */
export function spanToken(span: Span): string {
  return span.replace(' ', '');
}

/** Start and end of the period of a location at the present time. */
export function shownSpan(location: Pick<HistoryLocation, 'own' | 'span'>, nowMs: number): SpanAt {
  const named = namedSpan(location);
  if (named !== null) return { fromAt: nowMs - SPANS[named], toAt: nowMs };
  return location.own ?? { fromAt: nowMs - SPANS[FIRST_SPAN], toAt: nowMs };
}

/** By how much the compared period is earlier. */
export function shiftOf(against: Against | null, { fromAt, toAt }: SpanAt): number {
  if (against === null || 'query' in against) return 0;
  return { day: DAY_MS, week: 7 * DAY_MS, span: toAt - fromAt }[against.before];
}

/** Limits a period to the allowed widths, and moves it so that it does not end in the future. */
export function allowedSpan({ fromAt, toAt }: SpanAt, nowMs: number): SpanAt {
  const width = Math.min(MOST_MS, Math.max(LEAST_MS, toAt - fromAt));
  const middle = (fromAt + toAt) / 2;
  const to = Math.min(nowMs, Math.round(middle + width / 2));
  return { fromAt: to - Math.round(width), toAt: to };
}
