import type { Incident } from '../../../src-shared/model/index.ts';
import { formatDuration } from '../../../src-shared/text/format-duration.ts';
import { ageSeconds, clockSpan, clockTime } from '../../ui/times.ts';
import { incidentsTexts } from './incidents-texts.ts';

/** Since when an incident is there, and for how long; of one that is over, from when to when. */
export function whenText({ since_at, resolved_at }: Pick<Incident, 'since_at' | 'resolved_at'>, nowMs: number): string {
  const when = resolved_at === null ? clockTime(since_at, nowMs) : clockSpan(since_at, resolved_at, nowMs);
  return incidentsTexts.sinceFor(when, formatDuration(ageSeconds(since_at, resolved_at ?? nowMs)));
}
