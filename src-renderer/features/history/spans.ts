const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How far back charts and chips can be asked for, narrow to wide. */
export const SPANS = {
  '1 h': HOUR_MS,
  '6 h': 6 * HOUR_MS,
  '24 h': DAY_MS,
  '7 d': 7 * DAY_MS,
  '90 d': 90 * DAY_MS,
} as const;
export type Span = keyof typeof SPANS;
export const SPAN_CHOICES = (Object.keys(SPANS) as Span[]).map((value) => ({ value, text: value }));

/** A day, or what there is of it: a chart of a day shows nothing of a miner that was found an hour ago. */
export function firstSpan(knownMs: number): Span {
  if (knownMs < SPANS['1 h']) return '1 h';
  return knownMs < SPANS['6 h'] ? '6 h' : '24 h';
}
