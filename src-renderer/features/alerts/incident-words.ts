import type { AlertSeverity, Incident } from '../../../src-shared/model/index.ts';
import { formatHashrate, quantityText } from '../../../src-shared/units.ts';
import type { MarkShape } from '../../ui/state-mark.tsx';
import type { Tone } from '../../ui/theme/tone.ts';
import { VERBS, type Verb } from '../jobs/verbs.ts';

export const INCIDENT_MARKS: Readonly<Record<AlertSeverity, { shape: MarkShape; tone: Tone }>> = {
  critical: { shape: 'square', tone: 'red' },
  warning: { shape: 'diamond', tone: 'amber' },
  info: { shape: 'dash', tone: 'grey' },
};

/** What is missing now, or what was lost of an incident that is over: "−3.85 PH/s", "12 TH·h". */
export function lostText({ hashrate_lost_hs, hashrate_lost_hash, resolved_at }: Incident): string {
  if (resolved_at === null) {
    return hashrate_lost_hs === null || hashrate_lost_hs < 1
      ? '—'
      : `−${quantityText(formatHashrate(hashrate_lost_hs))}`;
  }
  const terahashHours = hashrate_lost_hash / 1e12 / 3600;
  return terahashHours < 0.05 ? '—' : `${terahashHours.toLocaleString('en', { maximumFractionDigits: 1 })} TH·h`;
}

/**
 * What its rule suggests to do with its miners, as the screens know it; null where it suggests
 * nothing.
 */
export function suggestedVerb({ suggested_action, miner_ids }: Incident): Verb | null {
  if (miner_ids.length === 0) return null;
  return VERBS.find((verb) => verb === suggested_action?.action) ?? null;
}

/** Seven in the morning of the next day, by the clock of whoever looks. */
export function tomorrowMorning(nowMs: number): number {
  const morning = new Date(nowMs);
  morning.setDate(morning.getDate() + 1);
  return morning.setHours(7, 0, 0, 0);
}

/** Seven in the morning of the next Monday after today. */
export function mondayMorning(nowMs: number): number {
  const morning = new Date(nowMs);
  morning.setDate(morning.getDate() + (7 - ((morning.getDay() + 6) % 7)));
  return morning.setHours(7, 0, 0, 0);
}
