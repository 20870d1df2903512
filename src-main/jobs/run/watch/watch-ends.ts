import { hasTrait } from '../../../../src-shared/actions/action-traits.ts';
import type { FirmwareError } from '../../../drivers/outcome.ts';
import { chosenPool } from '../../goal/choose-pool.ts';
import { climbedBackTo } from '../../goal/climbed-back.ts';
import { effectOf, mayHaveSwitched, UPTIME_TOLERANCE_S, type Watched } from '../../goal/effect.ts';
import { type Goal, writesSettings } from '../../goal/goal.ts';
import type { Observed } from '../../goal/known-miner.ts';
import { stateGroup } from '../../goal/state-group.ts';
import { END_WORDS } from '../../words/end-words.ts';
import { type End, end } from '../run-env.ts';
import { isSilent } from './unread-words.ts';

/** A miner on its way to a goal. */
export interface Way {
  readonly goal: Goal;
  readonly base: Observed | null;
  /**
   * When the request that is to have the effect was sent, on the monotonic clock. Unless it was
   * watched since, that is by wall clocks.
   */
  readonly sentMs: number;
  readonly answer: 'accepted' | 'refused' | 'unknown';
  /** The text of the response, if it was a refusal or is missing. */
  readonly answerText: string | null;
  /** The request was the restart that a stored setting needs. */
  readonly restarted: boolean;
  /** The miner was watched since the request, and not only since a restart of PowerHive. */
  readonly fromStart: boolean;
  /** PowerHive ended while it was sending: whether the request was sent is not known. */
  readonly mayBeUnsent: boolean;
}

const UNCLEAR = end('unknown', 'unreadable', END_WORDS.restartUnclear);
const UNCLEAR_POOL = end('unknown', 'unreadable', END_WORDS.poolUnclear);
const UNCLEAR_SETTINGS = end('unknown', 'unreadable', END_WORDS.settingsUnclear);

/**
 * The most milliseconds that may have passed since the request, by the uptime of the miner itself;
 * null if it is not known. After a reboot: since that.
 */
export function mostElapsedMs(now: Observed, base: Observed | null): number | null {
  if (now.uptime_s === null || base === null || base.uptime_s === null) return null;
  const hasRebooted = now.uptime_s < base.uptime_s;
  return (now.uptime_s - (hasRebooted ? 0 : base.uptime_s) + UPTIME_TOLERANCE_S) * 1000;
}

/**
 * An end that may be a success as well as a failure, according to everything that the miner shows.
 * `wallMs`: milliseconds since the request by wall clocks, which may have been set meanwhile.
 */
export function unclearEnd(last: Observed, goal: Goal, watched: Watched, wallMs: number): End | null {
  if (goal.kind === 'restart' && mayHaveSwitched(last, watched)) return UNCLEAR;
  const isInForce = (elapsedMs: number): boolean => effectOf(goal, last, { ...watched, elapsedMs }) === 'in_force';
  if (!isInForce(watched.elapsedMs) && isInForce(wallMs)) return UNCLEAR;
  if (writesSettings(goal) && last.stored === null) return UNCLEAR_SETTINGS;
  return goal.kind === 'switch_pool' && chosenPool(last.pools, goal)?.status === 'active' ? UNCLEAR_POOL : null;
}

/** The end of a miner whose job was stopped while it was watched. */
export function stoppedEnd(last: Observed | null, way: Way): End {
  if (last === null) return end('unknown', 'stopped', END_WORDS.stoppedUnread(sentWords(way)));
  if (isStored(last, way)) return end('stored', 'stopped', END_WORDS.stoppedStored);
  return end('unknown', 'stopped', END_WORDS.stoppedAt(sentWords(way), last.state));
}

/** Whether the change is stored, to be in force at the next restart. */
export function isStored(now: Observed, { goal, base, restarted }: Way): boolean {
  return effectOf(goal, now, { base, elapsedMs: 0, moved: false, switched: false, restarted }) === 'stored';
}

/**
 * The end of a miner that could not be read in time, or not since `last`. `error`: why the last
 * reading failed; null if it did not.
 */
export function silentEnd(last: Observed | null, way: Way, limitMs: number, error: FirmwareError | null): End {
  if (last !== null && !way.restarted && isStored(last, way)) {
    return end('stored', 'no_answer', END_WORDS.storedAndSilent);
  }
  if (error !== null && !isSilent(error)) return unreadableEnd(way, error);
  if (way.answer === 'accepted' && (hasTrait(way.goal.kind, 'long') || way.restarted)) {
    return end('failed', 'no_answer', END_WORDS.silentAfter(nameOf(way), minutesOf(limitMs)));
  }
  return unreadableEnd(way, null);
}

function minutesOf(ms: number): number {
  return Math.max(1, Math.round(ms / 60_000));
}

/** The end of a miner that has not reached its goal in time. */
export function timedOutEnd(last: Observed, moved: boolean, way: Way, limitMs: number): End {
  const minutes = minutesOf(limitMs);
  const { goal, base } = way;
  const isHashing = stateGroup(last.state) === 'hashing';
  if (goal.kind === 'preset' && isHashing && moved) {
    const higher = climbedBackTo(goal, last, base);
    if (higher !== null) {
      return end('stored', 'climbed_back', END_WORDS.climbedAfterRestart(higher));
    }
    if (isStored(last, way)) {
      return end('stored', 'no_effect', END_WORDS.storedAtPreset(last.preset));
    }
  }
  if (way.restarted && isStored(last, way)) {
    return moved
      ? end('failed', 'not_hashing', END_WORDS.stateAfter(last.state, minutes, END_WORDS.theRestart))
      : end('stored', 'restart_not_sent', END_WORDS.storedNoRestart);
  }
  if (isStored(last, way)) {
    return end('stored', 'no_effect', END_WORDS.storedOnly(way.answerText));
  }
  if (moved && hasTrait(way.goal.kind, 'long')) {
    return end('failed', 'not_hashing', END_WORDS.stateAfter(last.state, minutes, nameOf(way)));
  }
  if (way.goal.kind === 'restart' && !way.fromStart && last.state_seconds === null) return UNCLEAR;
  const why = way.answerText ?? (way.mayBeUnsent ? END_WORDS.maybeNotSent : null);
  return end('failed', 'no_effect', END_WORDS.noEffect(nameOf(way), why));
}

/** The end of a miner that was sent something, and could not be read since. */
export function unreadableEnd(way: Way, error: FirmwareError | null): End {
  return end('unknown', 'unreadable', END_WORDS.unreadSince(sentWords(way), error?.message ?? null));
}

/** The end of a miner that was sent something, and that the operator removed since. */
export function removedEnd(way: Way): End {
  return end('unknown', 'removed', END_WORDS.removedSince(sentWords(way)));
}

function sentWords(way: Way): string {
  return way.mayBeUnsent ? END_WORDS.maybeSent(nameOf(way)) : END_WORDS.sent(nameOf(way));
}

/** What was sent, in words. */
export function nameOf({ goal, restarted }: Pick<Way, 'goal' | 'restarted'>): string {
  return restarted ? END_WORDS.theRestart : END_WORDS.theAction(goal.kind);
}
