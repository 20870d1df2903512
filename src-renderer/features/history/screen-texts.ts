import { countText, numberText } from '../../../src-shared/count-text.ts';

/** What the history screen says. */
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
  fromZero: 'From 0',
  charts: 'Charts',
  loading: 'Loading the history',
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
  zoomHint: 'Drag over a chart to zoom in, + and − do the same at the keyboard.',

  events: 'Events',
  noEvents: 'Nothing happened in this period.',
  eventsFailed: "Couldn't load what happened.",
  more: (events: number): string => `Show all ${numberText(events)}`,
  fewer: 'Show fewer',
  onlyJobs: 'Restarts and preset changes outside of jobs are shown for fewer miners or a shorter period.',
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
    restart: (who: string): string => `${who} restarted`,
    preset: (who: string, detail: string): string => `${who}: preset ${detail}`,
    job: (who: string, detail: string): string => `Job "${detail.replaceAll('_', ' ')}" on ${who}`,
  },
  who: (miners: number): string => countText(miners, 'miner'),

  columns: [
    'time',
    'miners_of',
    'algorithm',
    'miners',
    'of_miners',
    'complete',
    'hashrate_hs',
    'power_w',
    'chip_temp_max_c',
  ],
} as const;
