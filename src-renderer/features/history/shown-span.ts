import { DAY_MS, MINUTE_MS } from '../../../src-shared/durations.ts';
import type { Against, HistoryLocation } from '../../miner-view/history-location.ts';
import { FIRST_SPAN, SPAN_NAMES, SPANS, type Span } from './spans.ts';

/** Nothing is added up over less than a minute, and some points should be seen. */
const LEAST_MS = 10 * MINUTE_MS;
/** Hours are kept so long. */
const MOST_MS = 731 * DAY_MS;

export interface SpanAt {
  readonly fromAt: number;
  readonly toAt: number;
}

/** The named span that a location shows; null where it shows one of its own. */
export function namedSpan({ own, span }: Pick<HistoryLocation, 'own' | 'span'>): Span | null {
  if (own !== null) return null;
  return SPAN_NAMES.find((name) => spanToken(name) === span) ?? FIRST_SPAN;
}

/** A span as the address has it: `24h`. */
export function spanToken(span: Span): string {
  return span.replace(' ', '');
}

/** From when to when a location shows, now. */
export function shownSpan(location: Pick<HistoryLocation, 'own' | 'span'>, nowMs: number): SpanAt {
  const named = namedSpan(location);
  if (named !== null) return { fromAt: nowMs - SPANS[named], toAt: nowMs };
  return location.own ?? { fromAt: nowMs - SPANS[FIRST_SPAN], toAt: nowMs };
}

/** How much earlier what it is compared with was. */
export function shiftOf(against: Against | null, { fromAt, toAt }: SpanAt): number {
  if (against === null || 'query' in against) return 0;
  return { day: DAY_MS, week: 7 * DAY_MS, span: toAt - fromAt }[against.before];
}

/**
 * A span that can be shown: neither narrower nor wider than there is something to see, and not
 * after now.
 */
export function allowedSpan({ fromAt, toAt }: SpanAt, nowMs: number): SpanAt {
  const width = Math.min(MOST_MS, Math.max(LEAST_MS, toAt - fromAt));
  const middle = (fromAt + toAt) / 2;
  const to = Math.min(nowMs, Math.round(middle + width / 2));
  return { fromAt: to - Math.round(width), toAt: to };
}
