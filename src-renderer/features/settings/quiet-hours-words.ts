import type { QuietHours } from '../../../src-shared/model/index.ts';

/** What the hours mean, so that nobody has to wonder about midnight. */
export function quietHoursWords({ from, to }: QuietHours): string {
  if (from === to) return 'The whole day: nobody is ever called.';
  return from < to ? `From ${from} until ${to} each day.` : `From ${from} until ${to} the next morning.`;
}
