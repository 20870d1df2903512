import type { QuietHours } from '../../../../src-shared/model/index.ts';
import { settingsTexts } from '../settings-texts.ts';

const texts = settingsTexts.notifications;

/** What the hours mean, so that midnight is clear. */
export function quietHoursWords({ from, to }: QuietHours): string {
  if (from === to) return texts.allDay;
  return from < to ? texts.sameDay(from, to) : texts.overnight(from, to);
}
