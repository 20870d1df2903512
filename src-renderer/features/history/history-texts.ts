import { countText, numberText } from '../../../src-shared/text/count-text.ts';

/** Texts of the history screen. */
export const screenTexts = {
  title: 'History',
  which: 'Which miners',
  others: 'Compare with these miners',
  everything: 'All miners',
  period: 'Period',
  own: 'Custom',
  from: 'From',
  to: 'To',
  show: 'Show',
  backwards: '"From" must be before "To".',
  earlier: 'Earlier',
  later: 'Later',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  compare: 'Compare with',
  nothing: 'Compare with …',
  before: { day: 'Day before', week: 'Week before', span: 'Period before' },
  otherMiners: 'Other miners',
  charts: 'Charts',
  loading: 'Loading the history',
  adding: 'Adding up the miners …',
  failed: "Couldn't load the history",
  noData: 'No data for this period',
  noDataAbout: 'Only monitored miners are recorded.',
  noMatch: 'No miner matches',
  noMatchAbout: 'History is shown of the miners that match now.',
  ofNow: (miners: number): string =>
    miners === 1 ? 'The miner that matches now.' : `The ${numberText(miners)} miners that match now.`,
  ofAll: 'The whole farm.',
  stillLoading: (miners: number): string =>
    `History of ${countText(miners, 'miner')} is still loading from their own logs: totals of the time before will grow.`,
  withoutPower: (miners: number): string =>
    `${countText(miners, 'miner')} ${miners === 1 ? 'reports' : 'report'} no power: totals of power are without ${miners === 1 ? 'it' : 'them'}.`,
  /** By the tier of the sums: a miner that was read once in a sum counts in all of it. */
  hidesOutages: {
    '5min':
      'Added up by 5 minutes: shorter outages of a miner do not show. Fewer miners or a shorter period show them.',
    '1h': 'Added up by hours: shorter outages of a miner do not show. Fewer miners or a shorter period show them.',
    '1d': 'Added up by days: shorter outages of a miner do not show. A shorter period shows them.',
  },
  zoomHint: 'Drag over a chart to zoom in, + and − do the same at the keyboard.',

  events: 'Events',
  noEvents: 'Nothing happened in this period.',
  eventsFailed: "Couldn't load what happened.",
  more: (events: number): string => `Show all ${numberText(events)}`,
  fewer: 'Show fewer',
  onlyJobs: 'Restarts and preset changes outside of jobs are shown for fewer miners or a shorter period.',
  cutBefore: (time: string): string => `There are too many events: those before ${time} are left out.`,
  /** A word in the chart, a few letters wide. */
  words: {
    offline: (miners: number): string => (miners === 1 ? 'offline' : `${numberText(miners)} offline`),
    back: (miners: number): string => (miners === 1 ? 'back' : `${numberText(miners)} back`),
    restart: (miners: number): string => (miners === 1 ? 'restart' : `${numberText(miners)} restarts`),
    preset: (detail: string | null): string => detail ?? 'preset',
    job: (detail: string | null): string => `job: ${detail?.replaceAll('_', ' ') ?? ''}`,
    powerhive: 'PowerHive',
  },
  /** The same as a sentence: `who` is a name or "12 miners". */
  sentences: {
    offline: (who: string): string => `${who} went offline`,
    back: (who: string): string => `${who} back online`,
    /** "R6-03 restarted; ramped up over 4690". */
    restart: (who: string, how: string | null): string => `${who} restarted${how === null ? '' : `; ${how}`}`,
    preset: (who: string, detail: string): string => `${who}: preset ${detail}`,
    job: (who: string, detail: string): string => `Job "${detail.replaceAll('_', ' ')}" on ${who}`,
  },
  who: (miners: number): string => countText(miners, 'miner'),

  columns: [
    'time',
    'miners_of',
    'algorithm',
    'miners_responded',
    'miners_monitored',
    'all_known',
    'hashrate_ths',
    'power_w',
    'power_miners',
    'chip_temp_max_c',
  ],
} as const;

/** Texts of charts of many miners. */
export const groupTexts = {
  unknownAlgorithm: 'Unknown algorithm',
  hashrate: 'Hash rate',
  power: 'Power',
  hottestChip: 'Hottest chip',
  miners: 'Miners counted',
  monitored: 'monitored',
  /** After a sum: how many of how many miners it includes. */
  ofMiners: (miners: number, ofMiners: number): string =>
    miners === ofMiners
      ? `of ${countText(miners, 'miner')}`
      : `of ${numberText(miners)} of ${countText(ofMiners, 'miner')}`,
  /** The same for power, where some of the miners report none. */
  powerOf: (miners: number, powerMiners: number): string =>
    `of ${numberText(powerMiners)} of ${countText(miners, 'miner')}: the others report no power`,
  partial: (miners: number, ofMiners: number): string =>
    `Hatched: no total, data from only ${numberText(miners)} of ${countText(ofMiners, 'miner')}`,
  dotted: (miners: number, ofMiners: number): string =>
    `Dotted: data from ${numberText(miners)} of ${countText(ofMiners, 'miner')}`,
} as const;

/** Texts of charts over time, of one or many miners. */
export const historyTexts = {
  /** "No data 02:10–02:55 and 2 more gaps". */
  noData: (span: string, more: number): string =>
    `No data ${span}${more === 0 ? '' : ` and ${countText(more, 'more gap')}`}`,
  /** "Imported from the miner's log: Thu 26 Nov, 23:25 – Fri 27 Nov, 23:20 and 1 more period". */
  imported: (span: string, more: number): string => `Imported from the miner's log: ${span}${morePeriods(more)}`,
  /** The same for any words before the period. */
  during: (words: string, span: string, more: number): string => `${words}, ${span}${morePeriods(more)}`,
  fromZero: 'From 0',
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
