import type { QuietHours } from '../../../../src-shared/model/index.ts';
import { notificationsTexts } from './notifications-texts.ts';

const texts = notificationsTexts.notifications;

/** Explains the hours, also across midnight. */
export function quietHoursWords({ from, to }: QuietHours): string {
  if (from === to) return texts.allDay;
  return from < to ? texts.sameDay(from, to) : texts.overnight(from, to);
}
