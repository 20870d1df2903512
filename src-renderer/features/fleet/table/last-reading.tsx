import { createContext, use } from 'react';
import { formatDuration, UNKNOWN } from '../../../../src-shared/units.ts';
import { ageSeconds, clockTime } from '../../../ui/times.ts';

/** The moment that the rows of a table show, in UNIX milliseconds. */
export const RowsMoment = createContext(0);

/**
 * How long ago a miner was read: what changes while the miner does not, and so the only part of
 * most rows that is drawn each second.
 */
export function LastReading({ recordedAt }: { recordedAt: number | null }) {
  const nowMs = use(RowsMoment);
  return recordedAt === null ? UNKNOWN : formatDuration(ageSeconds(recordedAt, nowMs));
}

/** When a miner went offline, with its day where that is not today; nothing while it is online. */
export function OfflineSince({ at }: { at: number | null }) {
  const nowMs = use(RowsMoment);
  return at === null ? UNKNOWN : clockTime(at, nowMs);
}
