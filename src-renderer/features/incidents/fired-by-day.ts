import { startOfDay } from '../../ui/times.ts';

/**
 * How many of some moments lie in each of the last days, the latest last. What was tried begins so
 * many times 24 hours ago, within the day before the first that is whole: its moments count there.
 */
export function firedByDay(
  firedAt: readonly number[],
  days: number,
  nowMs: number,
): readonly { readonly atMs: number; readonly times: number }[] {
  const starts: number[] = [];
  for (let at = startOfDay(nowMs); starts.length <= days; at = startOfDay(at - 1)) starts.unshift(at);
  const counts = starts.map((atMs, i) => {
    const endMs = starts[i + 1] ?? Number.POSITIVE_INFINITY;
    return { atMs, times: firedAt.filter((at) => at >= atMs && at < endMs).length };
  });
  const [first, ...others] = counts;
  return first === undefined || first.times > 0 ? counts : others;
}
