import { TREND_GAP_MS } from '../../../src-shared/judging/thresholds.ts';

/*
 * The state of one rule on one miner, from reading to reading. Pure: the same inputs at the same
 * times produce the same state.
 */

/** `pending`: matches, but not long enough yet. `open`: matched long enough. */
export interface MatchState {
  readonly phase: 'pending' | 'open';
  /** UNIX milliseconds: the start of the match. */
  readonly sinceAt: number;
  /** Since when an open one no longer matches; null while it does. */
  readonly clearSinceAt: number | null;
  /** When an open one ends that no longer matches, unless it matches again. */
  readonly clearsAt?: number;
  /** For a pending one whose fault was interrupted: since when it waits again; absent: since it began. */
  readonly waitsSinceAt?: number;
  /** For a pending one: the time of its last step, and for how long it could not be seen. */
  readonly steppedAt?: number;
  readonly heldMs?: number;
}

/**
 * What is known now. `hold`: it cannot be seen; a pending match waits, and the time does not count.
 * `between`: neither matches nor is clear. `end`: no longer a fault whatever it shows, for example
 * a miner that was stopped.
 */
export type MatchInput = 'match' | 'clear' | 'between' | 'hold' | 'end';

export interface MatchStep {
  readonly match: MatchState | null;
  readonly change: 'began' | 'ended' | null;
}

export interface MatchTimes {
  readonly forMs: number;
  readonly clearForMs: number;
}

const NOTHING: MatchStep = { match: null, change: null };

/**
 * The next state. `beganAt` is when what matches is known to have begun, for a new match; the
 * present time if nothing else is known.
 */
export function stepMatch(
  match: MatchState | null,
  input: MatchInput,
  nowMs: number,
  { forMs, clearForMs }: MatchTimes,
  beganAt = nowMs,
): MatchStep {
  if (match === null || match.phase === 'pending') {
    if (match !== null && input === 'hold') return { match: held(match, nowMs), change: null };
    if (input !== 'match') return NOTHING;
    // A clock that was set back may be before the beginning: it must not wait until that is reached.
    const sinceAt = Math.min(match?.sinceAt ?? beganAt, nowMs);
    const heldMs = match?.heldMs ?? 0;
    const waitsSinceAt = match?.waitsSinceAt;
    if (nowMs - (waitsSinceAt ?? sinceAt) - heldMs >= forMs) {
      return { match: { phase: 'open', sinceAt, clearSinceAt: null }, change: 'began' };
    }
    const waits = waitsSinceAt === undefined ? {} : { waitsSinceAt };
    const pending = { phase: 'pending', sinceAt, clearSinceAt: null, steppedAt: nowMs, heldMs, ...waits } as const;
    return { match: pending, change: null };
  }
  switch (input) {
    case 'end':
      return { match: null, change: 'ended' };
    case 'hold':
      return { match, change: null };
    case 'match':
    case 'between':
      return { match: match.clearSinceAt === null ? match : { ...match, clearSinceAt: null }, change: null };
    case 'clear': {
      // After the clock was set back, it must not wait until the old time is reached.
      const clearSinceAt = Math.min(match.clearSinceAt ?? nowMs, nowMs);
      if (nowMs - clearSinceAt >= clearForMs) return { match: null, change: 'ended' };
      return { match: { ...match, clearSinceAt, clearsAt: clearSinceAt + clearForMs }, change: null };
    }
  }
}

/**
 * When time alone changes the state next: a pending match is old enough, or an end. Null if only
 * another input does.
 */
export function dueAt(
  { phase, sinceAt, waitsSinceAt = sinceAt, heldMs = 0, clearSinceAt }: MatchState,
  { forMs, clearForMs }: MatchTimes,
) {
  if (phase === 'pending') return waitsSinceAt + heldMs + forMs;
  return clearSinceAt === null ? null : clearSinceAt + clearForMs;
}

/** An open match that waits for its end. Times are UNIX milliseconds. */
export interface Clearing {
  readonly sinceAt: number;
  readonly endsAt: number;
}

/** Since when a match is no longer there, and until when that must last; null while it is there. */
export function clearingOf(match: MatchState | undefined): Clearing | null {
  if (match?.phase !== 'open' || match.clearSinceAt === null || match.clearsAt === undefined) return null;
  return { sinceAt: match.clearSinceAt, endsAt: match.clearsAt };
}

/** A fault that was interrupted, as by a stop, is there again: it waits anew, but began before. */
export function continued(sinceAt: number, waitsSinceAt: number): MatchState {
  return { phase: 'pending', sinceAt, clearSinceAt: null, waitsSinceAt };
}

/** A pending match that cannot be seen now; null after this has lasted too long. */
export function held(match: MatchState, nowMs: number): MatchState | null {
  const heldMs = (match.heldMs ?? 0) + Math.max(0, nowMs - (match.steppedAt ?? nowMs));
  return heldMs > TREND_GAP_MS ? null : { ...match, steppedAt: nowMs, heldMs };
}
