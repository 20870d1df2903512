import { formatHashrate, quantityText } from '../../../src-shared/units.ts';

function rateText(hashrateHs: number): string {
  return quantityText(formatHashrate(hashrateHs));
}

/** Why a miner that was sent something, or was to be, ended as it did. Without a full stop. */
export const END_WORDS = {
  // Nothing was sent.
  notSent: 'nothing was sent to it',
  notBegun: 'nothing was sent to it: PowerHive ended before its turn',
  noBackup: (reason: string): string => `its settings could not be backed up, so nothing was sent: ${reason}`,
  wasAsleep: 'Not sent: this computer was asleep at that moment',

  // It cannot be read.
  silent: 'it does not answer',
  unreadable: (reason: string): string => `it answers and cannot be read: ${reason}`,
  silentAfter: (what: string, minutes: number): string => `no answer after ${what} (${minutes} min)`,
  unreadSince: (sent: string, reason: string | null): string =>
    `${sent}, and it cannot be read since${reason === null ? '' : `: ${reason}`}`,
  removedSince: (sent: string): string => `${sent}, and it was removed since`,
  sent: (what: string): string => `${what} was sent`,
  maybeSent: (what: string): string => `${what} may have been sent`,
  theRestart: 'the restart',
  theAction: (kind: string): string => `the ${kind.replace('_', ' ')}`,

  // It had no effect, or the wrong one.
  noEffect: (what: string, reason: string | null): string =>
    `${what} had no effect${reason === null ? '' : `: ${reason}`}`,
  maybeNotSent: 'PowerHive ended at that moment, and may not have sent it',
  failedAfter: (what: string): string => `it reports a failure after ${what}`,
  stateAfter: (state: string | null, minutes: number, what: string): string =>
    `it is ${state ?? 'in an unknown state'} ${minutes} min after ${what}`,
  restartUnclear: 'nothing shows whether it restarted',
  poolUnclear: 'several of its pools are active, and this one has accepted no share',
  goalUnknown: 'what was ordered for it is not known any more',
  settingsUnclear: 'its settings cannot be read since',

  // It is stored.
  storedAndSilent: 'it is stored, and does not answer since',
  storedOnly: (reason: string | null): string =>
    `it is stored, and not in force${reason === null ? '' : `: ${reason}`}`,
  storedAtPreset: (preset: string | null): string => `it is stored, and it hashes at preset ${preset ?? 'unknown'}`,
  storedNoRestart: 'it is stored, and did not restart',
  needsReboot: 'it is stored, and needs a reboot to take effect',
  needsOtherRestart: 'it asks for another restart',
  withoutRestart: (reason: string | null): string =>
    `it is stored, and takes effect at its next restart${reason === null ? '' : `: ${reason}`}`,
  endedBeforeRestart: 'PowerHive ended before it sent one',
  changedBeforeRestart: 'it was stored, and was changed by someone else before its restart',

  // The job was stopped.
  stopped: 'the job was stopped',
  stoppedBeforeAnswer: 'the job was stopped before it answered',
  stoppedUnread: (sent: string): string => `${sent}, and it could not be read when the job was stopped`,
  stoppedStored: 'it is stored, and was not in force when the job was stopped',
  stoppedAt: (sent: string, state: string | null): string =>
    `${sent}, and it was ${state ?? 'in an unknown state'} when the job was stopped`,
  stoppedUnproven: 'the job was stopped before its figures had settled',

  // It was in force.
  untilRestart: 'until its next restart: the order of its pools is as it was',
  readAfterEnd: 'read back after PowerHive had ended',
  endedUnproven: 'PowerHive ended before its figures had settled',
  otherJobUnproven: 'another job changed it before its figures had settled',
  hashesNothing: (minutes: number): string => `it mines again, and hashes nothing for ${minutes} min`,
  standStill: 'its figures still stand still',
  failsNow: 'it took effect, and reports a failure now',
  percentMoved: (percent: number): string => `it was in force, and is at ${percent} % now`,
  poolsMoved: 'it was in force, and other pools are set now',
  presetMoved: (preset: string): string => `it was in force, and moved to preset ${preset}`,
  climbedBack: (preset: string): string => `it was in force, and its preset switcher climbed back to ${preset}`,
  climbedAfterRestart: (preset: string): string => `it restarted, and its preset switcher climbed back to ${preset}`,
  /** `numbers`: those that are known. `rates`: hashes per second before and now; null where unknown. */
  boardsFailed: (
    boards: number,
    numbers: readonly number[],
    [before, now]: readonly [before: number | null, now: number | null],
  ): string => {
    const list = new Intl.ListFormat('en-GB').format(numbers.map(String));
    const named = numbers.length === 1 ? `board ${list}` : `boards ${list}`;
    const which = numbers.length === boards ? named : `${boards} more of its boards`;
    const rates = before === null || now === null ? '' : ` (${rateText(before)} → ${rateText(now)})`;
    return `it took effect, and ${which} failed${rates}`;
  },
} as const;

/** Why the figures of a miner do not prove a change. Without a full stop. */
export const UNPROVEN_WORDS = {
  tunes: 'it tunes now, which takes hours',
  throttled: (percent: number): string => `it is throttled to ${percent} %: its figures prove no preset`,
  figuresUnknown: 'its figures are not known',
  powerUnknown: 'its power is not known',
  otherPower: (is: number, expected: number): string => `it draws ${Math.round(is)} W, not ${Math.round(expected)} W`,
  lowRate: (is: number, expected: number): string =>
    `it hashes ${rateText(is)}, ${Math.round((is / expected) * 100)} % of the expected ${rateText(expected)}`,
  firstPoolUnknown: 'it does not show its first pool',
  /** `place` counts from 1; 0 if it works for none of them. */
  otherPool: (place: number, pools: number, first: string, status: string | null): string => {
    const works = place === 0 ? 'it works for none of its pools' : `it works for pool ${place} of ${pools}`;
    return `${works}: ${first} is ${status ?? 'not active'}`;
  },
  noShare: 'the pool has accepted no share yet',
} as const;
