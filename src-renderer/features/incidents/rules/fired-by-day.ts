import { midnight } from '../../../../src-shared/local-day.ts';

/**
 * Counts times per day for the last days, the latest last. The period starts a multiple of 24 hours
 * ago, in the middle of a day; this first day is included only if it has any.
 */
export function firedByDay(
  firedAt: readonly number[],
  days: number,
  nowMs: number,
): readonly { readonly atMs: number; readonly times: number }[] {
  const starts: number[] = [];
  for (let at = midnight(nowMs); starts.length <= days; at = midnight(at, -1)) starts.unshift(at);
  const counts = starts.map((atMs, i) => {
    const endMs = starts[i + 1] ?? Number.POSITIVE_INFINITY;
    return { atMs, times: firedAt.filter((at) => at >= atMs && at < endMs).length };
  });
  const [first, ...others] = counts;
  return first === undefined || first.times > 0 ? counts : others;
}
