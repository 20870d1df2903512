/** What the parts of the screens say that belong to no feature. */
export const uiTexts = {
  close: 'Close',
  back: 'Back',
  dismiss: 'Dismiss',
  narrowPanel: 'Narrow the panel (w)',
  widenPanel: 'Widen the panel (w)',
  justNow: 'just now',
  ago: (duration: string): string => `${duration} ago`,
  today: 'Today',
  chart: 'chart',
  leave: {
    title: 'Leave without saving?',
    about: 'This screen has changes that are not saved.',
    leave: 'Leave',
    stay: 'Stay',
  },
} as const;
