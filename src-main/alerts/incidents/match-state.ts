import { COURSE_GAP_MS } from '../../../src-shared/judging/thresholds.ts';

/*
 * How one rule goes on one miner, from reading to reading. Pure: the same inputs at the same times
 * give the same course.
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

export interface CourseStep {
  readonly course: MatchState | null;
  readonly change: 'began' | 'ended' | null;
}

export interface CourseTimes {
  readonly forMs: number;
  readonly clearForMs: number;
}

const NOTHING: CourseStep = { course: null, change: null };

export function stepCourse(
  course: MatchState | null,
  input: MatchInput,
  nowMs: number,
  { forMs, clearForMs }: CourseTimes,
): CourseStep {
  if (course === null || course.phase === 'pending') {
    if (course !== null && input === 'hold') return { course: held(course, nowMs), change: null };
    if (input !== 'match') return NOTHING;
    const sinceAt = course?.sinceAt ?? nowMs;
    const heldMs = course?.heldMs ?? 0;
    if (nowMs - sinceAt - heldMs >= forMs) {
      return { course: { phase: 'open', sinceAt, clearSinceAt: null }, change: 'began' };
    }
    return { course: { phase: 'pending', sinceAt, clearSinceAt: null, steppedAt: nowMs, heldMs }, change: null };
  }
  switch (input) {
    case 'end':
      return { course: null, change: 'ended' };
    case 'hold':
      return { course, change: null };
    case 'match':
    case 'between':
      return { course: course.clearSinceAt === null ? course : { ...course, clearSinceAt: null }, change: null };
    case 'clear': {
      // A clock that was set back must not make it wait until it is where it was.
      const clearSinceAt = Math.min(course.clearSinceAt ?? nowMs, nowMs);
      if (nowMs - clearSinceAt >= clearForMs) return { course: null, change: 'ended' };
      return { course: { ...course, clearSinceAt }, change: null };
    }
  }
}

/** A pending course while it is not seen; null once that has been so for long. */
function held(course: MatchState, nowMs: number): MatchState | null {
  const heldMs = (course.heldMs ?? 0) + Math.max(0, nowMs - (course.steppedAt ?? nowMs));
  return heldMs > COURSE_GAP_MS ? null : { ...course, steppedAt: nowMs, heldMs };
}
