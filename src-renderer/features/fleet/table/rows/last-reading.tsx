import { createContext, use } from 'react';
import { knownWeakChips } from '../../../../../src-shared/judging/chip-grades.ts';
import type { Miner } from '../../../../../src-shared/model/index.ts';
import { formatDuration } from '../../../../../src-shared/text/format-duration.ts';
import { UNKNOWN } from '../../../../../src-shared/units.ts';
import { ageSeconds, clockTime } from '../../../../ui/times.ts';
import { fleetTexts } from '../../fleet-texts.ts';

/** The time that the rows of a table show, in UNIX milliseconds. */
export const RowsMoment = createContext(0);

/**
 * Age of the last reading. It changes without the miner, and so is the only part of most rows that
 * is drawn each second.
 */
export function LastReading({ recordedAt }: { recordedAt: number | null }) {
  const nowMs = use(RowsMoment);
  return recordedAt === null ? UNKNOWN : formatDuration(ageSeconds(recordedAt, nowMs));
}

/** When a miner went offline, with the day if it was not today; nothing while it is online. */
export function OfflineSince({ at }: { at: number | null }) {
  const nowMs = use(RowsMoment);
  return at === null ? UNKNOWN : clockTime(at, nowMs);
}

/** Number of bad and weak chips. Grades from the day before still count. */
export function WeakChips({ miner }: { miner: Miner }) {
  const known = knownWeakChips(miner, use(RowsMoment));
  return known === null ? UNKNOWN : fleetTexts.chips(known);
}
