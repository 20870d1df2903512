import { TREND_GAP_MS } from '../../../src-shared/judging/thresholds.ts';

/*
 * How one rule goes on one miner, from reading to reading. Pure: the same inputs at the same times
 * give the same state.
 */

/** `pending` matches, but not for long enough yet; `open` has been found. */
export interface MatchState {
  readonly phase: 'pending' | 'open';
  /** UNIX milliseconds: since when the rule has matched. */
  readonly sinceAt: number;
  /** Since when an open one has been over; null while it is not. */
  readonly clearSinceAt: number | null;
  /** Of a pending one: when it was last stepped, and for how much of its time it was not seen. */
  readonly steppedAt?: number;
  readonly heldMs?: number;
}

/**
 * What is known of it now. `hold` concludes nothing: it cannot be seen. A pending one waits
 * meanwhile, and that time does not count. `end` is no fault any more whatever it shows, such as of
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

export function stepMatch(
  match: MatchState | null,
  input: MatchInput,
  nowMs: number,
  { forMs, clearForMs }: MatchTimes,
): MatchStep {
  if (match === null || match.phase === 'pending') {
    if (match !== null && input === 'hold') return { match: held(match, nowMs), change: null };
    if (input !== 'match') return NOTHING;
    const sinceAt = match?.sinceAt ?? nowMs;
    const heldMs = match?.heldMs ?? 0;
    if (nowMs - sinceAt - heldMs >= forMs) {
      return { match: { phase: 'open', sinceAt, clearSinceAt: null }, change: 'began' };
    }
    return { match: { phase: 'pending', sinceAt, clearSinceAt: null, steppedAt: nowMs, heldMs }, change: null };
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
      // A clock that was set back must not make it wait until it is where it was.
      const clearSinceAt = Math.min(match.clearSinceAt ?? nowMs, nowMs);
      if (nowMs - clearSinceAt >= clearForMs) return { match: null, change: 'ended' };
      return { match: { ...match, clearSinceAt }, change: null };
    }
  }
}

/** A pending match while it is not seen; null once that has been so for long. */
export function held(match: MatchState, nowMs: number): MatchState | null {
  const heldMs = (match.heldMs ?? 0) + Math.max(0, nowMs - (match.steppedAt ?? nowMs));
  return heldMs > TREND_GAP_MS ? null : { ...match, steppedAt: nowMs, heldMs };
}
