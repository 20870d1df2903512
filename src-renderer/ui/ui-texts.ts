import { numberText } from '../../src-shared/text/count-text.ts';

/** Texts of components that belong to no feature. */
export const uiTexts = {
  close: 'Close',
  back: 'Back',
  dismiss: 'Dismiss',
  narrowPanel: 'Narrow the panel (w)',
  widenPanel: 'Widen the panel (w)',
  justNow: 'just now',
  ago: (duration: string): string => `${duration} ago`,
  today: 'Today',
  minutesUnit: ' min',
  chart: 'chart',
  /** At a mark of a chart. */
  events: (events: number): string => `${numberText(events)} events`,
  moreEvents: (events: number): string => `and ${numberText(events)} more`,
  /** "A whole number from 1 to 60". */
  outside: ({ least, most, whole }: { least: number; most: number | null; whole: boolean }): string =>
    `A${whole ? ' whole' : ''} number ${most === null ? `of at least ${numberText(least)}` : `from ${numberText(least)} to ${numberText(most)}`}`,
  lazyPart: {
    loading: 'Loading …',
    failed: "Couldn't load this part of the page",
    why: 'PowerHive may have been updated, or it is not running. Reload the page.',
    reload: 'Reload',
  },
  leave: {
    title: 'Leave without saving?',
    about: 'This screen has changes that are not saved.',
    leave: 'Leave',
    stay: 'Stay',
  },
} as const;
