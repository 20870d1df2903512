import { describe, expect, it } from 'vitest';
import { nextStepRows } from '../../../src-main/store/compaction/prune.ts';

describe('the size of the next step', () => {
  it.each([
    ['doubles at most after a quick one', 100, 0.01, 200],
    ['stays where a step takes 10 ms', 300, 10, 300],
    ['shrinks at once after a slow one', 1000, 100, 100],
    ['is never nothing', 1, 60_000, 1],
    ['has an end', 5000, 1, 5000],
  ])('%s', (_, rows, tookMs, next) => {
    expect(nextStepRows(rows, tookMs)).toBe(next);
  });
});
