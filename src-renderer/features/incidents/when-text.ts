import type { Incident } from '../../../src-shared/model/index.ts';
import { formatDuration } from '../../../src-shared/text/format-duration.ts';
import { ageSeconds, clockSpan, clockTime } from '../../ui/times.ts';
import { incidentsTexts } from './incidents-texts.ts';

/** Since when an incident is there, and for how long; of one that is over, from when to when. */
export function whenText({ since_at, resolved_at }: Pick<Incident, 'since_at' | 'resolved_at'>, nowMs: number): string {
  const when = resolved_at === null ? clockTime(since_at, nowMs) : clockSpan(since_at, resolved_at, nowMs);
  return incidentsTexts.sinceFor(when, formatDuration(ageSeconds(since_at, resolved_at ?? nowMs)));
}

/** Since when an incident is well again, and when it ends if it stays so; null while something is wrong. */
export function wellText({ well_since_at, closes_at }: Incident, nowMs: number): string | null {
  if (well_since_at == null || closes_at == null) return null;
  return incidentsTexts.wellSince(clockTime(well_since_at, nowMs), clockTime(closes_at, nowMs));
}
