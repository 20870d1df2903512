import { DAY_MS, HOUR_MS } from '../../../src-shared/milliseconds.ts';
import { historyTexts } from './history-texts.ts';

/** Periods of charts and of chips, the shortest first. */
export const SPANS = {
  '1 h': HOUR_MS,
  '6 h': 6 * HOUR_MS,
  '24 h': DAY_MS,
  '7 d': 7 * DAY_MS,
  '30 d': 30 * DAY_MS,
  '90 d': 90 * DAY_MS,
  '1 y': 365 * DAY_MS,
} as const;
export type Span = keyof typeof SPANS;
export const SPAN_NAMES = Object.keys(SPANS) as Span[];
/** The periods in a panel, which has little room. */
const IN_PANEL: ReadonlySet<Span> = new Set<Span>(['1 h', '6 h', '24 h', '7 d', '90 d']);
export const SPAN_CHOICES = SPAN_NAMES.filter((span) => IN_PANEL.has(span)).map((value) => ({
  value,
  text: historyTexts.spans[value],
}));

/**
 * One day, which most miners have in their own log, so that there is data from the first reading.
 */
export const FIRST_SPAN: Span = '24 h';
