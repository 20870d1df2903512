import { countText } from '../../../src-shared/count-text.ts';

/** What charts over time say, whoever they are of. */
export const historyTexts = {
  /** "No data 02:10–02:55 and 2 more gaps". */
  noData: (span: string, more: number): string =>
    `No data ${span}${more === 0 ? '' : ` and ${countText(more, 'more gap')}`}`,
  /** "Imported from the miner's log: Thu 26 Nov, 23:25 – Fri 27 Nov, 23:20 and 1 more period". */
  imported: (span: string, more: number): string => `Imported from the miner's log: ${span}${morePeriods(more)}`,
  /** The same of any words that end before the span. */
  during: (words: string, span: string, more: number): string => `${words}, ${span}${morePeriods(more)}`,
  spans: {
    '1 h': '1 h',
    '6 h': '6 h',
    '24 h': '24 h',
    '7 d': '7 d',
    '30 d': '30 d',
    '90 d': '90 d',
    '1 y': '1 y',
  },
  unknown: (name: string): string => `${name} unknown`,
  fromTo: (name: string, low: string, high: string): string => `${name} from ${low} to ${high}`,
  noGaps: 'no gaps',
  gaps: (gaps: number): string => countText(gaps, 'gap'),
  spoken: (title: string, parts: string): string => `${title}: ${parts}`,
  keys: (chart: string): string => `${chart}. Arrow keys read the values.`,
  keysAndZoom: (chart: string): string => `${chart}. Arrow keys read the values, + and − zoom in and out around them.`,
  keysAndChips: (chart: string): string =>
    `${chart}. Arrow keys read the values, Enter shows the chips of that moment.`,
} as const;

function morePeriods(more: number): string {
  return more === 0 ? '' : ` and ${countText(more, 'more period')}`;
}
