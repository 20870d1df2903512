import { describe, expect, it } from 'vitest';
import { type MatchInput, type MatchState, stepMatch } from '../../../src-main/alerts/rules/match-state.ts';

const TIMES = { forMs: 600_000, clearForMs: 300_000 };

/** Steps of ten seconds; returns when the match began, in seconds, and its state. */
function follow(inputs: readonly [MatchInput, seconds: number][]): {
  beganAt: number | null;
  match: MatchState | null;
} {
  let match: MatchState | null = null;
  let beganAt: number | null = null;
  let at = 0;
  for (const [input, seconds] of inputs) {
    for (const end = at + seconds; at < end; at += 10) {
      const step = stepMatch(match, input, at * 1000, TIMES);
      match = step.match;
      if (step.change === 'began') beganAt = at;
    }
  }
  return { beganAt, match };
}

describe('what is about to be found', () => {
  it('does not wait until a clock that was set back is where it was when the fault began', () => {
    const first = stepMatch(null, 'match', 0, TIMES, 86_400_000);
    expect(first.match).toMatchObject({ phase: 'pending', sinceAt: 0 });
    expect(stepMatch(first.match, 'match', TIMES.forMs, TIMES, 86_400_000).change).toBe('began');
  });

  it('waits while it is not seen, and begins no later for it than by that time', () => {
    expect(follow([['match', 700]]).beganAt).toBe(600);
    const inputs: [MatchInput, number][] = [
      ['match', 300],
      ['hold', 20],
      ['match', 200],
      ['hold', 60],
      ['match', 300],
    ];
    expect(follow(inputs)).toMatchObject({ beganAt: 680, match: { phase: 'open', sinceAt: 0 } });
  });

  it('is no nearer by what nobody saw: a cause that hides it for nine minutes', () => {
    const hidden: [MatchInput, number][] = [
      ['match', 30],
      ['hold', 560],
      ['match', 120],
    ];
    expect(follow(hidden)).toMatchObject({ beganAt: null, match: { phase: 'pending', sinceAt: 0 } });
    expect(follow([...hidden, ['clear', 10]]).match).toBeNull();
  });

  it('is forgotten when it is not seen for long, or is at rest', () => {
    expect(
      follow([
        ['match', 590],
        ['hold', 650],
      ]).match,
    ).toBeNull();
    expect(
      follow([
        ['match', 590],
        ['end', 10],
      ]).match,
    ).toBeNull();
    expect(
      follow([
        ['match', 590],
        ['between', 10],
      ]).match,
    ).toBeNull();
    expect(follow([['hold', 590]]).match).toBeNull();
  });
});
